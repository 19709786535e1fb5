"""What the services expose: series and bytes of one scrape, and what it costs to write it."""

import collections
import gzip
import http.client
import re
import statistics
import time
import urllib.parse

import processes

MODES = ("baseline", "retry", "breaker", "full")
ENDPOINTS = (2, 10, 100)
# What Prometheus asks for.
OPEN_METRICS = {"Accept": "application/openmetrics-text;version=1.0.0"}
# The mode and the endpoints of the pod that Prometheus scrapes.
POD = ("full", 10)
CALLS = 300
ROUNDS = 40


def series(exposition):
    """The samples of an exposition, without their values."""
    return [line for line in exposition.decode().splitlines() if line and not line.startswith("#")]


def families(exposition):
    """How many series each family has, the most first. A histogram's are its buckets, sum and count."""
    kinds = dict(re.findall(r"^# TYPE (\S+) (\S+)$", exposition.decode(), re.M))
    found = collections.Counter()
    for line in series(exposition):
        name = re.match(r"[A-Za-z_:][A-Za-z0-9_:]*", line)[0]
        base = re.sub(r"_(bucket|sum|count)$", "", name)
        found[base if kinds.get(base) == "histogram" else name] += 1
    return [{"name": name, "series": number} for name, number in found.most_common()]


def by_address(exposition):
    """How many series have an endpoint's address."""
    return sum('address="' in line for line in series(exposition))


def scrape_seconds(url):
    """How long a scrape takes a caller who is alone, in the middle of several."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        connection.request("GET", parts.path, headers=OPEN_METRICS)
        connection.getresponse().read()
        times.append(time.perf_counter() - begin)
    connection.close()
    return statistics.median(times)


def written_seconds(url):
    """How long the service says that it took to write an exposition, in the middle of several."""
    times = []
    for _ in range(ROUNDS):
        processes.get(url, OPEN_METRICS)
        # An exposition tells of the one before it.
        (line,) = series(processes.get(f"{url}?name[]=metrics_scrape_seconds"))
        times.append(float(line.split()[-1]))
    return statistics.median(times)


def measured(url, **what):
    """A row of the table."""
    text, open_metrics = processes.get(url), processes.get(url, OPEN_METRICS)
    return what | {
        "series": len(series(text)),
        "text": {"bytes": len(text), "gzipped": len(gzip.compress(text, 6))},
        "openMetrics": {"bytes": len(open_metrics), "gzipped": len(gzip.compress(open_metrics, 6))},
        "writeSeconds": written_seconds(url),
        "scrapeSeconds": scrape_seconds(url),
    }


def call(address):
    """Some traffic, so that what is written has numbers of some length."""
    for _ in range(CALLS):
        processes.get(f"http://{address}/api/data")


def backend(programs, folder):
    """It listens on all of loopback's addresses, so that each is an endpoint of its own."""
    settings = processes.SERVING | {"HOST": "0.0.0.0", "PORT": str(processes.free_port())}
    return processes.service(programs / "backend-service", folder, **settings)


def client(programs, folder, port, mode, endpoints):
    """With so many addresses of the backend on that port."""
    urls = ",".join(f"http://127.0.0.{place}:{port}" for place in range(1, endpoints + 1))
    settings = processes.SERVING | {"RESILIENCE_MODE": mode, "BACKEND_URL": urls}
    return processes.service(programs / "client-service", folder, **settings)


def all_of(programs, folder):
    """A row for the backend and for each mode and number of endpoints, and the pod's families."""
    rows, pod = [], None
    with backend(programs, folder) as (_, started):
        port = started["address"].rpartition(":")[2]
        for mode in MODES:
            for number in ENDPOINTS:
                with client(programs, folder, port, mode, number) as (_, client_started):
                    call(client_started["address"])
                    url = f"http://{client_started['admin_address']}/metrics"
                    rows.append(measured(url, service="client", mode=mode, endpoints=number))
                    if (mode, number) == POD:
                        exposition = processes.get(url)
                        pod = {"families": families(exposition), "byAddress": by_address(exposition)}
        rows.append(measured(f"http://{started['admin_address']}/metrics", service="backend"))
    return rows, pod
