#!/usr/bin/env bash
# HTTPCore and h11, the parser under much of Python's HTTP, read the same requests: they agree, or the difference has a
# name and a reason in Tests/Differential/known_differences.py. `DIFFERENTIAL_COUNT=200000 DIFFERENTIAL_SEED=7
# scripts/tests/differential.sh` reads more of them, or others.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/http-core.sh
. "$root/scripts/lib/http-core.sh"
need_swift
install_judges h11

compile_reader() {
    compile_http_core "$scratch/build" &&
        compile_with_http_core "$scratch/build" read-requests "$root/Tests/Differential/ReadRequests.swift"
}
check "compile HTTPCore's reader" compile_reader
check "the unit tests' cases" write_cases "$scratch/cases"

# compare.py fails where one of its lines does; a run that broke off has a line of its own.
status=0
PYTHONDONTWRITEBYTECODE=1 "$root/.venv/bin/python" "$root/Tests/Differential/compare.py" "$scratch/build/read-requests" \
    "${DIFFERENTIAL_COUNT:-20000}" "${DIFFERENTIAL_SEED:-1}" "$scratch/cases/request" >"$scratch/compared" || status=$?
while IFS=$'\t' read -r verdict text; do
    case $verdict in
        ok) pass "$text" ;;
        FAILED) fail "$text" ;;
        *) printf '          %s\n' "$text" ;;
    esac
done <"$scratch/compared"
[ "$status" -eq 0 ] || fail "compare.py ended with $status"
finish
