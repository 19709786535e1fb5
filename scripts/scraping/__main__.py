"""Measures what it costs to watch the services. Called by scripts/scraping.sh, which says more."""

import argparse
import contextlib
import datetime
import json
import os
import pathlib
import signal
import sys
import tempfile

import expositions
import fit
import processes
import prometheus
import scenarios

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts/bench"))
from results import machine  # noqa: E402  (as the benchmarks say it)

# From `fit` the costs are made; `check` is for comparing what follows from them with what is.
RUNS = [
    *({"kind": "fit", "targets": number, "interval": 15} for number in (50, 150, 300, 600)),
    {"kind": "check", "targets": 1000, "interval": 15},
    {"kind": "check", "targets": 60, "interval": 1},
    {"kind": "remote-write", "targets": 300, "interval": 15},
    {"kind": "agent", "targets": 300, "interval": 15},
]
QUICK = [
    *({"kind": "fit", "targets": number, "interval": 2} for number in (4, 8)),
    {"kind": "check", "targets": 4, "interval": 1},
    {"kind": "remote-write", "targets": 8, "interval": 2},
    {"kind": "agent", "targets": 8, "interval": 2},
]
# Requests per second of every mode in the lab.
LOAD = 50


def rounded(value):
    """Six significant digits: more is noise."""
    if isinstance(value, dict):
        return {name: rounded(each) for name, each in value.items()}
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return float(f"{value:.6g}") if isinstance(value, float) else value


def watch(programs, folder, runs, settle, window):
    """Each run on a Prometheus of its own, all on one pod under load."""
    with contextlib.ExitStack() as stack:
        _, backend = stack.enter_context(expositions.backend(programs, folder))
        port = backend["address"].rpartition(":")[2]
        client, said = stack.enter_context(expositions.client(programs, folder, port, *expositions.POD))
        load = {"TARGETS": f"pod=http://{said['address']}/api/data", "RATE": str(LOAD)}
        stack.enter_context(processes.service(programs / "load-generator", folder, **load))
        for place, run in enumerate(runs):
            print(f"{run['kind']}: {run['targets']} targets every {run['interval']} s", file=sys.stderr, flush=True)
            # A chunk of 120 samples and more of each series, for what a block takes.
            length = max(window, 130) if run["interval"] == 1 and window > 10 else window
            # New series cost more than old ones, and who sends them on is behind for a while.
            is_slow = run["targets"] > 600 or run["kind"] in ("remote-write", "agent")
            patience = 2 * settle if is_slow else settle
            asked = [run, folder / f"run-{place}", said["admin_address"], client.pid, patience, length]
            if run["kind"] not in ("remote-write", "agent"):
                yield prometheus.watched(*asked)
                continue
            receiving = folder / "receiver"
            with prometheus.started(
                receiving,
                "--config.file=/dev/null",
                "--web.enable-remote-write-receiver",
                f"--storage.tsdb.path={receiving / 'data'}",
            ) as (_, receiver):
                yield prometheus.watched(*asked, receiver=receiver)


def main():
    parser = argparse.ArgumentParser(prog="scripts/scraping.sh", description=__doc__.split("\n")[0])
    parser.add_argument("--programs", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--command", default="", help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="a few targets for a few seconds, to see that it works")
    parser.add_argument("--results", type=pathlib.Path, help="where it is kept (docs/results/scraping)")
    options = parser.parse_args()
    if options.quick and not options.results:
        parser.error("--quick needs --results: what it gives is not to be kept")
    kept = options.results or scenarios.MEASURED.parent
    # Prometheus waits for five seconds before it has its first targets.
    runs, settle, window = (QUICK, 8, 6) if options.quick else (RUNS, 30, 45)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        print("expositions", file=sys.stderr, flush=True)
        rows, pod = expositions.all_of(options.programs, folder)
        watched = list(watch(options.programs, folder, runs, settle, window))
    costs = fit.costs(watched)
    document = {
        "schema": 1,
        "when": datetime.date.today().isoformat(),
        "command": options.command,
        "machine": machine(),
        "prometheus": prometheus.version(),
        "expositions": rows,
        "pod": dict(zip(("mode", "endpoints"), expositions.POD)) | {"reported": prometheus.REPORTED} | pod,
        "runs": watched,
        "costs": costs,
        "remoteWrite": fit.of_remote_write(watched, costs),
    }
    kept.mkdir(parents=True, exist_ok=True)
    unfinished = kept / ".results.json"
    unfinished.write_text(json.dumps(rounded(document), indent=1) + "\n")
    os.replace(unfinished, kept / "results.json")
    if kept == scenarios.MEASURED.parent:
        scenarios.write()


# An exit, so that all that was started is ended.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
try:
    main()
except (processes.Failure, OSError, KeyError) as error:
    sys.exit(f"scraping: {type(error).__name__}: {error}")
except KeyboardInterrupt:
    sys.exit(130)
