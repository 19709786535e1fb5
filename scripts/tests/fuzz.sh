#!/usr/bin/env bash
# libFuzzer with the address sanitizer on every parser: each begins with its corpus and with the unit tests' cases, and
# runs for FUZZ_SECONDS (20 by default). `scripts/tests/fuzz.sh [TARGET...]` runs some of them. With FUZZ_KEEP=1 what a
# run has found goes, minimised, into the corpus.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/modules.sh
. "$root/scripts/lib/modules.sh"
need_swift

seconds=${FUZZ_SECONDS:-20}
build="$root/.build/fuzzing"
# Swift's lazily made metadata and the runtime's caches stay reachable, but are nothing that the leak check knows.
export ASAN_OPTIONS=detect_leaks=0
# The fuzzer reports crashes; a second reporter in the same process only gets in its way.
export SWIFT_BACKTRACE=enable=no

# What is compiled into a target beside its own file, where it is no part of HTTPCore.
declare -A sources=(
    [Request]='' [Response]='' [URL]='' [Date]='' [Query]=''
    [JSON]="$root/Sources/ServiceKit/Application/JSONValidator.swift"
    [Trace]="$root/Sources/ServiceKit/Tracing/TraceContext.swift"
)
targets=(Request Response URL Date Query JSON Trace)
[ $# -eq 0 ] || targets=("$@")

compile_target() {
    local target=$1
    local -a files=("$root/Tests/Fuzzing/Targets/Fuzz$target.swift" "$root"/Tests/Fuzzing/Support/*.swift)
    [ -z "${sources[$target]}" ] || files+=("${sources[$target]}")
    compile_with HTTPCore "$build" "$target" -sanitize=fuzzer,address "${files[@]}"
}

# fuzz TARGET: its corpus, the cases, then what it makes of them until the time is over.
fuzz() {
    local target=$1 log="$scratch/$1.log" found="$scratch/found/$1" corpus="$root/Tests/Fuzzing/Corpus/$1"
    local seeds="$scratch/cases/${1,,}" crashes="$build/crashes/" status=0 executions edges
    mkdir -p "$found" "$seeds" "$crashes"
    timeout $((seconds + 120)) "$build/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
        -max_len=4096 -use_value_profile=1 -print_final_stats=1 -artifact_prefix="$crashes$target-" \
        "$found" "$corpus" "$seeds" >"$log" 2>&1 || status=$?
    executions=$(sed -nE 's/^stat::number_of_executed_units: *//p' "$log")
    edges=$(sed -nE 's/^.* cov: ([0-9]+) .*$/\1/p' "$log" | tail -n 1)
    if [ "$status" -eq 0 ] && [ "${executions:-0}" -gt 0 ]; then
        pass "$target: $executions executions, $edges edges, no property broken"
    else
        fail "$target (exit $status)" "$(grep -aE '^property broken|ERROR|SUMMARY|^    #|Base64' "$log" | cut -c1-200 | tail -n 30)
to have it again: SWIFT_BACKTRACE=$SWIFT_BACKTRACE ASAN_OPTIONS=$ASAN_OPTIONS $(sed -nE "s#^.*Test unit written to (.*)\$#$build/$target \1#p" "$log")"
    fi
    [ "${FUZZ_KEEP:-0}" = 0 ] || keep "$target" "$found" "$corpus" "$seeds"
}

# The fewest inputs that reach as many edges, and those that broke a property once, which are called found-*; the cases
# reach their part without being kept.
keep() {
    local target=$1 found=$2 corpus=$3 seeds=$4 merged="$scratch/merged/$1" file
    mkdir -p "$merged"
    find "$seeds" "$corpus" -type f \( -name 'case-*' -o -name 'found-*' \) -exec cp {} "$merged" \;
    "$build/$target" -set_cover_merge=1 -use_counters=0 -max_len=512 "$merged" "$corpus" "$found" >"$scratch/merge.log" 2>&1 ||
        fail "merging the corpus of $target" "$(tail -n 5 "$scratch/merge.log")"
    for file in "$seeds"/*; do rm -f "$merged/${file##*/}"; done
    rm -rf "$corpus"
    cp -r "$merged" "$corpus"
}

check "HTTPCore for the fuzzer" compile_module HTTPCore "$build" -sanitize=fuzzer,address
check "the unit tests' cases as its seeds" write_cases "$scratch/cases" --with-choices
for target in "${targets[@]}"; do
    [ -n "${sources[$target]+known}" ] || die "there is no target \"$target\"; there are: ${!sources[*]}"
    check "compile $target" compile_target "$target"
    fuzz "$target"
done
finish
