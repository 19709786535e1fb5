"""How all charts look. White ground, since a page may be shown on dark; nothing is told by colour alone."""

import io

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402
from matplotlib.patches import Patch  # noqa: E402, F401  (for legends)

TEXT, FAINT, GRID, FAULT = "#1a1a1a", "#5c5c58", "#dcdcd4", "#f1eee2"
# Fill, line and hatch of what users got, as in the report of a run.
OUTCOMES = {
    "fresh": ("#cfe3f0", "#0067a3", ""),
    "stale or partial": ("#f5dfae", "#8a5a00", "////"),
    "failed": ("#d55e00", "#f7c9a8", "\\\\\\\\"),
}
# By place: a colour, a dash and a marker for each of the four things that are compared.
SERIES = [
    ("#0072B2", "-", "o"),
    ("#C44601", "--", "s"),
    ("#009E73", "-.", "^"),
    ("#8A3A6F", ":", "D"),
]
HATCHES = ["", "////", "....", "xxxx"]
WIDTH = 8.6

pyplot.rcParams |= {
    # The same data must give the same bytes.
    "svg.hashsalt": "holdfast",
    "font.size": 9,
    "text.color": TEXT,
    "axes.labelcolor": TEXT,
    "axes.edgecolor": FAINT,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": TEXT,
    "ytick.labelcolor": TEXT,
    "legend.frameon": False,
    "hatch.linewidth": 0.5,
}


def panels(rows, columns, height, **options):
    """A figure of `height` inches with so many axes, in the order one reads."""
    figure, axes = pyplot.subplots(
        rows, columns, figsize=(WIDTH, height), layout="constrained", squeeze=False, **options
    )
    return figure, list(axes.flat)


def legend(figure, handles, labels, columns=4):
    figure.legend(handles, labels, loc="outside upper left", ncols=columns, handlelength=2.6)


def svg(draw, name):
    """The text of the picture that `draw` gives."""
    figure = draw()
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Title": name})
    pyplot.close(figure)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
