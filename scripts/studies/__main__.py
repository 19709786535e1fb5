"""Measures the studies that the documents quote: variants of the client side by side in one lab.

Called by scripts/studies.sh, which says more.
"""

import argparse
import json
import os
import pathlib
import signal
import sys

import yaml

from declaration import Study
from lab import ROOT, LabFailure
from measuring import results

DECLARED = ROOT / "docs/results/studies"


def number(lowest, highest):
    """A whole number in a range, for argparse."""

    def read(text):
        if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {lowest} to {highest}")
        return int(text)

    return read


def save(document, folder):
    """Whole or not at all: what was measured before stays until then."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "results.json"
    unfinished = folder / ".results.json"
    try:
        unfinished.write_text(json.dumps(document, indent=1) + "\n")
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def options():
    names = sorted(path.parent.name for path in DECLARED.glob("*/study.yaml"))
    parser = argparse.ArgumentParser(prog="scripts/studies.sh", description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="+", metavar="NAME", help=f"one of {', '.join(names)}, or all")
    parser.add_argument("--rate", type=number(1, 1000), default=50, help="requests per second and variant (50)")
    parser.add_argument("--seed", type=number(0, 2**63), default=20, help="seeds the backends' faults (20)")
    parser.add_argument(
        "--base-port", type=number(1024, 65000), default=19000, help="the first of the lab's 36 ports (19000)"
    )
    parser.add_argument(
        "--results", type=pathlib.Path, default=DECLARED, help="where results are written (docs/results/studies)"
    )
    found = parser.parse_args()
    if "all" in found.names:
        found.names = names
    for name in found.names:
        if name not in names:
            parser.error(f"no study {name!r}; there are {', '.join(names)}, and all")
    return found


def main():
    chosen = options()
    # Whoever ends this ends its lab too.
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    try:
        studies = [
            Study.parse(name, yaml.safe_load((DECLARED / name / "study.yaml").read_text())) for name in chosen.names
        ]
        # Before minutes are spent on what could not be saved.
        for study in studies:
            (chosen.results / study.name).mkdir(parents=True, exist_ok=True)
        for study in studies:
            save(results(study, chosen.rate, chosen.seed, chosen.base_port), chosen.results / study.name)
    except (LabFailure, OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        kind = f"{type(error).__name__}: " if isinstance(error, (KeyError, TypeError)) else ""
        sys.exit(f"studies: {kind}{error}")
    except KeyboardInterrupt:
        print("studies: interrupted", file=sys.stderr)
        sys.exit(130)


main()
