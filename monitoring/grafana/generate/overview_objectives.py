"""The objectives of Resilience overview, and the error budget they leave: 99 % of answers good, 99 % within 300 ms."""

from palette import BAD, FAIR, GOOD, NEUTRAL, by_mode
from panels import bars, figures, lines, query
from queries import GOOD_SOURCES, increase, of_service, rate, ratio, total

RESPONSES = "client_responses_total"
DURATIONS = "client_response_duration_seconds"
OBJECTIVE = [(None, BAD), (0.95, FAIR), (0.99, GOOD)]
ALLOWED = 0.01


def bad_share(change):
    """Of the answers of each mode, by rate or increase."""
    good = total("mode", change(of_service(RESPONSES, GOOD_SOURCES)))
    return f"1 - {ratio(good, total('mode', change(of_service(RESPONSES))))}"


def good_answers():
    return figures(
        "Good answers (objective 99 %)",
        "Of all answers in the time shown, the share that was good: fresh or stale. **Look for** less than "
        "99 %. **Do**: find in *What users get* when it was lost, and whether a fault was in place.",
        "percentunit",
        [query(f"1 - ({bad_share(increase)})", "{{mode}}")],
        width=6,
        height=5,
        thresholds=OBJECTIVE,
        decimals=1,
    )


def quick_answers():
    quick = total("mode", increase(of_service(f"{DURATIONS}_bucket", 'le="0.3"')))
    return figures(
        "Answers within 300 ms (objective 99 %)",
        "Of all answers in the time shown, good or not, the share that took at most 300 ms. **Look for** less than 99 "
        "%. **Do**: the heat map says whether a few waited for a timeout or all became slower.",
        "percentunit",
        [query(ratio(quick, total("mode", increase(of_service(f"{DURATIONS}_count")))), "{{mode}}")],
        width=6,
        height=5,
        thresholds=OBJECTIVE,
        decimals=1,
    )


def budget_left():
    return bars(
        "Error budget left",
        "What is left of the 1 % of answers that may be bad, were the time shown the whole period: 100 % is "
        "untouched, 0 % used up, below 0 overspent. **Look for** an empty bar. **Do**: when it is, stop experiments "
        "and releases until the cause is known; a mode without patterns is empty after any fault.",
        "percentunit",
        [query(f"clamp_min(1 - ({bad_share(increase)}) / {ALLOWED}, -1)", "{{mode}}")],
        width=6,
        height=5,
        thresholds=[(None, BAD), (0, FAIR), (0.5, GOOD)],
        least=-1,
        decimals=0,
    )


def burn_rate():
    return lines(
        "How fast is the budget burning?",
        "How many times faster than allowed bad answers come: at 1 the budget lasts exactly its period, at 100 every "
        "answer is bad. The dashed line, 14.4, is where the fast-burn alert looks. **Look for** how long a peak "
        "lasts, not how high it is. **Do**: above the line for minutes, follow the alert's runbook.",
        "none",
        [query(f"({bad_share(rate)}) / {ALLOWED}", "{{mode}}")],
        width=6,
        height=5,
        thresholds=[(None, NEUTRAL), (14.4, BAD)],
        overrides=by_mode(),
        decimals=0,
    )


def panels():
    return [good_answers(), quick_answers(), budget_left(), burn_rate()]
