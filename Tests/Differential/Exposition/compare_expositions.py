"""Reads random expositions with prometheus_client's two parsers and compares what they read with what was meant.

    write-expositions COUNT SEED | python compare_expositions.py

Prints a line that begins with "ok" or "FAILED" for each format; of a difference it shows the first.
"""

import json
import math
import struct
import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_openmetrics
from prometheus_client.parser import text_string_to_metric_families as parse_text


def double(bits):
    return struct.unpack("<d", struct.pack("<Q", int(bits)))[0]


def key(value):
    """NaN equals NaN here, and -0 is 0: a sample has no sign of zero."""
    return "NaN" if math.isnan(value) else value + 0.0


def meant(case):
    families = {}
    for family in case["families"]:
        samples = set()
        for sample in family["samples"]:
            labels = dict(sample["labels"])
            if "bound" in sample:
                labels["le"] = double(sample["bound"])
            samples.add((sample["name"], frozenset(labels.items()), key(double(sample["value"]))))
        families[family["name"]] = (family["type"], family["help"], samples)
    return families


def read(case):
    parse = parse_text if case["format"] == "text" else parse_openmetrics
    families = {}
    for family in parse(case["body"]):
        samples = set()
        for sample in family.samples:
            labels = dict(sample.labels)
            if sample.name.endswith("_bucket"):
                labels["le"] = float(labels["le"])
            if sample.exemplar is not None and not sample.exemplar.value <= labels["le"]:
                raise ValueError("an exemplar outside its bucket")
            samples.add((sample.name, frozenset(labels.items()), key(sample.value)))
        if len(samples) != len(family.samples):
            raise ValueError("a sample is there twice")
        families[family.name] = (family.type, family.documentation, samples)
    return families


def difference(meant, found):
    if isinstance(found, str):
        return found
    for name in meant.keys() | found.keys():
        ours, theirs = meant.get(name), found.get(name)
        if ours is None or theirs is None or ours[:2] != theirs[:2]:
            return f"{name}: meant {ours}, read {theirs}"
        if ours[2] != theirs[2]:
            return f"{name}: meant {ours[2] - theirs[2]}, read {theirs[2] - ours[2]}"
    return "nothing"


def main():
    count = {"text": 0, "openMetrics": 0}
    exemplars = 0
    for line in sys.stdin:
        case = json.loads(line)
        count[case["format"]] += 1
        exemplars += case["body"].count(" # {")
        try:
            found = read(case)
        except Exception as error:  # whatever the parser raises is what it has against the body
            found = repr(error)
        if found != meant(case):
            print(f"FAILED\t{case['format']}: {difference(meant(case), found)}, of {case['body']!r}")
            return 1
    for name, number in count.items():
        print(f"{'ok' if number > 0 else 'FAILED'}\t{number} random expositions read as meant: {name}")
    print(f"{'ok' if exemplars > 0 else 'FAILED'}\t{exemplars} exemplars among them")
    return 0


sys.exit(main())
