"""Peers of the libraries' hot paths, in Python: nanoseconds per operation, one JSON object a line.

Each has the name of the benchmark of ours that it stands beside. scripts/bench-peers.sh runs it.
"""

import argparse
import json
import statistics
import time

import prometheus_client
import pybreaker
import tenacity

# Rounds are as long as those of the executable Benchmarks, which this program stands beside.
ROUND_NANOSECONDS = 1_000_000
# The bounds of our latency histograms.
LATENCY_BUCKETS = (
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.165, 0.3, 0.55, 1, 1.65, 2.5, 3.3, 5.5, 10,
    16.5, 33,
)  # fmt: skip
# The values that our benchmarks observe, in their order.
OBSERVATIONS = [0.00005 * 10 ** (6 * (number * 389 % 1024) / 1024) for number in range(1024)]


class Failed(Exception):
    pass


def succeed():
    return 1


def fail():
    raise Failed


def calls(breaker, work, expected):
    """A loop of calls through a breaker whose state stays what it is."""

    def loop(iterations):
        for _ in range(iterations):
            try:
                breaker.call(work)
            except expected:
                continue

    return loop


def closed_breaker():
    return calls(pybreaker.CircuitBreaker(), succeed, ())


def failing_breaker():
    # It counts failures and never has enough of them.
    return calls(pybreaker.CircuitBreaker(fail_max=2**62), fail, Failed)


def open_breaker():
    breaker = pybreaker.CircuitBreaker(reset_timeout=86_400)
    breaker.open()
    return calls(breaker, succeed, pybreaker.CircuitBreakerError)


def with_retries(work):
    """The decorator of tenacity's documentation, with the policy that our default comes nearest to."""
    return tenacity.retry(stop=tenacity.stop_after_attempt(3), wait=tenacity.wait_random_exponential(0.1, 2))(work)


def retry():
    retried = with_retries(succeed)

    def loop(iterations):
        for _ in range(iterations):
            retried()

    return loop


def breaker_around_retry():
    return calls(pybreaker.CircuitBreaker(), with_retries(succeed), ())


def counter():
    increment = prometheus_client.Counter("benchmark_total", "Operations.", registry=None).inc

    def loop(iterations):
        for _ in range(iterations):
            increment()

    return loop


def histogram():
    observe = prometheus_client.Histogram(
        "benchmark_seconds", "Time taken.", registry=None, buckets=LATENCY_BUCKETS
    ).observe

    def loop(iterations):
        for number in range(iterations):
            observe(OBSERVATIONS[number & 1023])

    return loop


def fill(registry):
    """The 10,000 series that our benchmark of a scrape has."""
    durations = prometheus_client.Histogram(
        "http_server_request_duration_seconds",
        "Time from the request's head to the response's end.",
        ["method", "route", "code_class"],
        registry=registry,
        buckets=LATENCY_BUCKETS,
    )
    requests = prometheus_client.Counter(
        "http_server_requests_total", "Requests answered.", ["method", "route", "code"], registry=registry
    )
    children = 0
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE"):
        for route in range(10):
            for code_class in ("1xx", "2xx", "3xx", "4xx", "5xx"):
                child = durations.labels(method, f"/products/{{id}}/part-{route}", code_class)
                for number in range(200):
                    child.observe(OBSERVATIONS[(children * 7 + number * 13) & 1023])
                children += 1
        for route in range(40):
            for code in range(200, 220):
                child = requests.labels(method, f"/products/{{id}}/part-{route}", str(code))
                child.inc((route * 7919 + code * 104_729) % 1_000_000)


def scrape():
    # The moment at which a series began is a series of its own there, unless it is told not to.
    prometheus_client.disable_created_metrics()
    registry = prometheus_client.CollectorRegistry()
    fill(registry)
    lines = prometheus_client.generate_latest(registry).splitlines()
    assert sum(not line.startswith(b"#") for line in lines) == 10_000

    def loop(iterations):
        for _ in range(iterations):
            prometheus_client.generate_latest(registry)

    return loop


PEERS = [
    ("breaker/run-success", "pybreaker", closed_breaker),
    ("breaker/run-failure", "pybreaker", failing_breaker),
    ("breaker/run-reject", "pybreaker", open_breaker),
    ("retry/success-with-budget", "tenacity", retry),
    ("composition/breaker-around-retry", "pybreaker + tenacity", breaker_around_retry),
    ("metrics/counter-increment", "prometheus-client", counter),
    ("metrics/histogram-observe", "prometheus-client", histogram),
    ("metrics/scrape-10000-series", "prometheus-client", scrape),
]


def run(loop, iterations):
    start = time.perf_counter_ns()
    loop(iterations)
    return time.perf_counter_ns() - start


def measure(loop, rounds):
    """Warms the loop up, finds out how many operations a round takes, and returns the median of the rounds."""
    iterations = 1
    while min(run(loop, iterations) for _ in range(3)) < ROUND_NANOSECONDS:
        iterations *= 2
    return statistics.median(run(loop, iterations) / iterations for _ in range(rounds))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=31, help="rounds of about 1 ms each, after a warm-up")
    rounds = parser.parse_args().rounds
    if rounds < 1:
        parser.error("--rounds takes a whole number from 1")
    for name, library, prepare in PEERS:
        line = {"name": name, "library": library, "threads": 1, "nanoseconds": measure(prepare(), rounds)}
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
