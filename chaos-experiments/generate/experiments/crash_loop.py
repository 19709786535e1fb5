"""One backend dies again and again."""

from document import Probe, pausing
from evidence import baseline_loses, full_is_fresh, full_is_useful, processes_seen, recovered, uses_the_dead_half_again
from frame import Fault, experiment
from places import Cluster
from promql import LOOKBACK, WHOLE

CRASHES = 4


def build(place):
    how = """The first of the two backends of every mode is killed again and again, and each time the lab starts
        it again after a growing delay, as a kubelet does."""
    if isinstance(place, Cluster):
        how = """The pods of group b, half of the backends of every mode, are killed again and again without any
            grace, and each time others take their place."""
    crashes = [
        action
        for ordinal in range(1, CRASHES + 1)
        for action in pausing(place.crash(ordinal), '"${step_seconds}"')
    ]
    others = 'process_start_time_seconds{job="backend-service",instance!~"${dead_instances}"}'
    return experiment(
        place,
        comment=how,
        title="Crash loop",
        description="""With one backend dying again and again, baseline loses a part of its answers each time;
            full asks the other one, and nobody notices.""",
        tag="crash",
        fault=Fault(
            "crash",
            strike=crashes,
            heal=place.heal(),
            rollbacks=place.heal(),
            pauses_itself=True,
        ),
        shown=[
            Probe(
                f"half of the backends of every mode died and came back at least {CRASHES} times",
                processes_seen("backend-service", ',instance=~"${dead_instances}"', CRASHES + 1, 4),
            ),
            Probe("the other half did not", f"sum(changes({others}[{LOOKBACK}])) == bool 0"),
            baseline_loses(),
            full_is_useful("99.9", of="load_requests_total", window=WHOLE, when=" over the whole fault"),
            full_is_fresh(),
        ],
        recovery=[recovered("crash-loop", "full"), uses_the_dead_half_again()],
    )
