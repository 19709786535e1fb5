"""PromQL as the experiments ask it. Counters are compared as `x - x offset`, which is exact; increase() extrapolates.
Every expression that ends in a comparison with `bool` yields one series of value 1 or 0.
"""

JUDGED = "${judged_seconds}s"
WHOLE = "${whole_fault_seconds}s"
LOOKBACK = "${lookback_seconds}s"
STEADY = "${steady_seconds}s"
USEFUL = "fresh|stale|partial"


def _selector(metric, labels):
    return metric + (f"{{{labels}}}" if labels else "")


def growth(metric, labels, window, until=""):
    """How much the sum of counters grew in the window; until an earlier moment where one is given."""
    series = _selector(metric, labels)
    now = f" offset {until}" if until else ""
    return f"(sum({series}{now})\n  - sum({series} offset {window}))"


def growth_by(label, metric, labels, window):
    series = _selector(metric, labels)
    return f"sum by ({label}) ({series})\n  - sum by ({label}) ({series} offset {window})"


def lines(*parts):
    """One part a line, of which each may have several."""
    return "\n".join(parts)


def nested(text, spaces=2):
    return "\n".join(" " * spaces + line for line in text.split("\n"))


def share(part, whole, comparison):
    return lines(part, f"/ {nested(whole).lstrip()}", comparison)


def answers(mode, outcomes, window, comparison, of="load_requests_scheduled_total"):
    """The share of a mode's calls that got one of the outcomes: of those that were due in the window, or of those that
    ended in it."""
    target = f'target="{mode}"'
    return share(
        growth("load_requests_total", f'{target},outcome=~"{outcomes}"', window),
        growth(of, target, window),
        comparison,
    )


def quantile(number, metric, labels, window, comparison):
    series = _selector(f"{metric}_bucket", labels)
    return lines(
        f"histogram_quantile({number}, sum by (le) ({series})",
        f"  - sum by (le) ({series} offset {window}))",
        comparison,
    )


def mean(metric, labels, window, comparison):
    return share(growth(f"{metric}_sum", labels, window), growth(f"{metric}_count", labels, window), comparison)


def openings(mode, scope, window, comparison, until=""):
    labels = f'mode="{mode}",scope="{scope}",to="open"'
    return lines(growth("resilience_breaker_transitions_total", labels, window, until), comparison)


def every_mode(by_mode, modes=4):
    """That each mode has a series in what is asked by mode."""
    return lines("count(", nested(by_mode), f") == bool {modes}")
