"""More load than the backends can serve."""

from document import Probe, pausing
from evidence import every_mode_was_struck, full_is_useful
from frame import Fault, experiment
from promql import JUDGED, WHOLE, answers, every_mode, growth, share
from steady_state import fresh_share

SENT = "load_requests_sent_total"
ATTEMPTS = "resilience_retry_attempts_total"


def _attempts_per_call(mode, comparison):
    return share(
        growth(ATTEMPTS, f'mode="{mode}"', WHOLE),
        growth(ATTEMPTS, f'mode="{mode}",kind="initial"', WHOLE),
        comparison,
    )


def build(place):
    capacity = place.simulate(
        "give every backend a capacity, so that those of a mode can do 2.6 times the usual load",
        "capacity=${backend_capacity}",
    )
    return experiment(
        place,
        comment="""Four times the usual load for a while, at backends that can do 2.6 times of it. What is too
            much is refused with 503 and Retry-After. Retries of what was refused are load as well: a client that
            repeats everything makes the overload worse and longer, a client with a budget does not. The backends'
            capacity is set first and stays until after the recovery; the fault is the peak of the load alone.""",
        title="Retry storm",
        description="""When more calls come than the backends can serve, retry more than doubles the load on them;
            full keeps its retries within their budget, serves stale answers for the rest, and is good again as
            soon as the peak is over.""",
        tag="overload",
        fault=Fault(
            "load",
            preparation=[
                *pausing(capacity, '"${settle_seconds}"'),
                Probe("the usual load is no peak: every mode gets at least 99 % fresh answers", fresh_share()),
            ],
            strike=place.load("raise the load", "${load_factor}"),
            heal=place.load("bring the load back to what is usual", "1"),
            rollbacks=[*place.load("the load is what is usual", "1"), *place.stop_simulating("take the capacity away")],
        ),
        shown=[
            Probe(
                "four times the usual load was sent to every mode",
                every_mode(
                    f"sum by (target) ({SENT} - {SENT} offset {JUDGED})\n"
                    "/ (${judged_seconds} * ${base_rate} * ${load_factor}) >= 0.95"
                ),
            ),
            every_mode_was_struck("the backends of every mode refused some of it", "capacity"),
            Probe(
                "it was too much: baseline gets less than 80 % fresh answers",
                answers("baseline", "fresh", JUDGED, "< bool 0.8", of="load_requests_total"),
            ),
            Probe(
                "retry at least doubles the load on its backends, over the whole peak",
                _attempts_per_call("retry", ">= bool 2"),
                comment="""Attempts by initial attempts. Retries trail the calls they belong to, so it is taken
                    over the whole peak.""",
            ),
            Probe("full adds at most a quarter, over the whole peak", _attempts_per_call("full", "<= bool 1.25")),
            full_is_useful(of="load_requests_total", window=WHOLE, when=" over the whole peak"),
        ],
        recovery=[
            Probe(
                "full is good again at once: at least 99 % fresh answers from then on",
                answers("full", "fresh", "${recovered_seconds}s", ">= bool 0.99", of="load_requests_total"),
                comment="""A share, and not the time of the last answer that was no fresh one: with a capacity, a
                    machine that stalls for a moment has a call refused now and then at the usual load as
                    well.""",
            ),
        ],
    )
