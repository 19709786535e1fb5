"""Every experiment, one a file. Each has `build(place)`, which gives it as it runs there."""

from experiments import (
    crash_loop,
    hang,
    latency,
    network_partition,
    pod_failure,
    retry_storm,
    rolling_restart,
    transient_errors,
)

EXPERIMENTS = {
    "transient-errors": transient_errors,
    "pod-failure": pod_failure,
    "hang": hang,
    "network-partition": network_partition,
    "latency": latency,
    "retry-storm": retry_storm,
    "crash-loop": crash_loop,
    "rolling-restart": rolling_restart,
}
