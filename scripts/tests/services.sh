#!/usr/bin/env bash
# The services at their limits, one at a time: draining, without descriptors, with peers that misbehave, and on IPv6.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/services.sh
. "$root/scripts/lib/services.sh"
has curl || install_packages curl
has jq || install_packages jq
has prlimit || install_packages util-linux
has wrk || install_packages wrk
build_release
backend="$root/.build/release/backend-service"

# answer FILE URL [CURL OPTION...] : the whole answer into a file, in the background; sets $answer_pid.
answer() {
    local file=$1 url=$2
    shift 2
    curl -gsS -i -m 30 "$@" "$url" >"$file" 2>"$file.error" &
    answer_pid=$!
}

# --- Drain: what can end does, the rest is cut, and the log says how many of each.
start_service drain HOST=127.0.0.1 DRAIN_DELAY=0s DRAIN_TIMEOUT=2s "$backend"
answer "$scratch/short" "http://$service_address/delay/1s"
short=$answer_pid
answer "$scratch/long" "http://$service_address/delay/50s"
long=$answer_pid
check "two requests are under way" wait_for 10 metric_is "$service_admin" http_server_requests_in_flight 2
begin=$SECONDS
stop_service "$service_pid"
check_equal "drain: exit code" 0 "$service_status"
check "drain: ended by DRAIN_TIMEOUT" [ $((SECONDS - begin)) -le 4 ]
check "drain: the short request was answered" wait "$short"
check "drain: and told to close" grep -qi '^connection: close' "$scratch/short"
status=0
wait "$long" || status=$?
check "drain: the long request was cut (curl's 52: empty reply)" [ "$status" -eq 52 ]
check "drain: the log counts them" \
    grep -q '"event":"drain.finished".*"finished_connections":1,"cut_connections":1' "$service_log"

# --- Drain of a service that nobody uses: there is nothing to wait for.
start_service idle HOST=127.0.0.1 DRAIN_DELAY=0s "$backend"
curl -fsS -m 5 -o /dev/null "http://$service_address/api/data"
begin=$SECONDS
stop_service "$service_pid"
check_equal "idle: exit code" 0 "$service_status"
check "idle: gone at once, whatever DRAIN_TIMEOUT is" [ $((SECONDS - begin)) -le 4 ]

# --- No descriptor is left: connections wait in the kernel, the service waits too, and goes on when there are some.
start_service descriptors HOST=127.0.0.1 "$backend"
check "descriptors: serves before" curl -fsS -m 5 -o /dev/null "http://$service_address/api/data"
check "descriptors: no connection is left" wait_for 5 metric_is "$service_admin" http_server_connections 0
allowed=$(prlimit --pid "$service_pid" --nofile --output SOFT --noheadings | tr -d ' ')
prlimit --pid "$service_pid" --nofile="$(next_descriptor "$service_pid"):"
before=$(ticks "$service_pid")
status=0
curl -sS -m 2 -o /dev/null "http://$service_address/api/data" 2>/dev/null || status=$?
check_equal "descriptors: without any nobody is answered (curl's 28: time is over)" 28 "$status"
used=$(($(ticks "$service_pid") - before))
second=$(getconf CLK_TCK)
# Spinning would use up the two seconds.
check "descriptors: it does not spin ($used of $((2 * second)) ticks)" [ "$used" -lt $((second / 4)) ]
prlimit --pid "$service_pid" --nofile="$allowed:"
check "descriptors: with some it serves on" curl -fsS -m 5 -o /dev/null "http://$service_address/api/data"

# --- Peers that keep their sockets full hold nobody up: requests of just the size of the receive buffer, pipelined.
start_service flood HOST=127.0.0.1 EVENT_LOOPS=1 "$backend"
cat >"$scratch/flood.lua" <<'LUA'
local head = "GET /api/data HTTP/1.1\r\nHost: a\r\nX: "
local one = head .. string.rep("x", 1024 - #head - 4) .. "\r\n\r\n"
local pipelined = string.rep(one, 64)
function request() return pipelined end
LUA
wrk -t1 -c4 -d4s -s "$scratch/flood.lua" "http://$service_address" >"$scratch/flood" &
flood=$!
probes_pass() {
    local _
    for _ in $(seq 20); do
        curl -fsS -m 1 -o /dev/null "http://$service_admin/readyz" || return 1
        sleep 0.1
    done
}
check "flood: twenty probes are answered within a second each" probes_pass
wait "$flood"
check "flood: it was one, and it was answered" grep -Eq '[0-9]{4,} requests in' "$scratch/flood"

# --- Peers that are slow or too many.
start_service peers HOST=127.0.0.1 MAX_CONNECTIONS=2 HEADER_TIMEOUT=300ms BODY_TIMEOUT=300ms IDLE_TIMEOUT=2s "$backend"
# say_slowly TEXT : sends it and nothing more; what comes back until the service closes.
say_slowly() {
    local connection
    exec {connection}<>"/dev/tcp/${service_address%:*}/${service_address##*:}"
    printf '%b' "$1" >&"$connection"
    timeout 10 cat <&"$connection"
    exec {connection}>&-
}
check_equal "peers: a slow head is answered with 408" "HTTP/1.1 408 Request Timeout" \
    "$(say_slowly 'GET / HTTP/1.1\r\nHost:' | head -n 1 | tr -d '\r')"
check_equal "peers: a slow body is answered with 408" "HTTP/1.1 408 Request Timeout" \
    "$(say_slowly 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc' | head -n 1 | tr -d '\r')"
check_equal "peers: silence is answered with nothing" "" "$(say_slowly '')"
exec {one}<>"/dev/tcp/${service_address%:*}/${service_address##*:}"
exec {two}<>"/dev/tcp/${service_address%:*}/${service_address##*:}"
check "peers: the table is full" wait_for 2 metric_is "$service_admin" http_server_connections 2
code() { curl -gsS -m 5 -o /dev/null -w '%{http_code}' "$@"; }
check_equal "peers: one more gets 503" 503 "$(code "http://$service_address/healthz")"
exec {one}>&- {two}>&-
check "peers: the table is empty again" wait_for 5 metric_is "$service_admin" http_server_connections 0
check_equal "peers: and the next is served" 200 "$(code "http://$service_address/healthz")"

# --- Methods and targets (RFC 9110 9.3, 15.5.6), over a real socket.
allow() { curl -gsS -m 5 -D - -o /dev/null "$@" | tr -d '\r' | sed -nE 's/^allow: //ip'; }
check_equal "methods: 405 says what is allowed" "GET, HEAD, OPTIONS" "$(allow -X DELETE "http://$service_address/api/data")"
check_equal "methods: and is a 405" 405 "$(code -X DELETE "http://$service_address/api/data")"
check_equal "methods: OPTIONS says what is allowed" "GET, HEAD, OPTIONS" \
    "$(allow -X OPTIONS "http://$service_address/api/data")"
check_equal "methods: OPTIONS * is about the server" 204 \
    "$(code -X OPTIONS --request-target '*' "http://$service_address")"
check_equal "methods: HEAD wherever GET is" 200 "$(code -I "http://$service_address/api/data")"
check_equal "methods: no such path" 404 "$(code "http://$service_address/nowhere")"
check_equal "methods: an expectation that nobody can meet" 417 \
    "$(code -H 'Expect: tea' "http://$service_address/api/data")"

# --- Both families of addresses, where the machine has them.
if [ -e /proc/net/if_inet6 ] && grep -q ' lo$' /proc/net/if_inet6; then
    start_service dual-stack HOST=:: "$backend"
    port=${service_address##*:}
    check_equal "IPv6: HOST=:: serves IPv6" 200 "$(code "http://[::1]:$port/healthz")"
    check_equal "IPv6: HOST=:: serves IPv4" 200 "$(code "http://127.0.0.1:$port/healthz")"
    start_service ipv6-client HOST=::1 ADMIN_HOST=::1 BACKEND_URL="http://[::1]:$port" \
        "$root/.build/release/client-service"
    check_equal "IPv6: HOST=::1 serves IPv6 alone" "[::1]" "${service_address%:*}"
    check_equal "IPv6: a client of a backend at [::1]" backend \
        "$(curl -gfsS -m 5 "http://$service_address/api/data" | jq -r .source)"
else
    printf '  skipped %s\n' "IPv6: this machine has none"
fi
# --- What an experiment says from inside a container, where there is no shell: the program speaks to the service of the
# same settings, which takes changes from those with its token alone.
start_service commands HOST=127.0.0.1 ADMIN_HOST=0.0.0.0 ADMIN_TOKEN=secret FAULTS_ENABLED=true "$backend"
# inside TOKEN PROGRAM WORD... : as it is in the container of the service that was started last.
inside() { env ADMIN_HOST=0.0.0.0 ADMIN_PORT="${service_admin##*:}" ADMIN_TOKEN="$1" "$root/.build/release/$2" "${@:3}"; }
# ends CODE COMMAND...
ends() { local status=0; "${@:2}" >/dev/null 2>"$scratch/said" || status=$?; [ "$status" -eq "$1" ] && [ "$(wc -l <"$scratch/said")" -le 1 ]; }
own_admin="127.0.0.1:${service_admin##*:}"
fault='fault_injection_active{fault="error"}'
check "commands: faults set" inside secret backend-service faults set failure_rate=0.6 'latency=1ms..2ms'
check "commands: the fault is there" metric_is "$own_admin" "$fault" 1
check "commands: faults show" grep -qF '"failure_rate":0.6' <(inside secret backend-service faults show)
check "commands: faults clear" inside secret backend-service faults clear
check "commands: the fault is gone" metric_is "$own_admin" "$fault" 0
check "commands: a wrong token changes nothing (69)" ends 69 inside other backend-service faults set failure_rate=1
check "commands: a value that is none is a usage error (64)" ends 64 inside secret backend-service faults set failure_rate=2
check "commands: words that are none, too (64)" ends 64 inside secret backend-service faults heal
check "commands: help lists them" grep -q 'backend-service faults show | clear | set' <("$backend" --help)
stop_service "$service_pid"
check "commands: nobody there (69)" ends 69 inside secret backend-service faults clear
# It has no application port; and nobody needs to answer it.
start_service load env -u PORT -u LOG_SUCCESS_SAMPLE ADMIN_HOST=0.0.0.0 ADMIN_TOKEN=secret \
    TARGETS=full=http://127.0.0.1:9/ RATE=2 "$root/.build/release/load-generator"
own_admin="127.0.0.1:${service_admin##*:}"
active='chaos_fault_active{experiment="hang",fault="all"}'
check "commands: mark on" inside secret load-generator mark hang all on
check "commands: it is marked" metric_is "$own_admin" "$active" 1
check "commands: mark off" inside secret load-generator mark hang all off
check "commands: it is not marked" metric_is "$own_admin" "$active" 0
check "commands: load 4" grep -qF '"factor":4' <(inside secret load-generator load 4)
check "commands: load 1" grep -qF '"factor":1' <(inside secret load-generator load 1)
stop_service "$service_pid"

finish
