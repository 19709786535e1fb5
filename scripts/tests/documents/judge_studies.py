"""Studies are what they are declared to be: the kept results, or those of another folder, against study.yaml.

    judge_studies.py [--results DIR] [NAME...]
"""

import argparse
import json
import pathlib
import sys

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts/studies"))
from declaration import Study  # noqa: E402
from figures import CURVES, FIGURES, Window  # noqa: E402

DECLARED = ROOT / "docs/results/studies"
SCHEMA = json.loads((ROOT / "docs/results-study.schema.json").read_text())


def findings(study, results):
    """What is wrong with a study's results, a line each."""
    for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(results):
        yield f"{error.json_path}: {error.message[:200]}"
        return
    if results["run"]["settings"] != study.settings():
        yield "it was run with other settings than are declared"
    if results["run"]["profile"] != study.profile:
        yield "it was run with another profile"
    if [phase["name"] for phase in results["phases"]] != [phase.name for phase in study.phases]:
        yield "it has other phases than are declared"
        return
    for declared, phase in zip(study.phases, results["phases"]):
        window = Window(**phase["window"])
        if abs(window.length - declared.measure) > 10:
            yield f"{declared.name}: measured for {window.length} s, declared {declared.measure} s"
        if list(phase["figures"]) != declared.figures or list(phase["curves"]) != declared.curves:
            yield f"{declared.name}: it has other figures or curves than are declared"
            continue
        for name, figure in phase["figures"].items():
            title, unit, promql = FIGURES[name]
            if (figure["title"], figure["unit"]) != (title, unit):
                yield f"{declared.name}: {name} has another title or unit"
            for slot, reading in figure["variants"].items():
                if reading["promQL"] != promql(slot, window):
                    yield f"{declared.name}: {name} of {slot} was asked by another query"
                # A mode without a breaker has no openings, and who serves nothing stale no age of it.
                if reading["value"] is None and name not in ("stale-age", "openings", "open-share", "endpoint-openings"):
                    yield f"{declared.name}: {name} of {slot} has no value"
        for name, curve in phase["curves"].items():
            if curve["promQL"] != CURVES[name][2]:
                yield f"{declared.name}: {name} was asked by another query"
            if len({len(points) for points in curve["series"].values()}) != 1:
                yield f"{declared.name}: {name} has lines of different lengths"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--results", type=pathlib.Path, default=DECLARED)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    wrong = []
    names = options.names or sorted(path.parent.name for path in DECLARED.glob("*/study.yaml"))
    if not names:
        wrong.append("there is no study")
    for name in names:
        study = Study.parse(name, yaml.safe_load((DECLARED / name / "study.yaml").read_text()))
        results = json.loads((options.results / name / "results.json").read_text())
        wrong += [f"{name}: {finding}" for finding in findings(study, results)]
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)


main()
