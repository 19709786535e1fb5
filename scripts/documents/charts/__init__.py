"""The documents' charts: docs/pictures/charts/NAME.svg, each drawn from what docs/results keeps."""

import kept

from . import benchmarks, runs, simulations, studies, watching
from .style import svg

FOLDER = kept.ROOT / "docs/pictures/charts"


def drawn():
    """Path and text of every chart."""
    charts = runs.CHARTS | studies.CHARTS | benchmarks.CHARTS | simulations.CHARTS | watching.CHARTS
    for name, figure in charts.items():
        with kept.at_work_on(f"chart {name}"):
            text = svg(figure, name)
        yield FOLDER / f"{name}.svg", text
