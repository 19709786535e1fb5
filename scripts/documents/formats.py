"""How measured values read in the documents: the same everywhere."""

UNKNOWN = "n/a"
# A number is never parted from its unit.
SPACE = "\N{NO-BREAK SPACE}"


def percent(value, digits=0):
    """To the nearest, with as many digits more as it takes not to say 0 or 100 % of what is near to them."""
    text = f"{value * 100:.{digits}f}"
    while float(text) in (0, 100) and value not in (0, 1) and digits < 3:
        digits += 1
        text = f"{value * 100:.{digits}f}"
    return f"{text}{SPACE}%"


def change(value):
    return ("" if value < 0 else "+") + percent(value)


def seconds(value):
    """Three significant digits, as the scoreboard has them."""
    scaled, unit = (value, "s") if value >= 1 else (value * 1000, "ms")
    digits = 0 if scaled >= 100 or scaled == 0 else 1 if scaled >= 10 else 2
    return f"{scaled:.{digits}f}{SPACE}{unit}"


def count(value):
    return f"{value:,.0f}"


def times(value):
    """A factor, to two significant digits below 100."""
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def significant(value):
    """A measured number: three significant digits, and all of those before the point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def nanoseconds(value):
    for unit, scale in (("ns", 1), ("µs", 1e3), ("ms", 1e6)):
        if value < 999.5 * scale:
            return f"{significant(value / scale)}{SPACE}{unit}"
    return seconds(value / 1e9)


def beside(value):
    """What ours is of a peer's: two digits after the point, or as many significant ones."""
    return significant(value) if value >= 10 else f"{value:.2f}" if value >= 0.095 else f"{value:.2g}"


BY_UNIT = {"ratio": percent, "change": change, "seconds": seconds, "count": count}


def text(value, unit):
    return UNKNOWN if value is None else BY_UNIT[unit](value)
