"""Runs a study's phases on a lab, and gives its results."""

import dataclasses
import datetime
import tempfile
import time

from declaration import MEASURE
from figures import CURVES, FIGURES, Window
from lab import Lab


def rounded(value):
    """Six significant digits: more is noise."""
    return None if value is None else float(f"{value:.6g}")


def curve(lab, name, start, end):
    title, unit, promql = CURVES[name]
    start, end = int(start), int(end)
    series = {}
    for labels, values in lab.range(promql, start, end):
        slot = labels.get("mode", labels.get("target"))
        series[slot] = [rounded(values.get(float(second))) for second in range(start, end + 1)]
    return {"title": title, "unit": unit, "promQL": promql, "start": start, "step": 1, "series": series}


def measure(lab, study, phase):
    begin = time.time()
    start = None
    for action in phase.begin:
        if action == MEASURE:
            start = time.time()
        else:
            lab.act(action)
    if start is None:
        # A counter's value "at" a time is that of the scrape before it.
        lab.wait(phase.lead + 1)
        start = time.time()
    lab.wait(phase.measure)
    end = time.time()
    for action in phase.end:
        lab.act(action)
    lab.settle(phase.settle)
    # To the millisecond, as the queries write them: who reads the window can ask them again.
    window = Window(*(round(moment, 3) for moment in (start, end, time.time())))
    figures = {}
    for name in phase.figures:
        title, unit, promql = FIGURES[name]
        queries = {slot: promql(slot, window) for slot in study.variants}
        values = {slot: {"value": rounded(lab.value(query)), "promQL": query} for slot, query in queries.items()}
        figures[name] = {"title": title, "unit": unit, "variants": values}
    before = max(begin, start - phase.lead - 1) - 3
    return {
        "name": phase.name,
        "window": dataclasses.asdict(window),
        "figures": figures,
        "curves": {name: curve(lab, name, before, end) for name in phase.curves},
    }


def results(study, rate, seed, base_port):
    """Of the whole study, on a lab of its own; LabFailure if that fails."""
    print(f"{study.name}: {study.title}; about {study.minutes():.0f} min", flush=True)
    now = datetime.datetime.now(datetime.timezone.utc)
    with tempfile.TemporaryDirectory() as output, Lab(study, rate, seed, base_port, output) as lab:
        lab.settle(15)
        phases = []
        for phase in study.phases:
            print(f"{study.name}: {phase.name}", flush=True)
            phases.append(measure(lab, study, phase))
    return {
        "schema": 1,
        "study": study.name,
        "run": {
            "id": now.strftime("%Y-%m-%dT%H%M%SZ"),
            "profile": study.profile,
            "rate": rate,
            "seed": seed,
            "settings": study.settings(),
        },
        "phases": phases,
    }
