"""The chart of what it costs to watch: how much of one server is used, and how many are needed."""

import kept
import watching

from .style import SERIES, legend, panels


def number(text):
    return int(text.replace(",", ""))


def scraping():
    study, watched = kept.simulation("scraping"), watching.watching()
    pods = study.choices("pods")
    at = list(map(number, pods))
    figure, (one, many) = panels(1, 2, 3.4)
    memory = []
    for interval, (colour, dash, marker) in zip(study.choices("interval"), SERIES):
        found = [watched.one(each, interval) for each in pods]
        # Processors end at all of them; memory would be used beyond.
        busy = [each["fullest"]["coresBusy"] * 100 / watched.cores() for each in found]
        one.plot(at, busy, dash, marker=marker, markersize=3.5, color=colour, label=f"processors, every {interval}")
        memory = [each["fullest"]["memoryBytes"] * 100 / watched.memory() for each in found]
        for remote, width in (("off", 1.4), ("on", 0.7)):
            servers = [watched.needed(each, interval, remote)[0] for each in pods]
            shown = [(x, y) for x, y in zip(at, servers) if y is not None]
            many.plot(
                *zip(*shown), dash, marker=marker, markersize=3.5, color=colour, linewidth=width,
                fillstyle="full" if remote == "off" else "none",
            )  # fmt: skip
    colour, dash, marker = SERIES[3]
    one.plot(at, memory, dash, marker=marker, markersize=3.5, color=colour, label="memory")
    one.axhline(100, color="#8c959f", linewidth=0.8)
    for axis in (one, many):
        axis.set_xscale("log")
        axis.set_yscale("log")
        axis.set_xlabel("pods")
        axis.xaxis.set_major_formatter("{x:,.0f}")
    one.yaxis.set_major_formatter("{x:,g}")
    one.set_ylabel("of one server, % (the line is all of it)")
    many.set_ylabel("servers (hollow: with remote write)")
    many.set_yscale("log", base=2)
    many.set_yticks([1, 2, 4, 8, 16, 32, 64], ["1", "2", "4", "8", "16", "32", "64"])
    legend(figure, *one.get_legend_handles_labels())
    return figure


CHARTS = {"simulated-scraping": scraping}
