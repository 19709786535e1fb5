"""Resilience overview on what is out of the ordinary: latency and bad answers against the band they were in before,
three standard deviations above their mean, as the anomaly rules have it. Here the band is that of as much time before
each moment as is shown, so that it works at any length of time and without the rules.
"""

from overview_objectives import DURATIONS, bad_share
from palette import NEUTRAL, by_mode, line
from panels import lines, query
from queries import of_service, rate, ratio, total

BAND = [*by_mode(), ("/ band$/", line(1, [3, 3]))]


def _upper_edge(expression, room):
    """Of the band; the room is what nobody would notice, since calm times have hardly any deviation."""
    before = f"({expression})[$__range:$__interval] offset $__rate_interval"
    return f"avg_over_time({before})\n+ 3 * stddev_over_time({before})\n+ {room}"


def _against_its_past(title, description, unit, expression, room, most=None):
    targets = [query(expression, "{{mode}}"), query(_upper_edge(expression, room), "{{mode}} band")]
    return lines(
        title, description, unit, targets, width=12, height=7, thresholds=[(None, NEUTRAL)], overrides=BAND, most=most
    )


def panels():
    mean = ratio(
        total("mode", rate(of_service(f"{DURATIONS}_sum"))), total("mode", rate(of_service(f"{DURATIONS}_count")))
    )
    return [
        _against_its_past(
            "Mean latency against its past",
            "The mean answer time, and dotted in the same colour the upper edge of where it has been. **Look for** a "
            "curve above its own dots: slower than this mode usually is, whatever the objective says. **Do**: see "
            "what changed at that moment; if load rose and the objective holds, leave it, the band follows.",
            "s",
            mean,
            0.01,
        ),
        _against_its_past(
            "Bad answers against their past",
            "The share of answers that were neither fresh nor stale, and dotted the upper edge of where it has been. "
            "**Look for** a curve above its dots: the fault is new. **Do**: a band that is high itself means that bad "
            "answers have become usual; the error budget says whether that is affordable.",
            "percentunit",
            bad_share(rate),
            0.005,
            most=1,
        ),
    ]
