"""The real Prometheus (docs/results/scraping) beside the simulated one (docs/results/simulations/scraping-measured).

    agreement.py    prints a table; exits with 1 where they are further apart than TOLERANCE

The costs are made of the runs of kind `fit`; those of kind `check` had no part in them.
"""

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# By how much the larger may be the larger, in the runs of kind `check`. Not for how long a scrape takes: the real one waits
# for processors that others use meanwhile.
TOLERANCE = {"cores": 1.5, "memory": 1.5}


def rows():
    """A row for each run: what was measured and what is simulated, by what."""
    measured = json.loads((ROOT / "docs/results/scraping/results.json").read_text())["runs"]
    simulated = json.loads((ROOT / "docs/results/simulations/scraping-measured/results.json").read_text())["variants"]
    found = {(each["scraping"]["targets"], each["scraping"]["interval"]): each["scraping"] for each in simulated}
    for run in measured:
        if run["kind"] not in ("fit", "check"):
            continue
        figures = found[run["targets"], run["interval"]]
        yield {
            "kind": run["kind"],
            "targets": run["targets"],
            "interval": run["interval"],
            "cores": (run["processorSeconds"] / run["seconds"], figures["coresBusy"]),
            "memory": (run["residentBytes"], figures["memoryBytes"]),
            "scrape": (run["scrapeSeconds"]["p50"], figures["scrapeTime"]["p50"]),
            "kept": (run["scrapes"] - run["failed"] >= 0.999 * run["due"], "processors" not in figures["shortages"]),
        }


def differing(row):
    """In what a row that had no part in the costs is too far apart."""
    if row["kind"] == "fit":
        return []
    compared = dict(TOLERANCE)
    if row["interval"] == 1:
        # Of young series, while those of this run have a whole chunk of samples.
        del compared["memory"]
    far = [what for what, most in compared.items() if max(row[what]) > most * min(row[what])]
    return far + (["kept"] if row["kept"][0] != row["kept"][1] else [])


def main():
    print(f"{'':<26}{'cores':>16}{'memory, MB':>20}{'scrape, ms':>16}   (measured, simulated)")
    status = 0
    for row in rows():
        name = f"{row['kind']} {row['targets']} every {row['interval']} s"
        cores, memory, scrape = row["cores"], row["memory"], row["scrape"]
        line = f"{name:<26}{cores[0]:>8.3f}{cores[1]:>8.3f}{memory[0] / 1e6:>10,.0f}{memory[1] / 1e6:>10,.0f}"
        line += f"{scrape[0] * 1e3:>8.2f}{scrape[1] * 1e3:>8.2f}"
        far = differing(row)
        print(line + (f"   differs: {', '.join(far)}" if far else ""))
        status = status or int(bool(far))
    sys.exit(status)


if __name__ == "__main__":
    main()
