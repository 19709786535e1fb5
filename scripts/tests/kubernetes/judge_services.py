"""Judges the services' rendered manifests by what their processes and a cluster agree on.

    judge_services.py pods FILE MODE...   labels, annotations, ports, probes, drain, spread, disruption, autoscaling, namespace
    judge_services.py network FILE        who may talk to whom, as the policies have it together
    judge_services.py environment FILE    prints DEPLOYMENT PROGRAM PROBE-PATHS NAME=VALUE... for each, parted by tabs

The first two print what is wrong, a line each, and exit with 1 if anything is.
"""

import itertools
import re
import sys

from rendered import name, objects, pod_labels, pod_spec, pods, selects

PART = "app.kubernetes.io/part-of"
NAME = "app.kubernetes.io/name"
SERVICES = ("backend-service", "client-service", "load-generator")
# The services' own defaults: how long they serve on after SIGTERM, and how long requests in flight may then take.
DRAIN_DELAY, DRAIN_TIMEOUT = 3, 20


def services(manifests):
    return [pod for pod in pods(manifests) if pod_labels(pod).get(PART) == "holdfast"]


def environment(pod, manifests):
    """The variables of the only container, as a kubelet would resolve them."""
    container = pod_spec(pod)["containers"][0]
    maps = {each["metadata"]["name"]: each["data"] for each in manifests if each["kind"] == "ConfigMap"}
    values = {}
    for source in container.get("envFrom", []):
        values |= maps[source["configMapRef"]["name"]]
    for variable in container.get("env", []):
        if "value" in variable:
            values[variable["name"]] = re.sub(r"\$\((\w+)\)", lambda match: values[match[1]], variable["value"])
        elif field := variable["valueFrom"].get("fieldRef"):
            label = re.fullmatch(r"metadata\.labels\['(.+)'\]", field["fieldPath"])
            values[variable["name"]] = pod_labels(pod)[label[1]] if label else "a-pod"
        elif not variable["valueFrom"]["secretKeyRef"].get("optional"):
            raise KeyError(f"{variable['name']} needs a secret, and none is committed")
    return values


def judge_labels(pod, modes):
    labels, container = pod_labels(pod), pod_spec(pod)["containers"][0]
    service = labels.get(NAME)
    if service not in SERVICES or container["name"] != service:
        yield f"its container and its label {NAME} are not one of {', '.join(SERVICES)}"
    if service != "load-generator" and labels.get("mode") not in modes:
        yield f"the label mode is not one of {', '.join(modes)}"
    if service == "backend-service" and labels.get("group") not in ("a", "b"):
        yield "it is in no group"
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    if ports != ({"admin": 8081} if service == "load-generator" else {"http": 8080, "admin": 8081}):
        yield f"its ports are {ports}"
    wanted = {"prometheus.io/scrape": "true", "prometheus.io/port": "8081", "prometheus.io/path": "/metrics"}
    if pod["spec"]["template"]["metadata"].get("annotations") != wanted:
        yield "Prometheus does not find it by its annotations"


def judge_container(pod):
    spec, container = pod_spec(pod), pod_spec(pod)["containers"][0]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        if container.get(probe, {}).get("httpGet", {}).get("port") != "admin":
            yield f"its {probe} is not at the administration port"
    if not container["resources"]["limits"].get("cpu"):
        yield "it may take all processors"
    if container.get("imagePullPolicy") != "IfNotPresent":
        yield "an image that was imported is pulled all the same"
    if spec.get("enableServiceLinks") is not False:
        yield "every Service puts variables into it"
    if spec["automountServiceAccountToken"]:
        yield "it gets a token"


def judge_drain(pod, values):
    container = pod_spec(pod)["containers"][0]
    seconds = {"DRAIN_DELAY": DRAIN_DELAY, "DRAIN_TIMEOUT": DRAIN_TIMEOUT}
    for variable in seconds:
        if variable in values:
            seconds[variable] = float(values[variable].removesuffix("s"))
    before = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
    has_callers = pod_labels(pod)[NAME] != "load-generator"
    if has_callers and before < 1:
        yield "it is told to end while some still have its address"
    needed = before + seconds["DRAIN_DELAY"] + (seconds["DRAIN_TIMEOUT"] if has_callers else 0)
    if pod_spec(pod).get("terminationGracePeriodSeconds", 30) <= needed:
        yield f"it is killed before its drain is over, which takes {needed:g} s"


def judge_availability(pod, manifests):
    labels = pod_labels(pod)
    if labels[NAME] == "load-generator":
        if pod["spec"].get("replicas") != 1 or pod["spec"]["strategy"]["type"] != "Recreate":
            yield "there may be two, which is twice the load"
        return
    spread = pod_spec(pod).get("topologySpreadConstraints", [])
    if not any(each["topologyKey"] == "kubernetes.io/hostname" and selects(each["labelSelector"], labels) for each in spread):
        yield "all of them may be on one node"
    if pod["spec"]["strategy"].get("rollingUpdate", {}).get("maxUnavailable") != 0:
        yield "a rollout takes an old one away before a new one is there"
    budgets = [each for each in manifests if each["kind"] == "PodDisruptionBudget"]
    if not any(selects(budget["spec"]["selector"], labels) for budget in budgets):
        yield "no disruption budget is about it"
    scalers = [each["spec"]["scaleTargetRef"]["name"] for each in manifests if each["kind"] == "HorizontalPodAutoscaler"]
    if pod["metadata"]["name"] in scalers and "replicas" in pod["spec"]:
        yield "`replicas` beside an autoscaler"


def judge_pods(path, *modes):
    manifests = list(objects([path]))
    found = services(manifests)
    for pod in found:
        values = environment(pod, manifests)
        problems = itertools.chain(
            judge_labels(pod, modes), judge_container(pod), judge_drain(pod, values), judge_availability(pod, manifests))
        yield from (f"{name(pod)}: {problem}" for problem in problems)
    for mode in modes:
        kinds = sorted((pod_labels(pod)[NAME], pod_labels(pod).get("group")) for pod in found
                       if pod_labels(pod).get("mode") == mode)
        if kinds != [("backend-service", "a"), ("backend-service", "b"), ("client-service", None)]:
            yield f"mode {mode} has {kinds}"
    by_name = {name(manifest): manifest for manifest in manifests}
    for scaler in (each for each in manifests if each["kind"] == "HorizontalPodAutoscaler"):
        if f"Deployment/{scaler['spec']['scaleTargetRef']['name']}" not in by_name:
            yield f"{name(scaler)}: it scales nothing"
    for manifest in manifests:
        if manifest["kind"] == "PodDisruptionBudget" and not [
                pod for pod in found if selects(manifest["spec"]["selector"], pod_labels(pod))]:
            yield f"{name(manifest)}: it is about no pod"
        if manifest["kind"] != "Namespace" and manifest["metadata"].get("namespace") != "lab3-resilience":
            yield f"{name(manifest)}: it is in another namespace"
    labels = by_name.get("Namespace/lab3-resilience", {"metadata": {}})["metadata"].get("labels", {})
    if labels.get("pod-security.kubernetes.io/enforce") != "restricted":
        yield "the namespace lets any pod in"
    calls = {values["BACKEND_URL"] for pod in found if "BACKEND_URL" in (values := environment(pod, manifests))}
    for pod in found:
        if pod_labels(pod)[NAME] == "load-generator":
            calls |= {each.split("=", 1)[1] for each in environment(pod, manifests)["TARGETS"].split(",")}
    for call in sorted(calls):
        service = by_name.get(f"Service/{re.match('http://([^:]+):8080', call)[1]}")
        if service is None or [port["port"] for port in service["spec"]["ports"]] != [8080]:
            yield f"{call}: no Service of that name has the port"


class Network:
    """What the policies of a namespace let pass, together."""

    def __init__(self, manifests):
        self.policies = [each["spec"] for each in manifests if each["kind"] == "NetworkPolicy"]

    def lets(self, direction, pod, peer, port):
        about = [each for each in self.policies
                 if direction in each["policyTypes"] and selects(each["podSelector"], pod)]
        if not about:
            return True
        rules = [rule for each in about for rule in each.get(direction.lower()) or []]
        return any(self.matches(rule, direction, peer, port) for rule in rules)

    @staticmethod
    def matches(rule, direction, peer, port):
        if "ports" in rule and port not in [each["port"] for each in rule["ports"]]:
            return False
        peers = rule.get("from" if direction == "Ingress" else "to")
        # One of another namespace is met only by a rule that names namespaces.
        return peers is None or any(
            selects(each.get("podSelector", {}), peer) and ("namespaceSelector" in each or "outside" not in peer)
            for each in peers)

    def passes(self, sender, receiver, port):
        leaves = "outside" in sender or self.lets("Egress", sender, receiver, port)
        return leaves and ("outside" in receiver or self.lets("Ingress", receiver, sender, port))


DNS = {"k8s-app": "kube-dns", "outside": "kube-system"}
API_SERVER = {"component": "kube-apiserver", "outside": "kube-system"}


def judge_network(path):
    manifests = list(objects([path]))
    everyone = {pod["metadata"]["name"]: pod_labels(pod) for pod in pods(manifests)}
    everyone |= {"dns": DNS, "api-server": API_SERVER, "stranger": {"app": "stranger"},
                 "elsewhere": {NAME: "client-service", "outside": "default"}}
    network = Network(manifests)
    without_b = Network([each for each in manifests if each["metadata"]["name"] != "client-to-backend-b"])

    def kind(labels):
        return "dns" if labels is DNS else "api-server" if labels is API_SERVER else labels.get(NAME)

    def expected(sender, receiver, port):
        path = (kind(sender), kind(receiver), port)
        if "outside" in sender:
            return False
        if receiver.get("outside") == "default":
            return kind(sender) == "prometheus" and port == 443
        return path in (
            ("load-generator", "client-service", 8080), ("client-service", "backend-service", 8080),
            ("grafana", "prometheus", 9090), ("prometheus", "alertmanager", 9093), ("prometheus", "api-server", 443),
        ) or (kind(sender) == "prometheus" and receiver.get(PART) == "holdfast" and port == 8081) or (
            kind(receiver) == "dns" and port == 53
            and kind(sender) in ("client-service", "load-generator", "prometheus", "alertmanager", "grafana")) or (
            # It may reach the API server, whose address no policy can name: any address by that port.
            kind(sender) == "prometheus" and "outside" in receiver and port == 443)

    for (sender, from_labels), (receiver, to_labels) in itertools.permutations(everyone.items(), 2):
        if "outside" in from_labels and "outside" in to_labels:
            continue
        for port in (53, 443, 3000, 8080, 8081, 9090, 9093):
            passes = network.passes(from_labels, to_labels, port)
            wanted = expected(from_labels, to_labels, port)
            if passes != wanted:
                yield f"{sender} {'reaches' if passes else 'does not reach'} port {port} of {receiver}"
            if to_labels.get("group") != "b":
                continue
            cut = wanted and port != 8080
            if without_b.passes(from_labels, to_labels, port) != cut:
                yield f"without client-to-backend-b: {sender}, port {port} of {receiver}"


def print_environments(path):
    manifests = list(objects([path]))
    for pod in services(manifests):
        container = pod_spec(pod)["containers"][0]
        paths = {container[probe]["httpGet"]["path"] for probe in ("startupProbe", "readinessProbe", "livenessProbe")}
        paths.add(pod["spec"]["template"]["metadata"]["annotations"]["prometheus.io/path"])
        values = [f"{key}={value}" for key, value in environment(pod, manifests).items()]
        print(pod["metadata"]["name"], container["name"], ",".join(sorted(paths)), *values, sep="\t")


def main():
    how, *arguments = sys.argv[1:]
    if how == "environment":
        print_environments(*arguments)
        return
    problems = list({"pods": judge_pods, "network": judge_network}[how](*arguments))
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


main()
