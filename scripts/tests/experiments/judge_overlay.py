"""Judges the experiments for a cluster by the overlay they run on.

    judge_overlay.py FOLDER RENDERED

FOLDER holds NAME.yaml, RENDERED is what kustomize made of the overlay. Prints what an experiment names that is not there,
one finding a line, and exits with 1 if there is any.
"""

import pathlib
import sys

import yaml

PART = "app.kubernetes.io/part-of"


def labels(selector):
    return dict(pair.split("=") for pair in selector.split(","))


def selected(deployments, selector):
    wanted = labels(selector).items()
    return [each for each in deployments.values() if wanted <= each["spec"]["template"]["metadata"]["labels"].items()]


def call(provider, deployments, policies):
    """What is wrong with one action."""
    func, given = provider.get("func"), provider["arguments"]
    if func in ("scale_deployment", "rollout_deployment") and given["name"] not in deployments:
        yield f"there is no Deployment {given['name']}"
    if func == "remove_network_policy" and given["name"] not in policies:
        yield f"there is no NetworkPolicy {given['name']}"
    if "label_selector" in given:
        found = selected(deployments, given["label_selector"])
        if not found:
            yield f"{given['label_selector']} selects no pod"
        for each in found:
            names = [container["name"] for container in each["spec"]["template"]["spec"]["containers"]]
            if func == "exec_in_pods" and given["container_name"] not in names:
                yield f"{each['metadata']['name']} has no container {given['container_name']}"


def count(configuration, deployments):
    own = [each["spec"] for each in deployments.values() if each["metadata"]["labels"].get(PART) == "holdfast"]
    pods = sum(each.get("replicas", 1) for each in own)
    if configuration["processes"]["default"] != pods:
        yield f"{pods} pods, and not {configuration['processes']['default']}"


def findings(folder, objects):
    deployments = {each["metadata"]["name"]: each for each in objects if each["kind"] == "Deployment"}
    policies = {each["metadata"]["name"]: each for each in objects if each["kind"] == "NetworkPolicy"}
    for path in sorted(folder.glob("*.yaml")):
        experiment = yaml.safe_load(path.read_text())
        for each in experiment["method"] + experiment["rollbacks"]:
            yield from (f"{path.name}: {finding}" for finding in call(each["provider"], deployments, policies))
        yield from (f"{path.name}: {finding}" for finding in count(experiment["configuration"], deployments))
    for path in sorted((folder / "kubernetes").glob("client-*.yaml")):
        policy = yaml.safe_load(path.read_text())
        if policies.get(policy["metadata"]["name"], {}).get("spec") != policy["spec"]:
            yield f"kubernetes/{path.name} is not the policy of the overlay"


def main():
    objects = [each for each in yaml.safe_load_all(pathlib.Path(sys.argv[2]).read_text()) if each]
    found = sorted(set(findings(pathlib.Path(sys.argv[1]), objects)))
    print("\n".join(found))
    sys.exit(bool(found))


main()
