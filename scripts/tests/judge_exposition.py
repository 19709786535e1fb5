"""What prometheus_client's parser, which is the strictest there is for OpenMetrics, has against an exposition.

    judge_exposition.py text|openmetrics BODY [EARLIER]

Prints nothing and exits with 0 if the body is well-formed, no series is there twice, and nothing that only grows is less
than in the EARLIER body of the same process.
"""

import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_openmetrics
from prometheus_client.parser import text_string_to_metric_families as parse_text


def read(name, path):
    with open(path, encoding="utf-8", newline="\n") as file:
        body = file.read()
    return list((parse_text if name == "text" else parse_openmetrics)(body))


def growing(families):
    """The series that may not fall, with their values: of counters and histograms, but not when they began."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        if family.type in ("counter", "histogram")
        for sample in family.samples
        if not sample.name.endswith("_created")
    }


def main():
    name, path, *earlier = sys.argv[1:]
    families = read(name, path)
    assert len(families) > 15, f"only {len(families)} families"
    series = [(sample.name, frozenset(sample.labels.items())) for family in families for sample in family.samples]
    assert len(series) == len(set(series)), "a series is there twice"
    exemplars = [sample for family in families for sample in family.samples if sample.exemplar is not None]
    assert name == "openmetrics" or not exemplars, "format 0.0.4 has no exemplars"
    if earlier:
        now = growing(families)
        for key, value in growing(read(name, earlier[0])).items():
            # Its endpoint may have gone; what is there has not fallen.
            assert now.get(key, value) >= value, f"{key} fell from {value} to {now[key]}"


main()
