"""Rendered manifests, as the judges read them."""

import yaml


def objects(paths):
    for path in paths:
        with open(path, encoding="utf-8") as file:
            yield from (document for document in yaml.safe_load_all(file) if document)


def name(manifest):
    return f"{manifest['kind']}/{manifest['metadata']['name']}"


def pods(manifests):
    return [manifest for manifest in manifests if manifest["kind"] in ("Deployment", "StatefulSet")]


def pod_spec(manifest):
    return manifest["spec"]["template"]["spec"]


def pod_labels(manifest):
    return manifest["spec"]["template"]["metadata"]["labels"]


def containers(manifest):
    return [*pod_spec(manifest).get("initContainers", []), *pod_spec(manifest)["containers"]]


def selects(selector, labels):
    """Whether a selector, of a Service or of any other kind, is about what has these labels."""
    if not {"matchLabels", "matchExpressions"} & selector.keys():
        selector = {"matchLabels": selector}
    for expression in selector.get("matchExpressions", []):
        assert expression["operator"] == "In", f"the judge does not know {expression['operator']}"
        if labels.get(expression["key"]) not in expression["values"]:
            return False
    return selector.get("matchLabels", {}).items() <= labels.items()
