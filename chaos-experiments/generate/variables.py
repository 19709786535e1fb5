"""What an experiment reads from the environment. The lab sets all of it; in a cluster each has a default, which goes
with the services' own defaults (the seed's timings), a scrape every five seconds and the overlay `lab`.
"""

import dataclasses
import re


@dataclasses.dataclass(frozen=True)
class Window:
    """In seconds; see FaultWindow in Sources/Lab/Topology/Profile.swift."""

    lead: int = 25
    judged: int = 60
    recovery: int = 90
    settle: int = 30
    # Between two strikes of a fault that strikes several times, and how many pauses of that length there are.
    step: int = 0
    steps: int = 0

    @property
    def fault(self):
        return self.step * self.steps or self.lead + self.judged


WINDOWS = {
    "transient-errors": Window(judged=90),
    # Open connections outlive a policy's removal by POOL_MAX_AGE; then five attempt timeouts pass until the dead half's
    # breaker opens.
    "network-partition": Window(lead=60),
    "crash-loop": Window(step=20, steps=4),
    # A pod takes a while to be there and a while to be gone.
    "rolling-restart": Window(step=60, steps=4),
}
STEADY = 30
# For a pod to be scheduled, to start, to be ready and to be found by its name.
POD_START = 25


def _defaults(name):
    window = WINDOWS.get(name, Window())
    full_recovery = 5 + POD_START
    return {
        "prometheus_base_url": "http://127.0.0.1:9090",
        "namespace": "lab3-resilience",
        "processes": 13,
        "backends": 8,
        "replicas": 1,
        "dead_instances": '"backend-.*-b-.*"',
        "settle_seconds": window.settle,
        "fault_seconds": window.fault,
        "step_seconds": window.step,
        "whole_fault_seconds": window.fault + 10,
        "judged_seconds": window.judged,
        "recovery_seconds": window.recovery,
        "lookback_seconds": window.fault + 20,
        "steady_seconds": STEADY,
        "recovered_seconds": window.recovery - full_recovery,
        "attempt_timeout_ms": 5_000,
        "in_flight_bound": 510,
        "breaker_recovery_seconds": 37 + POD_START,
        "full_recovery_seconds": full_recovery,
        "base_rate": 50,
        "load_factor": 4,
        "backend_capacity": '"65.0"',
        "slow_latency": "3s",
        "slow_latency_ms": 3_000,
    }


ENVIRONMENT = {"prometheus_base_url": "PROMETHEUS_URL"}
TEXTS = {"prometheus_base_url", "namespace", "dead_instances", "backend_capacity", "slow_latency"}


def configuration(body, experiment):
    """The lines of the configuration block: the variables that the rest of the file reads."""
    read = {"prometheus_base_url", *re.findall(r"\$\{([a-z_]+)\}", body)}
    defaults = _defaults(experiment.name)
    if unknown := read - set(defaults):
        raise KeyError(f"{experiment.name}: no variable {', '.join(sorted(unknown))}")
    lines = ["configuration:"]
    for variable, default in defaults.items():
        if variable not in read:
            continue
        members = f"type: env, key: {ENVIRONMENT.get(variable, variable.upper())}"
        if variable not in TEXTS:
            members += ", env_var_type: int"
        if experiment.place.has_defaults:
            members += f", default: {default}"
        lines.append(f"  {variable}: {{{members}}}")
    return lines
