#!/usr/bin/env bash
# That the libraries' benchmarks run, that they count allocations right, and that hot paths make none. Times are for the
# eye: `scripts/bench-libraries.sh`.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
has jq || install_packages jq
build_release
benchmarks="$root/.build/release/Benchmarks"

run_all() { "$benchmarks" --rounds 1 --json >"$scratch/all.json"; }
check "the benchmarks run" run_all
allocations() { jq -c --arg name "$1" '[.benchmarks[] | select(.name | test($name)) | .allocations] | unique' "$scratch/all.json"; }
check_equal "three allocations are counted as three" '[3]' "$(allocations '^baseline/three-allocations$')"
for pattern in breaker retry retry-budget bulkhead adaptive-limit rate-limiter throttle quantiles endpoints pipeline; do
    check_equal "$pattern: admitting, rejecting and settling allocate nothing" '[0]' "$(allocations "^$pattern/")"
done
check_equal "composition: layers around a call allocate nothing" '[0]' "$(allocations '^composition/')"
check_equal "hedge: a call without a hedge allocates nothing" '[0]' "$(allocations '^hedge/no-delay$')"
check_equal "metrics: counting, setting and observing allocate nothing" '[0]' \
    "$(allocations '^metrics/(counter-increment|float-counter-add|gauge-set|histogram-observe)$')"
check_equal "logs: a line below the level allocates nothing" '[0]' "$(allocations '^logs/disabled$')"
# Child tasks, closures that outlive their caller and a list of the other endpoints' ratios take memory.
by_nature() {
    jq -r '.benchmarks[] | select(.threads == 1 and .allocations > 0 and (.name | startswith("baseline") | not)) |
        "  \(.name): \(.allocations) allocations"' "$scratch/all.json"
}
say "$(by_nature)"

check_equal "--filter breaker measures breakers alone" true \
    "$("$benchmarks" --rounds 1 --filter breaker --json | jq '.benchmarks | length > 0 and all(.name | contains("breaker"))')"
check_equal "the table has a line for one thread and one for two" 2 \
    "$("$benchmarks" --rounds 1 --filter bulkhead/reject | grep -c '^bulkhead/reject ')"
# refuses PATTERN ARGUMENT... : one line on stderr that matches, and the exit code for a wrong command line.
refuses() {
    local pattern=$1 status=0
    shift
    "$benchmarks" "$@" >"$scratch/output" 2>"$scratch/refusal" || status=$?
    [ "$status" -eq 64 ] && [ ! -s "$scratch/output" ] && [ "$(wc -l <"$scratch/refusal")" -eq 1 ] &&
        grep -qE "$pattern" "$scratch/refusal"
}
check "an unknown flag is refused" refuses 'unexpected "--fast"' --fast
check "a number of rounds out of range is refused" refuses '1 to 10000, not "0"' --rounds 0
check "a flag without its value is refused" refuses '^Benchmarks: --filter needs a value' --filter
check "a filter that fits nothing is refused" refuses '"nonsense"' --filter nonsense
finish
