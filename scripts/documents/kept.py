"""What docs/results keeps: runs of the lab, studies, benchmarks. Read once, asked by name; a wrong name is an error."""

import contextlib
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


class Damaged(Exception):
    """A file is not what it should be, or a page or chart asks it for what makes no sense."""


@contextlib.contextmanager
def at_work_on(name):
    """Whatever goes wrong is told with the name of what was read or made."""
    try:
        yield
    except Damaged:
        raise
    except Exception as error:
        kind = "" if isinstance(error, Unknown) else f"{type(error).__name__}: "
        raise Damaged(f"{name}: {kind}{error}") from error


def read(path):
    """The JSON or YAML in a file."""
    with at_work_on(path.relative_to(ROOT)):
        return yaml.safe_load(path.read_text()) if path.suffix == ".yaml" else json.loads(path.read_text())


def pick(known, name, what):
    if name not in known:
        raise Unknown(f"{what} has no {name!r}; it has {', '.join(map(str, known))}")
    return known[name]


def grid(columns, rows):
    """A Markdown table of figures: rows of a title and a figure, columns of modes or variants."""
    lines = [f"| | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    lines += [f"| {title} | {' | '.join(figure.text(side) for side in columns)} |" for title, figure in rows]
    return "\n".join(lines)


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
        document = read(self.folder / "results.json")
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

    def peak(self, experiment, curve, line, mode):
        """The highest point of a mode's line."""
        found = next(each for each in self.curves(experiment)["curves"] if each["id"] == curve)
        series = next(each for each in found["series"] if (each["mode"], each["line"]) == (mode, line))
        return max(value for value in series["values"] if value is not None)

    def curves(self, experiment):
        return read(self.folder / experiment / "curves.json")

    def table(self, experiment, *figures):
        """Figures by row, modes by column."""
        asked = [self.figure(experiment, name) for name in figures]
        return grid(MODES, [(figure.title, figure) for figure in asked])


class Study:
    """Variants of the client side by side: docs/results/studies/NAME."""

    def __init__(self, name):
        folder = RESULTS / "studies" / name
        self.name = name
        declaration = read(folder / "study.yaml")
        self.title, self.question = declaration["title"], declaration["question"]
        self.variants = {slot: declaration["variants"][slot]["name"] for slot in MODES}
        document = read(folder / "results.json")
        self.run = document["run"]
        self.phases = {phase["name"]: phase for phase in document["phases"]}

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
        asked = [self.figure(phase, name) for name in figures]
        return grid(self.variants.values(), [(figure.title, figure) for figure in asked])

    def over_phases(self, figure, *phases):
        """Phases by row, variants by column."""
        return grid(self.variants.values(), [(phase, self.figure(phase, figure)) for phase in phases])


class Simulation:
    """Worlds that were made up: docs/results/simulations/NAME."""

    def __init__(self, name):
        self.name = name
        document = read(RESULTS / "simulations" / name / "results.json")
        self.title, self.question = document["title"], document["question"]
        self.variants = document["variants"]

    def choices(self, axis):
        """The values of an axis, in order."""
        return list(dict.fromkeys(pick(variant["choices"], axis, self.name) for variant in self.variants))

    def variant(self, **wanted):
        """The one with these choices; axes that are words of several are named with _ for the spaces."""
        asked = {axis.replace("_", " "): value for axis, value in wanted.items()}
        found = [each for each in self.variants if asked.items() <= each["choices"].items()]
        if len(found) != 1:
            raise Unknown(f"{self.name} has {len(found)} variants with {asked}")
        return found[0]

    def group(self, **wanted):
        """What became of the calls of its only group of clients."""
        (group,) = self.variant(**wanted)["groups"]
        return group

    def window(self, name, **wanted):
        group = self.group(**wanted)
        return group["whole"] if name == "whole" else pick(group["windows"], name, self.name)

    def fresh(self, window, **wanted):
        return formats.percent(self.window(window, **wanted)["fresh"])

    def recovery(self, **wanted):
        found = self.group(**wanted).get("recovery")
        return "never" if found is None else formats.seconds(found)


class Agreement:
    """What the lab measured beside what is simulated: docs/results/simulations/agreement.json."""

    def __init__(self):
        document = read(RESULTS / "simulations" / "agreement.json")
        self.seeds, self.rows = document["seeds"], document["rows"]
        self.near = sum(row["isNear"] for row in self.rows)
        self.within = sum(row["agrees"] and not row["isNear"] for row in self.rows)

    def table(self, what, text=formats.percent):
        """Profiles and experiments by row, modes by column: the lab's beside the simulation's."""
        lines = ["| | " + " | ".join(MODES) + " |", "|---" * (len(MODES) + 1) + "|"]
        chosen = [row for row in self.rows if row["what"] == what]
        for profile, experiment in dict.fromkeys((row["profile"], row["experiment"]) for row in chosen):
            rows = {row["mode"]: row for row in chosen if (row["profile"], row["experiment"]) == (profile, experiment)}
            cells = [f"{text(rows[mode]['measured'])}, {text(rows[mode]['simulated'])}" for mode in MODES]
            lines.append(f"| {experiment}, {profile} | " + " | ".join(cells) + " |")
        return "\n".join(lines)


class Benchmark:
    """Rows of measurements, and what they were made on and by: docs/results/benchmarks/NAME.json."""

    def __init__(self, name):
        self.name = name
        document = read(RESULTS / "benchmarks" / f"{name}.json")
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
    with at_work_on(f"{RESULTS.relative_to(ROOT)}/{name}"):
        return Run(name)


@functools.cache
def study(name):
    with at_work_on(f"{RESULTS.relative_to(ROOT)}/studies/{name}"):
        return Study(name)


@functools.cache
def simulation(name):
    with at_work_on(f"{RESULTS.relative_to(ROOT)}/simulations/{name}"):
        return Simulation(name)


@functools.cache
def agreement():
    with at_work_on(f"{RESULTS.relative_to(ROOT)}/simulations/agreement.json"):
        return Agreement()


@functools.cache
def benchmark(name):
    with at_work_on(f"{RESULTS.relative_to(ROOT)}/benchmarks/{name}"):
        return Benchmark(name)
