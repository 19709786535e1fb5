"""A dashboard's JSON as its tools read it: panels, targets, and expressions with the variables filled in."""

import copy
import json
import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "monitoring" / "grafana" / "dashboards"
# Prometheus' own series of every target, which no /metrics holds.
SYNTHETIC = {"up", "scrape_duration_seconds", "scrape_samples_scraped"}


def paths():
    return sorted(FOLDER.glob("*.json"))


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def panels(dashboard):
    """All that show data, those within collapsed rows too."""
    for panel in dashboard["panels"]:
        if panel["type"] == "row":
            yield from panel.get("panels", [])
        else:
            yield panel


def expressions(dashboard):
    """(where, expression) of every panel and annotation."""
    for panel in panels(dashboard):
        for target in panel.get("targets", []):
            yield f"{panel['title']} {target.get('refId', '')}".strip(), target.get("expr", "")
    for annotation in dashboard["annotations"]["list"]:
        yield f"annotation {annotation['name']}", annotation.get("expr", "")


def intervals(seconds, scrape=1, points=600):
    """$__interval, $__rate_interval and $__range for a time range, as Grafana 11 takes them with the data source's
    scrape interval (timeInterval), in whole seconds.
    """
    step = max(scrape, -(-int(seconds) // points))
    return {
        "__interval": f"{step}s",
        "__rate_interval": f"{max(step + scrape, 4 * scrape)}s",
        "__range": f"{int(seconds)}s",
    }


def fill(expression, values):
    """Every $name and ${name} that values has."""

    def value(match):
        name = match.group(1) or match.group(2)
        return values.get(name, match.group(0))

    return re.sub(r"\$\{(\w+)\}|\$(\w+)", value, expression)


# With All chosen: the variables' allValue.
def every(dashboard, seconds):
    chosen = {each["name"]: each.get("allValue", "") for each in dashboard["templating"]["list"]}
    return {**chosen, **intervals(seconds)}


def repeated(dashboard, values):
    """The panels to draw, rows among them: one with `repeat` is there once for each value, side by side."""
    drawn = []
    for panel in dashboard["panels"]:
        name = panel.get("repeat")
        if not name:
            drawn.append((panel, {}))
            continue
        chosen = values[name]
        width = 24 // min(len(chosen), panel.get("maxPerRow", 4))
        for index, value in enumerate(chosen):
            twin = copy.deepcopy(panel)
            twin["gridPos"].update(x=index * width % 24, w=width)
            twin["title"] = fill(panel["title"], {name: value})
            drawn.append((twin, {name: value}))
    return drawn


def legend(template, labels):
    """A series' name."""
    if template in ("", "__auto"):
        name = labels.get("__name__", "")
        others = ", ".join(f'{key}="{value}"' for key, value in labels.items() if key != "__name__")
        return f"{name}{{{others}}}" if others or not name else name
    return re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda match: labels.get(match.group(1), ""), template).strip()


def field(panel, name):
    """A field's configuration: the defaults, and over them the overrides that match its name."""
    configuration = copy.deepcopy(panel["fieldConfig"]["defaults"])
    for override in panel["fieldConfig"].get("overrides", []):
        kind, option = override["matcher"]["id"], override["matcher"].get("options", "")
        matches = option == name if kind == "byName" else re.search(option.strip("/"), name) is not None
        if not matches:
            continue
        for each in override["properties"]:
            at, _, last = each["id"].rpartition(".")
            (configuration.setdefault(at, {}) if at else configuration)[last] = each.get("value")
    return configuration


def meaning(configuration, value):
    """(text, color) where a value mapping has one."""
    for mapping in configuration.get("mappings", []):
        found = mapping.get("options", {}).get(f"{value:g}")
        if mapping.get("type") == "value" and found:
            return found["text"], found["color"]
    return None


def threshold_color(configuration, value, otherwise):
    color = otherwise
    for step in configuration.get("thresholds", {}).get("steps", []):
        if step.get("value") is None or value >= step["value"]:
            color = step["color"]
    return color
