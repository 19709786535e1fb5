"""Prometheus' HTTP API, as far as the dashboards' tools ask it."""

import json
import urllib.error
import urllib.parse
import urllib.request


class Prometheus:
    def __init__(self, url):
        self.url = url.rstrip("/")

    def _get(self, path, **parameters):
        """The data of an answer; ValueError with Prometheus' own words where it refuses."""
        address = f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as refusal:
            body = refusal.read().decode(errors="replace")
            try:
                body = json.loads(body)["error"]
            except (ValueError, KeyError):
                pass
            raise ValueError(body) from refusal

    def format(self, expression):
        """The expression as Prometheus writes it; ValueError if it does not parse."""
        return self._get("format_query", query=expression)

    def instant(self, expression, time):
        """[(labels, value)]"""
        result = self._get("query", query=expression, time=time)["result"]
        return [(series["metric"], float(series["value"][1])) for series in result]

    def range(self, expression, start, end, step):
        """[(labels, [(time, value)])]"""
        result = self._get("query_range", query=expression, start=start, end=end, step=step)["result"]
        return [(each["metric"], [(float(time), float(value)) for time, value in each["values"]]) for each in result]

    def exemplars(self, expression, start, end):
        """[(time, value)]"""
        data = self._get("query_exemplars", query=expression, start=start, end=end)
        return [(each["timestamp"], float(each["value"])) for series in data for each in series["exemplars"]]

    def label_values(self, label, start, end):
        return self._get(f"label/{label}/values", start=start, end=end)
