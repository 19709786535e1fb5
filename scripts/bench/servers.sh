# shellcheck shell=bash
# The servers that are measured, each on processor 0 and on a port of its own. Source it with $root, $static_programs
# and $seconds set.

: "${root:?}" "${static_programs:?}" "${seconds:?}"

# shellcheck source=scripts/lib/scratch.sh
. "$root/scripts/lib/scratch.sh"

nginx=$(command -v nginx || echo /usr/sbin/nginx)
# Below those that the kernel gives to outgoing connections (32768 and up), of which any might be in use.
base=$((20000 + RANDOM % 12000))
# As long as the backend's own answer.
body='{"kind":"data","instance":"bench","sequence":123456}'
static_answer="default_type application/json; return 200 '$body';"
proxy_pass="proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection '';"
# Most connections that a server is asked to hold: a client may want two descriptors for each, and all want some more.
most_connections=10000
ulimit -n "$((2 * most_connections + 1000))" 2>/dev/null || ulimit -n "$(ulimit -Hn)"
if [ "$(ulimit -n)" != unlimited ] && [ "$(ulimit -n)" -lt $((2 * most_connections + 1000)) ]; then
    most_connections=$((($(ulimit -n) - 1000) / 2))
fi

# nginx_server NAME PORT LOG LOCATION: starts nginx with one worker. Sets $pid to the worker's.
nginx_server() {
    cat >"$scratch/$1.conf" <<CONFIG
daemon off; worker_processes 1; master_process off; pid $scratch/$1.pid; error_log $scratch/$1.err;
events { worker_connections $((2 * most_connections)); }
http {
    access_log $3; keepalive_requests 1000000000; keepalive_timeout 75s;
    client_body_temp_path $scratch/$1.a; proxy_temp_path $scratch/$1.b; fastcgi_temp_path $scratch/$1.c;
    uwsgi_temp_path $scratch/$1.d; scgi_temp_path $scratch/$1.e;
    upstream backend { server 127.0.0.1:$((base + 1)); keepalive 64; keepalive_requests 1000000000; }
    server { listen 127.0.0.1:$2 backlog=4096; location / { $4 } }
}
CONFIG
    taskset -c 0 "$nginx" -c "$scratch/$1.conf" &
    pid=$!
    started+=("$pid")
}

# service NAME PORT LOG VARIABLE=VALUE...: starts a service of ours with one event loop. Sets $pid.
service() {
    local program=$1 port=$2 log=$3
    shift 3
    env HOST=127.0.0.1 PORT="$port" ADMIN_PORT="$((port + 500))" EVENT_LOOPS=1 DRAIN_DELAY=0ms POD_NAME=bench \
        MAX_CONNECTIONS="$((most_connections + 500))" "$@" \
        taskset -c 0 "$static_programs/$program" >"$log" &
    pid=$!
    started+=("$pid")
}

# answers PORT: waits until it does.
answers() {
    local _
    for _ in $(seq 200); do
        curl -fs -o /dev/null "http://127.0.0.1:$1/api/data" && return
        sleep 0.05
    done
    die "port $1 does not answer"
}

# line VALUE... : one of a part's output, which services.py reads.
line() {
    local IFS=$'\t'
    printf '%s\n' "$*"
}

# rate PORT: requests per second of one round of wrk with 32 connections.
rate() {
    taskset -c 1 wrk -t1 -c32 -d"${seconds}s" "http://127.0.0.1:$1/api/data" |
        awk '/Requests\/sec/ { print $2 } /Non-2xx|Socket errors/ { print "errors: " $0 > "/dev/stderr" }'
}

# shellcheck disable=SC2034 # the parts use them
declare -A peer_of=([backend-logged]=nginx-logged [backend]=nginx [client]=nginx-proxy)
declare -A port_of=() pid_of=()
names=(nginx-logged nginx nginx-proxy backend-logged backend client)
for index in "${!names[@]}"; do port_of[${names[$index]}]=$((base + index)); done

# start NAME: starts one of the servers and waits for its first answer.
start() {
    local port=${port_of[$1]}
    case "$1" in
        nginx-logged) nginx_server "$1" "$port" "$scratch/access.log combined" "$static_answer" ;;
        nginx) nginx_server "$1" "$port" off "$static_answer" ;;
        nginx-proxy) nginx_server "$1" "$port" off "$proxy_pass" ;;
        backend-logged) service backend-service "$port" "$scratch/backend.jsonl" LOG_SUCCESS_SAMPLE=1 ;;
        backend) service backend-service "$port" /dev/null LOG_SUCCESS_SAMPLE=0 ;;
        client)
            service client-service "$port" /dev/null LOG_SUCCESS_SAMPLE=0 \
                BACKEND_URL="http://127.0.0.1:${port_of[nginx]}"
            ;;
    esac
    pid_of[$1]=$pid
    answers "$port"
}

# stop NAME: ends it; its port is free again.
stop() {
    kill "${pid_of[$1]}"
    wait "${pid_of[$1]}" 2>/dev/null || true
}
for name in "${names[@]}"; do start "$name"; done
