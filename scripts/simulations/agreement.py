"""What the lab measured (docs/results/quick and seed) beside what is simulated with the same parameters.

    agreement.py LAB [--write FILE] [--seeds N]

LAB is the program. A run of the lab is one draw of chance, so the simulation is run with many seeds. They agree where the
lab's success ratio is within 2 points of the simulation's mean and its amplification within 10 %. Where single simulated
runs lie further apart than that (a breaker that opens by chance for a fifth of the fault), the lab's must lie where 95 % of
them do. Prints a table; exits with 1 where they do not agree.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
EXPERIMENTS = ("transient-errors", "pod-failure", "network-partition")
MODES = ("baseline", "retry", "breaker", "full")
# By what is compared: the lab's figure, how far it may be off, and in which modes it is not so by definition.
COMPARED = {
    "fresh": ("fresh-answers", lambda measured, mean: abs(measured - mean) <= 0.02, MODES),
    "useful": ("useful-answers", lambda measured, mean: abs(measured - mean) <= 0.02, ("full",)),
    "amplification": ("extra-backend-load", lambda measured, mean: abs(measured - mean) <= 0.1 * mean, ("retry", "full")),
}


def measured(profile):
    """By experiment, mode and what is compared."""
    document = json.loads((ROOT / f"docs/results/{profile}/results.json").read_text())
    found = {}
    for experiment in document["experiments"]:
        figures = {figure["id"]: figure["modes"] for figure in experiment["figures"]}
        for what, (figure, _, modes) in COMPARED.items():
            for mode in modes if experiment["name"] in EXPERIMENTS else ():
                value = figures[figure][mode]["value"]
                found[experiment["name"], mode, what] = value + 1 if what == "amplification" else value
    return found


def simulated(lab, profile, seed):
    """The same of one run of the simulation."""
    command = [lab, "simulate", f"lab-{profile}", "--seed", str(seed), "--jobs", "1", "--json"]
    document = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    found = {}
    for variant in document["variants"]:
        for group in variant["groups"]:
            for what in COMPARED:
                window = group["windows"]["load" if what == "amplification" else "answers"]
                found[variant["choices"]["experiment"], group["name"], what] = window.get(what)
    return found


def compared(lab, profile, seeds):
    """A row for each experiment, mode and what is compared."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = list(pool.map(lambda seed: simulated(lab, profile, seed), seeds))
    for (experiment, mode, what), value in measured(profile).items():
        found = sorted(run[experiment, mode, what] for run in runs)
        mean = statistics.fmean(found)
        edge = len(found) // 40
        lowest, highest = found[edge], found[-1 - edge]
        is_near = COMPARED[what][1](value, mean)
        yield {
            "profile": profile,
            "experiment": experiment,
            "mode": mode,
            "what": what,
            "measured": value,
            "simulated": mean,
            "lowest": lowest,
            "highest": highest,
            "isNear": is_near,
            "agrees": is_near or lowest <= value <= highest,
        }


def table(rows):
    lines = [f"{'':<46}{'lab':>8}{'simulated':>11}   95 % of the runs"]
    for row in rows:
        name = f"{row['profile']} {row['experiment']} {row['mode']} {row['what']}"
        verdict = "" if row["isNear"] else "  within these" if row["agrees"] else "  differs"
        between = f"{row['lowest']:.3f} … {row['highest']:.3f}"
        lines.append(f"{name:<46}{row['measured']:>8.3f}{row['simulated']:>11.3f}   {between}{verdict}")
    differing = sum(not row["agrees"] for row in rows)
    near = sum(row["isNear"] for row in rows)
    lines.append(f"{len(rows)} compared: {near} near, {len(rows) - near - differing} within the runs, {differing} differ")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("lab")
    parser.add_argument("--write", type=pathlib.Path)
    parser.add_argument("--seeds", type=int, default=200)
    options = parser.parse_args()
    seeds = range(1, options.seeds + 1)
    rows = [row for profile in ("quick", "seed") for row in compared(options.lab, profile, seeds)]
    print(table(rows))
    if options.write:
        text = ",\n".join(" " + json.dumps(row) for row in rows)
        unfinished = options.write.with_name(f".{options.write.name}")
        unfinished.write_text(f'{{"schema": 1, "seeds": {options.seeds}, "rows": [\n{text}\n]}}\n')
        os.replace(unfinished, options.write)
    sys.exit(0 if all(row["agrees"] for row in rows) else 1)


try:
    main()
except (OSError, KeyError, subprocess.CalledProcessError) as error:
    sys.exit(f"agreement: {type(error).__name__}: {error}")
