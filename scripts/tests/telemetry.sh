#!/usr/bin/env bash
# What a running lab says of itself: the exposition of every service before independent judges and a real Prometheus,
# the logs before jq, and both against each other.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/running-lab.sh
. "$root/scripts/lib/running-lab.sh"
# shellcheck source=scripts/lib/log-judges.sh
. "$root/scripts/lib/log-judges.sh"
# shellcheck source=scripts/lib/documentation.sh
. "$root/scripts/lib/documentation.sh"
prepare_lab
install_log_judges

lab_options=(--log-every-request)
lab_up
prometheus="http://127.0.0.1:$base_port"

exposition() { curl -fsS "http://127.0.0.1:$(admin_port "$1")/metrics"; }

# Each judge by itself, on the first client, a backend and the load generator, and on every other service.
for instance in $(running_instances); do
    exposition "$instance" >"$scratch/metrics.txt"
    check "promtool check metrics: $instance" promtool check metrics <"$scratch/metrics.txt"
    check "check-exposition: $instance" "$lab" check-exposition --ordered "$scratch/metrics.txt"
    check "Python's parser reads it: $instance" "$root/.venv/bin/python" -c '
import sys
from prometheus_client.parser import text_string_to_metric_families
families = list(text_string_to_metric_families(open(sys.argv[1]).read()))
series = [(s.name, tuple(sorted(s.labels.items()))) for f in families for s in f.samples]
assert len(families) > 15, len(families)
assert len(series) == len(set(series)), "a series is there twice"
' "$scratch/metrics.txt"
done
check_equal "the exposition's Content-Type" "text/plain; version=0.0.4; charset=utf-8" \
    "$(curl -fsS -o /dev/null -w '%{content_type}' "http://127.0.0.1:$(admin_port client-full)/metrics")"

targets() { curl -fsS "$prometheus/api/v1/targets" | jq -r "$1"; }
check_equal "Prometheus scrapes all 13 without an error" '13 up, errors: ' \
    "$(targets '.data.activeTargets | "\(map(select(.health == "up")) | length) up, errors: \(map(.lastError) | join(""))"')"

for path in healthz readyz version; do
    check "GET /$path on the administration port" curl -fsS "http://127.0.0.1:$(admin_port client-full)/$path"
done
check "GET /readyz on the application port" curl -fsS "$(application_url client-full)/readyz"

# A trace that is the caller's goes through the client to the backend; failures are always logged.
trace=$(printf '%032x' "$((RANDOM * RANDOM + 1))")
lab_ctl faults backends/full failure_rate=1 >/dev/null
curl -sS -o /dev/null -H "traceparent: 00-$trace-00f067aa0ba902b7-01" "$(application_url client-full)/api/data"
lab_ctl faults backends/full clear >/dev/null
in_logs() { grep -l "$trace" "$run"/logs/"$1"*.jsonl; }
check "the trace is in the client's log" wait_for 5 in_logs client-full
check "the trace is in a backend's log" wait_for 5 in_logs backend-full

# Kill all backends of `full` and let them come back: the breakers of `full` open and close.
lab_ctl kill backends/full >/dev/null
state() { exposition client-full | grep -c '^resilience_breaker_state{.*scope="call".*state="'"$1"'"} 1'; }
check "the call breaker opens when the backends are gone" wait_for 20 state open
lab_ctl restart backends/full >/dev/null
check "it closes by itself when they are back" wait_for 20 state closed

# Faults of every kind at the backends of all modes, each until it has struck a hundred times.
struck() { [ "$(exposition backend-baseline-1 | awk -v series="faults_injected_total{fault=\"$1\"}" '$1 == series { print $2 }')" -ge 100 ]; }
for fault in error=failure_rate reset=reset_rate truncate=truncate_rate; do
    lab_ctl faults backends "${fault#*=}=0.6" >/dev/null
    check "backends with a ${fault#*=}" wait_for 60 struck "${fault%=*}"
    lab_ctl faults backends clear >/dev/null
done
check "an administrator opens a breaker" curl -fsS -o /dev/null -X PUT \
    "http://127.0.0.1:$(admin_port client-breaker)/breaker?command=force_open"
curl -fsS -o /dev/null -X PUT "http://127.0.0.1:$(admin_port client-breaker)/breaker?command=reset"
curl -fsS -o /dev/null -X PUT "http://127.0.0.1:$(admin_port client-full)/settings?RETRY_BASE_DELAY=90ms"

# With next to no load there are moments at which nothing is under way; then the log of a process and its counters tell
# the same, from its first line on. The backends of `full` have been killed, and begun anew in the same file.
lab_ctl load 0.01 >/dev/null
always=(log_lines_total http_server_requests_total)
client=("${always[@]}" client_responses_total http_client_requests_total)
declare -A compared=(
    [client-baseline]="" [client-retry]=resilience_retry_delay_seconds_count
    [client-breaker]=resilience_breaker_transitions_total [client-full]=resilience_breaker_transitions_total
)
for instance in "${!compared[@]}"; do
    names=("${client[@]}")
    [ -z "${compared[$instance]}" ] || names+=("${compared[$instance]}")
    case "$instance" in
        client-breaker) names+=("resilience_breaker_calls_total, call") ;;
        client-full)
            names+=("resilience_breaker_calls_total, call" "resilience_breaker_calls_total, endpoint"
                resilience_retry_delay_seconds_count resilience_fallbacks_total resilience_reconfigurations_total
                "resilience_outlier_ejections_total, consecutive")
            ;;
    esac
    check "the log and the metrics of $instance agree" \
        log_comes_to_agree "127.0.0.1:$(admin_port "$instance")" "$run/logs/$instance.jsonl" "${names[@]}"
done
for instance in backend-{baseline,retry,breaker}-{1,2}; do
    names=("${always[@]}" "faults_injected_total, error")
    # A breaker that is open keeps the later faults from striking.
    [[ $instance = backend-breaker-* ]] || names+=("faults_injected_total, reset" "faults_injected_total, truncate")
    check "the log and the metrics of $instance agree" \
        log_comes_to_agree "127.0.0.1:$(admin_port "$instance")" "$run/logs/$instance.jsonl" "${names[@]}"
done
check "the log and the metrics of load-generator agree" \
    log_comes_to_agree "127.0.0.1:$(admin_port load-generator)" "$run/logs/load-generator.jsonl" load_requests_total

# A user who was lost, followed from the load generator to the backends.
lost=$(jq -r 'select(.event == "load.request" and .target == "retry") | .trace_id' "$run/logs/load-generator.jsonl" | tail -n 1)
followed() {
    "$root/scripts/trace.sh" --json --output "$scratch/out" "$lost" |
        jq -es 'map(.service) | unique == ["backend-service", "client-service", "load-generator"]'
}
check "a lost request of the load is followed to the backends" followed

status=0
lab_down || status=$?
check_equal "Ctrl-C ends lab up with" 130 "$status"
check_equal "nothing is left running" "" "$(left_over)"

# All lines of all services, from before and after the kills.
check "every log line passes jq" jq -e 'type == "object"' "$run"/logs/*.jsonl
check "every log line is of docs/logs.schema.json" validate_logs "$run"/logs/*.jsonl
cat "$scratch/validated"

# What docs/logs.md asks the logs, on this run.
while IFS= read -r line; do
    command=$(sed -e "s#lab-output/#\"\$scratch\"/out/#g" \
        -e "s#\./scripts/trace\.sh#\"\$root/scripts/trace.sh\" --output \"\$scratch/out\"#" <<<"$line")
    output=$(root="$root" scratch="$scratch" bash -euo pipefail -c "$command" 2>&1) && status=0 || status=$?
    if [ "$status" -eq 0 ] && [ -n "$output" ]; then pass "docs/logs.md: $line"; else fail "docs/logs.md: $line" "$output"; fi
done < <(tested_block "$root/docs/logs.md" jq)
finish
