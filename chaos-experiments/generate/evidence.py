"""What several experiments show."""

from document import Probe
from promql import JUDGED, LOOKBACK, STEADY, USEFUL, WHOLE, answers, every_mode, growth, growth_by, lines, openings


def every_mode_was_struck(name, fault):
    struck = growth_by("mode", "faults_injected_total", f'fault="{fault}"', JUDGED)
    return Probe(name, every_mode(f"{struck} > 0"))


def no_backend_is_up():
    return Probe("every backend is down", '(sum(up{job="backend-service"}) or vector(0)) == bool 0')


def full_is_useful(share="99", of="load_requests_scheduled_total", window=JUDGED, when=""):
    """Of the calls that were due; where a single one counts, `of` those that have ended: some are always under way."""
    return Probe(
        f"full gets at least {share} % useful answers{when}",
        answers("full", USEFUL, window, f">= bool {_ratio(share)}", of=of),
    )


def full_is_fresh(share="99", window=WHOLE, when=" over the whole fault"):
    return Probe(
        f"full gets at least {share} % fresh answers{when}",
        answers("full", "fresh", window, f">= bool {_ratio(share)}", of="load_requests_total"),
    )


def baseline_loses():
    return Probe(
        "it was felt: baseline loses at least 1 % of its answers",
        answers("baseline", "fresh", WHOLE, "<= bool 0.99", of="load_requests_total"),
    )


def call_breaker_opened(mode):
    name = "breaker mode" if mode == "breaker" else mode
    return Probe(f"the call breaker of {name} opened", openings(mode, "call", LOOKBACK, ">= bool 1"))


def recovered(experiment, mode):
    return Probe(
        f"{mode} is back to fresh answers in time, by itself",
        lines(
            f'max(client_last_response_timestamp_seconds{{mode="{mode}",source!="backend"}})',
            f'- max(chaos_fault_end_timestamp_seconds{{experiment="{experiment}"}})',
            f"<= bool ${{{mode}_recovery_seconds}}",
        ),
    )


def uses_the_dead_half_again():
    labels = 'mode="full",instance=~"${dead_instances}",route="/api/data"'
    growing = growth("http_server_requests_total", labels, STEADY)
    return Probe("full uses the half that was dead", lines(growing, "> bool 0"))


def processes_seen(job, labels, at_least, modes):
    """That so many processes were seen of each mode: one that is replaced has another start time, or is another
    instance."""
    start = f'process_start_time_seconds{{job="{job}"{labels}}}'
    return every_mode(f"sum by (mode) (changes({start}[{LOOKBACK}]) + 1) >= {at_least}", modes)


def _ratio(per_cent):
    return {"99": "0.99", "99.9": "0.999"}[per_cent]
