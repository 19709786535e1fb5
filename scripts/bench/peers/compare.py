"""The libraries beside their peers: what the rounds of scripts/bench-peers.sh measured, as a table and kept as JSON.

    compare.py names           the benchmarks of ours that have a peer, one a line
    compare.py report FOLDER   the table

FOLDER holds for every round N what the programs printed: ours.N.json, go.N.jsonl and python.N.jsonl.
"""

import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import results  # noqa: E402

TITLES = {
    "breaker/run-success": "breaker: a call that succeeds",
    "breaker/run-failure": "breaker: a call that fails",
    "breaker/run-reject": "breaker: a call that is rejected",
    "retry/success-with-budget": "retry: a call that succeeds at once",
    "composition/breaker-around-retry": "breaker around retry: a call that succeeds at once",
    "bulkhead/acquire-and-release": "bulkhead: a place taken and given back",
    "rate-limiter/admit": "rate limiter: a call within the rate",
    "rate-limiter/limit": "rate limiter: a call beyond it",
    "metrics/counter-increment": "counter: one more",
    "metrics/histogram-observe": "histogram: one value",
    "metrics/scrape-10000-series": "scrape of 10,000 series",
    "logs/line": "a log line of 19 fields",
}
LANGUAGES = ("go", "python")


def numbered(folder):
    """The numbers of the rounds."""
    return sorted(int(path.name.split(".")[1]) for path in folder.glob("ours.*.json"))


def ours(folder, number):
    """Nanoseconds by name and threads."""
    report = json.loads((folder / f"ours.{number}.json").read_text())
    return {(each["name"], each["threads"]): each["median_ns"] for each in report["benchmarks"]}


def theirs(folder, number):
    """Nanoseconds by name, threads, library and language."""
    return {
        (each["name"], each["threads"], each["library"], language): each["nanoseconds"]
        for language in LANGUAGES
        for each in map(json.loads, (folder / f"{language}.{number}.jsonl").read_text().splitlines())
    }


def rows(folder):
    rounds = [(ours(folder, number), theirs(folder, number)) for number in numbered(folder)]
    order = {name: place for place, name in enumerate(TITLES)}
    known = sorted(rounds[0][1], key=lambda key: (order[key[0]], LANGUAGES.index(key[3]), key[2], key[1]))
    for name, threads, library, language in known:
        mine = [each[name, threads] for each, _ in rounds]
        yours = [each[name, threads, library, language] for _, each in rounds]
        what = {"name": name, "title": TITLES[name], "library": library, "language": language, "threads": threads}
        yield what | {"unit": "ns"} | results.compared(mine, yours)


def report(options):
    measured = list(rows(options.folder))
    header = ("ns per operation", "threads", "peer", "Holdfast", "the peer's", "ratio", "lowest", "highest")
    lines = [
        (
            row["title"],
            row["threads"],
            row["library"],
            results.significant(row["holdfast"]),
            results.significant(row["peer"]),
            *(results.beside(row[which]) for which in ("ratio", "lowest_ratio", "highest_ratio")),
        )
        for row in measured
    ]
    print(results.markdown(header, lines))
    if options.keep:
        results.keep(options.keep, options.command, results.peers(options), measured)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    commands.add_parser("names").set_defaults(run=lambda _: print(*TITLES, sep="\n"))
    reporting = commands.add_parser("report")
    reporting.add_argument("folder", type=pathlib.Path)
    results.add_keeping(reporting)
    reporting.set_defaults(run=report)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
