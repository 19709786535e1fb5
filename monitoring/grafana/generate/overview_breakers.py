"""Resilience overview on breakers, retries and fallbacks: how each pattern takes part."""

from palette import BAD, BREAKER_WORDS, FAIR, GOOD, NEUTRAL, by_mode, by_name, line
from panels import column, lines, query, rows
from queries import breaker_state, increase, of_service, rate, ratio, total

RESULTS = [
    ("success", "#009E73"),
    ("failure", "#D55E00"),
    ("rejected", "#AA4499"),
    ("late", "#DDCC77"),
    ("ignored", "#56B4E9"),
    ("cancelled", "#8C8C8C"),
]
BREAKER = "mode, instance, breaker, scope, address"
NAME = "{{mode}} {{scope}}"


def breakers_now():
    changes = of_service("resilience_breaker_transitions_total", 'to="open"')
    return rows(
        "Every breaker now",
        "State, for how long, how often it opened in the time shown, which share of that time it was open, and what "
        "its window holds. **Look for** many openings with little time open: flapping. **Do**: raise the minimum "
        "number of calls or the time it stays open; the failure ratio is empty below the minimum.",
        ["mode", "instance", "breaker", "scope", "address"],
        [
            ("State", breaker_state(BREAKER), column("none", meanings=BREAKER_WORDS)),
            (
                "for",
                f"time() - (max by ({BREAKER}) ("
                + of_service("resilience_breaker_last_transition_timestamp_seconds")
                + ") > 0)",
                column("s", decimals=0),
            ),
            (
                "Openings",
                total(BREAKER, increase(changes)),
                column("short", [(None, GOOD), (1, FAIR), (10, BAD)], decimals=0),
            ),
            (
                "Time open",
                ratio(
                    total(
                        BREAKER,
                        increase(of_service("resilience_breaker_state_seconds_total", 'state=~"open|forced_open"')),
                    ),
                    total(BREAKER, increase(of_service("resilience_breaker_state_seconds_total"))),
                ),
                column("percentunit", [(None, GOOD), (0.05, FAIR), (0.5, BAD)], decimals=1),
            ),
            (
                "Failure ratio",
                f"max by ({BREAKER}) (" + of_service("resilience_breaker_failure_ratio") + ")",
                column("percentunit", decimals=0),
            ),
        ],
        width=24,
        height=6,
    )


def time_not_closed():
    not_closed = total(BREAKER, rate(of_service("resilience_breaker_state_seconds_total", 'state!="closed"')))
    return lines(
        "Time not closed",
        "The share of each moment in which a breaker was not closed (of several, the worst), from the seconds it "
        "counts itself: an opening that fell between two scrapes is here too. **Look for** teeth: open, trial, open "
        "again. **Do**: teeth at the same distance as the time a breaker stays open mean that its trials fail.",
        "percentunit",
        [query(f"max by (mode, scope) ({not_closed})", NAME)],
        thresholds=[(None, NEUTRAL), (0.5, BAD)],
        overrides=by_mode_and_scope(),
        most=1,
        decimals=0,
    )


def by_mode_and_scope():
    """A mode's colour; an endpoint's breakers are thin and dotted."""
    return [*by_mode(), ("/endpoint$/", line(1, [2, 3]))]


def breaker_calls():
    return lines(
        "What breakers say of calls",
        "Calls by how they settled, over all breakers shown; the results are disjoint. **Look for** rejected taking "
        "the place of failure: that is the point of a breaker. **Do**: much *late* means that calls end after their "
        "breaker has moved on; compare its timings with the attempt timeout.",
        "reqps",
        [
            query(total("", rate(of_service("resilience_breaker_calls_total", f'result="{result}"'))), result)
            for result, _ in RESULTS
        ],
        overrides=by_name(RESULTS),
        stacked=True,
    )


def failure_ratio():
    return lines(
        "What breakers have in their windows",
        "The share of failures each breaker sees; it opens at its threshold (50 % by default), and there is none "
        "below its minimum of calls. **Look for** how close a closed breaker comes to the line. **Do**: one that "
        "lives just below it guards nothing; one that crosses it on noise needs a longer window.",
        "percentunit",
        [query("max by (mode, scope) (" + of_service("resilience_breaker_failure_ratio") + ")", NAME)],
        thresholds=[(None, NEUTRAL), (0.5, BAD)],
        overrides=by_mode_and_scope(),
        most=1,
        decimals=0,
    )


def panels():
    return [breakers_now(), time_not_closed(), breaker_calls(), failure_ratio()]
