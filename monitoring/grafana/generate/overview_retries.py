"""Resilience overview on retries, fallbacks, limits and endpoints."""

from palette import BAD, NEUTRAL, by_mode, by_name, of_color
from panels import lines, query
from queries import of_service, quantile, rate, total

KINDS = [("initial", "#009E73"), ("retry", "#E69F00"), ("hedge", "#56B4E9")]
ENDINGS = [
    ("first", "#009E73"),
    ("retried", "#E69F00"),
    ("exhausted", "#D55E00"),
    ("budget", "#AA4499"),
    ("deadline", "#882255"),
    ("no_endpoint", "#332288"),
    ("not_retryable", "#8C8C8C"),
    ("cancelled", "#BBBBBB"),
]
ENDPOINTS = [("admitted", "#009E73"), ("open", "#D55E00"), ("ejected", "#AA4499")]


def stacked_rates(title, description, metric, label, values):
    """What a counter adds each second, a layer for each value of a label."""
    return lines(
        title,
        description,
        "reqps",
        [query(total("", rate(of_service(metric, f'{label}="{value}"'))), value) for value, _ in values],
        width=6,
        overrides=by_name(values),
        stacked=True,
    )


def attempts():
    return stacked_rates(
        "Attempts by kind",
        "What reaches for the backend each second. **Look for** retries (orange) on top of the first attempts. "
        "**Do**: if the sum exceeds what the backend can do, lower the attempts or the budget, not the load.",
        "resilience_retry_attempts_total",
        "kind",
        KINDS,
    )


def endings():
    return stacked_rates(
        "How calls with retries ended",
        "*first* needed no retry, *retried* was saved by one, *exhausted* failed all the same, *budget* and "
        "*deadline* were not allowed another. **Look for** retried far above exhausted: retries help. **Do**: "
        "exhausted above retried means an outage; only a breaker or a fallback helps then.",
        "resilience_retry_calls_total",
        "outcome",
        ENDINGS,
    )


def budget():
    return lines(
        "Retry budget",
        "Tokens left; a retry takes one, more for errors that mean overload, and calls put them back bit by bit. The "
        "dashed line is the last one. **Look for** it running dry in an outage, as it should. **Do**: if it is dry in "
        "calm times, the budget is too small for the errors there always are.",
        "short",
        [query(f"min by (mode) ({of_service('resilience_retry_budget_tokens')})", "{{mode}}")],
        width=6,
        thresholds=[(None, NEUTRAL), (1, BAD)],
        overrides=by_mode(),
        decimals=0,
    )


def delays():
    return lines(
        "Waits before retries (p50)",
        "The median wait before a retry. **Look for** waits that add up to more than users will bear. **Do**: the "
        "deadline ends them; below it, shorten the base delay rather than the jitter.",
        "s",
        [query(quantile(0.5, "mode", of_service("resilience_retry_delay_seconds_bucket")), "{{mode}}")],
        width=6,
        thresholds=[(None, NEUTRAL), (1, BAD)],
        overrides=by_mode(),
    )


def fallbacks():
    sources = [("stale", "#DDCC77"), ("partial", "#56B4E9"), ("static", "#CCBB44")]
    return lines(
        "Answers from a fallback",
        "Answers each second that a fallback gave in place of the backend. **Look for** when they begin and whether "
        "they end with the fault. **Do**: fallbacks long after a heal mean that a breaker has not closed or an "
        "endpoint is not back.",
        "reqps",
        [query(total("source", rate(of_service("resilience_fallbacks_total"))), "{{source}}")],
        overrides=by_name(sources),
        stacked=True,
    )


def stale_age():
    ages = of_service("resilience_fallback_stale_age_seconds_bucket")
    return lines(
        "How old are stale answers?",
        "Half of the stale answers are at most this old, and 99 of 100. The dashed line is a minute. **Look for** a "
        "slope of one second a second: nothing fresh arrives to renew them. **Do**: when it nears `FALLBACK_MAX_AGE`, "
        "answers become errors; restore a backend before that.",
        "s",
        [query(quantile(0.5, "", ages), "p50"), query(quantile(0.99, "", ages), "p99")],
        thresholds=[(None, NEUTRAL), (60, BAD)],
        overrides=by_name([("p50", "#56B4E9"), ("p99", "#0072B2")]),
    )


def cache():
    return lines(
        "Caches of last good answers",
        "Operations each second by cache and result. **Look for** misses while the backend is away: users without an "
        "answer. **Do**: errors or timeouts of *redis* cost freshness only; misses of *memory* after a restart are "
        "what Redis is for.",
        "ops",
        [
            query(
                total("cache, operation, result", rate(of_service("resilience_cache_operations_total"))),
                "{{cache}} {{operation}} {{result}}",
            )
        ],
    )


def endpoints():
    return lines(
        "Endpoints by state",
        "Addresses of the backend, over the modes shown: *admitted* get calls, *open* have an open breaker, *ejected* "
        "are worse than their peers. **Look for** the ill ones leaving and coming back. **Do**: none admitted is an "
        "outage; one that stays ejected is a machine to look at.",
        "short",
        [query(total("", of_service("resilience_endpoints", f'state="{state}"')), state) for state, _ in ENDPOINTS],
        width=6,
        overrides=by_name(ENDPOINTS),
        stacked=True,
        decimals=0,
    )


def ejections_and_probes():
    return lines(
        "Ejections and recovery probes",
        "Endpoints taken out each second, by reason, and probes that ask whether one is back. **Look for** probes that "
        "succeed shortly after the heal. **Do**: ejections in calm times mean that peers differ by more than chance; "
        "compare the backends in Service detail.",
        "ops",
        [
            query(total("reason", rate(of_service("resilience_outlier_ejections_total"))), "ejected: {{reason}}"),
            query(total("result", rate(of_service("resilience_endpoint_probes_total"))), "probe: {{result}}"),
        ],
        width=6,
    )


def bulkhead():
    return lines(
        "Bulkhead: in use and waiting",
        "Attempts that hold a place, as a share of the places, and calls that wait for one. The dashed line is full. "
        "**Look for** a plateau at 100 %: the backend is slower than calls come. **Do**: a bulkhead that is full in "
        "calm times is too small; in a hang it is what keeps the client alive.",
        "percentunit",
        [
            query(
                f"sum by (mode, job, bulkhead) ({of_service('resilience_bulkhead_in_flight')})\n/\n"
                f"sum by (mode, job, bulkhead) ({of_service('resilience_bulkhead_capacity')})",
                "{{mode}} {{job}} in use",
            ),
            query(
                f"sum by (mode, job, bulkhead) ({of_service('resilience_bulkhead_queue_depth')})\n/\n"
                f"sum by (mode, job, bulkhead) ({of_service('resilience_bulkhead_capacity')})",
                "{{mode}} {{job}} waiting",
            ),
        ],
        width=6,
        thresholds=[(None, NEUTRAL), (1, BAD)],
        overrides=[*by_mode(), ("/waiting$/", [of_color("#E69F00")])],
        decimals=0,
    )


def turned_away():
    return lines(
        "Turned away and timed out",
        "Each second: attempts and requests that ran out of time, calls that found a bulkhead full, requests that a "
        "server refused. **Look for** what takes the place of a timeout. **Do**: a quick refusal is better than a "
        "wait; if refusals come without a fault, a limit is too low.",
        "reqps",
        [
            query(total("scope", rate(of_service("resilience_timeouts_total"))), "timeout: {{scope}}"),
            query(total("", rate(of_service("resilience_bulkhead_rejected_total"))), "bulkhead full"),
            query(total("job", rate(of_service("http_server_rejected_total"))), "refused by {{job}}"),
        ],
        width=6,
    )


def about_retries():
    return [attempts(), endings(), budget(), delays()]


def about_fallbacks():
    return [fallbacks(), stale_age(), cache()]


def about_limits():
    return [endpoints(), ejections_and_probes(), bulkhead(), turned_away()]
