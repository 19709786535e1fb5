"""Compares a service's log with its last exposition: what both tell of must be the same number.

compare.py METRICS LOG [NAME...]: METRICS is the raw text of /metrics, LOG the whole log of the same process. Prints a
line per comparison; ends with 1 if one fails, or if a NAME (of a comparison) compared nothing above 0.
"""

import collections
import json
import sys

from prometheus_client.parser import text_string_to_metric_families

INJECTED = {"error": "error", "flap": "flap", "capacity": "overload", "hang": "hang", "reset": "reset",
            "truncate": "truncation"}


class Exposition:
    def __init__(self, text):
        self.samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]

    def by(self, name, *labels, **wanted):
        """Sums of the samples of this name, by these labels; without those that are 0."""
        sums = collections.Counter()
        for sample in self.samples:
            if sample.name == name and all(sample.labels[key] == value for key, value in wanted.items()):
                sums[tuple(sample.labels[label] for label in labels)] += sample.value
        return +sums

    def has(self, name):
        return any(sample.name == name for sample in self.samples)


class Log:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.lines = [json.loads(line) for line in file]
        # What is logged at debug alone is all there only where all of it was logged.
        self.is_debug = any(line["level"] == "debug" for line in self.lines)

    def by(self, event, *fields, where=lambda line: True):
        return collections.Counter(
            tuple(str(line.get(field, "")) for field in fields)
            for line in self.lines
            if line["event"] == event and where(line)
        )


def comparisons(metrics, log):
    """A name, what the metrics say and what the log says, each by the same labels."""
    levels = collections.Counter((line["level"],) for line in log.lines)
    yield "log_lines_total", metrics.by("log_lines_total", "level"), levels
    yield "log_lines_dropped_total", metrics.by("log_lines_dropped_total"), collections.Counter()
    if metrics.has("http_server_requests_total"):
        yield ("http_server_requests_total", metrics.by("http_server_requests_total", "method", "route", "code"),
               log.by("http.request", "method", "route", "status", where=lambda line: "status" in line))
        refused = ("overload", "rate_limited", "deadline")
        rejected = metrics.by("http_server_rejected_total", "reason")
        # The backend's own, not those of its client's calls.
        if not metrics.has("client_responses_total"):
            yield ("http_server_rejected_total", collections.Counter({k: v for k, v in rejected.items() if k[0] in refused}),
                   log.by("http.request", "error_type", where=lambda line: line.get("error_type") in refused))
    if metrics.has("resilience_breaker_transitions_total"):
        yield ("resilience_breaker_transitions_total",
               metrics.by("resilience_breaker_transitions_total", "breaker", "scope", "address", "from", "to"),
               log.by("breaker.transition", "upstream", "scope", "address", "from", "to"))
    if metrics.has("resilience_outlier_ejections_total"):
        opened = log.by("breaker.transition", where=lambda line: (line["scope"], line["from"], line["to"]) ==
                        ("endpoint", "closed", "open"))
        yield ("resilience_outlier_ejections_total, consecutive",
               metrics.by("resilience_outlier_ejections_total", reason="consecutive"), opened)
        yield ("resilience_outlier_ejections_total, comparison",
               metrics.by("resilience_outlier_ejections_total", reason="comparison"), log.by("endpoint.ejected"))
    if metrics.has("client_responses_total"):
        yield from client_comparisons(metrics, log)
    if metrics.has("faults_injected_total"):
        for fault, suffix in INJECTED.items():
            yield (f"faults_injected_total, {fault}", metrics.by("faults_injected_total", fault=fault),
                   log.by("http.request", where=lambda line: line.get("error_type") == f"injected_{suffix}"))
    if metrics.has("load_requests_total"):
        lost = ("error", "timeout")
        ended = metrics.by("load_requests_total", "target", "outcome")
        if not log.is_debug:
            ended = collections.Counter({key: value for key, value in ended.items() if key[1] in lost})
        yield "load_requests_total", ended, log.by("load.request", "target", "outcome")


def client_comparisons(metrics, log):
    yield ("client_responses_total", metrics.by("client_responses_total", "source"),
           log.by("http.request", "source", where=lambda line: "source" in line))
    yield ("resilience_retry_delay_seconds_count", metrics.by("resilience_retry_delay_seconds_count", "retry"),
           log.by("retry.attempt", "upstream"))
    yield "resilience_fallbacks_total", metrics.by("resilience_fallbacks_total", "source"), log.by(
        "fallback.served", "source")
    yield "resilience_reconfigurations_total", metrics.by("resilience_reconfigurations_total"), log.by(
        "configuration.changed")
    # Every request for data is one call; each settles once, whatever became of the request. A composite one is one more,
    # unless the optional part's own patterns do not make it.
    calls = metrics.by("resilience_breaker_calls_total", breaker="backend", scope="call")
    if any(sample.labels.get("scope") == "call" for sample in metrics.samples):
        requests = log.by("http.request", where=lambda line: line["route"] == "/api/data")
        composite = log.by("http.request", where=lambda line: line["route"] == "/api/composite")
        fewest, most = (requests + composite).total(), (requests + composite + composite).total()
        yield ("resilience_breaker_calls_total, call", calls,
               collections.Counter({(): min(max(calls.total(), fewest), most)}))
    attempts = metrics.by("resilience_retry_attempts_total", "kind")
    if any(sample.labels.get("scope") == "endpoint" for sample in metrics.samples):
        settled = metrics.by("resilience_breaker_calls_total", breaker="backend", scope="endpoint")
        settled -= metrics.by("resilience_breaker_calls_total", breaker="backend", scope="endpoint", result="rejected")
        yield "resilience_breaker_calls_total, endpoint", settled, collections.Counter({(): attempts.total()})
    yield ("http_client_requests_total", metrics.by("http_client_requests_total"),
           collections.Counter({(): attempts.total()}))
    if log.is_debug:
        yield "resilience_retry_attempts_total", attempts, log.by("attempt.ended", "kind")
        yield ("resilience_endpoint_probes_total, ok", metrics.by("resilience_endpoint_probes_total", result="ok"),
               log.by("endpoint.probe"))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        metrics = Exposition(file.read())
    log = Log(sys.argv[2])
    missing = set(sys.argv[3:])
    failed = False
    for name, counted, logged in comparisons(metrics, log):
        if counted != logged:
            failed = True
            difference = {key: (counted[key], logged[key]) for key in counted | logged if counted[key] != logged[key]}
            print(f"{name}: the metric and the log differ: {difference}")
        else:
            print(f"{name}: {counted.total():.0f}")
            if counted.total():
                missing.discard(name)
    if missing:
        print(f"nothing was compared: {', '.join(sorted(missing))}")
    sys.exit(failed or bool(missing))


main()
