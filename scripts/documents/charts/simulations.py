"""Charts of the simulations: what happens past one machine."""

import numpy

import kept

from .style import FAULT, HATCHES, SERIES, legend, panels


def per_second(variant, name):
    """A series of the only group, as so many a second, and the middle of each interval."""
    (group,) = variant["groups"]
    length = round(variant["duration"] / variant["interval"])
    points = numpy.array(group["series"][name][:length]) / variant["interval"]
    return (numpy.arange(len(points)) + 0.5) * variant["interval"], points


def fresh_share(variant):
    (group,) = variant["groups"]
    length = round(variant["duration"] / variant["interval"])
    fresh, stale, failed = (numpy.array(group["series"][each][:length], float) for each in ("fresh", "stale", "failed"))
    ended = fresh + stale + failed
    share = numpy.divide(fresh, ended, out=numpy.full(length, numpy.nan), where=ended > 0) * 100
    return (numpy.arange(length) + 0.5) * variant["interval"], share


def metastable():
    study = kept.simulation("metastable")
    clients = study.choices("clients")
    figure, axes = panels(2, 2, 4.6, sharex=True, sharey=True)
    for axis, number in zip(axes, clients):
        axis.axvspan(20, 30, color=FAULT)
        for retries, (colour, dash, _) in zip(study.choices("retries"), SERIES):
            axis.plot(
                *per_second(study.variant(clients=number, retries=retries), "attempts"),
                dash, color=colour, label=retries, linewidth=1.3,
            )  # fmt: skip
        axis.axhline(1000, color="#8c959f", linewidth=0.8)
        axis.set_title(f"{number} clients")
        axis.margins(x=0)
        axis.set_ylim(bottom=0)
    figure.supylabel("attempts in each second", fontsize=9)
    figure.supxlabel("seconds (the backend is slow in the shaded ten; the line is what it can serve)", fontsize=9)
    legend(figure, *axes[0].get_legend_handles_labels())
    return figure


def jitter():
    study = kept.simulation("jitter")
    kinds = study.choices("jitter")
    figure, axes = panels(len(kinds), 1, 5.2, sharex=True, sharey=True)
    for axis, kind, (colour, _, _) in zip(axes, kinds, [*SERIES, ("#5c5c58", "-", "v")]):
        variant = study.variant(jitter=kind)
        at, points = per_second(variant, "attempts")
        (group,) = variant["groups"]
        axis.bar(at, points * variant["interval"], variant["interval"] * 0.95, color=colour)
        axis.set_title(f"{kind}: {group['whole']['fresh'] * 100:.0f} % of the calls answered")
        axis.set_xlim(0, 16)
        axis.set_yscale("log")
        axis.set_ylim(10, 20000)
    figure.supylabel("attempts in each tenth of a second (log scale)", fontsize=9)
    axes[-1].set_xlabel("seconds")
    return figure


def endpoints():
    study = kept.simulation("thousand-endpoints")
    numbers, kinds = study.choices("endpoints that hang"), study.choices("breaker")
    figure, axes = panels(1, 2, 2.9, width_ratios=[3, 2])
    width = 0.8 / len(kinds)
    for place, (kind, (colour, dash, _)) in enumerate(zip(kinds, SERIES)):
        at = numpy.arange(len(numbers)) + (place - (len(kinds) - 1) / 2) * width
        lost = [
            100 * (1 - study.window("fault", endpoints_that_hang=number, breaker=kind)["fresh"]) for number in numbers
        ]
        drawn = axes[0].bar(
            at, lost, width * 0.9, color=colour, hatch=HATCHES[place], edgecolor="white", label=kind
        )
        axes[0].bar_label(drawn, [f"{value:.2g}" for value in lost], fontsize=7, padding=2, rotation=90)
        variant = study.variant(endpoints_that_hang=numbers[-1], breaker=kind)
        axes[1].plot(*fresh_share(variant), dash, color=colour, linewidth=1.4)
    axes[0].set_xticks(range(len(numbers)), numbers)
    axes[0].set_xlabel("endpoints of 1,000 that hang for a minute")
    axes[0].set_ylabel("answers lost meanwhile, %")
    axes[0].grid(axis="x", visible=False)
    axes[0].margins(y=0.16)
    axes[1].axvspan(20, 80, color=FAULT, zorder=0)
    axes[1].set_xlabel(f"seconds, with {numbers[-1]} that hang")
    axes[1].set_ylabel("fresh answers, %")
    axes[1].set_ylim(0, 103)
    axes[1].margins(x=0)
    legend(figure, *axes[0].get_legend_handles_labels())
    return figure


def cold():
    study = kept.simulation("cold-backend")
    shown = ["retry, full jitter", "retry with a budget", "all patterns", "all, and a throttle"]
    figure, axes = panels(2, 1, 4.4, sharex=True)
    for kind, (colour, dash, _) in zip(shown, SERIES):
        variant = study.variant(client=kind)
        axes[0].plot(*per_second(variant, "attempts"), dash, color=colour, label=kind, linewidth=1.3)
        axes[1].plot(*fresh_share(variant), dash, color=colour, linewidth=1.3)
    for axis in axes:
        axis.axvspan(30, 45, color="#e6e0cc")
        axis.axvspan(45, 60, color=FAULT)
        axis.margins(x=0)
        axis.set_ylim(bottom=0)
    axes[0].set_ylabel("attempts in each second")
    axes[1].set_ylabel("fresh answers, %")
    axes[1].set_xlabel("seconds (gone in the darker part, cold in the lighter)")
    legend(figure, *axes[0].get_legend_handles_labels())
    return figure


def parameters():
    study = kept.simulation("parameters")
    figure, (axis, key) = panels(1, 2, 4.0, width_ratios=[1, 1])
    clients = study.choices("client")
    # Points that lie upon one another have their numbers side by side.
    at = {}
    for number, client in enumerate(clients, 1):
        whole = study.window("whole", client=client)
        load, fresh = (whole["amplification"] - 1) * 100, whole["fresh"] * 100
        colour, _, marker = SERIES[1 if "original" in client else 0]
        axis.plot(load, fresh, marker, color=colour, markersize=4)
        at.setdefault((round(load / 1.2), round(fresh / 1.5)), []).append((number, load, fresh))
    for place, points in enumerate(at.values()):
        _, load, fresh = points[0]
        axis.annotate(
            " ".join(str(number) for number, _, _ in points), (load, fresh), xytext=(4, -9 if place % 2 else 4),
            textcoords="offset points", fontsize=7.5,
        )  # fmt: skip
    axis.set_xlabel("load that repeated attempts add, %")
    axis.set_ylabel("fresh answers, %")
    axis.margins(x=0.08, y=0.08)
    key.set_axis_off()
    for number, client in enumerate(clients, 1):
        whole = study.window("whole", client=client)
        figures = f"{whole['fresh'] * 100:.1f} %  {(whole['amplification'] - 1) * 100:+.0f} %"
        for x, text, side in ((-0.02, f"{number}", "right"), (0, client, "left"), (1.05, figures, "right")):
            key.text(x, 1 - (number - 1) / 15.5, text, ha=side, va="top", fontsize=7.5, transform=key.transAxes)
    return figure


CHARTS = {
    "simulated-metastable": metastable,
    "simulated-jitter": jitter,
    "simulated-endpoints": endpoints,
    "simulated-cold-backend": cold,
    "simulated-parameters": parameters,
}
