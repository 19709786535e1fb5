"""PromQL as the dashboards say it: every selector but those of faults is bound to the variables job and instance,
and to mode where the series carries one; every rate is over $__rate_interval, and every figure of the whole time shown
over $__range.
"""

from palette import BREAKER_STATES


def selector(metric, *matchers):
    """Series of whatever job; the load generator's that are not of one mode have no more to be told apart by."""
    return metric + "{" + ", ".join(['job=~"$job"', 'instance=~"$instance"', *matchers]) + "}"


def of_service(metric, *matchers):
    """Series of a backend or client, whose mode is a target label."""
    return selector(metric, 'mode=~"$mode"', *matchers)


def of_load(metric, *matchers):
    """Series of the load generator about one client: the mode is whom it asked."""
    return selector(metric, 'target=~"$mode"', *matchers)


def rate(series):
    return f"rate({series}[$__rate_interval])"


def increase(series):
    """Over all the time shown."""
    return f"increase({series}[$__range])"


def total(labels, expression):
    return f"sum by ({labels}) ({expression})" if labels else f"sum({expression})"


def ratio(part, whole):
    return f"{part}\n/\n{whole}"


def quantile(number, labels, buckets):
    """Of a histogram's buckets, by the labels."""
    by = f"{labels}, le" if labels else "le"
    return f"histogram_quantile({number}, {total(by, rate(buckets))})"


def as_mode(expression):
    """A sum by target with the label called mode, so that it meets what the clients say of themselves."""
    return f'sum by (mode) (label_replace({expression}, "mode", "$1", "target", "(.*)"))'


def breaker_state(labels, *matchers):
    """One number a breaker, of BREAKER_STATES: its state series are 0 but for one, and closed counts 0."""
    states = [
        f"{number} * " + of_service("resilience_breaker_state", f'state="{state}"', *matchers)
        for number, state, _, _ in BREAKER_STATES
    ]
    return f"max by ({labels}) (sum without (state) (\n  " + "\n  or ".join(states) + "\n))"


GOOD_SOURCES = 'source=~"backend|stale"'
FAILED = 'outcome=~"rejected|error|timeout"'


def share_of_answers(labels, matcher):
    """Of the answers that users of the load generator got, the share with this outcome."""
    return ratio(
        total(labels, rate(of_load("load_requests_total", matcher))),
        total(labels, rate(of_load("load_requests_total"))),
    )


def load_factor():
    """How many attempts a first attempt costs the backend: 1 without retries."""
    return ratio(
        total("mode", rate(of_service("resilience_retry_attempts_total"))),
        total("mode", rate(of_service("resilience_retry_attempts_total", 'kind="initial"'))),
    )


# One row a fault while it is there, and one for the time without any. Bound to no variable: whatever job and instance
# are looked at, the fault is there.
FAULTS = (
    "max by (experiment, fault) (chaos_fault_active == 1)\n"
    'or label_replace(vector(0), "experiment", "no fault", "", "")\n'
    "  unless on () (max(chaos_fault_active) == 1)"
)
