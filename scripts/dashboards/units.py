"""Numbers as Grafana writes them, for the units the dashboards use."""

import math
import time


def _number(value, decimals):
    if decimals is None:
        size = abs(value)
        decimals = 0 if size >= 100 or value == int(value) else 1 if size >= 10 else 2
    return f"{value:.{decimals}f}"


def _scaled(value, decimals, names, factor):
    index = 0
    while abs(value) >= factor and index < len(names) - 1:
        value, index = value / factor, index + 1
    return f"{_number(value, decimals)}{names[index]}"


def _seconds(value, decimals):
    size = abs(value)
    if size >= 3600:
        return f"{_number(value / 3600, None if decimals == 0 else decimals)} h"
    if size >= 60:
        return f"{_number(value / 60, None if decimals == 0 else decimals)} min"
    if size >= 1 or value == 0:
        return f"{_number(value, decimals)} s"
    if size >= 1e-3:
        return f"{_number(value * 1e3, decimals)} ms"
    return f"{_number(value * 1e6, decimals)} µs"


def text(value, unit, decimals=None):
    if value is None or math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞"
    if unit == "percentunit":
        return f"{_number(value * 100, decimals)} %"
    if unit == "s":
        return _seconds(value, decimals)
    if unit == "bytes":
        return _scaled(value, decimals, [" B", " KiB", " MiB", " GiB"], 1024)
    if unit.startswith("dateTime"):
        return time.strftime("%H:%M:%S", time.gmtime(value / 1000))
    if unit in ("reqps", "ops"):
        return _scaled(value, decimals, ["", " K", " M"], 1000) + (" req/s" if unit == "reqps" else " ops/s")
    return _scaled(value, decimals, ["", " K", " M"], 1000) if unit == "short" else _number(value, decimals)
