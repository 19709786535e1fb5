"""The rules of grafana/dashboard-linter (Apache 2.0), said again in Python, and the house's own.

    lint.py DASHBOARD.json...

Prints a line for each rule that one breaks and exits with 1 if there are any.
"""

import re
import sys

import grafana
import promql
from grafana_foundation_sdk.models import units

DATASOURCE = "${datasource}"
# Values of their own, so that a range can be told from one written out.
MARKS = {"__rate_interval": "2477s", "__range": "3571s", "__interval": "7s"}
UNITS = {value for name, value in vars(units).items() if isinstance(value, str) and not name.startswith("_")}
WITH_EXEMPLARS = {
    "http_server_request_duration_seconds_bucket",
    "http_client_request_duration_seconds_bucket",
    "client_response_duration_seconds_bucket",
}


def variables(dashboard):
    by_name = {each["name"]: each for each in dashboard["templating"]["list"]}
    source = by_name.get("datasource", {})
    if (source.get("type"), source.get("query"), source.get("label")) != ("datasource", "prometheus", "Data source"):
        yield 'there is no variable "datasource" of type datasource, for prometheus, labelled "Data source"'
    for name in ("job", "instance", "mode"):
        variable = by_name.get(name)
        if variable is None:
            yield f"there is no variable {name}"
            continue
        if variable["type"] != "query" or variable.get("datasource", {}).get("uid") != DATASOURCE:
            yield f"variable {name} is no query of {DATASOURCE}"
        if not variable.get("multi") or variable.get("label") != name.capitalize():
            yield f"variable {name} is not multi, or not labelled {name.capitalize()}"
        # Whatever has no mode at all is in all modes.
        if variable.get("allValue") != (".*" if name == "mode" else ".+"):
            yield f"variable {name} has the allValue {variable.get('allValue')}"
        if variable.get("refresh") != 2:
            yield f"variable {name} is not refreshed when the time range changes"
        values = re.fullmatch(r"label_values\((.+), \w+\)", variable.get("query", ""))
        if values is None:
            yield f"variable {name} is no label_values(series, label)"
            continue
        yield from (f"variable {name}: {what}" for what in parse(values.group(1))[1])


def shell(dashboard):
    if dashboard.get("editable", True):
        yield "it is editable"
    if not 8 <= len(dashboard.get("uid", "")) <= 40:
        yield "it has no uid of 8 to 40 characters"
    if len(dashboard.get("description", "")) < 20:
        yield "it has no description"
    for name in ("Fault windows", "Breaker opens", "Restarts"):
        if name not in [each["name"] for each in dashboard["annotations"]["list"]]:
            yield f"it has no annotation {name}"
    every = dashboard["panels"]
    if len({panel["id"] for panel in every}) != len(every):
        yield "two panels have one id"
    taken = {}
    for panel in every:
        at = panel["gridPos"]
        if at["x"] + at["w"] > 24:
            yield f'panel "{panel["title"]}" reaches beyond the grid'
        for cell in ((x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])):
            if taken.setdefault(cell, panel["title"]) != panel["title"]:
                yield f'panel "{panel["title"]}" lies over "{taken[cell]}"'
                break


def look(panel):
    if not panel.get("title"):
        yield "has no title"
    for word in ("**Look for**", "**Do**"):
        if word not in panel.get("description", ""):
            yield f"has no description that says {word}"
    configuration = panel["fieldConfig"]["defaults"]
    fields = [
        configuration,
        *(
            {each["id"]: each.get("value") for each in override["properties"]}
            for override in panel["fieldConfig"]["overrides"]
        ),
    ]
    for unit in [field["unit"] for field in fields if "unit" in field] or [None]:
        if unit not in UNITS:
            yield f"has no unit, or none of Grafana's: {unit}"
    steps = configuration.get("thresholds", {}).get("steps", [])
    values = [step.get("value") for step in steps]
    if not steps or values[0] is not None or values[1:] != sorted(set(values[1:])):
        yield "has no thresholds that ascend from no lower end"
    # Where a number stands for a state there is a word for it, another one for each.
    states = [mapping for field in fields for mapping in field.get("mappings") or []]
    for mapping in states:
        words = [result.get("text") for result in mapping["options"].values()]
        if None in words or len(set(words)) != len(words):
            yield "tells states apart by colour alone"
    if panel["type"] == "state-timeline" and (not states or panel["options"]["showValue"] != "always"):
        yield "shows states without their words"
    if panel.get("datasource", {}).get("uid") != DATASOURCE:
        yield f"does not use {DATASOURCE}"
    if not panel.get("targets"):
        yield "has no target"


def parse(expression):
    """(Expression or None, what is wrong)"""
    try:
        return promql.Expression(grafana.fill(expression, MARKS)), []
    except ValueError as error:
        return None, [f"does not parse: {error}"]


def counts(name):
    return name.endswith(("_total", "_bucket", "_count", "_sum"))


def expression(text):
    parsed, wrong = parse(text)
    yield from wrong
    for each in parsed.selectors if parsed else []:
        # Whatever job and instance are looked at, an experiment's fault is there.
        for label in () if each.name.startswith("chaos_fault_") else ("job", "instance"):
            if (label, "=~", f"${label}") not in each.matchers:
                yield f'{each.name} is not bound to {label}=~"${label}"'
        if each.function in ("rate", "irate") and f"{each.range}s" != MARKS["__rate_interval"]:
            yield f"{each.name}: {each.function} is not over $__rate_interval"
        if each.range and f"{each.range}s" not in MARKS.values():
            yield f"{each.name} is over a range that is written out"
        if counts(each.name) and (not each.range or each.function not in promql.COUNTER_FUNCTIONS):
            yield f"{each.name} is a counter, and in no rate, irate or increase"


def target(panel, asked):
    if asked.get("datasource", {}).get("uid") != DATASOURCE:
        yield f"does not use {DATASOURCE}"
    if not asked.get("expr"):
        yield "asks for nothing"
        return
    yield from expression(asked["expr"])
    parsed, _ = parse(asked["expr"])
    quantiles = {each.name for each in parsed.quantiles} if parsed else set()
    if panel["type"] == "timeseries" and quantiles & WITH_EXEMPLARS and not asked.get("exemplar"):
        yield "is a latency without exemplars"


def findings(dashboard):
    yield from variables(dashboard)
    yield from shell(dashboard)
    for annotation in dashboard["annotations"]["list"]:
        yield from (f'annotation "{annotation["name"]}": {what}' for what in expression(annotation.get("expr", "")))
    for panel in grafana.panels(dashboard):
        yield from (f'panel "{panel.get("title")}" {what}' for what in look(panel))
        for asked in panel.get("targets", []):
            yield from (f'panel "{panel.get("title")}" {asked.get("refId")}: {what}' for what in target(panel, asked))


def main():
    found = [f"{path}: {what}" for path in sys.argv[1:] for what in findings(grafana.load(path))]
    print("\n".join(found))
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
