"""What it costs to watch: docs/results/scraping, and the simulations that its costs went into."""

import functools
import math
import sys

import formats
import kept

sys.path.insert(0, str(kept.ROOT / "scripts/scraping"))
import agreement  # noqa: E402  (the check of the same comparison)

GIB = 1 << 30


def table(header, rows):
    lines = [f"| {' | '.join(header)} |", "|---" + "|---:" * (len(header) - 1) + "|"]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows])


def binary(number):
    """Bytes of memory."""
    unit, scale = ("GiB", GIB) if number >= GIB else ("MiB", 1 << 20)
    return f"{formats.significant(number / scale)}{formats.SPACE}{unit}"


def decimal(number):
    """Bytes on the wire or on disk."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if number >= scale:
            return f"{formats.significant(number / scale)}{formats.SPACE}{unit}"
    return f"{formats.significant(number)}{formats.SPACE}bytes"


def two_digits(number):
    """Rounded down: what there is room for must not read as more."""
    unit = 10 ** (math.floor(math.log10(number)) - 1)
    return math.floor(number / unit) * unit


class Watching:
    def __init__(self):
        self.measured = kept.read(kept.RESULTS / "scraping/results.json")
        self.costs, self.remote, self.pod = (self.measured[name] for name in ("costs", "remoteWrite", "pod"))
        self.simulated = kept.simulation("scraping")
        self._prometheus = kept.read(kept.RESULTS / "simulations/scraping/scenario.json")["scraping"]["prometheus"]

    def cores(self):
        """Of a simulated server."""
        return self._prometheus["cores"]

    def memory(self):
        """Of a simulated server, in bytes."""
        return self._prometheus["memoryBytes"]

    def gibibytes(self):
        """The same as one reads it."""
        return formats.count(self.memory() / GIB)

    # What is exposed.

    def exposition(self, mode=None, endpoints=None):
        """Of the client in that mode with so many endpoints; without, of the backend."""
        wanted = (mode, endpoints)
        found = {(row.get("mode"), row.get("endpoints")): row for row in self.measured["expositions"]}
        return kept.pick(found, wanted, "scraping")

    def scraped(self):
        return self.exposition(self.pod["mode"], self.pod["endpoints"])

    def an_endpoint(self, what):
        """What the client in full mode has more of by each endpoint beyond ten."""
        few, many = self.exposition("full", 10), self.exposition("full", 100)
        get = (lambda row: row["series"]) if what == "series" else (lambda row: row["openMetrics"]["bytes"])
        return (get(many) - get(few)) / 90

    def expositions(self):
        rows = [("backend", None, None)]
        rows += [(f"client, {mode}", mode, number) for mode in kept.MODES for number in (2, 10, 100)]
        # Modes and numbers that differ in nothing are one row.
        seen = {}
        for title, mode, number in rows:
            row = self.exposition(mode, number)
            seen.setdefault((title, row["series"]), ([], row))[0].append(number)
        for title, (numbers, row) in ((key[0], value) for key, value in seen.items()):
            numbers = "" if numbers == [None] else ", ".join(map(str, numbers))
            yield title, numbers, row

    def expositions_table(self):
        header = ("", "endpoints", "series", "bytes", "if it were zipped", "written in", "scraped in")
        return table(
            header,
            (
                (
                    title,
                    numbers,
                    formats.count(row["series"]),
                    decimal(row["openMetrics"]["bytes"]),
                    decimal(row["openMetrics"]["gzipped"]),
                    formats.seconds(row["writeSeconds"]),
                    formats.seconds(row["scrapeSeconds"]),
                )
                for title, numbers, row in self.expositions()
            ),
        )

    def families_table(self, number):
        families = self.pod["families"]
        total = sum(each["series"] for each in families)
        return table(
            ("metric", "series", "share"),
            (
                (f"`{each['name']}`", formats.count(each["series"]), formats.percent(each["series"] / total))
                for each in families[:number]
            ),
        )

    # What was measured, beside what is simulated.

    def run(self, **wanted):
        found = [run for run in self.measured["runs"] if wanted.items() <= run.items()]
        if len(found) != 1:
            raise kept.Unknown(f"scraping has {len(found)} runs with {wanted}")
        return found[0]

    def agreement_table(self):
        header = ("targets", "every", "cores busy", "memory", "a scrape (p50)", "")
        return table(
            header,
            (
                (
                    formats.count(row["targets"]),
                    f"{row['interval']}{formats.SPACE}s",
                    ", ".join(f"{value:.3f}" for value in row["cores"]),
                    ", ".join(binary(value) for value in row["memory"]),
                    ", ".join(formats.seconds(value) for value in row["scrape"]),
                    "the costs are made of it" if row["kind"] == "fit" else "had no part in the costs",
                )
                for row in agreement.rows()
            ),
        )

    def sample_costs(self):
        """Nanoseconds of a core for a sample, in the runs without remote write, the least first."""
        runs = [run for run in self.measured["runs"] if run["kind"] in ("fit", "check")]
        return sorted(run["processorSeconds"] / run["samples"] * 1e9 for run in runs)

    def remote_factor(self):
        return self.remote["processorSecondsPerSample"] / self.costs["coresBySamplesPerSecond"]["slope"]

    # What follows.

    def most_series(self):
        """What a simulated server has memory for, to two digits."""
        free = self.memory() - self._prometheus["baseBytes"]
        return two_digits(free / self._prometheus["bytesPerSeries"])

    def pods(self, series):
        """How many have so many series, to two digits."""
        return two_digits(series / (self.scraped()["series"] + self.pod["reported"]))

    def most_samples(self):
        """What a simulated server takes in in a second where far more comes."""
        return float(f"{self.one('100,000', '1 s')['takenInPerSecond']:.2g}")

    def missed_share(self, pods, interval):
        found = self.one(pods, interval)
        return found["missed"] / found["due"]

    def needed(self, pods, interval, remote_write="off"):
        """The fewest servers that were simulated of which each has enough, and the variant; None if there is none."""
        for servers in self.simulated.choices("servers"):
            variant = self.simulated.variant(
                pods=pods, interval=interval, servers=servers, remote_write=remote_write
            )["scraping"]
            if not variant["shortages"]:
                return int(servers), variant
        return None, None

    def one(self, pods, interval, remote_write="off"):
        """What becomes of one server."""
        return self.simulated.variant(pods=pods, interval=interval, servers="1", remote_write=remote_write)["scraping"]

    def table(self):
        intervals = self.simulated.choices("interval")
        header = ["pods", "series", "samples a second", "exposed a second", "memory", "cores busy"]
        header += [f"servers, {interval}" for interval in intervals] + ["remote write a second"]

        def row(pods):
            _, variant = self.needed(pods, "15 s")
            sending = self.one(pods, "15 s", "on")
            servers = [self.needed(pods, interval)[0] for interval in intervals]
            return [
                pods,
                formats.count(variant["series"]),
                formats.count(variant["samplesPerSecond"]),
                decimal(variant["bytesPerSecond"]),
                binary(variant["memoryBytes"]),
                formats.beside(variant["coresBusy"]),
                *("more" if each is None else str(each) for each in servers),
                decimal(sending["remoteBytesPerSecond"]),
            ]

        return table(header, map(row, self.simulated.choices("pods")))


@functools.cache
def watching():
    with kept.at_work_on("docs/results/scraping"):
        return Watching()
