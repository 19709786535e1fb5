"""Charts of the kept run with the original's timings: what users of each mode got over time, by experiment."""

import functools

import numpy

import kept

from .style import FAULT, HATCHES, OUTCOMES, SERIES, Patch, legend, panels

RUN = "seed"
# Seconds that a rate looks back (see docs/results.md).
LOOK_BACK = 4


def curve(document, identity):
    return next(each for each in document["curves"] if each["id"] == identity)


def values(document, identity, mode, line):
    for series in curve(document, identity)["series"]:
        if (series["mode"], series["line"]) == (mode, line):
            return [value or 0 for value in series["values"]]
    return [0] * document["count"]


def times(document):
    """Seconds from the fault's start."""
    begin = document["fault"]["start"]["seconds"]
    return [document["start"] + index * document["step"] - begin for index in range(document["count"])]


def shade(axis, document):
    fault = document["fault"]
    axis.axvspan(0, fault["end"]["seconds"] - fault["start"]["seconds"], color=FAULT, linewidth=0, zorder=0)


def answers(experiment):
    """One panel a mode: answers a second, stacked."""
    document = kept.run(RUN).curves(experiment)
    figure, axes = panels(1, 4, 2.35, sharey=True)
    stacks = {mode: [values(document, "answers", mode, line) for line in OUTCOMES] for mode in kept.MODES}
    totals = {mode: numpy.sum(layers, axis=0) for mode, layers in stacks.items()}
    # What waited out a fault is answered all at once when it ends: a peak that would leave the rest no room is named.
    top = min(1.05 * max(total.max() for total in totals.values()), 5 * numpy.median(totals["baseline"]))
    axes[0].set_ylim(0, top)
    for axis, (mode, layers) in zip(axes, stacks.items()):
        shade(axis, document)
        # The first rates look back on less than they should.
        axis.set_xlim(times(document)[LOOK_BACK], times(document)[-1])
        handles = axis.stackplot(times(document), *layers)
        peak = totals[mode].argmax()
        if totals[mode][peak] > top:
            axis.annotate(f"↑ {totals[mode][peak]:.0f}", (times(document)[peak] + 5, top), va="top", fontsize=8)
        for handle, (fill, line, hatch) in zip(handles, OUTCOMES.values()):
            handle.set(facecolor=fill, edgecolor=line, hatch=hatch, linewidth=0.6)
        axis.set_title(mode)
        axis.set_xlabel("seconds from the fault")
    axes[0].set_ylabel("answers a second")
    legend(figure, [*handles, Patch(color=FAULT)], [*OUTCOMES, "fault"])
    return figure


def side_by_side(experiment, points):
    """A line for each mode in one panel; `points` takes the document and a mode."""
    document = kept.run(RUN).curves(experiment)
    figure, (axis,) = panels(1, 1, 2.7)
    shade(axis, document)
    for mode, (colour, dash, _) in zip(kept.MODES, SERIES):
        axis.plot(times(document), points(document, mode), dash, color=colour, label=mode, linewidth=1.5)
    axis.set_xlabel("seconds from the fault's start (shaded)")
    axis.margins(x=0)
    legend(figure, *axis.get_legend_handles_labels())
    return figure, axis


def latency(experiment):
    """The p99 of all modes, on a logarithmic scale; a gap where nothing was answered."""

    def tail(document, mode):
        return [value or numpy.nan for value in values(document, "latency", mode, "p99")]

    figure, axis = side_by_side(experiment, tail)
    axis.set_yscale("log")
    axis.yaxis.set_major_formatter(lambda seconds, _: f"{seconds:g} s" if seconds >= 1 else f"{seconds * 1000:g} ms")
    axis.set_ylabel("p99 of the answer time")
    return figure


def attempts(experiment):
    """Attempts a second of all modes."""

    def all_kinds(document, mode):
        return numpy.sum([values(document, "attempts", mode, line) for line in ("first", "repeated")], axis=0)

    figure, axis = side_by_side(experiment, all_kinds)
    axis.set_ylabel("attempts a second")
    axis.set_ylim(bottom=0)
    return figure


def useful():
    """What users of each mode could use in every fault; what is stale of it is hatched."""
    run = kept.run(RUN)
    experiments = list(run.experiments)
    figure, (axis,) = panels(1, 1, 3.3)
    width = 0.2
    for place, (mode, (colour, _, _)) in enumerate(zip(kept.MODES, SERIES)):
        at = numpy.arange(len(experiments)) + (place - 1.5) * width
        fresh = numpy.array([run.value(name, "fresh-answers", mode) for name in experiments])
        whole = numpy.array([run.value(name, "useful-answers", mode) for name in experiments])
        axis.bar(at, fresh * 100, width * 0.9, color=colour, label=mode)
        axis.bar(
            at, (whole - fresh) * 100, width * 0.9, bottom=fresh * 100, color="white", edgecolor=colour, hatch=HATCHES[1]
        )
    axis.set_xticks(range(len(experiments)), [name.replace("-", "\n", 1) for name in experiments])
    axis.grid(axis="x", visible=False)
    axis.set_ylabel("useful answers, %")
    axis.set_ylim(0, 100)
    handles, labels = axis.get_legend_handles_labels()
    stale = axis.bar([0], [0], color="white", edgecolor=SERIES[3][0], hatch=HATCHES[1])
    legend(figure, [*handles, stale], [*labels, "stale, with its age"], columns=5)
    return figure


CHARTS = {
    "useful-answers": useful,
    **{
        f"answers-{name}": functools.partial(answers, name)
        for name in (
            "transient-errors",
            "pod-failure",
            "hang",
            "network-partition",
            "latency",
            "retry-storm",
            "crash-loop",
            "rolling-restart",
        )
    },
    "latency-hang": functools.partial(latency, "hang"),
    "attempts-retry-storm": functools.partial(attempts, "retry-storm"),
}
