"""Charts of the studies: variants of the client side by side."""

import numpy

import kept

from .style import HATCHES, SERIES, legend, panels


def bars(axis, study, phases, figure, scale=1.0):
    """Phases side by side, and in each a bar a variant with its value on it."""
    width = 0.8 / len(study.variants)
    for place, (variant, (colour, _, _)) in enumerate(zip(study.variants.values(), SERIES)):
        at = numpy.arange(len(phases)) + (place - (len(study.variants) - 1) / 2) * width
        found = [study.figure(phase, figure) for phase in phases]
        heights = [(each.value(variant) or 0) * scale for each in found]
        drawn = axis.bar(
            at, heights, width * 0.9, color=colour, hatch=HATCHES[place], edgecolor="white", label=variant
        )
        axis.bar_label(drawn, [each.text(variant) for each in found], fontsize=7, padding=1.5)
    axis.set_xticks(range(len(phases)), phases)
    axis.grid(axis="x", visible=False)
    axis.margins(y=0.15)


def seconds(axis, study, phase, name):
    """A line a variant, a point a second."""
    _, lines = study.curve(phase, name)
    for (variant, points), (colour, dash, _) in zip(lines.items(), SERIES):
        shown = [numpy.nan if value is None else value for value in points]
        axis.plot(range(len(shown)), shown, dash, color=colour, label=variant, linewidth=1.5)
    axis.margins(x=0)
    axis.set_ylim(bottom=0)


def thresholds():
    study = kept.study("breaker-thresholds")
    rates = [10, 20, 40, 60]
    figure, axes = panels(1, 2, 2.9)
    for axis, name, scale in ((axes[0], "open-share", 100), (axes[1], "fresh", 100)):
        for variant, (colour, dash, marker) in zip(study.variants.values(), SERIES):
            points = [study.value(f"{rate} % errors", name, variant) * scale for rate in rates]
            axis.plot(rates, points, dash, color=colour, marker=marker, label=variant, linewidth=1.5)
        axis.set_xticks(rates)
        axis.set_xlabel("errors of the backend, %")
        axis.set_ylim(-2, 102)
    axes[0].set_ylabel("breaker open, % of the time")
    axes[1].set_ylabel("fresh answers, %")
    axes[1].plot(rates, [100 - rate for rate in rates], color="#8c959f", linewidth=1, label="no breaker (computed)")
    legend(figure, *axes[1].get_legend_handles_labels(), columns=5)
    return figure


def windows():
    study = kept.study("breaker-windows")
    figure, axes = panels(1, 2, 2.8, width_ratios=[2, 1])
    bars(axes[0], study, ["40 % errors", "60 % errors"], "open-share", 100)
    axes[0].set_ylabel("breaker open, % of the time")
    bars(axes[1], study, ["outage"], "failed-calls")
    axes[1].set_ylabel("calls that failed before it opened,\nand after it tried")
    legend(figure, *axes[0].get_legend_handles_labels())
    return figure


def reset():
    study = kept.study("breaker-reset")
    figure, axes = panels(1, 2, 2.8)
    bars(axes[0], study, list(study.phases), "recovery")
    axes[0].set_ylabel("recovery time, s")
    bars(axes[1], study, list(study.phases), "failed-calls")
    axes[1].set_ylabel("calls that failed or timed out")
    legend(figure, *axes[0].get_legend_handles_labels())
    return figure


def attempts():
    study = kept.study("retry-attempts")
    numbers = [2, 3, 4, 6]
    figure, axes = panels(1, 2, 2.9)
    for (phase, failing), (colour, dash, marker) in zip({"20 % errors": 0.2, "60 % errors": 0.6}.items(), SERIES):
        fresh = [study.value(phase, "fresh", f"{number} attempts") * 100 for number in numbers]
        load = [study.value(phase, "extra-load", f"{number} attempts") * 100 for number in numbers]
        axes[0].plot(numbers, fresh, dash, color=colour, marker=marker, label=phase, linewidth=1.5)
        axes[1].plot(numbers, load, dash, color=colour, marker=marker, linewidth=1.5)
        axes[0].plot(numbers, [100 * (1 - failing**number) for number in numbers], color="#8c959f", linewidth=1)
    axes[0].plot([], [], color="#8c959f", linewidth=1, label="1 − errorsⁿ (computed)")
    for axis in axes:
        axis.set_xticks(numbers)
        axis.set_xlabel("attempts at most")
    axes[0].set_ylabel("fresh answers, %")
    axes[0].set_ylim(0, 102)
    axes[1].set_ylabel("load that retries add, %")
    axes[1].set_ylim(bottom=0)
    legend(figure, *axes[0].get_legend_handles_labels())
    return figure


def jitter():
    study = kept.study("retry-jitter")
    (phase,) = study.phases
    _, lines = study.curve(phase, "attempts")
    figure, axes = panels(4, 1, 4.6, sharex=True, sharey=True)
    for axis, (variant, points), (colour, _, _) in zip(axes, lines.items(), SERIES):
        axis.bar(range(len(points)), points, 0.9, color=colour, align="edge")
        axis.set_title(variant)
        axis.grid(axis="x", visible=False)
        axis.set_xticks(range(0, len(points) + 1, 2))
    figure.supylabel("attempts in each second", fontsize=9)
    axes[-1].set_xlabel("seconds")
    return figure


def budget():
    study = kept.study("retry-budget")
    figure, (axis,) = panels(1, 1, 2.8)
    seconds(axis, study, "four times the load", "attempts")
    axis.set_ylabel("attempts in each second")
    axis.set_xlabel("seconds (the peak begins in the first five)")
    legend(figure, *axis.get_legend_handles_labels())
    return figure


def per_endpoint():
    study = kept.study("breaker-per-endpoint")
    figure, axes = panels(2, 1, 4.2, sharey=True)
    for axis, phase in zip(axes, study.phases):
        seconds(axis, study, phase, "failed")
        axis.set_title(phase)
    figure.supylabel("answers lost in each second (of 50)", fontsize=9)
    axes[-1].set_xlabel("seconds (the fault begins in the first five)")
    legend(figure, *axes[0].get_legend_handles_labels())
    return figure


def hedging():
    study = kept.study("hedging")
    figure, axes = panels(1, 2, 2.9, width_ratios=[3, 2])
    width = 0.2
    quantiles = ["p50", "p95", "p99"]
    for place, (variant, (colour, _, _)) in enumerate(zip(study.variants.values(), SERIES)):
        at = numpy.arange(len(quantiles)) + (place - 1.5) * width
        found = [study.figure("a long tail", each) for each in quantiles]
        drawn = axes[0].bar(
            at, [each.value(variant) * 1000 for each in found], width * 0.9, color=colour, hatch=HATCHES[place],
            edgecolor="white", label=variant,
        )  # fmt: skip
        axes[0].bar_label(drawn, [f"{each.value(variant) * 1000:.0f}" for each in found], fontsize=7, padding=1.5)
    axes[0].set_xticks(range(len(quantiles)), quantiles)
    axes[0].set_ylabel("answer time with a long tail, ms")
    axes[0].grid(axis="x", visible=False)
    bars(axes[1], study, ["a long tail", "every answer slow"], "hedges", 100)
    axes[1].set_ylabel("hedges, % of the calls")
    legend(figure, *axes[0].get_legend_handles_labels())
    return figure


def stale():
    study = kept.study("stale-answers")
    figure, axes = panels(1, 2, 2.8, width_ratios=[3, 2])
    bars(axes[0], study, list(study.phases), "useful", 100)
    axes[0].set_ylabel("useful answers, %")
    bars(axes[1], study, ["hang of a minute"], "p99")
    axes[1].set_ylabel("p99 of the answer time, s")
    legend(figure, *axes[0].get_legend_handles_labels())
    return figure


CHARTS = {
    "breaker-thresholds": thresholds,
    "breaker-windows": windows,
    "breaker-reset": reset,
    "breaker-per-endpoint": per_endpoint,
    "retry-attempts": attempts,
    "retry-jitter": jitter,
    "retry-budget": budget,
    "hedging": hedging,
    "stale-answers": stale,
}
