#!/usr/bin/env bash
# Soaks the real services: a steady load through client and backend while thousands of idle connections, slow-loris
# clients, readers that do not read, resets, half-closes and garbage strike both. Then nothing may be left of it:
# `scripts/soak.sh [SECONDS] [CONNECTIONS]`, by default 60 seconds and 10,000 idle connections at each service.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"
# shellcheck source=scripts/lib/setup.sh
. "$root/scripts/lib/setup.sh"
seconds=${1:-60}
connections=${2:-10000}
case "$seconds$connections" in
    *[!0-9]* | "") die "usage: scripts/soak.sh [SECONDS] [CONNECTIONS], whole numbers" ;;
esac
# Requests per second that both services take with ease on two processors, the abuse included.
rate=500
# What may stay of a service's memory once the crowd has gone and it has given back what it no longer uses, in MB.
memory_bound=16

has curl || install_packages curl
has python3 || install_packages python3
build_release
# For the services and those who strike them alike; some connections come on top of the idle ones.
needed=$((connections + 1000))
if [ "$(ulimit -Hn)" != unlimited ] && [ "$(ulimit -Hn)" -lt "$needed" ]; then
    ulimit -Hn "$needed" 2>/dev/null || die "the limit of open files is $(ulimit -Hn), and $needed are needed: ulimit -Hn"
fi

# shellcheck source=scripts/lib/scratch.sh
. "$root/scripts/lib/scratch.sh"

base=$((20000 + RANDOM % 10000))
failed=0
broken() {
    failed=1
    printf 'broken: %s\n' "$*"
}

# program NAME PORT VARIABLE=VALUE... : starts it; its administration port is the one above PORT. Sets $pid.
program() {
    local name=$1 port=$2
    shift 2
    env HOST=127.0.0.1 PORT="$port" ADMIN_PORT="$((port + 1))" DRAIN_DELAY=0ms LOG_SUCCESS_SAMPLE=0 LOG_LEVEL=info \
        MAX_CONNECTIONS="$needed" HEADER_TIMEOUT=3s IDLE_TIMEOUT="$((seconds + 60))s" "$@" \
        "$root/.build/release/$name" >"$scratch/$name.jsonl" &
    pid=$!
    started+=("$pid")
    for _ in $(seq 200); do
        curl -fs -o /dev/null "http://127.0.0.1:$((port + 1))/readyz" && return
        sleep 0.05
    done
    die "$name does not start: $(tail -n 1 "$scratch/$name.jsonl")"
}

# scrape MOMENT NAME PORT
scrape() { curl -fsS "http://127.0.0.1:$(($3 + 1))/metrics" >"$scratch/$1-$2.txt"; }

# value PORT METRIC: the sum of its series.
value() { curl -fsS "http://127.0.0.1:$(($1 + 1))/metrics" | awk -v name="$2" '$1 ~ "^" name "({|$)" { sum += $NF } END { printf "%d\n", sum }'; }

# Whether nobody is left at the backend but the client. Both were struck alike, and at the same time.
has_settled() { [ "$(value "$client_port" http_client_connections)" -eq "$(value "$backend_port" http_server_connections)" ]; }

# memory_is_back MOMENT NAME PORT: whether a service uses no more than at that moment and the bound.
memory_is_back() {
    local before now
    before=$(awk '$1 == "process_resident_memory_bytes" { printf "%d", $2 }' "$scratch/$1-$2.txt")
    now=$(value "$3" process_resident_memory_bytes)
    [ "$now" -le $((before + memory_bound * 1000000)) ]
}

# until_true SECONDS COMMAND...
until_true() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.1
    done
}

backend_port=$base
client_port=$((base + 2))
load_port=$((base + 4))
program backend-service "$backend_port"
backend=$pid
program client-service "$client_port" BACKEND_URL="http://127.0.0.1:$backend_port"
client=$pid
scrape start backend "$backend_port"
scrape start client "$client_port"

say "$rate requests per second for $seconds s, with $connections idle connections at each service"
env -u HOST ADMIN_PORT="$((load_port + 1))" RATE="$rate" TARGETS="full=http://127.0.0.1:$client_port/api/data" \
    DRAIN_DELAY=0ms "$root/.build/release/load-generator" >"$scratch/load-generator.jsonl" &
load=$!
started+=("$load")
has_load() { [ "$(value "$load_port" load_requests_total 2>/dev/null)" -ge "$rate" ]; }
until_true 20 has_load || die "the load generator does not start: $(tail -n 1 "$scratch/load-generator.jsonl")"
for program in "backend $backend_port" "client $client_port" "load $load_port"; do
    # shellcheck disable=SC2086 # two words
    scrape before $program
done

declare -a abusers=()
for port in "$backend_port" "$client_port"; do
    python3 "$root/scripts/soak/abuse.py" 127.0.0.1 "$port" "$connections" "$seconds" "$scratch/ready-$port" \
        >"$scratch/abuse-$port.json" &
    abusers+=("$!")
    started+=("$!")
done
are_open() { [ -e "$scratch/ready-$backend_port" ] && [ -e "$scratch/ready-$client_port" ]; }
until_true "$((seconds + 30))" are_open || broken "the idle connections were not open in time"
scrape full backend "$backend_port"
scrape full client "$client_port"
for pid in "${abusers[@]}"; do wait "$pid" || broken "those who struck ended with an error"; done
cat "$scratch"/abuse-*.json

# What has not come back by then is the report's to tell.
until_true 20 has_settled || true
until_true 10 memory_is_back before backend "$backend_port" || true
until_true 10 memory_is_back before client "$client_port" || true
for program in "load $load_port" "client $client_port" "backend $backend_port"; do
    # shellcheck disable=SC2086 # two words
    scrape after $program
done
kill "$load"
wait "$load" || broken "the load generator ended with $?"
without_load() { [ "$(value "$client_port" http_server_connections)" -eq 0 ]; }
until_true 20 without_load || true
scrape end backend "$backend_port"
scrape end client "$client_port"
python3 "$root/scripts/soak/report.py" "$scratch" "$connections" "$memory_bound" || failed=1

for port in "$backend_port" "$client_port"; do
    curl -fsS -o /dev/null "http://127.0.0.1:$port/api/data" || broken "port $port does not answer any more"
done
for pid in "$client" "$backend"; do
    kill "$pid"
    wait "$pid" || broken "a service ended its drain with exit code $?"
done
for service in client-service backend-service; do
    grep -q '"event":"drain.finished".*"cut_connections":0' "$scratch/$service.jsonl" || broken "$service cut connections off"
done
[ "$failed" -eq 0 ]
echo "nothing is left of it"
