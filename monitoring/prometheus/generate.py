#!/usr/bin/env python3
"""Writes the lab's copies of rules and of Alertmanager's configuration, in which an hour is a minute.

    generate.py            writes them
    generate.py --check    says which are not what it would write, and exits with 1 if any

A run of the lab takes minutes. So that the same alerts fire and resolve within them, every duration is divided by 60,
in expressions, in the names of recorded metrics, in `for` and in what annotations say. Nothing else differs.
"""

import pathlib
import re
import sys

FACTOR = 60
MONITORING = pathlib.Path(__file__).resolve().parent.parent
COPIES = {
    "prometheus/rules/recording.yaml": "prometheus/lab/recording.yaml",
    "prometheus/rules/alerts.yaml": "prometheus/lab/alerts.yaml",
    "alertmanager/alertmanager.yml": "alertmanager/alertmanager-lab.yml",
}
MILLISECONDS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1_000, "ms": 1}
# `1h`, also at the end of a recorded metric's name (`rate1h`); not a part of a number or of a word (`5xx`, `0.5min`).
DURATION = re.compile(r"(?<![0-9.])([0-9]+)(ms|[dhms])(?![0-9A-Za-z])")


def scaled(match):
    total = int(match[1]) * MILLISECONDS[match[2]]
    if total % FACTOR:
        sys.exit(f"{match[0]} divided by {FACTOR} is no whole number of milliseconds")
    total //= FACTOR
    if total == 0:
        return "0s"
    unit = next(unit for unit in ("h", "m", "s", "ms") if total % MILLISECONDS[unit] == 0)
    return f"{total // MILLISECONDS[unit]}{unit}"


def copy(source):
    lines = (MONITORING / source).read_text(encoding="utf-8").splitlines()
    text = [f"# Written by monitoring/prometheus/generate.py: monitoring/{source}, every duration divided by {FACTOR}."]
    text += [DURATION.sub(scaled, line) for line in lines if not line.lstrip().startswith("#")]
    return "\n".join(text) + "\n"


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__.strip())
    differs = False
    for source, target in COPIES.items():
        text, path = copy(source), MONITORING / target
        if sys.argv[1:]:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                print(f"monitoring/{target} is not what monitoring/prometheus/generate.py makes of monitoring/{source}")
                differs = True
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    sys.exit(differs)


if __name__ == "__main__":
    main()
