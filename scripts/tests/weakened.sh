#!/usr/bin/env bash
# Every experiment can fail, and for the right reason: once with clients of `full` that have none of its patterns, and once
# with faults that do nothing.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/running-lab.sh
. "$root/scripts/lib/running-lab.sh"
prepare_lab
export PATH="$root/.venv/bin:$PATH"
cd "$root"

# full is baseline: this takes minutes, in which the rest goes on with a lab of its own.
weak="$scratch/weak"
"$lab" run --set full:RESILIENCE_MODE=baseline --fault-window 10 --quiet --json \
    --output "$weak" --base-port "$((base_port + 100))" >"$scratch/weak.json" 2>"$scratch/weak.log" &
weak_pid=$!
started+=("$weak_pid")

# --- Faults that do nothing: every action succeeds, and nothing happens. Short windows will do.
lab_up
mkdir "$scratch/bin"
ln -s "$(type -P true)" "$scratch/bin/lab"
export PROMETHEUS_URL="http://127.0.0.1:$base_port" PROCESSES=13 BACKENDS=8 DEAD_INSTANCES='backend-.*-1' \
    SETTLE_SECONDS=1 FAULT_SECONDS=5 STEP_SECONDS=1 WHOLE_FAULT_SECONDS=7 JUDGED_SECONDS=3 LOOKBACK_SECONDS=9 \
    RECOVERY_SECONDS=3 RECOVERED_SECONDS=2 STEADY_SECONDS=5 ATTEMPT_TIMEOUT_MS=500 IN_FLIGHT_BOUND=60 \
    BREAKER_RECOVERY_SECONDS=5 FULL_RECOVERY_SECONDS=2 BASE_RATE=50 LOAD_FACTOR=4 BACKEND_CAPACITY=65.0 \
    SLOW_LATENCY=300ms SLOW_LATENCY_MS=300 NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
is_steady() {
    curl -gfsS -m 5 --data-urlencode 'query=min(sum by (target) (rate(load_requests_total{outcome="fresh"}[8s]))) > 40' \
        "$PROMETHEUS_URL/api/v1/query" | jq -e '.data.result | length == 1'
}
wait_for 60 is_steady || fail "a steady lab" "$(cat "$scratch/up.log")"
# does_nothing EXPERIMENT EVIDENCE: the experiment runs to its end, and this is what its fault was to show.
does_nothing() {
    local journal="$scratch/$1.json"
    PATH="$scratch/bin:$PATH" timeout 120 chaos --no-version-check --log-file "$scratch/$1.log" \
        run --journal-path "$journal" "chaos-experiments/local/$1.yaml" >"$scratch/said" 2>&1 || return 1
    local status=0
    "$lab" judge "$journal" >"$scratch/verdict" || status=$?
    cat "$scratch/verdict"
    [ "$status" -eq 1 ] && grep -qxF "  ✗ $2" "$scratch/verdict" && ! grep -q '^  method:' "$scratch/verdict"
}
while IFS='|' read -r name evidence; do
    check "$name whose fault does nothing fails: $evidence" does_nothing "$name" "$evidence"
done <<'TEXT'
transient-errors|every mode's backends injected errors
pod-failure|every backend is down
hang|no backend answers: no mode gets a fresh answer
network-partition|the dead half of no mode gets requests, and the other half of all that refuse nothing does
latency|every mode's backends delayed requests
retry-storm|four times the usual load was sent to every mode
crash-loop|half of the backends of every mode died and came back at least 4 times
rolling-restart|every backend was replaced
TEXT
lab_down || true
check_equal "nothing is left running" "" "$(left_over)"

# --- full is baseline: what full was to show is not shown, while the fault itself, and what it does to others, is.
wait "$weak_pid" && status=0 || status=$?
check_equal "full without its patterns: the run fails" 1 "$status"
check_equal "nothing of it is left running" "" "$(pgrep -f -- "$weak" || true)"
results="$weak/current/results.json"
check_equal "--quiet says nothing" "" "$(cat "$scratch/weak.log")"
check "--json prints the results" cmp "$scratch/weak.json" "$results"
skipped() { jq -e --arg name "$1" '.experiments[] | select(.name == $name).verdict == "skipped"' "$results" >/dev/null; }
# finding EXPERIMENT NAME true|false: whether it held.
finding() {
    jq -e --arg experiment "$1" --arg name "$2" --argjson holds "$3" \
        '[.experiments[] | select(.name == $experiment).findings[] | select(.name == $name).holds] == [$holds]' "$results"
}
fails() { check "$1 fails without full's patterns: $2" finding "$1" "$2" false; }
holds() { check "$1: and yet $2" finding "$1" "$2" true; }
failed_alone_by_evidence() {
    jq -e --arg name "$1" '.experiments[] | select(.name == $name)
        | .verdict == "failed" and (.reasons | length > 0 and all(startswith("evidence: ")))' "$results"
}
for file in chaos-experiments/local/*.yaml; do
    name=$(basename "$file" .yaml)
    if skipped "$name"; then
        printf '  skipped %s\n' "$name"
    else
        check "$name fails, and by its evidence alone" failed_alone_by_evidence "$name"
    fi
done

fails transient-errors "full gets at least 99 % useful answers"
fails transient-errors "full gets 87 % fresh answers (at least 84 %)"
holds transient-errors "every mode's backends injected errors"
fails pod-failure "full gets at least 99 % useful answers"
holds pod-failure "every backend is down"
holds pod-failure "breaker mode refuses at least 90 %"
fails hang "full answers within 50 ms once its breakers are open (p95)"
fails hang "full gets at least 99 % useful answers"
holds hang "no backend answers: no mode gets a fresh answer"
holds hang "baseline waits for the whole attempt timeout (mean)"
if ! skipped network-partition; then
    fails network-partition "full gets at least 99.9 % useful answers over the whole fault"
    fails network-partition "full gets at least 99 % fresh answers over the whole fault"
    holds network-partition "every backend is up all the same"
fi
fails latency "the call breaker of full opened"
fails latency "full answers within 50 ms once its breaker is open (p95)"
holds latency "every mode's backends delayed requests"
holds latency "baseline waits for every answer (mean)"
fails retry-storm "full gets at least 99 % useful answers over the whole peak"
holds retry-storm "four times the usual load was sent to every mode"
holds retry-storm "retry at least doubles the load on its backends, over the whole peak"
fails crash-loop "full gets at least 99.9 % useful answers over the whole fault"
holds crash-loop "half of the backends of every mode died and came back at least 4 times"
fails rolling-restart "every answer of full is useful: not one request failed"
holds rolling-restart "every backend was replaced"
holds rolling-restart "two clients of full were replaced"
finish
