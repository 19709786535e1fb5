"""Every backend accepts and never answers."""

from document import Probe
from evidence import full_is_useful, recovered
from frame import Fault, experiment
from places import Cluster
from promql import JUDGED, growth, growth_by, lines, mean, openings, quantile

DURATION = "load_request_duration_seconds"
IN_FLIGHT = 'http_server_requests_in_flight{job="client-service",mode="full"}'


def build(place):
    how = "Every backend is frozen (SIGSTOP): the kernel accepts connections, nobody answers."
    if isinstance(place, Cluster):
        how = "Every backend accepts requests and answers none. Its administration port goes on."
    fresh = growth_by("target", "load_requests_total", 'outcome="fresh"', JUDGED)
    return experiment(
        place,
        comment=f"""{how} The worst fault for a client without a breaker, because each call costs a whole
            timeout.""",
        title="Hang",
        description="""With every backend hanging, baseline makes each caller wait for the timeout; full opens its
            breakers and answers within milliseconds, with bounded work in flight.""",
        tag="hang",
        fault=Fault(
            "hang",
            strike=place.hang(),
            heal=place.heal("let the backends go on"),
            rollbacks=place.heal(),
        ),
        shown=[
            Probe("no backend answers: no mode gets a fresh answer", f"count({fresh} == 0) == bool 4"),
            Probe(
                "baseline waits for the whole attempt timeout (mean)",
                mean(DURATION, 'target="baseline"', JUDGED, ">= bool ${attempt_timeout_ms} / 1000"),
            ),
            Probe(
                "both endpoint breakers of full opened before the judged part",
                openings("full", "endpoint", "${lookback_seconds}s", ">= bool 2", until=JUDGED),
            ),
            Probe(
                "full answers within 50 ms once its breakers are open (p95)",
                quantile(0.95, DURATION, 'target="full"', JUDGED, "<= bool 0.05"),
                comment="""One call per half-open trial waits for the whole attempt timeout. At 50 requests/s and
                    a trial every 3.5 s that is 0.6 % of the calls, and more at a lower rate: a p99 would judge
                    the rate, not the breaker.""",
            ),
            full_is_useful(),
            Probe(
                "full has few requests in flight at any time of the fault",
                lines(
                    f'max(max_over_time({IN_FLIGHT}[${{fault_seconds}}s]))',
                    "<= bool ${in_flight_bound}",
                ),
            ),
            Probe(
                "the connections of full to its backends stay bounded",
                lines(
                    'max(max_over_time(sum(http_client_connections{mode="full"})[${fault_seconds}s:1s]))',
                    "<= bool 2 * ${in_flight_bound}",
                ),
            ),
        ],
        recovery=[recovered("hang", "full"), recovered("hang", "breaker")],
    )
