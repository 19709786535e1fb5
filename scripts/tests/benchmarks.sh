#!/usr/bin/env bash
# That the libraries' benchmarks run, that they count allocations right, and that hot paths make none; and that what
# measures them, and the services, beside their peers still works. Times are for the eye and the documents, and none is
# looked at here: `scripts/bench-libraries.sh`, `scripts/bench-peers.sh`, `scripts/bench.sh`.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/documentation.sh
. "$root/scripts/lib/documentation.sh"
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
check "a filter that fits nothing is refused beside one that does" refuses '"nonsense"' --filter breaker --filter nonsense
check_equal "two filters measure what either fits" '["bulkhead/reject","rate-limiter/limit"]' \
    "$("$benchmarks" --rounds 1 --filter bulkhead/reject --filter rate-limiter/limit --json | jq -c '[.benchmarks[].name] | unique')"

# --- What is kept, of a run as short as can be and in docs/results alike: rows of values, and what they were measured on.
kept_as_it_should_be() {
    jq -e '(.when | test("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")) and (.command | startswith("scripts/bench"))
        and ([.machine | .processor, .kernel, .system, .swift] | all(type == "string" and . != "")) and .machine.processors > 0
        and (.peers | all(test("^[0-9]+[.]"))) and (.rows | length > 0 and all(has("unit") and has("name")))
        and ([.rows[] | numbers, (.[] | numbers)] | all(. >= 0))
        and ([.rows[] | select(has("ratio"))] | all(.holdfast > 0 and .peer > 0 and .rounds > 0
            and .lowest_ratio <= .ratio and .ratio <= .highest_ratio))' "$1"
}
# shows_its_rows TABLE FILE: a line for each, below the two of each table's head.
shows_its_rows() {
    [ "$(grep -c '^|' "$1")" -eq $(($(jq '.rows | length' "$2") + 2 * $(grep -c '^|---' "$1"))) ]
}
# runs NAME COMMAND... : the command keeps a file as it should be, and prints its rows.
runs() {
    local name=$1
    shift
    check "$name" with_output "$scratch/$name.table" "$@" --keep "$scratch/$name.json"
    check "$name: what it keeps" kept_as_it_should_be "$scratch/$name.json"
    check "$name: its tables" shows_its_rows "$scratch/$name.table" "$scratch/$name.json"
}
# with_output FILE SCRIPT ARGUMENT... : --keep goes before the rest, as scripts want it that take other words too.
with_output() {
    local file=$1 script=$2
    shift 2
    "$script" "${@: -2}" "${@:1:$#-2}" >"$file"
}

runs bench-libraries "$root/scripts/bench-libraries.sh" --rounds 1 --filter bulkhead
runs bench-peers "$root/scripts/bench-peers.sh" --rounds 1 --inner-rounds 1
with_peers=$(python3 "$root/scripts/bench/peers/compare.py" names | sort)
names_in() { jq -r '[.rows[].name] | unique[]' "$1" | sort; }
check_equal "bench-peers: every benchmark that has a peer" "$with_peers" "$(names_in "$scratch/bench-peers.json")"
check_equal "bench-peers: every peer's version is known" "" \
    "$(jq -r '.peers as $known | [.rows[].library | split(" + ")[]] | unique - ($known | keys) | .[]' "$scratch/bench-peers.json")"
# The parts that take a moment, and the programs as they are: a static build takes minutes.
runs bench "$root/scripts/bench.sh" --programs "$root/.build/release" 1 1 throughput startup size
check_equal "bench: the parts that were asked for" '["size","startup","throughput"]' \
    "$(jq -c '[.rows[].part] | unique' "$scratch/bench.json")"
for kept in services libraries peers; do
    check "docs/results/benchmarks/$kept.json" kept_as_it_should_be "$root/docs/results/benchmarks/$kept.json"
done
check_equal "docs/results/benchmarks/peers.json: every benchmark that has a peer" "$with_peers" \
    "$(names_in "$root/docs/results/benchmarks/peers.json")"
# says_something COMMAND: where the kept files are.
says_something() { [ -n "$(cd "$root/docs/results/benchmarks" && bash -euo pipefail -c "$1")" ]; }
while IFS= read -r command; do check "docs/results.md: $command" says_something "$command"; done \
    < <(tested_block "$root/docs/results.md" benchmarks | grep -v '^#')

# wrong PATTERN SCRIPT ARGUMENT... : refused in one line, with the exit code for that.
wrong() {
    local pattern=$1 status=0
    shift
    "$@" >"$scratch/output" 2>"$scratch/refusal" || status=$?
    [ "$status" -eq 2 ] && [ ! -s "$scratch/output" ] && [ "$(wc -l <"$scratch/refusal")" -eq 1 ] &&
        grep -qE "$pattern" "$scratch/refusal"
}
check "bench-peers refuses an unknown option" wrong 'unexpected "--fast"' "$root/scripts/bench-peers.sh" --fast
check "bench-peers refuses no rounds" wrong 'from 1, not "0"' "$root/scripts/bench-peers.sh" --rounds 0
check "bench refuses an unknown part" wrong 'no such part: sleep' "$root/scripts/bench.sh" 1 1 sleep
check "bench refuses no seconds" wrong 'SECONDS takes .* not "0"' "$root/scripts/bench.sh" 1 0
check "bench-libraries refuses --keep without a file" wrong 'keep needs a value' "$root/scripts/bench-libraries.sh" --keep

is_formatted() { [ -z "$(gofmt -l "$1")" ] || { gofmt -d "$1" && return 1; }; }
check "the peers in Go are formatted" is_formatted "$root/scripts/bench/peers/go"
check "the peers in Go pass vet" env -C "$root/scripts/bench/peers/go" GO111MODULE=off GOPATH=/usr/share/gocode go vet .
finish
