"""The services beside nginx: what the parts of scripts/bench.sh measured, as tables, and kept as JSON.

A part leaves a line for each round in RAW/PART.tsv; what stands in it is said below.
"""

import argparse
import csv
import pathlib
import statistics

import results

TITLES = {
    "backend-logged": "backend, metrics and a JSON line per request; nginx with its access log",
    "backend": "backend, metrics, success lines sampled out; nginx with its log off",
    "client": "client in full mode before nginx; nginx proxy_pass with keep-alive before the same nginx",
}


def by_name(lines):
    """The lines of each name, without it, as columns of numbers."""
    names = dict.fromkeys(name for name, *_ in lines)
    return {
        name: list(zip(*(map(float, rest) for each, *rest in lines if each == name), strict=True)) for name in names
    }


def throughput(lines):
    """NAME, requests per second of ours and of nginx."""
    for name, (ours, theirs) in by_name(lines).items():
        yield {"name": name, "title": TITLES[name], "unit": "requests/s"} | results.compared(ours, theirs)


def latency(lines):
    """NAME, requests per second, p50 and p99 of ours and of nginx in microseconds."""
    for name, (rates, our_p50, our_p99, their_p50, their_p99) in by_name(lines).items():
        for quantile, ours, theirs in (("p50", our_p50, their_p50), ("p99", our_p99, their_p99)):
            what = {"name": name, "title": TITLES[name], "unit": "µs", "quantile": quantile, "rate": rates[0]}
            yield what | results.compared(ours, theirs)


def memory(lines):
    """NAME, resident memory in MB when idle and under load, how many connections, memory with these and after them."""
    for name, columns in by_name(lines).items():
        idle, load, crowd, crowded, after = (column[0] for column in columns)
        what = {"name": name, "unit": "MB", "connections": int(crowd)}
        yield what | {"idle": idle, "load": load, "crowded": crowded, "after": after}


def startup(lines):
    """NAME, milliseconds from exec to the first answer."""
    for name, (times,) in by_name(lines).items():
        yield {"name": name, "unit": "ms", "median": statistics.median(times), "starts": len(times)}


def size(lines):
    """NAME, bytes."""
    for name, ((length,),) in by_name(lines).items():
        yield {"name": name, "unit": "bytes", "size": int(length)}


PARTS = {part.__name__: part for part in (throughput, latency, memory, startup, size)}


def rows(part, raw):
    with open(raw / f"{part}.tsv", newline="") as file:
        lines = list(csv.reader(file, delimiter="\t"))
    return [{"part": part} | row for row in PARTS[part](lines)]


def table(part, measured):
    if part == "throughput":
        header = ("requests per second", "Holdfast", "nginx", "ratio", "lowest", "highest")
        return header, [
            (row["title"], f"{row['holdfast']:,.0f}", f"{row['peer']:,.0f}", *ratios(row)) for row in measured
        ]
    if part == "latency":
        header = ("µs at half the peak rate", "requests/s", "Holdfast", "nginx", "ratio", "lowest", "highest")
        return header, [
            (
                f"{row['title']}: {row['quantile']}",
                f"{row['rate']:,.0f}",
                f"{row['holdfast']:,.0f}",
                f"{row['peer']:,.0f}",
                *ratios(row),
            )
            for row in measured
        ]
    if part == "memory":
        crowd = f"with {measured[0]['connections']:,} connections"
        header = ("resident memory, MB", "idle", "under load", crowd, "after them")
        return header, [
            (row["name"], *(f"{row[moment]:.1f}" for moment in ("idle", "load", "crowded", "after")))
            for row in measured
        ]
    if part == "startup":
        header = (f"from exec to the first answer (median of {measured[0]['starts']})", "ms")
        return header, [(row["name"], f"{row['median']:.1f}") for row in measured]
    return ("static and stripped", "MB"), [(row["name"], f"{row['size'] / 1e6:.2f}") for row in measured]


def ratios(row):
    return (results.beside(row[which]) for which in ("ratio", "lowest_ratio", "highest_ratio"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("raw", type=pathlib.Path)
    parser.add_argument("parts", nargs="+", choices=PARTS, metavar="PART")
    results.add_keeping(parser)
    options = parser.parse_args()
    measured = {part: rows(part, options.raw) for part in options.parts}
    if options.keep:
        everything = [row for part in measured.values() for row in part]
        results.keep(options.keep, options.command, results.peers(options), everything)
        return
    for part, of_part in measured.items():
        print(results.markdown(*table(part, of_part)), flush=True)


if __name__ == "__main__":
    main()
