"""The first screen of Resilience overview: what a person asks who opens it during an experiment, in that order."""

from palette import BAD, BREAKER_WORDS, FAIR, GOOD, NEUTRAL, OUTCOMES, by_mode, by_name
from panels import column, heat, lines, query, rows, timeline
from queries import (
    FAILED,
    FAULTS,
    as_mode,
    breaker_state,
    load_factor,
    of_load,
    of_service,
    quantile,
    rate,
    share_of_answers,
    total,
)

SHARE = [(None, BAD), (0.9, FAIR), (0.99, GOOD)]
SHARE_FAILED = [(None, GOOD), (0.001, FAIR), (0.01, BAD)]
SECONDS = [(None, GOOD), (0.3, FAIR), (1, BAD)]
FACTOR = [(None, GOOD), (1.25, FAIR), (2, BAD)]


def is_there_a_fault():
    return timeline(
        "Which fault, from when to when?",
        "A band for each fault that was in place in the time shown, from the moment the experiment made it to the "
        "moment it healed it. **Look for** the edges: everything below is read against them. **Do**: if nothing is "
        "marked and the panels below are red, it is no experiment; begin with the endpoints and the Service detail "
        "dashboard.",
        [query(FAULTS, "{{experiment}}")],
        [(0, "none", NEUTRAL), (1, "FAULT IN PLACE", BAD)],
        height=4,
        explained=False,
    )


def modes_now():
    """The four modes side by side, one row each."""
    share = share_of_answers
    return rows(
        "Now, mode by mode",
        "The newest values; times end where the dashboard's time does. **Look for** fresh near 100 % and failed at 0; "
        "in a fault, *full* should turn failed into stale and keep its load factor near 1. **Do**: failed above 0 in "
        "*full* means that its fallback had nothing to give (see *Fallbacks*); a load factor above 2 means that "
        "retries make an overload worse (see *Retries*); a breaker long open after the heal means that its trials "
        "fail (see *Breakers*).",
        ["mode"],
        [
            ("Fresh", as_mode(share("target", 'outcome="fresh"')), column("percentunit", SHARE, decimals=1)),
            (
                "Stale or partial",
                as_mode(share("target", 'outcome=~"stale|partial"')),
                column("percentunit", decimals=1),
            ),
            ("Failed", as_mode(share("target", FAILED)), column("percentunit", SHARE_FAILED, decimals=1)),
            (
                "p50",
                as_mode(quantile(0.5, "target", of_load("load_request_duration_seconds_bucket"))),
                column("s", SECONDS),
            ),
            (
                "p99",
                as_mode(quantile(0.99, "target", of_load("load_request_duration_seconds_bucket"))),
                column("s", SECONDS),
            ),
            ("Load factor", load_factor(), column("none", FACTOR, decimals=2)),
            ("Call breaker", breaker_state("mode", 'scope="call"'), column("none", meanings=BREAKER_WORDS)),
            (
                "in that state for",
                "time() - max by (mode) ("
                + of_service("resilience_breaker_last_transition_timestamp_seconds", 'scope="call"')
                + " > 0)",
                column("s", decimals=0),
            ),
            (
                "Endpoints in use",
                total("mode", of_service("resilience_endpoints", 'state="admitted"')),
                column("short", [(None, BAD), (1, FAIR), (2, GOOD)], decimals=0),
            ),
            (
                "In flight",
                total("mode", of_service("http_server_requests_in_flight", 'job="client-service"')),
                column("short", decimals=0),
            ),
        ],
        height=6,
    )


def what_users_get():
    return (
        lines(
            "What users of $mode get",
            "Of all answers that ended, which share was what; *rejected* is a refusal at once, *timeout* a wait for "
            "nothing. **Look for** the green (fresh) giving way: to sand (stale, still useful) or to dark red (lost). "
            "**Do**: compare the modes within the fault's window; that difference is what the patterns are worth.",
            "percentunit",
            [query(share_of_answers("", f'outcome="{outcome}"'), outcome) for outcome, _ in OUTCOMES],
            width=24,
            height=7,
            thresholds=[(None, NEUTRAL)],
            overrides=by_name(OUTCOMES),
            stacked=True,
            most=1,
            decimals=0,
        )
        .repeat("mode")
        .repeat_direction("h")
        .max_per_row(4)
    )


def breaker_timeline():
    return timeline(
        "Which breaker is in which state, since when?",
        "One band a breaker: *call* counts whole calls, *endpoint* the attempts at one address. A band's left edge is "
        "when that state began. **Look for** OPEN soon after the fault's start and closed soon after its end; short "
        "half-open slits are trials. **Do**: a breaker that goes on opening after the heal has a dependency that is "
        "still ill; one that never opens in an outage has thresholds that are too high. An opening shorter than a "
        "scrape is not here but in *Time not closed*.",
        [
            query(breaker_state("instance, scope", 'scope="call"'), "{{instance}} {{scope}}"),
            query(breaker_state("instance, scope, address", 'scope="endpoint"'), "{{instance}} {{scope}} {{address}}"),
        ],
        BREAKER_WORDS,
        width=12,
        height=8,
    )


def answer_times():
    return lines(
        "How long do users wait? (p99)",
        "99 of 100 answers took at most this long, as the client measures it; dots are single requests with their "
        "trace. The dashed line is the objective, 300 ms. **Look for** a plateau at the attempt timeout: callers wait "
        "for a backend that hangs. **Do**: a plateau in *full* beyond the first seconds means that its breakers do "
        "not open.",
        "s",
        [
            query(
                quantile(0.99, "mode", of_service("client_response_duration_seconds_bucket")), "{{mode}}", exemplar=True
            )
        ],
        width=6,
        height=8,
        thresholds=[(None, NEUTRAL), (0.3, BAD)],
        overrides=by_mode(),
        logarithmic=True,
    )


def retry_amplification():
    return lines(
        "What do retries cost the backend?",
        "All attempts over first attempts: 1 is none, 2 is twice the load. The dashed line is 2. **Look for** a "
        "factor that stays high while the backend is overloaded: a retry storm. **Do**: check that the budget runs "
        "dry in *full* (see *Retry budget*), and that errors that mean overload draw on it.",
        "none",
        [query(load_factor(), "{{mode}}")],
        width=6,
        height=8,
        thresholds=[(None, NEUTRAL), (2, BAD)],
        overrides=by_mode(),
        least=1,
        decimals=1,
    )


def heat_map():
    return (
        heat(
            "Answer times of $mode",
            "From the moment a request was due to its end: brighter is more requests. **Look for** a second band: the "
            "answers that waited for a timeout or a retry, which a mean hides. **Do**: read the height of the band "
            "against the attempt timeout and the waits before retries.",
            total("le", rate(of_load("load_request_duration_seconds_bucket"))),
            width=24,
            height=7,
        )
        .repeat("mode")
        .repeat_direction("h")
        .max_per_row(4)
    )


def panels():
    return [
        is_there_a_fault(),
        modes_now(),
        what_users_get(),
        breaker_timeline(),
        answer_times(),
        retry_amplification(),
        heat_map(),
    ]
