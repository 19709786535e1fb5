"""Every backend and every client of full is replaced under load."""

from document import Probe
from evidence import full_is_fresh, processes_seen
from frame import Fault, experiment
from places import Cluster
from promql import USEFUL, WHOLE, answers


def build(place):
    how = """A second client of `full` is started; then both of them, and the first and the second backend of
        every mode, are drained, are gone for a moment, and come back. What the lab does for a Service, the load
        generator is told: a client gets no new requests before it drains, and some once it is ready."""
    if isinstance(place, Cluster):
        how = "Two clients of `full` and every backend are replaced by rollouts, group by group."
    return experiment(
        place,
        comment=how,
        title="Rolling restart",
        description="""A new version is rolled out under load, to the clients of full and to every backend: not
            one request of full fails.""",
        tag="restart",
        fault=Fault(
            "restart",
            strike=place.rolling_restart(),
            heal=place.end_rolling_restart(),
            rollbacks=place.end_rolling_restart(),
            pauses_itself=True,
        ),
        shown=[
            Probe("every backend was replaced", processes_seen("backend-service", "", 4, 4)),
            Probe("two clients of full were replaced", processes_seen("client-service", ',mode="full"', 4, 1)),
            Probe(
                "every answer of full is useful: not one request failed",
                answers("full", USEFUL, WHOLE, "== bool 1", of="load_requests_total"),
            ),
            full_is_fresh("99"),
        ],
        recovery=[
            Probe(
                "nor did one afterwards",
                answers("full", USEFUL, "${recovery_seconds}s", "== bool 1", of="load_requests_total"),
            ),
        ],
    )
