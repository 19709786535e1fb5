# shellcheck shell=bash disable=SC2034 # the variables are for the tier
# A service of a release build, started alone for a tier of tests. Source it after checks.sh.

: "${root:?set it before sourcing this}" "${scratch:?source checks.sh first}"

# start_service NAME COMMAND... : runs a service on free ports, whatever comes before its program (`env X=1`, `nsenter`),
# and waits until it serves. Sets $service_pid, $service_log, $service_address and $service_admin (HOST:PORT each).
start_service() {
    service_log="$scratch/$1.log"
    shift
    env PORT=0 ADMIN_PORT=0 LOG_SUCCESS_SAMPLE=0 "$@" >"$service_log" 2>&1 &
    service_pid=$!
    started+=("$service_pid")
    if ! wait_for 20 grep -q '"event":"service.started"' "$service_log"; then
        fail "start of $*" "$(cat "$service_log")"
        finish
        exit 1
    fi
    service_address=$(sed -nE 's/.*"service.started".*"address":"([^"]+)".*/\1/p' "$service_log")
    service_admin=$(sed -nE 's/.*"service.started".*"admin_address":"([^"]+)".*/\1/p' "$service_log")
}

# stop_service PID: SIGTERM, and waits until it has ended. Sets $service_status.
stop_service() {
    service_status=0
    kill -TERM "$1"
    wait "$1" || service_status=$?
}

# metric ADMIN SERIES: its value, with all labels as the exposition has them.
metric() { curl -gfsS -m 5 "http://$1/metrics" | awk -v series="$2" '$1 == series { print $2 }'; }

# metric_is ADMIN SERIES VALUE
metric_is() { [ "$(metric "$1" "$2")" = "$3" ]; }

# next_descriptor PID: the number its next descriptor will have.
next_descriptor() {
    local number=0
    while [ -e "/proc/$1/fd/$number" ]; do number=$((number + 1)); done
    printf '%s' "$number"
}

# sockets PID: how many it has open.
sockets() { find "/proc/$1/fd" -lname 'socket:*' | wc -l; }

# ticks PID: processor time used so far, in clock ticks (proc(5): utime and stime).
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
