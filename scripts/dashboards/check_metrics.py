"""Every metric, label and label value that a dashboard names is in what services exposed.

    check_metrics.py DASHBOARD.json METRICS...

METRICS are bodies of /metrics in the text format; the target's labels job, instance and mode come on top.
"""

import re
import sys

import grafana
import promql
from prometheus_client.parser import text_string_to_metric_families

TARGET = {"job": None, "instance": None, "mode": None}
MARKS = {"__rate_interval": "1m", "__range": "1m", "__interval": "1s"}


def exposed(paths):
    """{name of a series: {label: values}}"""
    series = {name: dict(TARGET) for name in grafana.SYNTHETIC}
    for path in paths:
        with open(path, encoding="utf-8") as body:
            for family in text_string_to_metric_families(body.read()):
                for sample in family.samples:
                    labels = series.setdefault(sample.name, dict(TARGET))
                    for label, value in sample.labels.items():
                        labels.setdefault(label, set()).add(value)
    return series


def unknown(text, legend, series):
    expression = promql.Expression(grafana.fill(text, MARKS))
    known = {"le", *TARGET, *expression.made}
    for each in expression.selectors:
        labels = series.get(each.name)
        if labels is None:
            yield f"nothing exposes {each.name}"
            continue
        known |= set(labels)
        for label, operator, value in each.matchers:
            if label not in labels:
                yield f"{each.name} has no label {label}"
            elif (
                labels[label] is not None
                and "$" not in value
                and not any(matches(operator, value, one) for one in labels[label])
            ):
                yield f"{each.name} has no {label}{operator}{value}"
    for label in expression.labels | set(re.findall(r"\{\{\s*(\w+)\s*\}\}", legend)):
        if label not in known:
            yield f"nothing in it has the label {label}"


def matches(operator, value, one):
    equal = one == value if operator in ("=", "!=") else re.fullmatch(value, one) is not None
    return equal == (operator in ("=", "=~"))


def main():
    dashboard, series = grafana.load(sys.argv[1]), exposed(sys.argv[2:])
    legends = {
        target["expr"]: target.get("legendFormat", "")
        for panel in grafana.panels(dashboard)
        for target in panel["targets"]
    }
    found = []
    for where, text in grafana.expressions(dashboard):
        found += [f"{where}: {what}" for what in unknown(text, legends.get(text, ""), series)]
    print("\n".join(found))
    sys.exit(bool(found))


main()
