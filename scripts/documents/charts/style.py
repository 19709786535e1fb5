"""How all charts look. White ground, since a page may be shown on dark; nothing is told by colour alone."""

import io

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402

TEXT, FAINT, GRID, FAULT = "#24292f", "#57606a", "#d8dee4", "#eef1f4"
# Okabe and Ito's colours, which those see apart who see few.
FRESH, STALE, FAILED = "#009E73", "#E69F00", "#C44601"
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
