"""Asks a real Prometheus everything a dashboard asks, with the variables filled in: each expression must parse there
and have a number to show.

    check_live.py DASHBOARD.json --prometheus URL --range SECONDS
"""

import argparse
import math
import time

import grafana
from prometheus import Prometheus


def asked(dashboard, modes):
    """(where, expression, instant, values of repeated variables)"""
    for panel, values in grafana.repeated(dashboard, {"mode": modes}):
        for target in panel.get("targets", []):
            yield f"{panel['title']} {target['refId']}", target["expr"], target.get("instant", False), values
    for annotation in dashboard["annotations"]["list"]:
        yield f"annotation {annotation['name']}", annotation["expr"], False, {}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dashboard")
    parser.add_argument("--prometheus", required=True)
    parser.add_argument("--range", type=float, required=True)
    chosen = parser.parse_args()
    dashboard, prometheus, end = grafana.load(chosen.dashboard), Prometheus(chosen.prometheus), time.time()
    variables = grafana.every(dashboard, chosen.range)
    modes = prometheus.label_values("mode", end - chosen.range, end)
    missing = 0
    for where, expression, instant, values in asked(dashboard, modes):
        filled = grafana.fill(expression, {**variables, **values})
        try:
            prometheus.format(filled)
            if instant:
                numbers = [value for _, value in prometheus.instant(filled, end)]
            else:
                step = int(variables["__interval"][:-1])
                series = prometheus.range(filled, end - chosen.range, end, step)
                numbers = [value for _, points in series for _, value in points]
            wrong = "" if any(not math.isnan(number) for number in numbers) else "nothing to show"
        except ValueError as refusal:
            wrong = str(refusal)
        if wrong:
            missing += 1
            print(f"{where}: {wrong}: {filled}")
    raise SystemExit(bool(missing))


main()
