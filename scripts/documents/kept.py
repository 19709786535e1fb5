"""What docs/results keeps: runs of the lab, studies, benchmarks. Read once, asked by name; a wrong name is an error."""

import functools
import json
import pathlib

import yaml

import formats

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RESULTS = ROOT / "docs/results"
MODES = ("baseline", "retry", "breaker", "full")


class Unknown(KeyError):
    """A page asks for what was not measured."""

    def __str__(self):
        return self.args[0]


def pick(known, name, what):
    if name not in known:
        raise Unknown(f"{what} has no {name!r}; it has {', '.join(map(str, known))}")
    return known[name]


class Figure:
    """One figure of one experiment or phase, of every mode or variant."""

    def __init__(self, title, unit, readings, claim=None):
        self.title, self.unit, self.claim = title, unit, claim or {}
        self._readings = readings

    def value(self, side):
        return pick(self._readings, side, self.title)["value"]

    def text(self, side):
        return formats.text(self.value(side), self.unit)

    def promql(self, side):
        return pick(self._readings, side, self.title)["promQL"]

    def claimed(self):
        sides = [self.claim.get(side) for side in ("before", "after")]
        return " → ".join(formats.text(side, self.unit) for side in sides if side is not None)


class Run:
    """A run of all experiments: docs/results/NAME."""

    def __init__(self, name):
        self.name = name
        self.folder = RESULTS / name
        document = json.loads((self.folder / "results.json").read_text())
        self.run = document["run"]
        self.experiments = {entry["name"]: entry for entry in document["experiments"]}

    def figure(self, experiment, figure):
        entry = pick(self.experiments, experiment, self.name)
        figures = {each["id"]: each for each in entry["figures"]}
        found = pick(figures, figure, f"{self.name}: {experiment}")
        return Figure(found["title"], found["unit"], found["modes"], found.get("claim"))

    def text(self, experiment, figure, mode):
        return self.figure(experiment, figure).text(mode)

    def value(self, experiment, figure, mode):
        return self.figure(experiment, figure).value(mode)

    def verdict(self, experiment):
        return pick(self.experiments, experiment, self.name)["verdict"]

    def findings(self, experiment):
        return pick(self.experiments, experiment, self.name)["findings"]

    def lasted(self, experiment):
        window = pick(self.experiments, experiment, self.name)["window"]
        return window["end"]["seconds"] - window["start"]["seconds"]

    def curves(self, experiment):
        return json.loads((self.folder / experiment / "curves.json").read_text())

    def table(self, experiment, *figures):
        """Figures by row, modes by column."""
        lines = ["| | " + " | ".join(MODES) + " |", "|---" * (len(MODES) + 1) + "|"]
        for name in figures:
            figure = self.figure(experiment, name)
            lines.append(f"| {figure.title} | " + " | ".join(figure.text(mode) for mode in MODES) + " |")
        return "\n".join(lines)


class Study:
    """Variants of the client side by side: docs/results/studies/NAME."""

    def __init__(self, name):
        folder = RESULTS / "studies" / name
        self.name = name
        self.declaration = yaml.safe_load((folder / "study.yaml").read_text())
        self.title, self.question = self.declaration["title"], self.declaration["question"]
        self.variants = {slot: self.declaration["variants"][slot]["name"] for slot in MODES}
        document = json.loads((folder / "results.json").read_text())
        self.run = document["run"]
        self.phases = {phase["name"]: phase for phase in document["phases"]}
        self._slots = {name: slot for slot, name in self.variants.items()}

    def slot(self, variant):
        return pick(self._slots, variant, self.name)

    def figure(self, phase, figure):
        found = pick(pick(self.phases, phase, self.name)["figures"], figure, f"{self.name}: {phase}")
        readings = {self.variants[slot]: reading for slot, reading in found["variants"].items()}
        return Figure(found["title"], found["unit"], readings)

    def text(self, phase, figure, variant):
        return self.figure(phase, figure).text(variant)

    def value(self, phase, figure, variant):
        return self.figure(phase, figure).value(variant)

    def curve(self, phase, name):
        """Title, and by variant its points, one a second."""
        found = pick(pick(self.phases, phase, self.name)["curves"], name, f"{self.name}: {phase}")
        return found, {self.variants[slot]: found["series"][slot] for slot in MODES}

    def table(self, phase, *figures):
        """Figures by row, variants by column."""
        names = list(self.variants.values())
        lines = ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
        for each in figures:
            figure = self.figure(phase, each)
            lines.append(f"| {figure.title} | " + " | ".join(figure.text(name) for name in names) + " |")
        return "\n".join(lines)

    def over_phases(self, figure, *phases):
        """Phases by row, variants by column."""
        names = list(self.variants.values())
        lines = ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
        for phase in phases or self.phases:
            asked = self.figure(phase, figure)
            lines.append(f"| {phase} | " + " | ".join(asked.text(name) for name in names) + " |")
        return "\n".join(lines)

    def promql(self, phase, figure):
        """As it was asked of the first variant."""
        return self.figure(phase, figure).promql(next(iter(self.variants.values())))


class Benchmark:
    """Rows of measurements, and what they were made on and by: docs/results/benchmarks/NAME.json."""

    def __init__(self, name):
        self.name = name
        document = json.loads((RESULTS / "benchmarks" / f"{name}.json").read_text())
        self.when, self.command, self.machine = document["when"], document["command"], document["machine"]
        self.peers = document["peers"]
        self._rows = document["rows"]

    def rows(self, **wanted):
        """Those that have all these values; there is one at least."""
        found = [row for row in self._rows if all(row.get(key) == value for key, value in wanted.items())]
        if not found:
            raise Unknown(f"benchmarks/{self.name} has no row with {wanted}")
        return found

    def row(self, **wanted):
        found = self.rows(**wanted)
        if len(found) > 1:
            raise Unknown(f"benchmarks/{self.name} has {len(found)} rows with {wanted}")
        return found[0]


@functools.cache
def run(name):
    return Run(name)


@functools.cache
def study(name):
    return Study(name)


@functools.cache
def benchmark(name):
    return Benchmark(name)


def studies():
    return [study(path.parent.name) for path in sorted((RESULTS / "studies").glob("*/study.yaml"))]
