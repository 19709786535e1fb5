"""Judges the experiments' files without running them.

    judge_files.py FOLDER RULES

FOLDER holds NAME.yaml (for a cluster) and local/NAME.yaml. Prints what is wrong with them, one finding a line, and
exits with 1 if there is any. Writes every query, with a number for each variable, as a rule to RULES, for promtool to
read.
"""

import importlib
import inspect
import logging
import os
import pathlib
import re
import sys

import yaml
from chaoslib.exceptions import ChaosException
from chaoslib.experiment import ensure_experiment_is_valid
from chaoslib.log import configure_logger

EVIDENCE = "evidence: "
VARIABLE = re.compile(r"\$\{([a-z_]+)\}")


def queries(experiment):
    probes = experiment["steady-state-hypothesis"]["probes"] + experiment["method"]
    return [each["provider"]["arguments"]["query"] for each in probes if each["type"] == "probe"]


def evidence(experiment):
    probes = [each for each in experiment["method"] if each["type"] == "probe"]
    return [(each["name"], each["provider"]["arguments"]["query"]) for each in probes]


def pair(local, cluster):
    """A verdict means the same wherever it was reached."""
    if local["steady-state-hypothesis"] != cluster["steady-state-hypothesis"]:
        yield "its steady-state hypothesis is not that of its pair"
    for here, there in zip(evidence(local), evidence(cluster)):
        if here != there:
            yield f"{here[0]!r} is not the evidence of its pair: {there[0]!r}"
    if len(evidence(local)) != len(evidence(cluster)):
        yield "it has not as much evidence as its pair"


def arguments(provider):
    """What a function would refuse only when it is called, in the middle of an experiment."""
    function = getattr(importlib.import_module(provider["module"]), provider["func"])
    given = provider.get("arguments", {})
    try:
        inspect.signature(function).bind(**given)
    except TypeError as error:
        yield f"{provider['func']}: {error}"
    parameters = inspect.signature(function).parameters
    for name, value in given.items():
        annotation = parameters[name].annotation if name in parameters else None
        is_variable = isinstance(value, str) and VARIABLE.fullmatch(value)
        if annotation in (str, int, bool) and not is_variable and type(value) is not annotation:
            yield f"{provider['func']}: {name} is {value!r} and no {annotation.__name__}"


def activities(experiment):
    yield from experiment["steady-state-hypothesis"]["probes"]
    yield from experiment["method"]
    yield from experiment["rollbacks"]


def own(experiment):
    declared = experiment["configuration"]
    for each in activities(experiment):
        provider = each["provider"]
        if provider["type"] == "python":
            yield from arguments(provider)
        pause = each.get("pauses", {}).get("after", 0)
        if not isinstance(pause, int) and declared.get(VARIABLE.fullmatch(pause)[1], {}).get("env_var_type") != "int":
            yield f"{each['name']}: it pauses for {pause!r}"
        if each["type"] == "action" and EVIDENCE in each["name"]:
            yield f"{each['name']}: an action shows nothing"
        if each["type"] == "probe" and each in experiment["method"] and not each["name"].startswith(EVIDENCE):
            yield f"{each['name']}: nobody judges it"
    used = set(VARIABLE.findall(yaml.safe_dump([*activities(experiment)])))
    for name in used ^ (set(declared) - {"prometheus_base_url"}):
        yield f"{name} is used and not declared, or declared and not used"
    if experiment["runtime"] != {"rollbacks": {"strategy": "always"}}:
        yield "its rollbacks do not always run"
    if len(evidence(experiment)) < 4:
        yield "it shows too little"


def undone(experiment):
    """Whatever was changed in a cluster is changed back by a rollback, and so is what a marker says."""
    calls = [(each["provider"].get("func"), each["provider"]["arguments"]) for each in experiment["rollbacks"]]
    scaled = {given["name"]: given["replicas"] for func, given in calls if func == "scale_deployment"}
    commands = [" ".join(map(str, given["cmd"])) for func, given in calls if func == "exec_in_pods"]
    processes = [" ".join(map(str, given)) for func, given in calls if func is None]
    for each in experiment["method"]:
        func, given = each["provider"].get("func"), each["provider"]["arguments"]
        if func == "scale_deployment" and scaled.get(given["name"]) != "${replicas}":
            yield f"no rollback scales {given['name']} to ${{replicas}}"
        if func == "remove_network_policy" and not any(f"{given['name']}.yaml" in line for line in processes):
            yield f"no rollback restores the policy {given['name']}"
        if func == "exec_in_pods":
            command = " ".join(map(str, given["cmd"]))
            back = re.sub(r" faults set .*", " faults clear", command)
            back = re.sub(r" on$", " off", re.sub(r"^(/load-generator load) .*", r"\1 1", back))
            if back not in commands:
                yield f"no rollback undoes {command!r}"


def findings(folder):
    names = sorted(path.name for path in (folder / "local").glob("*.yaml"))
    if names != sorted(path.name for path in folder.glob("*.yaml")):
        yield "not every experiment has a file for a cluster and one for the lab"
        return
    for name in names:
        local, cluster = (yaml.safe_load((folder / place / name).read_text()) for place in ("local", "."))
        for place, experiment in (("local/", local), ("", cluster)):
            for variable in experiment["configuration"].values():
                if place:
                    os.environ.setdefault(variable["key"], "1")
                elif "default" not in variable:
                    yield f"{name}: {variable['key']} has no default"
            try:
                ensure_experiment_is_valid(experiment)
            except ChaosException as error:
                yield f"{place}{name}: {error}"
            yield from (f"{place}{name}: {finding}" for finding in own(experiment))
        yield from (f"local/{name}: {finding}" for finding in pair(local, cluster))
        yield from (f"{name}: {finding}" for finding in undone(cluster))


def rules(folder):
    texts = {query for path in folder.glob("local/*.yaml") for query in queries(yaml.safe_load(path.read_text()))}
    records = [
        {"record": f"experiments:query{number}", "expr": VARIABLE.sub("7", text)}
        for number, text in enumerate(sorted(texts))
    ]
    return yaml.safe_dump({"groups": [{"name": "experiments", "rules": records}]})


def main():
    # As `chaos` does before all else: chaosprometheus finds its logger by it.
    configure_logger(log_file="/dev/null")
    logging.getLogger("chaostoolkit").setLevel(logging.ERROR)
    folder = pathlib.Path(sys.argv[1])
    pathlib.Path(sys.argv[2]).write_text(rules(folder))
    found = list(findings(folder))
    print("\n".join(found))
    sys.exit(bool(found))


main()
