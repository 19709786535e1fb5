"""Chart of the benchmarks: what the libraries' time is of their peers'."""

import collections

import kept

from .style import FAINT, SERIES, legend, panels

# By language: what the legend says, and the place of its colour and marker.
LANGUAGES = {"go": "beside Go", "python": "beside Python"}


def peers():
    """A line an operation and a dot a peer, with the range of the rounds; on one thread."""
    rows = kept.benchmark("peers").rows(threads=1)
    titles = list(dict.fromkeys(row["title"] for row in rows))
    figure, (axis,) = panels(1, 1, 4.2)
    for (language, label), (colour, _, marker) in zip(LANGUAGES.items(), SERIES, strict=False):
        of_language = [row for row in rows if row["language"] == language]
        ratios = [row["ratio"] for row in of_language]
        ranges = [
            [row["ratio"] - row["lowest_ratio"] for row in of_language],
            [row["highest_ratio"] - row["ratio"] for row in of_language],
        ]
        places = [titles.index(row["title"]) for row in of_language]
        axis.errorbar(ratios, places, xerr=ranges, fmt=marker, color=colour, label=label, markersize=5, linewidth=1.2)
        peers_of = collections.Counter(places)
        for row, place in zip(of_language, places, strict=True):
            if peers_of[place] > 1:
                axis.annotate(
                    row["library"], (row["ratio"], place), (0, 5), textcoords="offset points", ha="center", fontsize=7
                )
    axis.axvline(1, color=FAINT, linewidth=1)
    axis.set_xscale("log")
    axis.xaxis.set_major_formatter("{x:g}")
    axis.set_yticks(range(len(titles)), titles)
    axis.invert_yaxis()
    axis.set_xlabel("our time ÷ the peer's; left of 1 ours is quicker")
    legend(figure, *axis.get_legend_handles_labels())
    return figure


CHARTS = {"peers": peers}
