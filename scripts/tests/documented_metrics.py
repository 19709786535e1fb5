"""Holds the table of metrics in docs/metrics.md against what the services expose.

    documented_metrics.py docs/metrics.md EXPORTER=OPENMETRICS_BODY...

Prints the rows in which they differ, as they should be, and exits with 1 if there are any.
"""

import re
import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families


def documented(path):
    with open(path, encoding="utf-8") as page:
        return {line.rstrip("\n") for line in page if re.match(r"\| `\w+` \| (counter|gauge|histogram) \|", line)}


def exposed(bodies):
    rows = {}
    for exporter, path in bodies:
        with open(path, encoding="utf-8", newline="\n") as body:
            for family in text_string_to_metric_families(body.read()):
                name = family.name + ("_total" if family.type == "counter" else "")
                labels = dict.fromkeys(label for sample in family.samples for label in sample.labels if label != "le")
                row = (name, family.type, ", ".join(labels) or "–", family.documentation)
                rows.setdefault(row, []).append(exporter)
    every = len({exporter for exporter, _ in bodies})
    return {
        f"| `{name}` | {kind} | {labels} | {text} | {'all' if len(by) == every else ', '.join(by)} |"
        for (name, kind, labels, text), by in rows.items()
    }


def main():
    page, *bodies = sys.argv[1:]
    said, shown = documented(page), exposed([body.split("=", 1) for body in bodies])
    for row in sorted(shown - said):
        print("missing:", row)
    for row in sorted(said - shown):
        print("not so: ", row)
    sys.exit(said != shown)


main()
