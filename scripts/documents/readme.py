"""README's tables of figures. A table stands between `<!-- results: RUN -->` and `<!-- end -->`."""

import re

import kept

# By run: what a row is called, and the figure it shows.
ROWS = {
    "quick": [
        ("60 % errors: fresh answers", "transient-errors", "fresh-answers"),
        ("60 % errors: useful answers", "transient-errors", "useful-answers"),
        ("60 % errors: load that retries add", "transient-errors", "extra-backend-load"),
        ("all backends gone: useful answers", "pod-failure", "useful-answers"),
        ("all backends gone: load that retries add", "pod-failure", "extra-backend-load"),
        ("all backends gone: recovery once they are back", "pod-failure", "recovery-time"),
        ("backends hang: mean answer time", "hang", "latency-settled-mean"),
        ("half of the backends cut off: fresh answers", "network-partition", "fresh-answers"),
        ("every answer slow: mean answer time", "latency", "latency-settled-mean"),
        ("every answer slow: fresh answers", "latency", "fresh-answers"),
        ("four times the load: load that retries add", "retry-storm", "extra-backend-load"),
        ("four times the load: useful answers", "retry-storm", "useful-answers"),
        ("four times the load: answer time p99", "retry-storm", "latency-p99"),
        ("a backend in a crash loop: useful answers", "crash-loop", "useful-answers"),
        ("everything restarted in turn: useful answers", "rolling-restart", "useful-answers"),
    ],
    "seed": [
        ("60 % errors: fresh answers", "transient-errors", "fresh-answers"),
        ("60 % errors: useful answers", "transient-errors", "useful-answers"),
        ("all backends gone: recovery once they are back", "pod-failure", "recovery-time"),
        ("backends hang: mean answer time", "hang", "latency-settled-mean"),
        ("half of the backends cut off: fresh answers", "network-partition", "fresh-answers"),
        ("four times the load: load that retries add", "retry-storm", "extra-backend-load"),
    ],
}


def cells(figure):
    """A figure by mode, in bold what reads like the best. Of shares more is better, of all else less."""
    best = (max if figure.unit == "ratio" else min)(kept.MODES, key=figure.value)
    texts = [figure.text(mode) for mode in kept.MODES]
    return [f"**{text}**" if text == figure.text(best) else text for text in texts]


def table(run, original="[the original](#where-it-comes-from)"):
    """The rows of a run, with what the original claimed."""
    kept_run = kept.run(run)
    lines = [f"| | {' | '.join(kept.MODES)} | {original} claimed |", "|---" * (len(kept.MODES) + 2) + "|"]
    for title, experiment, identity in ROWS[run]:
        figure = kept_run.figure(experiment, identity)
        lines.append(f"| {title} | {' | '.join(cells(figure))} | {figure.claimed()} |")
    return "\n".join(lines)


def written(page):
    """README as it should read."""
    for run in ROWS:
        block = re.compile(rf"(<!-- results: {run} -->\n)(.*?)(\n<!-- end -->)", re.S)
        if not block.search(page):
            raise kept.Unknown(f"README.md has no table of the run {run}")
        page = block.sub(lambda match, run=run: match[1] + table(run) + match[3], page)
    return page
