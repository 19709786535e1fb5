"""The simulated worlds of scrapers, with the costs that were measured: docs/results/simulations/scraping*/scenario.json.

    scenarios.py write    writes them from docs/results/scraping/results.json, as scripts/scraping.sh does in the end
    scenarios.py check    says which of them differs, and exits with 1 if any does
"""

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MEASURED = ROOT / "docs/results/scraping/results.json"
SIMULATIONS = ROOT / "docs/results/simulations"
PODS = (10, 100, 1_000, 3_000, 10_000, 30_000, 100_000)
INTERVALS = (1, 15, 60)
SHARDS = (1, 2, 4, 8, 16, 32, 64)
# One server of a size that is to be had.
CORES, MEMORY = 8, 64 << 30


def microseconds(seconds):
    """To the nanosecond."""
    return f"{round(seconds * 1e6, 3):g}us"


def pod(document):
    """The row of the pod that was scraped."""
    (row,) = (
        row
        for row in document["expositions"]
        if (row.get("mode"), row.get("endpoints")) == (document["pod"]["mode"], document["pod"]["endpoints"])
    )
    return row


def scraping(document, series_bytes, **prometheus):
    """The member of a scenario, of one pod, whose series take so much memory each."""
    costs, row = document["costs"], pod(document)
    memory = costs["residentBytesBySeries"]
    return {
        "seriesPerTarget": row["series"] + document["pod"]["reported"],
        "bytesPerScrape": row["openMetrics"]["bytes"],
        "exposition": microseconds(row["scrapeSeconds"]),
        "prometheus": prometheus
        | {
            "baseBytes": max(0, round(memory["intercept"])),
            "bytesPerSeries": round(series_bytes),
            "costPerSample": microseconds(costs["coresBySamplesPerSecond"]["slope"]),
        },
    }


def axis(name, values):
    return {"name": name, "values": [{"name": label, "set": members} for label, members in values]}


def swept(document):
    """Where one server ends, and how many are needed then."""
    costs, remote = document["costs"], document["remoteWrite"]
    sent = {
        "costPerSample": microseconds(max(0, remote["processorSecondsPerSample"])),
        "bytesPerSample": round(remote["bytesPerSample"], 2),
        "bytesPerSeries": max(0, round(remote["residentBytesPerSeries"])),
    }
    return {
        "schema": 1,
        "title": "What it costs to watch",
        "question": "Up to how many pods does one Prometheus scrape, how many servers are needed then, and what does"
        " remote write add?",
        "seed": 20,
        "scraping": scraping(document, costs["residentBytesPerFullSeries"], cores=CORES, memoryBytes=MEMORY),
        "sweep": [
            axis("pods", [(f"{number:,}", {"scraping.targets": number}) for number in PODS]),
            # Six scrapes of each pod.
            axis(
                "interval",
                [(f"{each} s", {"scraping.interval": f"{each}s", "duration": f"{6 * each}s"}) for each in INTERVALS],
            ),
            axis("servers", [(str(number), {"scraping.shards": number}) for number in SHARDS]),
            axis("remote write", [("off", {}), ("on", {"scraping.prometheus.remoteWrite": sent})]),
        ],
    }


def measured(document):
    """The runs that were measured, on the machine that they were measured on."""
    memory = document["costs"]["residentBytesBySeries"]
    runs = [run for run in document["runs"] if run["kind"] in ("fit", "check")]

    def members(run):
        interval = run["interval"]
        return {"scraping.targets": run["targets"], "scraping.interval": f"{interval}s", "duration": f"{20 * interval}s"}

    return {
        "schema": 1,
        "title": "The Prometheus that was measured",
        "question": "Is the simulated scraper true to the real one?",
        "seed": 20,
        "network": {"latency": "0"},
        "scraping": scraping(document, memory["slope"], cores=document["machine"]["processors"]),
        "sweep": [axis("run", [(f"{run['targets']} every {run['interval']} s", members(run)) for run in runs])],
    }


def made():
    """Path and text of each."""
    document = json.loads(MEASURED.read_text())
    for name, scenario in (("scraping", swept(document)), ("scraping-measured", measured(document))):
        yield SIMULATIONS / name / "scenario.json", json.dumps(scenario, indent=1) + "\n"


def write():
    for path, text in made():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)


def check():
    """Those that differ."""
    return [str(path.relative_to(ROOT)) for path, text in made() if not path.exists() or path.read_text() != text]


if __name__ == "__main__":
    if sys.argv[1:] == ["write"]:
        write()
    elif sys.argv[1:] == ["check"]:
        if differing := check():
            sys.exit(f"not what docs/results/scraping gives: {', '.join(differing)}")
    else:
        sys.exit(__doc__)
