"""Judges rendered manifests: Kubernetes' own schemas, and what a hardened deployment is expected to have.

    judge_manifests.py schema VERSION FILE...   by the schema of a version of Kubernetes, strictly; kinds it does not have
                                                (custom resources) are left out
    judge_manifests.py policy FILE...           hardening, references, selectors
    judge_manifests.py content FILE NAME PATH   whether the ConfigMap that begins with NAME holds the file of PATH

Prints what is wrong, a line each, and exits with 1 if anything is.
"""

import pathlib
import sys

import kubernetes_validate

from rendered import containers, name, objects, pod_labels, pods, selects

# `kubectl apply` keeps what it applied in an annotation, and annotations have this many bytes in all.
LARGEST = 262_144


def by_schema(version, paths):
    if version == "latest":
        version = kubernetes_validate.latest_version()
    known = 0
    for manifest in objects(paths):
        try:
            kubernetes_validate.validate(manifest, version, strict=True)
            known += 1
        except kubernetes_validate.SchemaNotFoundError:
            if "." not in manifest["apiVersion"].split("/")[0] or manifest["apiVersion"].split("/")[0].endswith(".k8s.io"):
                yield f"{name(manifest)}: Kubernetes {version} has no {manifest['apiVersion']}"
        except kubernetes_validate.ValidationError as error:
            yield f"{name(manifest)}: {error}"
    if known == 0:
        yield f"nothing was judged by Kubernetes {version}"


def hardening(manifest):
    pod = manifest["spec"]["template"]["spec"]
    security = pod.get("securityContext", {})
    if not security.get("runAsNonRoot") or not security.get("runAsUser"):
        yield "it may run as root"
    if security.get("seccompProfile", {}).get("type") != "RuntimeDefault":
        yield "no seccomp profile"
    if "automountServiceAccountToken" not in pod or "serviceAccountName" not in pod:
        yield "a service account by default"
    for container in containers(manifest):
        context, where = container.get("securityContext", {}), f"container {container['name']}"
        if context.get("allowPrivilegeEscalation") is not False:
            yield f"{where} may gain privileges"
        if not context.get("readOnlyRootFilesystem"):
            yield f"{where} may write to its image"
        if context.get("capabilities", {}).get("drop") != ["ALL"]:
            yield f"{where} keeps capabilities"
        resources = container.get("resources", {})
        if not resources.get("requests", {}).get("cpu") or not resources.get("requests", {}).get("memory"):
            yield f"{where} requests nothing"
        if not resources.get("limits", {}).get("memory"):
            yield f"{where} has no limit of memory"
        tag = container["image"].rpartition("/")[2].partition(":")[2]
        if tag in ("", "latest"):
            yield f"{where}: the image {container['image']} is not pinned"
    for container in pod["containers"]:
        for probe in ("readinessProbe", "livenessProbe"):
            if probe not in container:
                yield f"container {container['name']} has no {probe}"
            port = container.get(probe, {}).get("httpGet", {}).get("port")
            if port not in [declared["name"] for declared in container.get("ports", [])]:
                yield f"container {container['name']}: its {probe} asks a port that is not declared"


def volumes(manifest, names):
    pod = manifest["spec"]["template"]["spec"]
    declared = {volume["name"]: volume for volume in pod.get("volumes", [])}
    mounted = {mount["name"] for container in containers(manifest) for mount in container.get("volumeMounts", [])}
    yield from (f"mounts {missing}, which is no volume" for missing in mounted - declared.keys())
    yield from (f"has the volume {unused}, which nothing mounts" for unused in declared.keys() - mounted)
    for volume in declared.values():
        if "configMap" in volume and f"ConfigMap/{volume['configMap']['name']}" not in names:
            yield f"the ConfigMap {volume['configMap']['name']} does not exist"
        if "emptyDir" in volume and "sizeLimit" not in (volume["emptyDir"] or {}):
            yield f"the volume {volume['name']} may fill the node"


def by_policy(paths):
    manifests = list(objects(paths))
    names = {name(manifest) for manifest in manifests}
    workloads = pods(manifests)
    for manifest in manifests:
        problems = []
        if len(str(manifest).encode()) > LARGEST:
            problems.append(f"more than {LARGEST} bytes: kubectl apply refuses it")
        if manifest["kind"] == "Secret":
            problems.append("a secret is committed")
        if manifest in workloads:
            problems += [*hardening(manifest), *volumes(manifest, names)]
            account = f"ServiceAccount/{manifest['spec']['template']['spec'].get('serviceAccountName')}"
            if account not in names:
                problems.append(f"{account} does not exist")
        if manifest["kind"] == "ServiceAccount" and manifest.get("automountServiceAccountToken") is not False:
            problems.append("hands out its token unasked")
        if manifest["kind"] == "Service":
            chosen = [pod for pod in workloads if selects(manifest["spec"]["selector"], pod_labels(pod))]
            ports = {port["name"] for pod in chosen for each in containers(pod) for port in each.get("ports", [])}
            if not chosen:
                problems.append("selects no pod")
            problems += [f"port {port['targetPort']} is none of its pods'" for port in manifest["spec"]["ports"]
                         if port["targetPort"] not in ports]
        yield from (f"{name(manifest)}: {problem}" for problem in problems)
    policies = [manifest for manifest in manifests if manifest["kind"] == "NetworkPolicy"]
    # One that is about all pods is the denial.
    policies = [policy for policy in policies if policy["spec"]["podSelector"]]
    for pod in workloads:
        if not [policy for policy in policies if selects(policy["spec"]["podSelector"], pod_labels(pod))]:
            yield f"{name(pod)}: no network policy is about it, and the namespace denies all"


def by_content(path, begins, source):
    for manifest in objects([path]):
        if manifest["kind"] == "ConfigMap" and manifest["metadata"]["name"].startswith(begins + "-"):
            file = pathlib.Path(source)
            if manifest["data"].get(file.name) != file.read_text(encoding="utf-8"):
                yield f"{name(manifest)} does not hold {source}"
            return
    yield f"there is no ConfigMap {begins}"


def main():
    how, *arguments = sys.argv[1:]
    judge = {
        "schema": lambda: by_schema(arguments[0], arguments[1:]),
        "policy": lambda: by_policy(arguments),
        "content": lambda: by_content(*arguments),
    }
    problems = list(judge[how]())
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


main()
