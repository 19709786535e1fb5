"""Every backend is gone."""

from document import Probe
from evidence import call_breaker_opened, full_is_useful, no_backend_is_up, recovered
from frame import Fault, experiment
from places import Cluster
from promql import JUDGED, LOOKBACK, answers, quantile

OPEN = 'resilience_breaker_state{mode="full",scope="endpoint",state="open"}'


def build(place):
    how = "Every backend is killed and stays down, then all come back. Connections are refused at once."
    if isinstance(place, Cluster):
        how = "Every backend is scaled to nothing, then all come back, as other pods with other addresses."
    return experiment(
        place,
        comment=how,
        title="Pod failure",
        description="""With every backend gone the clients stay responsive: breaker mode refuses at once, full
            serves stale answers, and both find the backends again by themselves.""",
        tag="outage",
        fault=Fault(
            "outage",
            strike=place.take_down(),
            heal=place.bring_back("start the backends again"),
            rollbacks=place.bring_back("every backend is there"),
        ),
        shown=[
            no_backend_is_up(),
            full_is_useful(),
            Probe(
                "full gets no fresh answer, so the useful ones are stale",
                answers("full", "fresh", JUDGED, "== bool 0"),
            ),
            Probe("breaker mode refuses at least 90 %", answers("breaker", "rejected", JUDGED, ">= bool 0.9")),
            Probe(
                "breaker mode refuses within 10 ms (p99)",
                quantile(
                    0.99, "client_response_duration_seconds", 'mode="breaker",source="rejected"', JUDGED, "<= bool 0.01"
                ),
            ),
            call_breaker_opened("breaker"),
            Probe(
                "both endpoint breakers of full opened",
                f"count(max_over_time({OPEN}[{LOOKBACK}]) == 1) >= bool 2",
                comment="""Not by the counter of openings: an address that is forgotten, as a pod's that is gone, takes
                    its counters with it.""",
            ),
        ],
        recovery=[recovered("pod-failure", "full"), recovered("pod-failure", "breaker")],
    )
