"""60 % of the answers fail."""

from document import Probe
from evidence import every_mode_was_struck, full_is_useful
from frame import Fault, experiment
from promql import JUDGED, answers, growth, lines


def _fresh(mode, share, least, most):
    name = f"{mode} gets {share} % fresh answers"
    return [
        Probe(f"{name} (at least {least} %)", answers(mode, "fresh", JUDGED, f">= bool 0.{least}")),
        Probe(f"{name} (at most {most} %)", answers(mode, "fresh", JUDGED, f"<= bool 0.{most}")),
    ]


def _open_share(mode, comparison):
    labels = f'mode="{mode}",scope="call",state="open"'
    growing = growth("resilience_breaker_state_seconds_total", labels, JUDGED)
    return lines(growing, f"/ ${{judged_seconds}} {comparison}")


def build(place):
    return experiment(
        place,
        comment="""60 % of the backends' answers are 500, on every mode's own backends. What four attempts can
            give is 1 - 0.6^4 = 0.87 fresh answers; the rest of `full` is stale. The call breaker of `full` must
            stay closed: the backends live. That of `breaker` mode counts bare failures in a row and opens.""",
        title="Transient errors",
        description="""With 60 % of answers failing, retries give what four attempts can give, and a breaker after
            the retry keeps the service useful without opening.""",
        tag="errors",
        fault=Fault(
            "error",
            strike=place.simulate("let 60 % of the answers of every backend fail", "failure_rate=0.6"),
            heal=place.stop_simulating("remove the faults"),
            rollbacks=place.stop_simulating(),
        ),
        shown=[
            every_mode_was_struck("every mode's backends injected errors", "error"),
            *_fresh("baseline", 40, 37, 43),
            *_fresh("retry", 87, 84, 90),
            *_fresh("full", 87, 84, 90),
            full_is_useful(),
            Probe("the call breaker of full is open less than 5 % of the time", _open_share("full", "< bool 0.05")),
            Probe(
                "the call breaker of breaker mode is open more than half of the time",
                _open_share("breaker", "> bool 0.5"),
            ),
        ],
        recovery=[],
    )
