"""What a study can ask of a phase, as PromQL. Counters are compared at two instants, which is exact; `increase` is not.

Each figure is a function of a variant's slot in the lab (its `target` and `mode`) and of the phase's window.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Window:
    """Unix times: of the measured part, and of the moment at which recovery is over."""

    start: float
    end: float
    recovered: float

    @property
    def length(self):
        return max(1, round(self.end - self.start))


def growth(selector, window):
    return f"(sum({selector} @ {window.end:.3f}) - sum({selector} @ {window.start:.3f}))"


def share(part, whole, window):
    return f"{growth(part, window)} / {growth(whole, window)}"


def answers(slot, outcomes):
    return f'load_requests_total{{target="{slot}",outcome=~"{outcomes}"}}'


def answer_share(outcomes):
    return lambda slot, window: share(answers(slot, outcomes), f'load_requests_total{{target="{slot}"}}', window)


def answer_count(outcomes):
    return lambda slot, window: growth(answers(slot, outcomes), window)


def attempts(slot, kind=".+"):
    return f'resilience_retry_attempts_total{{mode="{slot}",kind=~"{kind}"}}'


def attempt_share(kind):
    return lambda slot, window: share(attempts(slot, kind), attempts(slot, "initial"), window)


def extra_load(slot, window):
    return f"{share(attempts(slot), attempts(slot, 'initial'), window)} - 1"


def peak_attempts(slot, window):
    """The most attempts between two scrapes, which are a second apart."""
    counter = attempts(slot)
    return (
        f"max_over_time((sum({counter}) - sum({counter} offset 1s))[{window.length}s:1s] @ {window.end:.3f})"
    )


def quantile(q):
    def promql(slot, window):
        buckets = f'load_request_duration_seconds_bucket{{target="{slot}"}}'
        return (
            f"histogram_quantile({q}, sum by (le) ({buckets} @ {window.end:.3f})"
            f" - sum by (le) ({buckets} @ {window.start:.3f}))"
        )

    return promql


def mean(slot, window):
    histogram = "load_request_duration_seconds"
    return share(f'{histogram}_sum{{target="{slot}"}}', f'{histogram}_count{{target="{slot}"}}', window)


def openings(scope):
    return lambda slot, window: growth(
        f'resilience_breaker_transitions_total{{mode="{slot}",scope="{scope}",to="open"}}', window
    )


def open_share(slot, window):
    seconds = f'resilience_breaker_state_seconds_total{{mode="{slot}",scope="call"'
    return share(f'{seconds},state="open"}}', f"{seconds}}}", window)


def stale_age(slot, window):
    buckets = f'resilience_fallback_stale_age_seconds_bucket{{mode="{slot}"}}'
    return (
        f"histogram_quantile(0.99, sum by (le) ({buckets} @ {window.end:.3f})"
        f" - sum by (le) ({buckets} @ {window.start:.3f}))"
    )


def recovery(slot, window):
    last = f'client_last_response_timestamp_seconds{{mode="{slot}",source!="backend"}}'
    return f"clamp_min(max({last} @ {window.recovered:.3f}) - {window.end:.3f}, 0)"


# By identity: title, unit (as in docs/results.md), PromQL.
FIGURES = {
    "fresh": ("fresh answers", "ratio", answer_share("fresh")),
    "useful": ("useful answers", "ratio", answer_share("fresh|stale|partial")),
    "refused": ("calls refused at once", "ratio", answer_share("rejected")),
    "failed-calls": ("calls that failed or timed out", "count", answer_count("error|timeout")),
    "lost-answers": ("answers lost", "count", answer_count("rejected|error|timeout")),
    "extra-load": ("load that repeated attempts add", "change", extra_load),
    "hedges": ("hedges per call", "ratio", attempt_share("hedge")),
    "peak-attempts": ("most attempts in a second", "count", peak_attempts),
    "openings": ("openings of the call breaker", "count", openings("call")),
    "endpoint-openings": ("openings of endpoint breakers", "count", openings("endpoint")),
    "open-share": ("share of the time that the call breaker is open", "ratio", open_share),
    "recovery": ("recovery time", "seconds", recovery),
    "mean": ("mean answer time", "seconds", mean),
    "p50": ("answer time p50", "seconds", quantile(0.5)),
    "p95": ("answer time p95", "seconds", quantile(0.95)),
    "p99": ("answer time p99", "seconds", quantile(0.99)),
    "stale-age": ("age of stale answers p99", "seconds", stale_age),
}

# By identity: title, unit of a point, PromQL for query_range that gives a series per `mode` or `target`.
CURVES = {
    "attempts": (
        "attempts on the backends in each second",
        "count",
        "sum by (mode) (resilience_retry_attempts_total) - sum by (mode) (resilience_retry_attempts_total offset 1s)",
    ),
    "failed": (
        "answers lost in each second",
        "count",
        'sum by (target) (load_requests_total{outcome=~"rejected|error|timeout"})'
        ' - sum by (target) (load_requests_total{outcome=~"rejected|error|timeout"} offset 1s)',
    ),
}
