"""The hypothesis of every experiment: the same, wherever it runs."""

from document import Probe
from promql import STEADY, USEFUL, answers

SERVICES = 'job=~"backend-service|client-service|load-generator"'


def fresh_share():
    """The share of fresh answers of the mode that has the fewest."""
    fresh = 'load_requests_total{outcome="fresh"}'
    return f"""\
min(
  sum by (target) ({fresh} - {fresh} offset {STEADY})
  / sum by (target) (load_requests_total - load_requests_total offset {STEADY})
)
>= bool 0.99"""


def steady_state():
    scheduled = "load_requests_scheduled_total"
    return [
        Probe(
            "every backend, client and load generator is up",
            f"(sum(up{{{SERVICES}}}) == bool ${{processes}}) * (count(up{{{SERVICES}}}) == bool ${{processes}})",
        ),
        Probe(
            "every mode gets load",
            f"count(sum by (target) ({scheduled} - {scheduled} offset {STEADY}) > 0) == bool 4",
        ),
        Probe("at least 99 % of the answers of every mode are fresh", fresh_share()),
        Probe(
            "at least 99 % of the answers of full are useful",
            answers("full", USEFUL, STEADY, ">= bool 0.99", of="load_requests_total"),
        ),
    ]
