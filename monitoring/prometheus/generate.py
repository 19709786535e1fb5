#!/usr/bin/env python3
"""Writes the lab's copies of rules and of Alertmanager's configuration, in which an hour is a minute, and the rules as the
Prometheus Operator takes them.

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
OPERATOR_RULES = "kubernetes/operator/prometheus-rule.yaml"
OPERATOR_HEAD = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: holdfast
  labels:
    app.kubernetes.io/part-of: holdfast-monitoring
spec:
  groups:
"""
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


def lines_of(source):
    lines = (MONITORING / source).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.lstrip().startswith("#")]


def copy(source):
    text = [f"# Written by monitoring/prometheus/generate.py: monitoring/{source}, every duration divided by {FACTOR}."]
    text += [DURATION.sub(scaled, line) for line in lines_of(source)]
    return "\n".join(text) + "\n"


def operator_rules():
    rules = [source for source in COPIES if source.startswith("prometheus/rules/")]
    text = "# Written by monitoring/prometheus/generate.py: the groups of " + " and ".join(f"monitoring/{rule}" for rule in rules)
    groups = [f"  {line}" if line else line for rule in rules for line in lines_of(rule) if line != "groups:"]
    return text + ".\n" + OPERATOR_HEAD + "\n".join(groups) + "\n"


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__.strip())
    written = {target: copy(source) for source, target in COPIES.items()} | {OPERATOR_RULES: operator_rules()}
    differs = False
    for target, text in written.items():
        path = MONITORING / target
        if sys.argv[1:]:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                print(f"monitoring/{target} is not what monitoring/prometheus/generate.py makes of its source")
                differs = True
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    sys.exit(differs)


if __name__ == "__main__":
    main()
