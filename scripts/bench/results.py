"""What the benchmarks have in common: one set of rows that is shown as a Markdown table and kept as JSON."""

import datetime
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "documents"))
from formats import beside, significant  # noqa: E402, F401  (how the documents write the same numbers)


def compared(ours, theirs):
    """Two series of alternating rounds: the medians, and the median, lowest and highest of the rounds' ratios."""
    ratios = [mine / yours for mine, yours in zip(ours, theirs, strict=True)]
    return {
        "holdfast": statistics.median(ours),
        "peer": statistics.median(theirs),
        "ratio": statistics.median(ratios),
        "lowest_ratio": min(ratios),
        "highest_ratio": max(ratios),
        "rounds": len(ratios),
    }


def markdown(header, lines):
    """A table whose first column is text."""
    parts = [f"| {' | '.join(header)} |", "|---" + "|---:" * (len(header) - 1) + "|"]
    return "\n".join(parts + [f"| {' | '.join(map(str, line))} |" for line in lines])


def keep(path, command, peers, rows):
    """Writes a file as docs/results/benchmarks has them."""
    document = {
        "when": datetime.date.today().isoformat(),
        "command": command,
        "machine": machine(),
        "peers": peers,
        "rows": rows,
    }
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


def machine():
    """What the figures were measured on."""
    processor = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True, check=True)
    version = re.search(r"Swift version (\S+)", swift.stdout + swift.stderr)
    return {
        "processor": processor[1] if processor else platform.machine(),
        "processors": len(os.sched_getaffinity(0)),
        # The version alone: what follows it names one build.
        "kernel": re.match(r"[0-9.]*[0-9]", platform.release())[0],
        "system": platform.freedesktop_os_release()["PRETTY_NAME"],
        "swift": version[1] if version else "unknown",
    }


def add_keeping(parser):
    """The options of a program that keeps what it measured."""
    parser.add_argument("--keep", metavar="FILE", help="write the rows to FILE as JSON too")
    parser.add_argument("--command", default="", help="how they were measured")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=VERSION", help="beside what")


def peers(options):
    return dict(peer.split("=", 1) for peer in options.peer)
