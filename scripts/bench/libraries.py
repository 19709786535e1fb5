"""The libraries' hot paths: what the executable Benchmarks measured, as a table and kept as JSON."""

import argparse
import json
import sys

import results


def rows(report):
    for benchmark in report["benchmarks"]:
        yield {
            "name": benchmark["name"],
            "threads": benchmark["threads"],
            "unit": "ns",
            "median": benchmark["median_ns"],
            "minimum": benchmark["minimum_ns"],
            "allocations": benchmark["allocations"],
            "rounds": report["rounds"],
        }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    results.add_keeping(parser)
    options = parser.parse_args()
    measured = list(rows(json.load(sys.stdin)))
    header = ("ns per operation", "threads", "median", "minimum", "allocations")
    lines = [
        (
            row["name"],
            row["threads"],
            results.significant(row["median"]),
            results.significant(row["minimum"]),
            f"{row['allocations']:g}",
        )
        for row in measured
    ]
    print(results.markdown(header, lines))
    if options.keep:
        results.keep(options.keep, options.command, results.peers(options), measured)


if __name__ == "__main__":
    main()
