"""Resilience overview: what users get, and what each pattern does about it. The first screen has no row of its own,
since it must be there at once; the others follow by question.
"""

import overview_anomalies
import overview_breakers
import overview_now
import overview_objectives
import overview_red
import overview_retries
from frame import new_dashboard

ROWS = [
    (None, overview_now.panels),
    ("Objectives and error budget", overview_objectives.panels),
    ("Out of the ordinary?", overview_anomalies.panels),
    ("Breakers", overview_breakers.panels),
    ("Retries", overview_retries.about_retries),
    ("Fallbacks", overview_retries.about_fallbacks),
    ("Endpoints and limits", overview_retries.about_limits),
    ("Rate, errors, duration: per service and edge", overview_red.panels),
]


def build():
    return new_dashboard(
        ROWS,
        "Resilience overview",
        "holdfast-resilience-overview",
        "What users get, by mode; which breaker is open since when; what retries cost; how fast answers are; and when "
        "the fault began and ended.",
    )
