"""What a grep cannot hold of monitoring/: alerts against their runbooks and tests, names against what is exposed, and
queries against a running Prometheus.

    monitoring_rules.py alerts
    monitoring_rules.py names METRICS_BODY...
    monitoring_rules.py queries PROMETHEUS_URL

Prints one line per finding and exits with 1 if there are any.
"""

import json
import pathlib
import re
import sys
import time
import urllib.parse
import urllib.request

import yaml

MONITORING = pathlib.Path(__file__).resolve().parents[2] / "monitoring"
PAGES = ("queries.md", "runbooks.md")
PREFIX = "Holdfast"
# What Prometheus attaches: the contract's target labels, a pod's, and those of its own series.
TARGET_LABELS = {"__name__", "job", "mode", "instance", "pod", "le", "alertname", "alertstate", "severity"}
OWN_SERIES = {"up", "ALERTS", "scrape_duration_seconds", "scrape_samples_scraped"}
WORDS = set("by without on ignoring group_left group_right and or unless bool offset inf nan".split())


def rules(path):
    groups = yaml.safe_load((MONITORING / path).read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def page_queries():
    """(page and line, query) of every PromQL block."""
    for page in PAGES:
        text = (MONITORING / page).read_text(encoding="utf-8")
        for block in re.finditer(r"^```promql\n(.*?)^```", text, re.M | re.S):
            yield f"{page}:{text[: block.start()].count(chr(10)) + 2}", block[1].strip()


def anchors(page):
    headings = re.findall(r"^#+ (.*)$", (MONITORING.parent / page).read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^a-z0-9 _-]", "", heading.lower()).replace(" ", "-") for heading in headings}


def alerts():
    fires, silent = set(), set()
    for path in sorted((MONITORING / "prometheus/tests").glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))["tests"]:
            for test in case.get("alert_rule_test", []):
                (fires if test["exp_alerts"] else silent).add(test["alertname"])
    names = set()
    for rule in rules("prometheus/rules/alerts.yaml"):
        name, annotations = rule["alert"], rule.get("annotations", {})
        names.add(name)
        if not re.fullmatch(PREFIX + r"([A-Z][a-z]+)+", name):
            yield f"{name} is not CamelCase after {PREFIX}"
        if rule.get("labels", {}).get("severity") not in ("critical", "warning", "info"):
            yield f"{name} has no severity"
        yield from (f"{name} has no {key}" for key in ("summary", "description") if not annotations.get(key))
        page, _, anchor = annotations.get("runbook_url", "").partition("#")
        if anchor != name.lower() or anchor not in anchors(page):
            yield f"{name}: its runbook_url leads nowhere"
        if name not in fires:
            yield f"{name} has no test in which it fires"
        # It fires always.
        if name not in silent and name != f"{PREFIX}Watchdog":
            yield f"{name} has no test in which it does not fire"
    yield from (f"runbooks.md: no alert is called {name}" for name in section_names() - names)
    yield from (f"{name} is tested and is no alert" for name in (fires | silent) - names)


def section_names():
    return set(re.findall(rf"^## ({PREFIX}\w+)$", (MONITORING / "runbooks.md").read_text(encoding="utf-8"), re.M))


def exposed(bodies):
    """For each sample's name the values of each of its labels."""
    found = {name: {} for name in OWN_SERIES}
    for path in bodies:
        for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
            sample = re.match(r"([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$", line)
            if line.startswith("#") or not sample:
                continue
            labels = found.setdefault(sample[1], {})
            for label, value in re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', sample[2] or ""):
                labels.setdefault(label, set()).add(value)
    return found


def named(query):
    """The metrics with their matchers, and the labels of by, on and so on, that a query names."""
    # Grouping, and what braces hold, are cut out one after the other; what is left are names and numbers.
    groupings = re.findall(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)", query)
    labels = {label.strip() for grouping in groupings for label in grouping.split(",") if label.strip()}
    rest = re.sub(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", " ", query)
    rest = re.sub(r"\[[^]]*\]|offset \w+", " ", rest)
    rest = re.sub(r"(?<![\w:])\{[^}]*\}", " ", rest)
    metrics = []
    for match in re.finditer(r"([a-zA-Z_:][\w:]*)\s*(\{[^}]*\})?(\s*\()?", rest):
        # A function, or a word of the language.
        if match[3] or match[1] in WORDS:
            continue
        metrics.append((match[1], re.findall(r'(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"', match[2] or "")))
    return metrics, labels


def matcher_findings(metric, values_of, matchers):
    for label, operator, value in matchers:
        if label in TARGET_LABELS - {"le"}:
            continue
        if label not in values_of:
            yield f"{metric} has no label {label}"
            continue
        alternatives = value.split("|") if "~" in operator else [value]
        for alternative in alternatives:
            if re.fullmatch(r"[\w.+]*", alternative) and "." not in alternative.replace("0.", ""):
                if alternative not in values_of[label]:
                    yield f'{metric} has no {label}="{alternative}"'


def names(bodies):
    found = exposed(bodies)
    recorded = {rule["record"] for rule in rules("prometheus/rules/recording.yaml")}
    # A recorded metric has its labels from some that are exposed.
    anywhere = {}
    for labels in found.values():
        for label, values in labels.items():
            anywhere.setdefault(label, set()).update(values)
    every_label = TARGET_LABELS | set(anywhere)
    for where, query in [*page_queries(), *rule_queries("prometheus/rules")]:
        metrics, labels = named(query)
        if not metrics and query != "vector(1)" and "__name__" not in labels:
            yield f"{where}: names no metric: {query}"
        yield from (f"{where}: nothing has a label {label}" for label in labels - every_label)
        for metric, matchers in metrics:
            if ":" in metric:
                if metric not in recorded:
                    yield f"{where}: no rule records {metric}"
                yield from (f"{where}: {text}" for text in matcher_findings(metric, anywhere, matchers))
            elif metric not in found:
                yield f"{where}: nothing exposes {metric}"
            else:
                yield from (f"{where}: {text}" for text in matcher_findings(metric, found[metric], matchers))


def rule_queries(folder):
    for name in ("recording.yaml", "alerts.yaml"):
        for rule in rules(f"{folder}/{name}"):
            yield f"{name}: {rule.get('record') or rule.get('alert')}", rule["expr"]


def ask(url, query):
    body = urllib.parse.urlencode({"query": query}).encode()
    try:
        with urllib.request.urlopen(f"{url}/api/v1/query", body, timeout=10) as answer:
            return json.load(answer)["data"]["result"], None
    except urllib.error.HTTPError as error:
        return [], json.load(error).get("error")


def scaled(query):
    """The lab's form of a query that names recorded metrics: their names hold durations."""
    if ":" not in query.split("{")[0]:
        return query
    sys.path.insert(0, str(MONITORING / "prometheus"))
    from generate import DURATION, scaled as shorter

    return DURATION.sub(shorter, query)


def queries(url):
    wanted = [(where, scaled(query)) for where, query in page_queries()]
    wanted += [(rule["record"], rule["record"]) for rule in rules("prometheus/lab/recording.yaml")]
    # An alert that does not fire returns nothing; it must be a query all the same.
    total = len(wanted)
    silent = [(where, query) for where, query in rule_queries("prometheus/lab") if where.startswith("alerts")]
    for where, query in silent:
        _, error = ask(url, query)
        if error:
            yield f"{where}: {error}: {query}"
    # What a query is about comes and goes while the fault is on: a breaker is open now and half-open a second later.
    deadline = time.monotonic() + 40
    while True:
        answers = [(where, query, *ask(url, query)) for where, query in wanted]
        wanted = [(where, query) for where, query, result, _ in answers if not result]
        if not wanted or time.monotonic() > deadline:
            break
        time.sleep(1)
    for where, query, result, error in answers:
        if not result:
            yield f"{where}: {error or 'returns nothing'}: {query}"
    print(f"{total} queries return data, {len(silent)} alerts are queries")


def main():
    command, *arguments = sys.argv[1:]
    checks = {"alerts": alerts, "names": lambda: names(arguments), "queries": lambda: queries(*arguments)}
    findings = list(checks[command]())
    print("\n".join(findings))
    sys.exit(bool(findings))


main()
