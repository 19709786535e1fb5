#!/usr/bin/env bash
# What a running lab says of itself: the exposition of every service before independent judges and a real Prometheus,
# the logs before jq, and both against each other.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/running-lab.sh
. "$root/scripts/lib/running-lab.sh"
prepare_lab
install_judges prometheus_client

lab_up
prometheus="http://127.0.0.1:$base_port"

exposition() { curl -fsS "http://127.0.0.1:$(admin_port "$1")/metrics"; }

# Each judge by itself, on the first client, a backend and the load generator, and on every other service.
for instance in $(lab_ctl status | cut -d' ' -f1); do
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

transitions_counted() {
    exposition client-full | awk '/^resilience_breaker_transitions_total/ { sum += $NF } END { print sum }'
}
transitions_logged() { jq -R 'fromjson? // empty | select(.event == "breaker.transition") | .event' "$run/logs/client-full.jsonl" | wc -l; }
agree() {
    [ "$(transitions_logged)" -gt 0 ] && [ "$(transitions_logged)" -eq "$(transitions_counted)" ]
}
check "as many breaker.transition lines as the counter says" wait_for 10 agree

status=0
lab_down || status=$?
check_equal "Ctrl-C ends lab up with" 130 "$status"
check_equal "nothing is left running" "" "$(left_over)"

every_line_is_json() {
    jq -es 'length > 0 and all(.ts and .ts_ms and .level and .event and .msg and .service and .version and .pod)' \
        "$run"/logs/client-*.jsonl "$run"/logs/backend-*.jsonl "$run"/logs/load-*.jsonl
}
check "every log line is JSON with the fields of the contract" every_line_is_json
finish
