#!/usr/bin/env bash
# What we write and read beside how others read it.
#
# HTTPCore and h11, the parser under much of Python's HTTP, read the same requests: they agree, or the difference has a
# name and a reason in Tests/Differential/HTTP/known_differences.py. Random expositions of PrometheusMetrics are read by
# prometheus_client's two parsers as they were meant: names, labels, HELP texts, values, exemplars.
# `DIFFERENTIAL_COUNT=200000 DIFFERENTIAL_SEED=7 scripts/tests/differential.sh` reads more of them, or others.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/modules.sh
. "$root/scripts/lib/modules.sh"
need_swift
install_judges h11 prometheus_client
count=${DIFFERENTIAL_COUNT:-20000}
seed=${DIFFERENTIAL_SEED:-1}
differential="$root/Tests/Differential"
export PYTHONDONTWRITEBYTECODE=1

compile_reader() {
    compile_module HTTPCore "$scratch/build" &&
        compile_with HTTPCore "$scratch/build" read-requests "$differential/HTTP/ReadRequests.swift"
}
compile_writer() {
    compile_module PrometheusMetrics "$scratch/build" &&
        compile_with PrometheusMetrics "$scratch/build" write-expositions \
            "$differential/Exposition/WriteExpositions.swift"
}
# Each line of a comparison is a verdict of its own; a run that broke off has a line of its own.
report() {
    local name=$1 status=$2 verdict text
    while IFS=$'\t' read -r verdict text; do
        case $verdict in
            ok) pass "$text" ;;
            FAILED) fail "$text" ;;
            *) printf '          %s\n' "$text" ;;
        esac
    done
    [ "$status" -eq 0 ] || fail "$name ended with $status"
}

check "compile HTTPCore's reader" compile_reader
check "the unit tests' cases" write_cases "$scratch/cases"
status=0
"$root/.venv/bin/python" "$differential/HTTP/compare.py" "$scratch/build/read-requests" "$count" "$seed" \
    "$scratch/cases/request" >"$scratch/compared" || status=$?
report compare.py "$status" <"$scratch/compared"

check "compile a writer of expositions" compile_writer
status=0
"$scratch/build/write-expositions" "$((count / 5))" "$seed" |
    "$root/.venv/bin/python" "$differential/Exposition/compare_expositions.py" >"$scratch/compared" || status=$?
report compare_expositions.py "$status" <"$scratch/compared"
finish
