"""Every answer is slow, and right."""

from document import Probe
from evidence import call_breaker_opened, every_mode_was_struck, full_is_useful, recovered
from frame import Fault, experiment
from promql import JUDGED, LOOKBACK, growth, lines, mean, quantile

DURATION = "load_request_duration_seconds"
SLOW = "${slow_latency_ms} / 1000"


def build(place):
    slow_calls = growth("resilience_breaker_slow_calls_total", 'mode="full",scope="call"', LOOKBACK)
    return experiment(
        place,
        comment="""Every answer takes longer than the clients of `full` call slow (BREAKER_SLOW_CALL_DURATION) and
            less than any timeout: nothing fails, so nothing is retried, and only a rule about slowness can
            help.""",
        title="Latency",
        description="""With every answer slow and none wrong, baseline makes each caller wait; the slow-call rule
            of full opens its breaker, and full answers within milliseconds what it has, until answers are quick
            again.""",
        tag="latency",
        fault=Fault(
            "latency",
            strike=place.simulate("let every backend answer slowly", "latency=${slow_latency}"),
            heal=place.stop_simulating("let the backends answer quickly again"),
            rollbacks=place.stop_simulating(),
        ),
        shown=[
            every_mode_was_struck("every mode's backends delayed requests", "latency"),
            Probe(
                "baseline waits for every answer (mean)",
                mean(DURATION, 'target="baseline"', JUDGED, f">= bool {SLOW}"),
            ),
            Probe(
                "no timeout is met: baseline gets at least 99 % fresh answers",
                lines(
                    growth("load_requests_total", 'target="baseline",outcome="fresh"', JUDGED),
                    "/ " + growth("load_requests_total", 'target="baseline"', JUDGED).replace("\n", "\n  "),
                    ">= bool 0.99",
                ),
            ),
            Probe("the call breaker of full saw slow calls", lines(slow_calls, ">= bool 5")),
            call_breaker_opened("full"),
            Probe(
                "full answers within 50 ms once its breaker is open (p95)",
                quantile(0.95, DURATION, 'target="full"', JUDGED, "<= bool 0.05"),
                comment="One call per half-open trial is slow, as when backends hang.",
            ),
            full_is_useful(),
        ],
        recovery=[recovered("latency", "full")],
    )
