"""Panels with a time axis: curves and areas, state timelines, heat maps."""

import math
import time as clock

import grafana
import units
from canvas import FAINT, PALETTE, TEXT, readable_on, text_width
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

TITLE, AXIS = 26, 18


def _clock(axes, picture):
    margin = 0.04 * (picture.end - picture.start)

    def clock_time(at, _):
        inside = picture.start + margin <= at <= picture.end - margin
        return clock.strftime("%H:%M:%S", clock.gmtime(at)) if inside else ""

    axes.set_xlim(picture.start, picture.end)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.xaxis.set_major_formatter(FuncFormatter(clock_time))


def annotations(axes, picture, shade=True):
    """Fault windows as red bands with their edges, openings of breakers and starts of processes as lines."""
    for start, end in picture.windows if shade else []:
        axes.axvspan(start, end, color="#D55E00", alpha=0.13, linewidth=0, zorder=0)
    for start, end in picture.windows:
        for edge in (start, end):
            axes.axvline(edge, color="#D55E00", linewidth=0.9, alpha=0.9, zorder=1)
    for color, moments in picture.moments:
        for moment in moments:
            axes.axvline(moment, color=color, linewidth=0.7, linestyle=(0, (3, 3)), alpha=0.75, zorder=1)


def legend(canvas, x, y, width, items, columns=None):
    """Writes names with their strokes from the bottom line up; returns how many pixels that took."""
    lines, at = [[]], 0
    for item in items:
        wide = 34 + text_width(item[0], 7.5)
        if lines[-1] and (at + wide > width or len(lines[-1]) == columns):
            lines.append([])
            at = 0
        lines[-1].append((at, item))
        at += wide
    for index, line in enumerate(lines):
        middle = y - 8 - 15 * (len(lines) - 1 - index)
        for at, (name, color, style, area) in line:
            if area:
                canvas.box(x + at, middle - 4, 14, 8, color, color)
            else:
                canvas.figure.add_artist(canvas.stroke(x + at, x + at + 16, middle, color, style))
            canvas.write(x + at + 20, middle, name, 7.5, FAINT)
    return 15 * len(lines)


def _style(configuration, index):
    color = configuration.get("color", {})
    custom = configuration.get("custom", {})
    dash = (custom.get("lineStyle") or {}).get("dash")
    return (
        color.get("fixedColor") if color.get("mode") == "fixed" else PALETTE[index % len(PALETTE)],
        (0, [part / 2 for part in dash]) if dash else "-",
        custom.get("lineWidth", 1) * 0.75,
    )


def curves(canvas, panel, box, picture, values):
    x, y, width, height = box
    defaults = panel["fieldConfig"]["defaults"]
    custom = defaults.get("custom", {})
    unit, decimals = defaults.get("unit", "none"), defaults.get("decimals")
    stacked = custom.get("stacking", {}).get("mode", "none") != "none"
    drawn = []
    for target in panel["targets"]:
        for labels, points in picture.range(target["expr"], values):
            name = grafana.legend(target.get("legendFormat", ""), labels)
            drawn.append((name, points, _style(grafana.field(panel, name), len(drawn))))
    items = [(name, *style[:2], stacked) for name, _, style in drawn]
    taken = beside = 0
    if panel["options"]["legend"]["placement"] == "right":
        beside = 40 + max([text_width(name, 7.5) for name, *_ in items] or [0])
        legend(canvas, x + width - beside + 8, y + TITLE + 10 + 15 * len(items), beside, items, columns=1)
    else:
        taken = legend(canvas, x + 10, y + height - 4, width - 20, items)
    axes = canvas.axes(x + 54, y + TITLE + 6, width - 66 - beside, height - TITLE - 6 - AXIS - taken - 6)
    _clock(axes, picture)
    if stacked:
        _stack(axes, drawn, picture)
    else:
        for _, points, (color, style, line) in drawn:
            times, numbers = _with_gaps(points, picture.step)
            axes.plot(times, numbers, color=color, linestyle=style, linewidth=line, zorder=3, solid_capstyle="round")
    for moment, value in [dot for target in panel["targets"] for dot in picture.exemplars(target, values)]:
        axes.plot(moment, value, marker="D", markersize=2.2, color=TEXT, alpha=0.55, zorder=4, linestyle="")
    if custom.get("scaleDistribution", {}).get("type") == "log":
        axes.set_yscale("log")
        axes.yaxis.set_minor_locator(NullLocator())
    else:
        low, high = axes.get_ylim()
        low = defaults["min"] if "min" in defaults else low
        top = defaults.get("max", max(high, low + 1e-9))
        axes.set_ylim(low, top if top > low else low + 1)
        axes.yaxis.set_major_locator(MaxNLocator(5))
    for step in defaults["thresholds"]["steps"][1:]:
        if custom.get("thresholdsStyle", {}).get("mode", "off") != "off":
            low, high = axes.get_ylim()
            if low <= step["value"] <= high:
                axes.axhline(step["value"], color=step["color"], linestyle=(0, (6, 4)), linewidth=1, zorder=2)
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _: units.text(value, unit, decimals).replace(" req/s", "").replace(" ops/s", ""))
    )
    if unit in ("reqps", "ops"):
        canvas.write(x + width - 10, y + TITLE / 2 + 2, "req/s" if unit == "reqps" else "ops/s", 7, FAINT, "right")
    annotations(axes, picture)
    return drawn


def _with_gaps(points, step):
    times, numbers, before = [], [], None
    for time, value in points:
        if before is not None and time - before > 1.5 * step:
            times.append(before + step)
            numbers.append(math.nan)
        times.append(time)
        numbers.append(value)
        before = time
    return times, numbers


def _stack(axes, drawn, picture):
    times = picture.times()
    layers = [[dict(points).get(time, 0) for time in times] for _, points, _ in drawn]
    layers = [[0 if math.isnan(value) else value for value in layer] for layer in layers]
    if layers:
        axes.stackplot(times, *layers, colors=[style[0] for _, _, style in drawn], alpha=0.85, linewidth=0, zorder=2)


def timeline(canvas, panel, box, picture, values):
    x, y, width, height = box
    configuration = panel["fieldConfig"]["defaults"]
    drawn = []
    for target in panel["targets"]:
        for labels, points in picture.range(target["expr"], values):
            drawn.append((grafana.legend(target.get("legendFormat", ""), labels), points))
    meanings = [
        (result["text"], result["color"], "-", True)
        for mapping in configuration.get("mappings", [])
        for result in mapping["options"].values()
    ]
    shown = panel["options"]["legend"]["showLegend"]
    taken = legend(canvas, x + 10, y + height - 4, width - 20, meanings) if shown else 0
    # The names stand in a margin as wide as the longest.
    margin = min(max([text_width(name, 8) for name, _ in drawn] or [0]) + 16, width * 0.45)
    axes = canvas.axes(x + margin, y + TITLE + 2, width - margin - 12, height - TITLE - AXIS - taken - 6)
    _clock(axes, picture)
    axes.set_ylim(max(len(drawn), 1), 0)
    axes.grid(False)
    axes.yaxis.set_major_locator(NullLocator())
    pixels = (width - margin - 12) / (picture.end - picture.start)
    high = (height - TITLE - AXIS - taken - 6) / max(len(drawn), 1)
    for row, (name, points) in enumerate(drawn):
        canvas.write(x + margin - 6, y + TITLE + 2 + high * (row + 0.5), name, 8, TEXT, "right")
        for start, end, value in _bands(points, picture.step):
            text, color = grafana.meaning(configuration, value) or (f"{value:g}", PALETTE[0])
            axes.broken_barh(
                [(start, end - start)], (row + 0.08, 0.84), facecolor=color, alpha=0.85, linewidth=0, zorder=2
            )
            if (end - start) * pixels > text_width(text, 7.5):
                axes.text(
                    start + 4 / pixels, row + 0.52, text, fontsize=7.5, va="center", color=readable_on(color), zorder=3
                )
    annotations(axes, picture, shade=False)
    return drawn


def _bands(points, step):
    bands = []
    for time, value in points:
        if bands and bands[-1][2] == value and time - bands[-1][1] <= 1.5 * step:
            bands[-1][1] = time
        else:
            if bands and time - bands[-1][1] <= 1.5 * step:
                bands[-1][1] = time
            bands.append([time, time, value])
    return [(start, max(end, start + step), value) for start, end, value in bands]


def heat(canvas, panel, box, picture, values):
    x, y, width, height = box
    series = [each for target in panel["targets"] for each in picture.range(target["expr"], values)]
    series = sorted(
        ((float(labels["le"].replace("+Inf", "inf")), dict(points)) for labels, points in series),
        key=lambda pair: pair[0],
    )
    times = picture.times()
    rows, below = [], None
    for _, points in series:
        row = [points.get(time, math.nan) for time in times]
        rows.append(row if below is None else [max(value - less, 0) for value, less in zip(row, below, strict=True)])
        below = row
    used = [index for index, row in enumerate(rows) if any(value > 0 for value in row)] or [0]
    first, last = max(used[0] - 1, 0), min(used[-1] + 1, len(rows) - 1)
    axes = canvas.axes(x + 54, y + TITLE + 6, width - 66, height - TITLE - AXIS - 14)
    _clock(axes, picture)
    axes.grid(False)
    shown = [[math.nan if not value > 0 else value**0.5 for value in row] for row in rows[first : last + 1]]
    if shown:
        edges = [*times, times[-1] + picture.step]
        axes.pcolormesh(edges, range(len(shown) + 1), shown, cmap="viridis", zorder=2, rasterized=True)
        bounds = [bound for bound, _ in series[first : last + 1]]
        every = -(-len(bounds) // 7)
        axes.set_yticks([index + 1 for index in range(0, len(bounds), every)])
        axes.set_yticklabels([units.text(bounds[index], "s") for index in range(0, len(bounds), every)])
    annotations(axes, picture, shade=False)
    return series
