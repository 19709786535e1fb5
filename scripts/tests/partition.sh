#!/usr/bin/env bash
# A network that swallows packets between client and backend: no refusal, no reset, nothing. Every call must end by its
# deadline, the breaker must count it, and nothing may remain of it. It runs in network namespaces of its own, and makes
# a user namespace where it is not root.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/services.sh
. "$root/scripts/lib/services.sh"

if [ -z "${PARTITION_NAMESPACE:-}" ]; then
    has curl || install_packages curl
    has ip || install_packages iproute2
    has nsenter || install_packages util-linux
    build_release
    isolation=(--net)
    [ "$(id -u)" -eq 0 ] || isolation=(--user --map-root-user --net)
    # What a machine may forbid is asked for here; what fails later is a fault.
    if ! unshare "${isolation[@]}" ip link add probe type veth peer name far 2>"$scratch/why"; then
        fail "this machine allows no network namespace with a veth pair: the partition was not tested" "$(cat "$scratch/why")"
        finish
        exit
    fi
    rm -rf "$scratch"
    PARTITION_NAMESPACE=1 exec unshare "${isolation[@]}" "$0"
fi

# The client's side is this namespace, the backend's one of its own; a veth pair joins them.
client_ip=192.0.2.1
backend_ip=192.0.2.2
unshare --net sleep 300 &
far=$!
started+=("$far")
on_backend() { nsenter --target "$far" --net "$@"; }
other_namespace() { [ "$(readlink "/proc/$far/ns/net")" != "$(readlink /proc/self/ns/net)" ]; }
wait_for 5 other_namespace
ip link set lo up
ip link add near type veth peer name far netns "$far"
ip address add "$client_ip/24" dev near
ip link set near up
on_backend ip link set lo up
on_backend ip address add "$backend_ip/24" dev far
on_backend ip link set far up

# From the backend's side no packet comes back: SYN, ACK and answers are lost without a word.
partition() { on_backend ip route add blackhole "$client_ip/32"; }
heal() { on_backend ip route del blackhole "$client_ip/32"; }

start_service backend nsenter --target "$far" --net env HOST="$backend_ip" "$root/.build/release/backend-service"
backend=$service_address
# One loop, and so one pool: the second call must find the first one's connection.
start_service client env EVENT_LOOPS=1 HOST=127.0.0.1 BACKEND_URL="http://$backend" RESILIENCE_MODE=breaker BREAKER_FAIL_MAX=3 \
    BREAKER_RESET_TIMEOUT=1s ATTEMPT_TIMEOUT=400ms CONNECT_TIMEOUT=200ms REQUEST_TIMEOUT=1s \
    "$root/.build/release/client-service"
client=$service_pid

# call: sets $code and $milliseconds.
call() {
    local line
    line=$(curl -sS -m 20 -o "$scratch/body" -w '%{http_code} %{time_total}' "http://$service_address/api/data")
    code=${line% *}
    milliseconds=$(awk -v seconds="${line#* }" 'BEGIN { printf "%d", seconds * 1000 }')
}
# took AT_LEAST AT_MOST: the last call, in milliseconds; the upper bound leaves a slow machine its time.
took() { [ "$milliseconds" -ge "$1" ] && [ "$milliseconds" -le "$2" ]; }
count() { metric "$service_admin" "$1"; }
failures='resilience_breaker_calls_total{breaker="backend",scope="call",address="",result="failure"}'
made='http_client_connections_opened_total{upstream="backend",result="ok"}'
not_made='http_client_connections_opened_total{upstream="backend",result="error"}'

call
check_equal "before: served" 200 "$code"
check_equal "before: over one connection" 1 "$(count "$made")"
check "before: which stays" wait_for 5 metric_is "$service_admin" 'http_client_connections{upstream="backend",state="idle"}' 1

partition
call
check_equal "established connection: 504" 504 "$code"
check "established connection: by the attempt's deadline ($milliseconds ms of 400)" took 390 1000
check_equal "established connection: it was the one there was" "1 0" "$(count "$made") $(count "$not_made")"
call
check_equal "new connection: 504" 504 "$code"
check "new connection: by the deadline of connecting ($milliseconds ms of 200)" took 190 800
check_equal "new connection: it was never made" "1 1" "$(count "$made") $(count "$not_made")"
check_equal "the breaker counts both" 2 "$(count "$failures")"
call
check_equal "and opens with the third" 3 "$(count "$failures")"
call
check_equal "then nobody is asked" 503 "$code"
check "and the answer comes at once ($milliseconds ms)" took 0 150

idle='http_client_connections{upstream="backend",state="idle"}'
active='http_client_connections{upstream="backend",state="active"}'
check_equal "no connection remains" "0 0" "$(count "$idle") $(count "$active")"
to_backend() { find "/proc/$client/fd" -lname 'socket:*' -printf '%l\n' | tr -dc '0-9\n' | sort >"$scratch/own"
    # Column 3 is the remote address, the ports' hexadecimal digits are its end; column 10 is the inode (proc_net(5)).
    awk -v port="$(printf '%04X' "${backend##*:}")" '$3 ~ ":" port "$" { print $10 }' /proc/net/tcp | sort |
        comm -12 - "$scratch/own" | wc -l; }
check_equal "nor a socket of the client's to the backend" 0 "$(to_backend)"
check_equal "nor a request" 0 "$(count http_server_requests_in_flight)"

heal
served() { call; [ "$code" = 200 ]; }
check "healed: served again once the breaker tries" wait_for 10 served
partition
stop_service "$client"
check_equal "a client that stops in a partition stops in order" 0 "$service_status"
finish
