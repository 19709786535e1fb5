"""A real Prometheus that scrapes one service as many targets, and what that costs it."""

import contextlib
import json
import pathlib
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.parse

import processes

# What a scrape adds to what is exposed: up, scrape_duration_seconds and three more.
REPORTED = 5


def version():
    """As it says itself, without who built it."""
    said = subprocess.run(["prometheus", "--version"], capture_output=True, text=True, check=True)
    return re.search(r"version (\S+)", said.stdout + said.stderr)[1]


def targets(admin, number):
    """The same address by many names: each is a target of its own, with labels as long as a pod's."""

    def labels(place):
        return {"instance": f"10.0.{place // 250}.{place % 250 + 1}:8081", "pod": f"client-service-{place:06d}"}

    return [{"targets": [admin], "labels": labels(place)} for place in range(number)]


def configuration(folder, admin, run, receiver):
    (folder / "targets.json").write_text(json.dumps(targets(admin, run["targets"])))
    text = {
        "global": {"scrape_interval": f"{run['interval']}s", "scrape_timeout": f"{min(run['interval'], 10)}s"},
        "scrape_configs": [{"job_name": "pods", "file_sd_configs": [{"files": [str(folder / "targets.json")]}]}],
    }
    if receiver:
        text["remote_write"] = [{"url": f"{receiver}/api/v1/write"}]
    # JSON is YAML.
    (folder / "prometheus.yml").write_text(json.dumps(text))
    return str(folder / "prometheus.yml")


def metrics(url):
    """Its own metrics, those of several labels added up."""
    found = {}
    for line in processes.get(f"{url}/metrics").decode().splitlines():
        if match := re.fullmatch(r"([a-z_:]+)(?:\{[^}]*\})? (\S+)", line):
            found[match[1]] = found.get(match[1], 0) + float(match[2])
    return found


def ask(url, query):
    """The value of an expression that has one."""
    answer = json.loads(processes.get(f"{url}/api/v1/query?{urllib.parse.urlencode({'query': query})}"))
    result = answer["data"]["result"]
    return float(result[0]["value"][1]) if result else None


@contextlib.contextmanager
def started(folder, *arguments):
    """A Prometheus on a free port; gives its process and its URL."""
    url = f"http://127.0.0.1:{processes.free_port()}"

    def is_ready():
        try:
            return url if processes.get(f"{url}/-/ready") else None
        except (urllib.error.URLError, ConnectionError):
            return None

    folder.mkdir(parents=True)
    address = url.removeprefix("http://")
    command = ["prometheus", f"--web.listen-address={address}", "--log.level=warn", *arguments]
    try:
        with processes.running(command, folder / "log", is_ready) as found:
            yield found
    finally:
        shutil.rmtree(folder)


def bytes_in(folder):
    return sum(path.stat().st_size for path in pathlib.Path(folder).rglob("*") if path.is_file())


def block_bytes(url, data):
    """What a block of all samples takes on disk, for each sample."""
    name = json.loads(processes.get(f"{url}/api/v1/admin/tsdb/snapshot", method="POST"))["data"]["name"]
    size = samples = 0
    for meta in (data / "snapshots" / name).glob("*/meta.json"):
        size += bytes_in(meta.parent / "chunks")
        samples += json.loads(meta.read_text())["stats"]["numSamples"]
    return size / samples


def watched(run, folder, admin, pid, settle, window, receiver=None):
    """Runs a Prometheus and gives what it did and used in the window.

    `run` has targets, interval and kind; `pid` is the service's.
    """
    folder = pathlib.Path(folder)
    is_agent = run["kind"] == "agent"
    data = folder / "data"
    storage = [f"--storage.tsdb.path={data}", "--web.enable-admin-api"]
    appended, kept = "prometheus_tsdb_head_samples_appended_total", "prometheus_tsdb_head_series"
    if is_agent:
        storage = ["--enable-feature=agent", f"--storage.agent.path={data}"]
        appended, kept = "prometheus_agent_samples_appended_total", "prometheus_agent_active_series"
    folder.mkdir(parents=True)
    file = configuration(folder, admin, run, receiver)
    with started(folder / "program", f"--config.file={file}", *storage) as (_, url):
        time.sleep(settle)
        before, target, disk, begin = metrics(url), processes.processor_seconds(pid), bytes_in(data), time.time()
        time.sleep(window)
        after, end = metrics(url), time.time()
        target, disk = processes.processor_seconds(pid) - target, bytes_in(data) - disk
        processes.get(f"{url}/debug/pprof/heap?gc=1")
        collected = metrics(url)

        def grown(name):
            return after[name] - before[name]

        found = run | {
            "seconds": end - begin,
            "series": int(after[kept]),
            "samples": int(grown(appended)),
            "processorSeconds": grown("process_cpu_seconds_total"),
            "targetProcessorSeconds": target,
            "residentBytes": int(after["process_resident_memory_bytes"]),
            "heapBytes": int(collected["go_memstats_heap_alloc_bytes"]),
            "logBytes": disk,
        }
        if receiver:
            found["sentSamples"] = int(grown("prometheus_remote_storage_samples_total"))
            found["sentBytes"] = int(grown("prometheus_remote_storage_bytes_total"))
        if not is_agent:
            of = f"{{job='pods'}}[{window}s]"
            found |= {
                "scrapes": int(ask(url, f"sum(count_over_time(up{of} @ {end}))")),
                "failed": int(ask(url, f"sum(count_over_time(up{of} @ {end})) - sum(sum_over_time(up{of} @ {end}))")),
                "due": round(run["targets"] * window / run["interval"]),
                "scrapeSeconds": {
                    "p50": ask(url, f"quantile(0.5, avg_over_time(scrape_duration_seconds{of} @ {end}))"),
                    "p99": ask(url, f"quantile(0.99, max_over_time(scrape_duration_seconds{of} @ {end}))"),
                },
            }
        if run["interval"] == 1:
            found["blockBytesPerSample"] = block_bytes(url, data)
    shutil.rmtree(folder)
    return found
