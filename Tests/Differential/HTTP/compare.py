"""Reads the same requests with HTTPCore and with h11 and explains every difference.

compare.py PROGRAM COUNT SEED [FOLDER]: PROGRAM is ReadRequests compiled; the files of FOLDER are cases too. Prints a
line for each check, `ok` or `FAILED`, a tab, and what it found; a difference that has no class is printed with its
bytes.
"""

import json
import pathlib
import struct
import subprocess
import sys
from collections import Counter

import h11_reader
from generator import Generator
from known_differences import CLASSES, classify

MOST_SHOWN = 5


def read_with_http_core(program, cases):
    framed = b"".join(struct.pack(">I", len(case)) + case for case in cases)
    output = subprocess.run([program], input=framed, stdout=subprocess.PIPE, check=True).stdout
    return [json.loads(line) for line in output.splitlines()]


def comparable(request):
    """h11 writes the name of a coding, which has no case, in lower case."""
    fields = [[name, value.lower() if name == "transfer-encoding" else value] for name, value in request["fields"]]
    return {**request, "fields": fields}


def compare(case, ours, theirs):
    """How many requests are equal, the rest where the two part without an empty line, our verdict on it, theirs."""
    start = 0
    for index in range(len(case) + 1):
        here = ours["requests"][index] if index < len(ours["requests"]) else None
        there = theirs["requests"][index] if index < len(theirs["requests"]) else None
        if here and there and comparable(here) == comparable(there):
            start = here["end"]
        else:
            verdicts = ["accepted" if here else ours["end"], "accepted" if there else theirs["end"]]
            return index, case[start:].removeprefix(b"\r\n"), *verdicts


def is_refusal(verdict):
    return verdict not in ("accepted", "complete", "incomplete")


def main(program, count, seed, folder=None):
    generator = Generator(seed)
    cases = [path.read_bytes() for path in sorted(pathlib.Path(folder).iterdir())] if folder else []
    cases += [generator.case() for _ in range(count)]
    totals, seen, unexplained = Counter(), Counter(), []
    for number, (case, ours) in enumerate(zip(cases, read_with_http_core(program, cases), strict=True)):
        equal, rest, here, there = compare(case, ours, h11_reader.read(case))
        totals["requests that both accept, with equal method, target, fields and content"] += equal
        if here == there != "accepted":
            totals[f"cases that both find {here} at the end"] += 1
        elif is_refusal(here) and is_refusal(there):
            totals["cases that both refuse"] += 1
        else:
            names = classify(rest, here, there)
            seen.update(names)
            totals["cases that differ"] += 1
            if not names:
                unexplained.append((number, rest, here, there))

    for name, total in totals.items():
        print(f"note\t{total} {name}")
    for number, rest, here, there in unexplained[:MOST_SHOWN]:
        print(f"note\tcase {number} of seed {seed}: HTTPCore: {here}; h11: {there}\n\t{rest!r}")
    verdict = "FAILED" if unexplained else "ok"
    print(f"{verdict}\t{len(cases)} cases of seed {seed}: {len(unexplained)} differ unexplained")
    for name, reason, _ in CLASSES:
        print(f"{'ok' if seen[name] else 'FAILED'}\t{seen[name]} differ by {name} ({reason})")
    return 1 if unexplained or not all(seen[name] for name, _, _ in CLASSES) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:]))
