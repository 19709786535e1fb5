"""Measures the studies that the documents quote: variants of the client side by side in one lab.

Called by scripts/studies.sh, which says more.
"""

import argparse
import dataclasses
import datetime
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import yaml

from declaration import MEASURE, Study
from figures import CURVES, FIGURES, Window

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LAB = ROOT / ".build/release/lab"
sys.path.insert(0, str(ROOT / "scripts/dashboards"))
from prometheus import Prometheus  # noqa: E402  (the dashboards' client of the same interface)


class Lab:
    """A lab that stays up while a study runs, and is gone after it."""

    def __init__(self, study, rate, seed, base_port, output):
        self.output = output
        self.log = pathlib.Path(output) / "up.log"
        command = [LAB, "up", "--profile", study.profile, "--rate", str(rate), "--seed", str(seed)]
        command += ["--base-port", str(base_port), "--output", output]
        for setting in study.settings():
            command += ["--set", setting]
        environment = os.environ | {"PATH": f"{ROOT}/.venv/bin:{os.environ['PATH']}"}
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment)
        self.prometheus = Prometheus(f"http://127.0.0.1:{base_port}")

    def __enter__(self):
        end = time.monotonic() + 60
        while "\nrunning" not in "\n" + self.log.read_text():
            if self.process.poll() is not None or time.monotonic() > end:
                self.__exit__()
                sys.exit("the lab did not start: " + self.log.read_text())
            time.sleep(0.2)
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=60)

    def act(self, action):
        words = action.split()
        if words[0] == "wait":
            time.sleep(float(words[1]))
            return
        done = subprocess.run(
            [LAB, "ctl", *words, "--output", self.output], capture_output=True, text=True, timeout=60, check=False
        )
        if done.returncode != 0:
            sys.exit(f"lab ctl {action}: {done.stdout}{done.stderr}")

    def value(self, promql):
        """The one value, or None where there is none or it is no finite number."""
        found = [value for _, value in self.prometheus.instant(promql, time.time())]
        return found[0] if found and found[0] == found[0] and abs(found[0]) != float("inf") else None

    def settle(self, seconds):
        """Waits so long, and then until no variant has lost an answer for five seconds."""
        time.sleep(seconds)
        fresh = 'load_requests_total{outcome="fresh"}'
        worst = (
            f"min(sum by (target) ({fresh} - {fresh} offset 5s)"
            " / sum by (target) (load_requests_total - load_requests_total offset 5s >= 0))"
        )
        end = time.monotonic() + 90
        while (self.value(worst) or 0) < 0.99:
            if time.monotonic() > end:
                sys.exit("the lab does not become well again")
            time.sleep(1)


def rounded(value):
    """Six significant digits: more is noise."""
    return None if value is None else float(f"{value:.6g}")


def measure(lab, study, phase):
    begin = time.time()
    start = None
    for action in phase.begin:
        if action == MEASURE:
            start = time.time()
        else:
            lab.act(action)
    if start is None:
        # A counter's value "at" a time is that of the scrape before it.
        time.sleep(phase.lead + 1)
        start = time.time()
    time.sleep(phase.measure)
    end = time.time()
    for action in phase.end:
        lab.act(action)
    lab.settle(phase.settle)
    # To the millisecond, as the queries write them: who reads the window can ask them again.
    window = Window(*(round(moment, 3) for moment in (start, end, time.time())))
    figures = {}
    for name in phase.figures:
        title, unit, promql = FIGURES[name]
        queries = {slot: promql(slot, window) for slot in study.variants}
        values = {slot: {"value": rounded(lab.value(query)), "promQL": query} for slot, query in queries.items()}
        figures[name] = {"title": title, "unit": unit, "variants": values}
    return {
        "name": phase.name,
        "window": dataclasses.asdict(window),
        "figures": figures,
        "curves": {name: curve(lab, name, max(begin, start - phase.lead - 1) - 3, end) for name in phase.curves},
    }


def curve(lab, name, start, end):
    title, unit, promql = CURVES[name]
    start, end = int(start), int(end)
    series = {}
    for labels, points in lab.prometheus.range(promql, start, end, 1):
        values = dict(points)
        slot = labels.get("mode", labels.get("target"))
        series[slot] = [rounded(values.get(float(second))) for second in range(start, end + 1)]
    return {"title": title, "unit": unit, "promQL": promql, "start": start, "step": 1, "series": series}


def run(study, options):
    print(f"{study.name}: {study.title}; about {study.minutes():.0f} min", flush=True)
    now = datetime.datetime.now(datetime.timezone.utc)
    with tempfile.TemporaryDirectory() as output:
        with Lab(study, options.rate, options.seed, options.base_port, output) as lab:
            lab.settle(15)
            phases = []
            for phase in study.phases:
                print(f"{study.name}: {phase.name}", flush=True)
                phases.append(measure(lab, study, phase))
    results = {
        "schema": 1,
        "study": study.name,
        "run": {
            "id": now.strftime("%Y-%m-%dT%H%M%SZ"),
            "profile": study.profile,
            "rate": options.rate,
            "seed": options.seed,
            "settings": study.settings(),
        },
        "phases": phases,
    }
    folder = pathlib.Path(options.results or ROOT / "docs/results/studies") / study.name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(json.dumps(results, indent=1) + "\n")


def main():
    names = sorted(path.parent.name for path in (ROOT / "docs/results/studies").glob("*/study.yaml"))
    parser = argparse.ArgumentParser(prog="scripts/studies.sh", description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="+", metavar="NAME", help=f"one of {', '.join(names)}, or all")
    parser.add_argument("--rate", type=int, default=50, help="requests per second and variant (50)")
    parser.add_argument("--seed", type=int, default=20, help="seeds the backends' faults (20)")
    parser.add_argument("--base-port", type=int, default=19000, help="the first of the lab's 36 ports (19000)")
    parser.add_argument("--results", help="where results are written (docs/results/studies)")
    options = parser.parse_args()
    chosen = names if options.names == ["all"] else options.names
    for name in chosen:
        if name not in names:
            parser.error(f"no study {name!r}; there are {', '.join(names)}")
    for name in chosen:
        path = ROOT / "docs/results/studies" / name / "study.yaml"
        run(Study.parse(name, yaml.safe_load(path.read_text())), options)


main()
