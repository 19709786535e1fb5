"""Draws a dashboard from what a real Prometheus has, so that its layout and readability can be looked at where there is
no Grafana: every panel's queries, in the panels' places, with units, thresholds, legends and annotations.

    draw.py DASHBOARD.json PICTURE.png --prometheus URL [--end SECONDS] [--range SECONDS] [--cells N]

The time is in seconds since 1970; the default is the last five minutes. With --cells it draws only as many of the
grid's rows, such as the first screen. A picture is not Grafana: sizes of text and the
details of axes differ.
"""

import argparse
import time

import canvas as drawing
import charts
import grafana
import values as newest
from prometheus import Prometheus

KINDS = {
    "timeseries": charts.curves,
    "state-timeline": charts.timeline,
    "heatmap": charts.heat,
    "stat": newest.figures,
    "bargauge": newest.bars,
    "table": newest.table,
}


class Picture:
    """The time shown, and the data in it."""

    def __init__(self, prometheus, dashboard, end, seconds):
        # Whole seconds, so that the times Prometheus answers are the ones asked for.
        self.prometheus, self.end, self.start = prometheus, int(end), int(end) - int(seconds)
        self.variables = grafana.every(dashboard, seconds)
        self.step = int(self.variables["__interval"][:-1])
        self.windows, self.moments = [], []
        for annotation in dashboard["annotations"]["list"]:
            self._annotate(annotation)

    def _annotate(self, annotation):
        series = self.range(annotation["expr"], {})
        if annotation.get("useValueForTime"):
            moments = {value / 1000 for _, points in series for _, value in points}
            self.moments.append((annotation["iconColor"], [each for each in moments if self.start <= each <= self.end]))
            return
        for _, points in series:
            active = [moment for moment, value in points if value > 0]
            for moment in active:
                if self.windows and 0 <= moment - self.windows[-1][1] <= 1.5 * self.step:
                    self.windows[-1][1] = moment
                else:
                    self.windows.append([moment, moment])

    def times(self):
        return [self.start + index * self.step for index in range(int((self.end - self.start) / self.step) + 1)]

    def range(self, expression, values):
        filled = grafana.fill(expression, {**self.variables, **values})
        return self.prometheus.range(filled, self.start, self.end, self.step)

    def instant(self, expression, values):
        return self.prometheus.instant(grafana.fill(expression, {**self.variables, **values}), self.end)

    def exemplars(self, target, values, most=60):
        """The slowest of some, as Grafana thins them out."""
        if not target.get("exemplar"):
            return []
        expression = grafana.fill(target["expr"], {**self.variables, **values})
        found = sorted(self.prometheus.exemplars(expression, self.start, self.end), key=lambda dot: -dot[1])
        return found[:: max(len(found) // most, 1)]


def draw(dashboard, picture, path, cells):
    panels = grafana.repeated(dashboard, {"mode": picture.prometheus.label_values("mode", picture.start, picture.end)})
    panels = [each for each in panels if each[0]["gridPos"]["y"] < cells]
    cells = max(panel["gridPos"]["y"] + panel["gridPos"]["h"] for panel, _ in panels)
    canvas = drawing.Canvas(cells + 1)
    canvas.write(10, 20, dashboard["title"], 14, bold=True)
    span = [time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(each)) for each in (picture.start, picture.end)]
    canvas.write(drawing.WIDTH - 10, 20, " to ".join(span) + " UTC, drawn without Grafana", 9, drawing.FAINT, "right")
    for panel, values in panels:
        place = panel["gridPos"]
        unit = (drawing.WIDTH - drawing.GAP) / 24
        x, y = drawing.GAP + place["x"] * unit, drawing.GAP + (place["y"] + 1) * drawing.CELL_HEIGHT
        width, height = place["w"] * unit - drawing.GAP, place["h"] * drawing.CELL_HEIGHT - drawing.GAP
        if panel["type"] == "row":
            canvas.write(x + 4, y + height / 2, "▾ " + panel["title"], 11, bold=True)
            continue
        canvas.box(x, y, width, height)
        canvas.write(x + 10, y + charts.TITLE / 2 + 2, panel["title"], 9.5, bold=True)
        if not KINDS[panel["type"]](canvas, panel, (x, y, width, height), picture, values):
            canvas.write(x + width / 2, y + height / 2, "No data", 11, drawing.FAINT, "center")
    canvas.save(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dashboard")
    parser.add_argument("picture")
    parser.add_argument("--prometheus", required=True)
    parser.add_argument("--end", type=float, default=time.time())
    parser.add_argument("--range", type=float, default=300)
    parser.add_argument("--cells", type=int, default=1000)
    chosen = parser.parse_args()
    dashboard = grafana.load(chosen.dashboard)
    draw(
        dashboard,
        Picture(Prometheus(chosen.prometheus), dashboard, chosen.end, chosen.range),
        chosen.picture,
        chosen.cells,
    )


main()
