#!/usr/bin/env bash
# Log lines of services alone: their schema, what they count, one request followed through all of them, what must not be
# in them, how many are written, and a standard output that does not take them.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/services.sh
. "$root/scripts/lib/services.sh"
# shellcheck source=scripts/lib/log-judges.sh
. "$root/scripts/lib/log-judges.sh"
has curl || install_packages curl
has jq || install_packages jq
has wrk || install_packages wrk
install_log_judges
build_release
backend="$root/.build/release/backend-service"
client="$root/.build/release/client-service"
load="$root/.build/release/load-generator"
spans=$((RANDOM * RANDOM + 1))

# new_trace: a trace id that nobody has used.
new_trace() {
    spans=$((spans + 1))
    trace=$(printf '%032x' "$spans")
}

# --- Everything is logged, at debug: two backends and a full client, through good times and bad.
everything=(HOST=127.0.0.1 DRAIN_DELAY=0s LOG_LEVEL=debug LOG_SUCCESS_SAMPLE=1)
for number in 1 2; do
    start_service "backend-$number" "${everything[@]}" POD_NAME="backend-$number" FAULTS_ENABLED=true "$backend"
    declare "backend_$number=$service_address" "faults_$number=$service_admin" "backend_pid_$number=$service_pid"
done
# shellcheck disable=SC2154 # declared above
start_service client "${everything[@]}" POD_NAME=client BACKEND_URL="http://$backend_1,http://$backend_2" \
    RETRY_BASE_DELAY=5ms RETRY_MAX_DELAY=20ms RETRY_BUDGET=10 BREAKER_FAIL_MAX=1000 BREAKER_MINIMUM_CALLS=1000 \
    ENDPOINT_FAIL_MAX=5 PROBE_INTERVAL=50ms ATTEMPT_TIMEOUT=200ms "$client"
client_address=$service_address
client_admin=$service_admin
client_pid=$service_pid

# faults BACKEND QUERY : nothing clears them.
faults() {
    local admin="faults_$1"
    if [ -n "$2" ]; then
        curl -fsS -o /dev/null -X PUT "http://${!admin}/faults?$2"
    else
        curl -fsS -o /dev/null -X DELETE "http://${!admin}/faults"
    fi
}
ask() { curl -sS -m 20 -o /dev/null "http://$client_address$1"; }

ask '/api/data?[1-20]'
ask '/api/composite?[1-5]'
ask /nowhere
followed=
for _ in {1..20}; do
    # Both fail until each has been asked: then the request has been everywhere.
    faults 1 failure_rate=1
    faults 2 failure_rate=1
    new_trace
    curl -sS -m 20 -o /dev/null -H "traceparent: 00-$trace-00f067aa0ba902b7-01" "http://$client_address/api/data"
    if wait_for 2 grep -q "$trace.*http.request\|http.request.*$trace" "$scratch/backend-1.log" &&
        wait_for 2 grep -q "$trace" "$scratch/backend-2.log"; then
        followed=$trace
        break
    fi
done
for fault in failure_rate=0.5 reset_rate=1 truncate_rate=1 'flap=1ms/1h' hang_rate=0.5 latency=1ms 'failure_rate=1&failure_status=503'; do
    faults 1 ''
    faults 2 ''
    faults 1 "$fault"
    # And without the client, which may have given this backend up.
    curl -sS -m 1 -o /dev/null "http://$backend_1/api/data?[1-4]" 2>/dev/null || true
    ask '/api/data?[1-12]'
    ask '/api/composite?[1-2]'
done
faults 1 ''
faults 2 ''
curl -fsS -o /dev/null -X PUT "http://$client_admin/settings?CACHE_FRESH_FOR=1m"
ask '/api/data?[1-5]'
curl -fsS -o /dev/null -X DELETE "http://$client_admin/settings"
for command in force_open reset disable reset; do
    curl -fsS -o /dev/null -X PUT "http://$client_admin/breaker?command=$command"
    ask '/api/data?[1-3]'
done
start_service load "${everything[@]}" POD_NAME=load RATE=100 TARGETS="full=http://$client_address/api/data,gone=http://127.0.0.1:1/" \
    DURATION=2s env -u LOG_SUCCESS_SAMPLE "$load"
wait "$service_pid" || true
check "the load ends by itself" grep -q '"event":"load.finished"' "$scratch/load.log"

# The client's own probes go on, so that what is at rest must be waited for.
check "client: the log and the metrics agree" log_comes_to_agree "$client_admin" "$scratch/client.log" \
    log_lines_total http_server_requests_total client_responses_total resilience_retry_delay_seconds_count \
    resilience_fallbacks_total resilience_breaker_transitions_total 'resilience_outlier_ejections_total, consecutive' \
    'resilience_breaker_calls_total, call' 'resilience_breaker_calls_total, endpoint' http_client_requests_total \
    resilience_retry_attempts_total 'resilience_endpoint_probes_total, ok' resilience_reconfigurations_total
# shellcheck disable=SC2154 # declared above
check "backend: the log and the metrics agree" log_comes_to_agree "$faults_1" "$scratch/backend-1.log" \
    http_server_requests_total 'faults_injected_total, error' 'faults_injected_total, flap' \
    'faults_injected_total, reset' 'faults_injected_total, truncate' 'faults_injected_total, hang'

# --- One request, followed.
check "a trace went through the client and both backends" [ -n "$followed" ]
logs=("$scratch/client.log" "$scratch/backend-2.log" "$scratch/backend-1.log")
"$root/scripts/trace.sh" --json "$followed" "${logs[@]}" >"$scratch/followed"
# Every backend's span is a child of an attempt's, every attempt's one of the request's, and all is in order of time.
joined() {
    jq -es '
        (map(select(.event == "http.request" and .service == "client-service"))) as $request
        | map(select(.event == "attempt.ended")) as $attempts
        | map(select(.event == "http.request" and .service == "backend-service")) as $answers
        | ($request | length) == 1 and $request[0].parent_span_id == "00f067aa0ba902b7"
        and ($attempts | length) >= 2 and ($attempts | length) == $request[0].attempt
        and ($attempts | all(.parent_span_id == $request[0].span_id))
        and ($attempts | map(.span_id) | sort) == ($answers | map(.parent_span_id) | sort)
        and ($answers | map(.pod) | unique) == ["backend-1", "backend-2"]
        and ([.[] | select(.event == "retry.attempt") | .failed_span_id] | sort) == ($attempts[:-1] | map(.span_id) | sort)
        and map(.ts) == (map(.ts) | sort)' "$scratch/followed"
}
check "trace.sh joins every attempt with its backend's span, in order" joined
check_equal "trace.sh --json gives the lines as they were logged" \
    "$(cat "${logs[@]}" | grep -F "$followed" | sort)" "$(sort "$scratch/followed")"
check_equal "trace.sh reads standard input" "$(cat "$scratch/followed")" \
    "$({ echo 'no JSON'; cat "${logs[@]}"; } | "$root/scripts/trace.sh" --json "${followed^^}" -)"
check_equal "trace.sh passes over bytes that are no text and lines without a time" "$(cat "$scratch/followed")" \
    "$({ printf 'a crash\0\377\n{"trace_id":"%s"}\n' "$followed"; cat "${logs[@]}"; } |
        "$root/scripts/trace.sh" --json "$followed" - 2>&1)"
"$root/scripts/trace.sh" "$followed" "${logs[@]}" >"$scratch/table"
check_equal "the table has a line for each, and a heading" "$(($(wc -l <"$scratch/followed") + 1))" "$(wc -l <"$scratch/table")"
table_is_aligned() {
    local column
    column=$(sed -n '1s/event.*//p' "$scratch/table" | wc -c)
    ! cut -c"$column-" "$scratch/table" | grep -vE '^(event|http\.request|attempt\.ended|retry\.attempt|fallback\.served|breaker\.transition) ' &&
        grep -qE '^ *0 +' "$scratch/table" && grep -qE 'attempt 1 initial 127' "$scratch/table"
}
check "the table is aligned and begins at 0" table_is_aligned
mkdir -p "$scratch/out/current/logs"
cp "$scratch/client.log" "$scratch/out/current/logs/client.jsonl"
check_equal "without files it reads the newest run's" 1 \
    "$("$root/scripts/trace.sh" --json --output "$scratch/out" "$followed" | grep -c '"event":"http.request"')"
# shellcheck disable=SC2016 # jq's, not the shell's
printf '{"ts":"2026-01-01T00:00:00.000000Z","ts_ms":1767225600000,"trace_id":"%s","event":"a","error":"\\u001b[2J\\tx"}\n' \
    "$followed" >"$scratch/hostile"
check_equal "the table shows a terminal nothing that it obeys" 0 \
    "$("$root/scripts/trace.sh" "$followed" "$scratch/hostile" | tr -d '\n' | grep -c '[[:cntrl:]]' || true)"

# refuses NAME CODE PATTERN ARGUMENT...
refuses() {
    local name=$1 code=$2 pattern=$3 output status=0
    shift 3
    output=$("$root/scripts/trace.sh" "$@" 2>&1 >/dev/null) || status=$?
    if [ "$status" -eq "$code" ] && [[ $output =~ $pattern ]] && [ "$(wc -l <<<"$output")" -eq 1 ]; then
        pass "trace.sh: $name"
    else
        fail "trace.sh: $name" "exit $status: $output"
    fi
}
refuses "no id" 2 "which trace"
refuses "a malformed id" 2 '"abc" is no trace id' abc
refuses "an id of 31 digits" 2 'is no trace id' "${followed:1}"
refuses "an unknown option" 2 'unknown option' --jsn "$followed"
refuses "a file that is not there" 2 'cannot read .*nowhere' "$followed" "$scratch/nowhere"
refuses "no run" 2 "no logs in $scratch/nowhere/current/logs" --output "$scratch/nowhere" "$followed"
refuses "nothing found" 1 'no line of trace f{32} in 1 log' ffffffffffffffffffffffffffffffff "$scratch/client.log"
mkdir "$scratch/bin"
for tool in bash dirname cat env; do ln -s "$(command -v "$tool")" "$scratch/bin/$tool"; done
without_jq=$(PATH="$scratch/bin" "$root/scripts/trace.sh" "$followed" - 2>&1 </dev/null || echo "exit $?")
check_equal "trace.sh: no jq" $'missing: jq; run as root: apt-get update && apt-get install -y --no-install-recommends jq\nexit 69' \
    "$without_jq"
check "trace.sh --help" grep -q 'TRACE_ID' <("$root/scripts/trace.sh" --help)

# shellcheck disable=SC2154 # declared above
for pid in "$client_pid" "$backend_pid_1" "$backend_pid_2"; do stop_service "$pid"; done
check "every line of them passes jq" jq -e 'type == "object"' "$scratch"/{client,backend-1,backend-2,load}.log
check "every line of them is of the schema" validate_logs "$scratch"/{client,backend-1,backend-2,load}.log
cat "$scratch/validated"

# --- The level and the share, while it runs.
start_service levels HOST=127.0.0.1 DRAIN_DELAY=0s LOG_SUCCESS_SAMPLE=0.25 "$backend"
requests() { grep -c '"event":"http.request".*"status":'"$1" "$service_log" || true; }
level() { curl -sS -o /dev/null -w '%{http_code}' -X PUT "http://$service_admin/loglevel$1"; }
curl -fsS -o /dev/null "http://$service_address/api/data?[1-4000]"
curl -sS -o /dev/null "http://$service_address/status/500?[1-200]"
check "a failure is always logged" wait_for 5 bash -c "[ \$(grep -c '\"status\":500' '$service_log') -eq 200 ]"
share=$(requests 200)
# Five standard deviations of the binomial distribution.
check "a quarter of the successes is logged ($share of 4000)" [ "$share" -ge 863 -a "$share" -le 1137 ]
check_equal "PUT /loglevel" 200 "$(level '?level=error')"
check_equal "GET /loglevel" '{"level":"error"}' "$(curl -fsS "http://$service_admin/loglevel")"
curl -sS -o /dev/null "http://$service_address/status/500?[1-20]"
for wrong in '' '?' '?level=' '?level=ERROR' '?level=verbose' '?level=0' '?lvl=debug' '?level=debug%20'; do
    check_equal "PUT /loglevel$wrong" 400 "$(level "$wrong")"
done
check_equal "what is refused changes nothing" '{"level":"error"}' "$(curl -fsS "http://$service_admin/loglevel")"
level '?level=info' >/dev/null
curl -sS -o /dev/null "http://$service_address/status/500"
check "info lines come again" wait_for 5 bash -c "[ \$(grep -c '\"status\":500' '$service_log') -eq 201 ]"
stop_service "$service_pid"
# shellcheck source=scripts/tests/logs/secrets.sh
. "$root/scripts/tests/logs/secrets.sh"
# shellcheck source=scripts/tests/logs/output.sh
. "$root/scripts/tests/logs/output.sh"
finish
