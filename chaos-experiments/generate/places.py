"""Where an experiment runs: what it takes there to break something and to make it whole again. Both have the same
verbs, each of which gives the actions it takes.
"""

from document import Action

MODES = ["baseline", "retry", "breaker", "full"]
# As long as a pod's replacement leaves its place empty.
GONE_SECONDS = 2


class Lab:
    """One machine: everything is asked of `lab ctl`."""

    folder = "local"
    tag = "local"
    has_defaults = False

    def __init__(self, experiment):
        self.experiment = experiment

    def _ctl(self, name, *arguments, pause="", comment=""):
        provider = f"{{type: process, path: lab, arguments: [ctl, {', '.join(arguments)}], timeout: 30}}"
        return Action(name, provider, pause, comment)

    def mark(self, fault):
        return [self._ctl("mark the fault", "mark", self.experiment, fault, '"on"')]

    def unmark(self, fault, name="mark the end of the fault"):
        return [self._ctl(name, "mark", self.experiment, fault, '"off"')]

    def simulate(self, name, fault):
        fault = f'"{fault}"' if "$" in fault else fault
        return [self._ctl(name, "faults", "backends", fault)]

    def heal(self, name="heal every backend"):
        return [self._ctl(name, "heal", "backends")]

    stop_simulating = heal

    def take_down(self):
        return [self._ctl("kill every backend and hold it down", "kill", "backends")]

    def bring_back(self, name):
        return self.heal(name)

    def hang(self):
        return [self._ctl("freeze every backend", "stop", "backends")]

    def cut_off(self):
        return [self._ctl("cut the first backend of every mode off", "partition", "backends/1")]

    def reconnect(self, name):
        return self.heal(name)

    def load(self, name, factor):
        return [self._ctl(name, "load", f'"{factor}"')]

    def crash(self, ordinal):
        return [self._ctl(f"crash the first backend of every mode ({ordinal})", "crash", "backends/1")]

    def rolling_restart(self):
        """All that is replaced in turn, with the pauses between."""
        step = '"${step_seconds}"'
        actions = [self._ctl("start a second client of full", "restart", "client-full-2", pause=step)]
        for what, target in (
            ("the first client of full", "client-full"),
            ("the second client of full", "client-full-2"),
            ("the first backend of every mode", "backends/1"),
            ("the second backend of every mode", "backends/2"),
        ):
            actions += [
                self._ctl(f"drain {what}", "drain", target, pause=GONE_SECONDS),
                self._ctl(f"start {what} again", "restart", target, pause=step),
            ]
        last = self._ctl("drain the second client of full for good", "drain", "client-full-2", pause=GONE_SECONDS)
        return [*actions, last]

    def end_rolling_restart(self):
        return [
            self._ctl("one client of full, and that one up", "heal", "clients"),
            *self.heal(),
        ]


class Cluster:
    """Kubernetes, with the overlay kubernetes/overlays/lab: an action of chaosk8s each."""

    folder = "."
    tag = "kubernetes"
    has_defaults = True

    def __init__(self, experiment):
        self.experiment = experiment

    def _action(self, name, function, arguments, comment=""):
        module, func = function.rsplit(".", 1)
        members = "".join(f"\n  {key}: {value}" for key, value in {**arguments, "ns": '"${namespace}"'}.items())
        return Action(name, f"type: python\nmodule: {module}\nfunc: {func}\narguments:{members}", comment=comment)

    def _run(self, name, service, *words):
        """Runs a service's program in each of its pods: it has no shell, and a Service would reach one pod only."""
        arguments = {
            "label_selector": f"app.kubernetes.io/name={service}",
            "all": "true",
            "container_name": service,
            "cmd": f"[/{service}, {', '.join(words)}]",
        }
        return self._action(name, "chaosk8s.pod.actions.exec_in_pods", arguments)

    def _deployment(self, name, verb, deployment, **arguments):
        return self._action(name, f"chaosk8s.deployment.actions.{verb}_deployment", {"name": deployment, **arguments})

    def _backends(self, groups="ab"):
        return [f"backend-{mode}-{group}" for group in groups for mode in MODES]

    def mark(self, fault):
        return [self._run("mark the fault", "load-generator", "mark", self.experiment, fault, '"on"')]

    def unmark(self, fault, name="mark the end of the fault"):
        return [self._run(name, "load-generator", "mark", self.experiment, fault, '"off"')]

    def simulate(self, name, fault):
        fault = f'"{fault}"' if "$" in fault else fault
        return [self._run(name, "backend-service", "faults", "set", fault)]

    def stop_simulating(self, name="no backend simulates a fault"):
        return [self._run(name, "backend-service", "faults", "clear")]

    def take_down(self):
        return [self._deployment(f"scale {name} to nothing", "scale", name, replicas=0) for name in self._backends()]

    def bring_back(self, name):
        return [
            self._deployment(f"{name} ({backend})", "scale", backend, replicas='"${replicas}"')
            for backend in self._backends()
        ]

    def hang(self):
        return self.simulate("let every backend accept and never answer", "hang_rate=1")

    def cut_off(self):
        name = "remove the policy that lets clients reach group b"
        policy = {"name": "client-to-backend-b"}
        return [self._action(name, "chaosk8s.networking.actions.remove_network_policy", policy)]

    def reconnect(self, name):
        file = "chaos-experiments/kubernetes/client-to-backend-b.yaml"
        provider = f"""\
type: process
path: kubectl
arguments: [--namespace, "${{namespace}}", apply, --filename, {file}]
timeout: 30"""
        # create_network_policy of chaosk8s fails where the policy is there, as it is when a rollback comes.
        return [Action(name, provider)]

    def load(self, name, factor):
        return [self._run(name, "load-generator", "load", f'"{factor}"')]

    def crash(self, ordinal):
        arguments = {
            "label_selector": "app.kubernetes.io/name=backend-service,group=b",
            "all": "true",
            "grace_period": 0,
        }
        name = f"kill the pods of group b ({ordinal})"
        return [self._action(name, "chaosk8s.pod.actions.terminate_pods", arguments)]

    def rolling_restart(self):
        step = '"${step_seconds}"'

        def paused(actions):
            actions[-1].pause = step
            return actions

        return [
            *paused([self._deployment("start a second client of full", "scale", "client-full", replicas=2)]),
            *paused([self._deployment("replace both clients of full in turn", "rollout", "client-full")]),
            *paused([self._deployment(f"replace {name}", "rollout", name) for name in self._backends("a")]),
            *paused([self._deployment(f"replace {name}", "rollout", name) for name in self._backends("b")]),
        ]

    def end_rolling_restart(self):
        return [self._deployment("as many clients of full as before", "scale", "client-full", replicas='"${replicas}"')]

    def heal(self, name="no backend simulates a fault"):
        return self.stop_simulating(name)
