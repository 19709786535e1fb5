"""Judges a soak from scraped metrics alone: `report.py FOLDER CONNECTIONS MEMORY_BOUND_MB`.

FOLDER holds one exposition per program and moment, `MOMENT-PROGRAM.txt`. Prints a table and one line per broken rule;
exit code 1 if there is one.
"""

import pathlib
import re
import sys

MOMENTS = ["start", "before", "full", "after", "end"]
SERVICES = ["backend", "client"]
SAMPLE = re.compile(r"^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$")


def read(path):
    samples = []
    for line in path.read_text().splitlines():
        if match := SAMPLE.match(line):
            labels = dict(re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', match[2] or ""))
            samples.append((match[1], labels, float(match[3])))
    return samples


def total(samples, name, **labels):
    """The sum of a metric's samples with these labels."""
    return sum(
        value for found, has, value in samples if found == name and all(has.get(key) == labels[key] for key in labels)
    )


def quantile(before, after, name, share):
    """In seconds, interpolated within the bucket as PromQL's histogram_quantile does."""
    buckets = {}
    for sign, samples in ((-1, before), (1, after)):
        for found, labels, value in samples:
            if found == name + "_bucket":
                bound = float(labels["le"])
                buckets[bound] = buckets.get(bound, 0) + sign * value
    wanted = share * buckets[float("inf")]
    low, below = 0.0, 0.0
    for bound, count in sorted(buckets.items()):
        if count >= wanted:
            return low if bound == float("inf") else low + (bound - low) * (wanted - below) / max(count - below, 1)
        low, below = bound, count
    return low


def main():
    folder, connections, bound = pathlib.Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    moments = {}
    for moment in MOMENTS:
        for program in SERVICES + ["load"]:
            path = folder / f"{moment}-{program}.txt"
            if path.exists():
                moments[moment, program] = read(path)
    broken = []

    def rule(holds, text):
        if not holds:
            broken.append(text)

    print("| service | moment | connections | descriptors | of them no connection | memory, MB |")
    print("|---|---|---|---|---|---|")
    for service in SERVICES:
        others = {}
        for moment in MOMENTS:
            samples = moments[moment, service]
            served = total(samples, "http_server_connections")
            descriptors = total(samples, "process_open_fds")
            others[moment] = descriptors - served - total(samples, "http_client_connections")
            memory = total(samples, "process_resident_memory_bytes") / 1e6
            print(
                f"| {service} | {moment} | {served:.0f} | {descriptors:.0f} | {others[moment]:.0f} | {memory:.1f} |"
            )
        served = {moment: total(moments[moment, service], "http_server_connections") for moment in MOMENTS}
        rule(served["full"] >= connections, f"{service}: {served['full']:.0f} connections, {connections} were to be")
        rule(
            others["end"] == others["start"],
            f"{service}: {others['end']:.0f} descriptors besides connections, {others['start']:.0f} at the start",
        )
        end = moments["end", service]
        rule(total(end, "http_server_requests_in_flight") == 0, f"{service}: requests are still in flight")
        grown = (
            total(moments["after", service], "process_resident_memory_bytes")
            - total(moments["before", service], "process_resident_memory_bytes")
        ) / 1e6
        rule(grown <= bound, f"{service}: {grown:.1f} MB of memory did not come back, {bound:.0f} may stay")
        for reason in ("malformed", "timeout"):
            count = total(end, "http_server_rejected_total", reason=reason)
            rule(count > 0, f"{service}: nothing was refused as {reason}, so the abuse did not strike")
    before, after = moments["before", "load"], moments["after", "load"]
    # The connections that are left are the load's at the client, and the client's at the backend.
    opened = total(after, "process_open_fds") - total(before, "process_open_fds")
    served = [total(moments[moment, "client"], "http_server_connections") for moment in ("before", "after", "end")]
    rule(served[1] - served[0] == opened, f"client: {served[1] - served[0]:.0f} more connections, the load has {opened:.0f}")
    rule(served[2] == 0, f"client: {served[2]:.0f} connections are left without a load")
    held = total(moments["after", "client"], "http_client_connections")
    served = total(moments["after", "backend"], "http_server_connections")
    rule(served == held, f"backend: {served:.0f} connections after the abuse, the client holds {held:.0f}")

    name = "load_requests_total"
    answered = total(after, name) - total(before, name)
    fresh = total(after, name, outcome="fresh") - total(before, name, outcome="fresh")
    p50, p99 = (1e3 * quantile(before, after, "load_request_duration_seconds", share) for share in (0.5, 0.99))
    print(f"\nload meanwhile: {answered:.0f} answers, {fresh:.0f} of them fresh, p50 {p50:.2f} ms, p99 {p99:.2f} ms")
    rule(answered > 0, "the load had no answer")
    rule(fresh == answered, f"the load had {answered - fresh:.0f} answers that were not fresh")
    for text in broken:
        print(f"broken: {text}")
    sys.exit(1 if broken else 0)


main()
