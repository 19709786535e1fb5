"""Half of the backends are out of reach."""

from document import Probe
from evidence import full_is_fresh, full_is_useful, recovered, uses_the_dead_half_again
from frame import Fault, experiment
from places import Cluster
from promql import JUDGED, LOOKBACK, WHOLE, growth, growth_by, lines, nested, quantile

REQUESTS = "http_server_requests_total"
DEAD = 'instance=~"${dead_instances}",route="/api/data"'
ALIVE = 'mode=~"baseline|retry|full",instance!~"${dead_instances}",route="/api/data"'
OPENINGS = "resilience_breaker_transitions_total"


def _only_the_other_half_is_asked():
    dead, alive = growth_by("mode", REQUESTS, DEAD, JUDGED), growth_by("mode", REQUESTS, ALIVE, JUDGED)
    return lines("(count(", nested(f"{dead} == 0"), ") == bool 4)", "* (count(", nested(f"{alive} > 0"), ") == bool 3)")


def _half_is_fresh():
    target = 'target="baseline"'
    part = growth("load_requests_total", f'{target},outcome=~"fresh"', JUDGED)
    whole = growth("load_requests_total", target, JUDGED)
    return lines("abs(", nested(part), nested(f"/ {nested(whole).lstrip()}"), "  - 0.5", ")", "<= bool 0.06")


def _opened(until=""):
    """The endpoints of full whose breakers opened, from the fault's start to now or to an earlier moment."""
    series = f'{OPENINGS}{{mode="full",scope="endpoint",to="open"}}'
    now = f" offset {until}" if until else ""
    return f"count(sum by (address) ({series}{now})\n  - sum by (address) ({series} offset {LOOKBACK}) > 0)"


def build(place):
    how = """One of the two backends of every mode is unreachable: packets to and from its application port are
        dropped, on connections that are open as on new ones. Nothing is refused and nothing reset, so only
        waiting tells. Its administration port stays reachable: Prometheus sees a healthy process, as it would
        from its own side of a partition."""
    if isinstance(place, Cluster):
        how = """Half of the backends of every mode, group b, are unreachable: the policy that lets clients reach
            them is removed. Policies add up, so no other can take that away; and connections that are open
            outlive it, until the clients retire them (POOL_MAX_AGE). Prometheus has a policy of its own and sees
            healthy processes, as it would from its own side of a partition."""
    calls = growth(OPENINGS, 'mode="full",scope="call",to="open"', LOOKBACK)
    return experiment(
        place,
        comment=how,
        title="Network partition",
        description="""With half of the backends cut off, baseline loses half of its answers; full finds the dead
            half out, leaves it alone, answers from the other half, and uses both again when the network is
            whole.""",
        tag="partition",
        fault=Fault(
            "partition",
            strike=place.cut_off(),
            heal=place.reconnect("let packets pass again"),
            rollbacks=place.reconnect("packets pass"),
        ),
        shown=[
            Probe(
                "the dead half of no mode gets requests, and the other half of all that refuse nothing does",
                _only_the_other_half_is_asked(),
                comment="""Not of breaker mode: its breaker may be open all the time, if by chance each try meets
                    the dead half.""",
            ),
            Probe(
                "every backend is up all the same",
                '(sum(up{job="backend-service"}) or vector(0)) == bool ${backends}',
            ),
            Probe(
                "baseline gets 50 % fresh answers (± 6 points)",
                _half_is_fresh(),
                comment="""As a share of the answers, not of the calls scheduled: those to the dead half end an
                    attempt timeout later.""",
            ),
            full_is_useful("99.9", of="load_requests_total", window=WHOLE, when=" over the whole fault"),
            full_is_fresh(),
            Probe(
                "full answers within 50 ms once the dead half is known (p95)",
                quantile(0.95, "load_request_duration_seconds", 'target="full"', JUDGED, "<= bool 0.05"),
                comment="""One call per half-open trial of the dead half waits for the whole attempt timeout, as
                    when backends hang.""",
            ),
            Probe(
                "the dead half was ejected: one endpoint's breaker opened before the judged part",
                lines(_opened(until=JUDGED), "== bool 1"),
            ),
            Probe(
                "no breaker of full opened but the dead half's",
                lines(f"({_opened()} == bool 1)", f"* ({calls} == bool 0)"),
            ),
        ],
        recovery=[
            recovered("network-partition", "full"),
            recovered("network-partition", "breaker"),
            Probe(
                "full found the dead half again: the breakers of all its endpoints are closed",
                'min(resilience_breaker_state{mode="full",scope="endpoint",state="closed"}) == bool 1',
            ),
            uses_the_dead_half_again(),
        ],
    )
