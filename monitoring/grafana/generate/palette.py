"""Colours that mean the same on every panel, from palettes made for the colour-blind (Okabe and Ito, Color Universal
Design, 2008; Paul Tol, Colour Schemes, 2021). A mode has a dash pattern besides its colour and a state has its word, so
that nothing is told by colour alone.
"""

from grafana_foundation_sdk.models import dashboard

GOOD, FAIR, BAD = "#009E73", "#E69F00", "#D55E00"
NEUTRAL = "#8C8C8C"

# Name, colour, dashes (line, gap, …; none is a solid line), width.
MODES = [
    ("baseline", "#8C8C8C", [2, 5], 2),
    ("retry", "#E69F00", [12, 6], 2),
    ("breaker", "#CC79A7", [6, 4], 2),
    ("full", "#0072B2", [], 3),
]

# From what users want most to what they want least; also the order in which areas are stacked.
OUTCOMES = [
    ("fresh", "#009E73"),
    ("stale", "#DDCC77"),
    ("partial", "#56B4E9"),
    ("rejected", "#AA4499"),
    ("error", "#D55E00"),
    ("timeout", "#882255"),
]

# What a client says it gave; the same colours where it is the same thing.
SOURCES = [
    ("backend", "#009E73"),
    ("stale", "#DDCC77"),
    ("partial", "#56B4E9"),
    ("fallback", "#CCBB44"),
    ("rejected", "#AA4499"),
    ("error", "#D55E00"),
]

# The number that stands for a state on the panels, the state's label, its text, its colour.
BREAKER_STATES = [
    (0, "closed", "closed", "#009E73"),
    (1, "half_open", "half open", "#E69F00"),
    (2, "open", "OPEN", "#D55E00"),
    (3, "forced_open", "FORCED OPEN", "#882255"),
    (4, "disabled", "disabled", "#8C8C8C"),
]


def words(meanings):
    """A value mapping: a word and a colour for each number, from (number, word, colour)."""
    return [
        dashboard.ValueMap(
            {
                str(number): dashboard.ValueMappingResult(text=word, color=color, index=index)
                for index, (number, word, color) in enumerate(meanings)
            }
        )
    ]


BREAKER_WORDS = [(number, text, color) for number, _, text, color in BREAKER_STATES]


def of_color(color):
    return dashboard.DynamicConfigValue("color", {"mode": "fixed", "fixedColor": color})


def by_mode():
    """Overrides for series whose names begin with a mode's."""
    return [
        (
            f"/^{mode}\\b/",
            [of_color(color), *line(width, dash)],
        )
        for mode, color, dash, width in MODES
    ]


def line(width, dash):
    """Properties of a line; no dashes is a solid one."""
    style = {"fill": "dash", "dash": dash} if dash else {"fill": "solid"}
    return [
        dashboard.DynamicConfigValue("custom.lineWidth", width),
        dashboard.DynamicConfigValue("custom.lineStyle", style),
    ]


def by_instance():
    """Overrides for series whose names begin with an instance's: the colour of its mode, a client's line solid, a
    backend's dashed, the others of its kind dotted.
    """
    return [
        *((f"/-{mode}\\b/", [of_color(color)]) for mode, color, _, _ in MODES),
        ("/^load-generator/", [of_color("#009E73")]),
        ("/^client/", line(2, [])),
        ("/^backend/", line(1, [8, 4])),
        ("/^backend.*[2-9]\\b/", line(1, [2, 3])),
    ]


def by_name(colors):
    """Overrides for series that begin with a name, from (name, color)."""
    return [(f"/^{name}\\b/", [of_color(color)]) for name, color in colors]
