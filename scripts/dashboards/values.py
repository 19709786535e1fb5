"""Panels that show the newest values: figures, bars, tables."""

import math

import grafana
import units
from canvas import EDGE, FAINT, PANEL, TEXT, readable_on, text_width

TITLE = 26


def _newest(panel, picture, values):
    newest = []
    for target in panel["targets"]:
        for labels, points in picture.range(target["expr"], values):
            numbers = [value for _, value in points if not math.isnan(value)]
            if numbers:
                newest.append((grafana.legend(target.get("legendFormat", ""), labels), numbers[-1]))
    return newest


def figures(canvas, panel, box, picture, values):
    x, y, width, height = box
    newest = _newest(panel, picture, values)
    defaults = panel["fieldConfig"]["defaults"]
    if not newest:
        canvas.write(x + width / 2, y + (height + TITLE) / 2, defaults.get("noValue", "No data"), 16, FAINT, "center")
    for index, (name, value) in enumerate(newest):
        middle = x + width * (index + 0.5) / len(newest)
        mapped = grafana.meaning(defaults, value)
        text = mapped[0] if mapped else units.text(value, defaults["unit"], defaults.get("decimals"))
        color = mapped[1] if mapped else grafana.threshold_color(defaults, value, TEXT)
        size = min(20, 1.05 * width / len(newest) / max(len(text) + 1, 1))
        canvas.write(middle, y + TITLE + (height - TITLE) * 0.32, name, 9, TEXT, "center")
        canvas.write(middle, y + TITLE + (height - TITLE) * 0.65, text, size, color, "center", bold=True)
    return newest


def bars(canvas, panel, box, picture, values):
    x, y, width, height = box
    newest = _newest(panel, picture, values)
    defaults = panel["fieldConfig"]["defaults"]
    low, high = defaults["min"], defaults["max"]
    margin = max([text_width(name, 8.5) for name, _ in newest] or [0]) + 16
    room = width - margin - 100
    each = (height - TITLE - 10) / max(len(newest), 1)
    for index, (name, value) in enumerate(newest):
        top = y + TITLE + each * index
        color = grafana.threshold_color(defaults, value, TEXT)
        canvas.write(x + margin - 6, top + each / 2, name, 8.5, TEXT, "right")
        canvas.box(x + margin, top + each * 0.15, room, each * 0.7, "#22252b", EDGE)
        share = min(max((value - low) / (high - low), 0), 1)
        canvas.box(x + margin, top + each * 0.15, room * share, each * 0.7, color, color)
        text = units.text(value, defaults["unit"], defaults.get("decimals"))
        canvas.write(x + margin + room + 8, top + each / 2, text, 10, color, "left", bold=True)
    if not newest:
        canvas.write(x + width / 2, y + (height + TITLE) / 2, "No data", 12, FAINT, "center")
    return newest


def merged(panel, picture, values):
    """(columns, rows) after the transformations merge and organize."""
    organize = next(each["options"] for each in panel["transformations"] if each["id"] == "organize")
    alone = len(panel["targets"]) == 1
    cells, keys = {}, []
    for target in panel["targets"]:
        column = "Value" if alone else f"Value #{target['refId']}"
        for labels, value in picture.instant(target["expr"], values):
            labels = {key: text for key, text in labels.items() if key != "__name__"}
            keys += [key for key in labels if key not in keys]
            cells.setdefault(tuple(sorted(labels.items())), {})[column] = value
    order = organize["indexByName"]
    columns = sorted([key for key in order if key in keys or key.startswith("Value")], key=order.get)
    names = organize["renameByName"]
    rows = sorted(cells.items(), key=lambda row: [dict(row[0]).get(key, "") for key in columns])
    return [names.get(column, column) for column in columns], [
        [{**dict(key), **found}.get(column) for column in columns] for key, found in rows
    ]


def table(canvas, panel, box, picture, values):
    x, y, width, height = box
    columns, rows = merged(panel, picture, values)
    wide, high = (width - 16) / max(len(columns), 1), min((height - TITLE - 8) / (len(rows) + 1), 34)
    for index, name in enumerate(columns):
        canvas.write(x + 8 + wide * index + 6, y + TITLE + high / 2, name, 8, "#6e9fff", bold=True)
    for line, row in enumerate(rows):
        top = y + TITLE + high * (line + 1)
        for index, value in enumerate(row):
            left, configuration = x + 8 + wide * index, grafana.field(panel, columns[index])
            if isinstance(value, float):
                mapped = grafana.meaning(configuration, value)
                text = mapped[0] if mapped else units.text(value, configuration["unit"], configuration.get("decimals"))
                color = mapped[1] if mapped else grafana.threshold_color(configuration, value, PANEL)
                filled = (configuration.get("custom", {}).get("cellOptions") or {}).get("type") == "color-background"
            else:
                text, color, filled = value if value is not None else configuration.get("noValue", "–"), PANEL, False
            filled = filled and text != "–"
            canvas.box(left, top, wide, high, color if filled else PANEL, EDGE)
            canvas.write(left + 6, top + high / 2, text, 9, readable_on(color) if filled else TEXT)
    return rows
