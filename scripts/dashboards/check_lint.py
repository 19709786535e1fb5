"""Breaks a dashboard in every way that lint.py should find, one at a time, and says which it does not.

check_lint.py DASHBOARD.json
"""

import copy
import sys

import grafana
import lint


def panel(dashboard, kind="timeseries"):
    return next(each for each in grafana.panels(dashboard) if each["type"] == kind)


def variable(dashboard, name):
    return next(each for each in dashboard["templating"]["list"] if each["name"] == name)


def expression(text):
    return lambda dashboard: panel(dashboard)["targets"][0].update(expr=text)


SERIES = 'job=~"$job", instance=~"$instance"'
# (what is done, a part of what must be said of it)
BROKEN = [
    (lambda d: d.update(editable=True), "editable"),
    (lambda d: d.update(uid="short"), "uid"),
    (lambda d: d["annotations"]["list"].pop(0), "annotation Fault windows"),
    (lambda d: variable(d, "datasource").update(label="Source"), "Data source"),
    (lambda d: variable(d, "job").update(allValue=".*"), "variable job has the allValue"),
    (lambda d: variable(d, "instance").update(multi=False), "variable instance is not multi"),
    (lambda d: variable(d, "mode").update(refresh=1), "not refreshed"),
    (lambda d: variable(d, "mode").update(query="label_values(up{, mode)"), "does not parse"),
    (lambda d: d["templating"]["list"].remove(variable(d, "job")), "no variable job"),
    (lambda d: panel(d).update(title=""), "has no title"),
    (lambda d: panel(d).update(description="Some curves."), "**Look for**"),
    (lambda d: panel(d)["fieldConfig"]["defaults"].update(unit="parsecs"), "unit"),
    (lambda d: panel(d)["fieldConfig"]["defaults"].pop("thresholds"), "thresholds"),
    (lambda d: panel(d).update(datasource={"type": "prometheus", "uid": "mine"}), "does not use"),
    (lambda d: panel(d)["targets"][0].update(datasource={"uid": "mine"}), "A: does not use"),
    (lambda d: panel(d).update(targets=[]), "no target"),
    (lambda d: panel(d).update(id=panel(d, "table")["id"]), "one id"),
    (lambda d: panel(d)["gridPos"].update(y=0, x=0), "lies over"),
    (lambda d: panel(d)["gridPos"].update(x=20, w=8), "beyond the grid"),
    (lambda d: panel(d, "state-timeline")["fieldConfig"]["defaults"]["mappings"].clear(), "without their words"),
    (
        lambda d: panel(d, "state-timeline")["fieldConfig"]["defaults"]["mappings"][0]["options"]["0"].pop("text"),
        "colour alone",
    ),
    (expression(""), "asks for nothing"),
    (expression(f"sum(rate(up{{{SERIES}}}[$__rate_interval])"), "does not parse"),
    (expression('up{job=~"$job"}'), "not bound to instance"),
    (expression('up{instance=~"$instance", job="$job"}'), "not bound to job"),
    (expression(f"rate(log_lines_total{{{SERIES}}}[5m])"), "not over $__rate_interval"),
    (expression(f"max_over_time(up{{{SERIES}}}[1m])"), "written out"),
    (expression(f"sum(log_lines_total{{{SERIES}}})"), "is a counter"),
    (expression(f"histogram_quantile(0.9, client_response_duration_seconds_bucket{{{SERIES}}})"), "is a counter"),
    (
        expression(
            f"histogram_quantile(0.9, rate(client_response_duration_seconds_bucket{{{SERIES}}}[$__rate_interval]))"
        ),
        "without exemplars",
    ),
]


def main():
    whole = grafana.load(sys.argv[1])
    missed = [] if not list(lint.findings(whole)) else ["nothing to be said of a good dashboard"]
    for spoil, expected in BROKEN:
        dashboard = copy.deepcopy(whole)
        for each in grafana.panels(dashboard):
            for asked in each["targets"]:
                asked.pop("exemplar", None) if "exemplars" in expected else None
        spoil(dashboard)
        found = list(lint.findings(dashboard))
        if not any(expected in what for what in found):
            missed.append(f"{expected}; it says: {found}")
    print("\n".join(f"lint does not find: {what}" for what in missed))
    sys.exit(bool(missed))


main()
