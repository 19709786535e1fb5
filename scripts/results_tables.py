#!/usr/bin/env python3
"""README's tables of figures, from the results that are kept in docs/results.

    scripts/results_tables.py            says which table differs, and exits with 1 if one does
    scripts/results_tables.py --write    writes them into README.md

A table stands between `<!-- results: RUN -->` and `<!-- end -->`; RUN is a folder of docs/results.
"""

import json
import math
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
MODES = ("baseline", "retry", "breaker", "full")

# By run: what a row is called, and the figure it shows.
ROWS = {
    "quick": [
        ("60 % errors: fresh answers", "transient-errors", "fresh-answers"),
        ("60 % errors: useful answers", "transient-errors", "useful-answers"),
        ("60 % errors: load that retries add", "transient-errors", "extra-backend-load"),
        ("all backends gone: useful answers", "pod-failure", "useful-answers"),
        ("all backends gone: load that retries add", "pod-failure", "extra-backend-load"),
        ("all backends gone: recovery once they are back", "pod-failure", "recovery-time"),
        ("backends hang: mean answer time", "hang", "latency-settled-mean"),
        ("half of the backends cut off: fresh answers", "network-partition", "fresh-answers"),
        ("every answer slow: mean answer time", "latency", "latency-settled-mean"),
        ("four times the load: load that retries add", "retry-storm", "extra-backend-load"),
        ("four times the load: useful answers", "retry-storm", "useful-answers"),
        ("a backend in a crash loop: useful answers", "crash-loop", "useful-answers"),
        ("everything restarted in turn: useful answers", "rolling-restart", "useful-answers"),
    ],
    "seed": [
        ("60 % errors: fresh answers", "transient-errors", "fresh-answers"),
        ("60 % errors: useful answers", "transient-errors", "useful-answers"),
        ("all backends gone: recovery once they are back", "pod-failure", "recovery-time"),
        ("backends hang: mean answer time", "hang", "latency-settled-mean"),
        ("half of the backends cut off: fresh answers", "network-partition", "fresh-answers"),
        ("four times the load: load that retries add", "retry-storm", "extra-backend-load"),
    ],
}


def percent(value):
    # Rounded down, so that 0.9996 does not read as 100 %; the addend keeps what is exact in decimals from falling.
    return f"{math.floor(value * 100 + 1e-7)} %"


def seconds(value):
    """Three significant digits, as the scoreboard has them."""
    scaled, unit = (value, "s") if value >= 1 else (value * 1000, "ms")
    digits = 0 if scaled >= 100 or scaled == 0 else 1 if scaled >= 10 else 2
    return f"{scaled:.{digits}f} {unit}"


def text(value, unit):
    if value is None:
        return "n/a"
    match unit:
        case "ratio":
            return percent(value)
        case "change":
            return ("" if value < 0 else "+") + percent(value)
        case "seconds":
            return seconds(value)
    return f"{value:.0f}"


def claim(figure):
    sides = [figure.get("claim", {}).get(side) for side in ("before", "after")]
    return " → ".join(text(side, figure["unit"]) for side in sides if side is not None)


def row(results, title, experiment, identifier):
    found = [entry for entry in results["experiments"] if entry["name"] == experiment]
    figure = next(figure for entry in found for figure in entry["figures"] if figure["id"] == identifier)
    cells = [text(figure["modes"][mode]["value"], figure["unit"]) for mode in MODES]
    return f"| {title} | {' | '.join(cells[:-1])} | **{cells[-1]}** | {claim(figure)} |"


def table(run):
    results = json.loads((ROOT / "docs/results" / run / "results.json").read_text())
    lines = [
        f"| | {' | '.join(MODES)} | [the original](#where-it-comes-from) claimed |",
        "|---" * (len(MODES) + 2) + "|",
    ]
    return "\n".join(lines + [row(results, *wanted) for wanted in ROWS[run]])


def main():
    page = README.read_text()
    written = page
    differing = []
    for run in ROWS:
        block = re.compile(rf"(<!-- results: {run} -->\n)(.*?)(\n<!-- end -->)", re.S)
        found = block.search(page)
        if not found:
            sys.exit(f"README.md has no table of the run {run}")
        if found[2] != table(run):
            differing.append(run)
        written = block.sub(lambda match: match[1] + table(run) + match[3], written)
    if sys.argv[1:] == ["--write"]:
        README.write_text(written)
    elif differing:
        sys.exit(f"README.md's table of {' and '.join(differing)} is not the results': scripts/results_tables.py --write")


main()
