# shellcheck shell=bash
# A running lab for a tier of tests. Source it after checks.sh.

: "${root:?set it before sourcing this}" "${scratch:?source checks.sh first}"
lab="$root/.build/release/lab"
# Free ports are asked for by chance: tiers of several checkouts may run at once. All below those that the kernel gives
# to outgoing connections (32768 and up), of which any might be in use.
base_port=$((20000 + RANDOM % 12000))

# interruptible COMMAND... : runs it in the background with SIGINT as a terminal would have it; bash has its
# background jobs ignore it. Sets $lab_pid.
interruptible() {
    python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execvp(sys.argv[1], sys.argv[1:])' "$@" &
    lab_pid=$!
    started+=("$lab_pid")
}

# What else `lab up` is started with.
lab_options=()

# Starts `lab up`; its lines go to $scratch/up.log and its files to $run.
lab_up() {
    interruptible env PATH="$root/.venv/bin:$PATH" "$lab" up --output "$scratch/out" --base-port "$base_port" "${lab_options[@]}" \
        >"$scratch/up.log" 2>&1
    if ! wait_for 60 grep -q '^running' "$scratch/up.log"; then
        fail "lab up" "$(cat "$scratch/up.log")"
        finish
    fi
    # shellcheck disable=SC2034 # for the tier
    run="$scratch/out/current"
}

lab_ctl() { "$lab" ctl "$@" --output "$scratch/out"; }

# The names of the instances that run: a spare client is held down until it is wanted.
running_instances() { lab_ctl status | sed -nE 's/^([^ ]+) .*  running, pid .*$/\1/p'; }

# admin_port INSTANCE
admin_port() { lab_ctl status | sed -nE "s/^$1 .*admin ([0-9]+) .*/\1/p"; }

# application_url INSTANCE
application_url() { lab_ctl status | sed -nE "s/^$1 +(http[^ ]+) .*/\1/p"; }

# Ends the lab as a user would, and waits until it has.
lab_down() {
    kill -INT "$lab_pid"
    wait "$lab_pid"
}

# Processes of the lab under test that are still there: by the run's folder in their arguments (the lab, Prometheus,
# Chaos Toolkit), or by a port of this lab in their environment (the services).
left_over() {
    local process port
    pgrep -f -- "$scratch/out" || true
    for process in /proc/[0-9]*; do
        port=$({ tr '\0' '\n' <"$process/environ" | sed -n 's/^ADMIN_PORT=//p'; } 2>/dev/null) || continue
        if [ -n "$port" ] && [ "$port" -ge "$base_port" ] && [ "$port" -lt $((base_port + 40)) ]; then
            printf '%s\n' "${process#/proc/}"
        fi
    done
}
