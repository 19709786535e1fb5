"""Writes the experiments, each for a cluster and for the lab.

    python3 chaos-experiments/generate [--check]

Without an argument it writes chaos-experiments/*.yaml and chaos-experiments/local/*.yaml; with --check it writes
nothing, says which of them are not what it would write, and exits with 1 if there are any.
"""

import difflib
import pathlib
import sys

from document import text
from experiments import EXPERIMENTS
from places import Cluster, Lab

FOLDER = pathlib.Path(__file__).resolve().parent.parent


def wanted():
    """What every file is to hold, by its path."""
    return {
        FOLDER / place.folder / f"{name}.yaml": text(module.build(place(name)))
        for name, module in EXPERIMENTS.items()
        for place in (Lab, Cluster)
    }


def main():
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        sys.exit(__doc__)
    files = wanted()
    different = {path for folder in {path.parent for path in files} for path in folder.glob("*.yaml")} - set(files)
    for path in sorted(different):
        print(f"{path.relative_to(FOLDER)}: no generator writes it")
    for path, new in files.items():
        if not check:
            path.write_text(new, encoding="utf-8")
            continue
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if old != new:
            different.add(path)
            lines = difflib.unified_diff(old.splitlines(), new.splitlines(), path.name, "generated", lineterm="", n=1)
            print("\n".join(list(lines)[:20]))
    sys.exit(bool(check and different))


main()
