#!/usr/bin/env bash
# Measures the services beside nginx in the same run: one core for the server, one for wrk, alternating rounds, medians
# and ratios as a table. For the eye and the notes, never a test: `scripts/bench.sh [ROUNDS] [SECONDS]`.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"
# shellcheck source=scripts/lib/setup.sh
. "$root/scripts/lib/setup.sh"
rounds=${1:-5}
seconds=${2:-4}
case "$rounds$seconds" in *[!0-9]* | "") die "usage: scripts/bench.sh [ROUNDS] [SECONDS], whole numbers" ;; esac

has wrk || install_packages wrk
# The package would start a server of its own on port 80 if it could; nginx-light is enough for this.
has nginx || [ -x /usr/sbin/nginx ] || install_packages nginx-light
nginx=$(command -v nginx || echo /usr/sbin/nginx)
build_release

work=$(mktemp -d)
declare -a started=()
cleanup() {
    local pid
    for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

base=$((20000 + RANDOM % 20000))
body='{"kind":"data","instance":"bench","sequence":123456}'

# nginx_config NAME PORT LOG LOCATION
nginx_config() {
    cat >"$work/$1.conf" <<CONFIG
daemon off; worker_processes 1; pid $work/$1.pid; error_log $work/$1.err;
events { worker_connections 4096; }
http {
    access_log $3; keepalive_requests 1000000000; keepalive_timeout 75s;
    client_body_temp_path $work/$1.a; proxy_temp_path $work/$1.b; fastcgi_temp_path $work/$1.c;
    uwsgi_temp_path $work/$1.d; scgi_temp_path $work/$1.e;
    upstream backend { server 127.0.0.1:$((base + 1)); keepalive 64; keepalive_requests 1000000000; }
    server { listen 127.0.0.1:$2 backlog=4096; location / { $4 } }
}
CONFIG
    taskset -c 0 "$nginx" -c "$work/$1.conf" &
    started+=("$!")
}

# service NAME PORT LOG VARIABLE=VALUE...
service() {
    local program=$1 port=$2 log=$3
    shift 3
    env HOST=127.0.0.1 PORT="$port" ADMIN_PORT="$((port + 500))" EVENT_LOOPS=1 DRAIN_DELAY=0ms POD_NAME=bench "$@" \
        taskset -c 0 "$root/.build/release/$program" >"$log" &
    started+=("$!")
}

static="default_type application/json; return 200 '$body';"
nginx_config logged "$base" "$work/access.log combined" "$static"
nginx_config silent "$((base + 1))" off "$static"
nginx_config proxy "$((base + 2))" off \
    "proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection '';"
service backend-service "$((base + 3))" "$work/backend.jsonl" LOG_SUCCESS_SAMPLE=1
service backend-service "$((base + 4))" /dev/null LOG_SUCCESS_SAMPLE=0
service client-service "$((base + 5))" /dev/null LOG_SUCCESS_SAMPLE=0 BACKEND_URL="http://127.0.0.1:$((base + 1))"
for port in 0 1 2 3 4 5; do
    for _ in $(seq 100); do
        curl -fs -o /dev/null "http://127.0.0.1:$((base + port))/api/data" && break
        sleep 0.05
    done || die "port $((base + port)) does not answer"
done

# rate PORT: requests per second of one round.
rate() {
    taskset -c 1 wrk -t1 -c32 -d"${seconds}s" "http://127.0.0.1:$((base + $1))/api/data" |
        awk '/Requests\/sec/ { print $2 } /Non-2xx/ { print "errors: " $0 > "/dev/stderr" }'
}
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

printf '| case | Holdfast, requests/s | nginx, requests/s | ratio |\n|---|---|---|---|\n'
# compare TITLE PORT PEER
compare() {
    local ours="$work/ours" theirs="$work/theirs"
    : >"$ours"
    : >"$theirs"
    for _ in $(seq "$rounds"); do
        rate "$2" >>"$ours"
        rate "$3" >>"$theirs"
    done
    awk -v title="$1" -v a="$(median "$ours")" -v b="$(median "$theirs")" \
        'BEGIN { printf "| %s | %.0f | %.0f | %.2f |\n", title, a, b, a / b }'
}
compare "backend, metrics and a JSON line per request; nginx with its access log" 3 0
compare "backend, metrics, success lines sampled out; nginx with its log off" 4 1
compare "client in full mode before nginx; nginx proxy_pass with keep-alive before the same nginx" 5 2
