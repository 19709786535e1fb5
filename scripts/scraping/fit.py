"""What a sample and a series cost, from several runs: straight lines by least squares."""


def line(points):
    """Intercept and slope through (x, y), the largest deviation from it by y, and the coefficient of determination."""
    count = len(points)
    mean_x, mean_y = (sum(point[place] for point in points) / count for place in (0, 1))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    intercept = mean_y - slope * mean_x
    left = [y - intercept - slope * x for x, y in points]
    total = sum((y - mean_y) ** 2 for _, y in points)
    return {
        "intercept": intercept,
        "slope": slope,
        "largestResidual": max(map(abs, left)),
        "determination": 1 - sum(each**2 for each in left) / total,
        "points": count,
    }


def costs(runs):
    """Of the runs of kind `fit` alone; those of kind `check` are for comparing."""
    fitted = [run for run in runs if run["kind"] == "fit"]

    def rate(run, name):
        return run[name] / run["seconds"]

    # The one that ran for longer than the 120 samples of a chunk.
    (full,) = (run for run in runs if run["kind"] == "check" and run["interval"] == 1)
    return {
        "coresBySamplesPerSecond": line([(rate(run, "samples"), rate(run, "processorSeconds")) for run in fitted]),
        "residentBytesBySeries": line([(run["series"], run["residentBytes"]) for run in fitted]),
        "heapBytesBySeries": line([(run["series"], run["heapBytes"]) for run in fitted]),
        "logBytesBySamples": line([(run["samples"], run["logBytes"]) for run in fitted]),
        "targetCoresByScrapesPerSecond": line(
            [(rate(run, "scrapes"), rate(run, "targetProcessorSeconds")) for run in fitted]
        ),
        "residentBytesPerFullSeries": full["residentBytes"] / full["series"],
    }


def of_remote_write(runs, costs):
    """What a sample that is sent costs more than one that is not, by the lines, and its bytes."""
    (sender,) = (run for run in runs if run["kind"] == "remote-write")
    (agent,) = (run for run in runs if run["kind"] == "agent")
    memory = costs["residentBytesBySeries"]

    def per_sample(run):
        return run["processorSeconds"] / run["samples"]

    return {
        "targets": sender["targets"],
        "bytesPerSample": sender["sentBytes"] / sender["sentSamples"],
        "processorSecondsPerSample": per_sample(sender) - costs["coresBySamplesPerSecond"]["slope"],
        "residentBytesPerSeries": (sender["residentBytes"] - memory["intercept"]) / sender["series"] - memory["slope"],
        "agentProcessorSecondsPerSample": per_sample(agent),
        "agentResidentBytesPerSeries": agent["residentBytes"] / agent["series"],
    }
