"""Where things lie on the picture of a dashboard, in pixels from its upper left corner, and in which colours."""

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402
from matplotlib.lines import Line2D  # noqa: E402
from matplotlib.patches import Rectangle  # noqa: E402
from PIL import Image  # noqa: E402

WIDTH, CELL_HEIGHT, GAP, DPI = 1600, 38, 8, 100
PAGE, PANEL, EDGE, TEXT, FAINT, GRID = "#111217", "#181b1f", "#2c3036", "#d8d9e4", "#9a9da8", "#2a2e34"
# For series without a colour of their own: Okabe and Ito's.
PALETTE = [
    "#56B4E9",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#0072B2",
    "#D55E00",
    "#F0E442",
    "#999999",
    "#44AA99",
    "#AA4499",
    "#DDCC77",
    "#88CCEE",
    "#117733",
]


class Canvas:
    def __init__(self, cells):
        self.height = cells * CELL_HEIGHT + GAP
        self.figure = pyplot.figure(figsize=(WIDTH / DPI, self.height / DPI), dpi=DPI, facecolor=PAGE)

    def _fraction(self, x, y, width, height):
        return x / WIDTH, 1 - (y + height) / self.height, width / WIDTH, height / self.height

    def box(self, x, y, width, height, color=PANEL, edge=EDGE):
        left, bottom, wide, high = self._fraction(x, y, width, height)
        self.figure.add_artist(
            Rectangle(
                (left, bottom),
                wide,
                high,
                facecolor=color,
                edgecolor=edge,
                linewidth=0.8,
                transform=self.figure.transFigure,
                zorder=1,
            )
        )

    def write(self, x, y, text, size=8.5, color=TEXT, align="left", bold=False):
        """Text whose middle line is y."""
        self.figure.text(
            x / WIDTH,
            1 - y / self.height,
            text,
            fontsize=size,
            color=color,
            ha=align,
            va="center",
            fontweight="bold" if bold else "normal",
            parse_math=False,
        )

    def stroke(self, left, right, y, color, style):
        """A short line, as a legend shows a series."""
        return Line2D(
            [left / WIDTH, right / WIDTH],
            [1 - y / self.height] * 2,
            color=color,
            linestyle=style,
            linewidth=2,
            transform=self.figure.transFigure,
        )

    def axes(self, x, y, width, height):
        axes = self.figure.add_axes(self._fraction(x, y, width, height), facecolor="none", zorder=2)
        axes.tick_params(colors=FAINT, labelsize=7, length=0, pad=3)
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.grid(True, color=GRID, linewidth=0.6)
        axes.set_axisbelow(True)
        return axes

    def save(self, path):
        """With a palette of 256 colours, each moved to where its pixels are: half the size, to the eye the same."""
        self.figure.savefig(path, dpi=DPI, facecolor=PAGE)
        with Image.open(path) as picture:
            small = picture.convert("RGB").quantize(256, kmeans=2, dither=Image.Dither.NONE)
        small.save(path, optimize=True)


def text_width(text, size=8):
    """About how many pixels wide a line is."""
    return len(text) * size * 0.78


def readable_on(color):
    """Black or white, whichever is easier to read on it."""
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return "#000000" if 0.299 * red + 0.587 * green + 0.114 * blue > 0.55 else "#ffffff"
