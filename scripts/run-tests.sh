#!/usr/bin/env bash
# All tests, with all they need: one tier after another, each a script of its own in scripts/tests. Ends with
# `N passed, N failed` over everything. With arguments it runs only those tiers: `scripts/run-tests.sh lint unit`.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"

tiers=(
    lint experiments unit unit-release thread-sanitizer fuzz differential benchmarks exposition logs telemetry monitoring
    dashboards kubernetes images services resilience partition failures soak readme live-page report documents simulation
    end-to-end weakened
)
case "${1:-}" in
    -h | --help)
        echo "scripts/run-tests.sh [TIER...]: all tiers, or some of: ${tiers[*]}"
        exit 0
        ;;
esac
[ $# -eq 0 ] || tiers=("$@")

CHECKS_TOTALS=$(mktemp)
export CHECKS_TOTALS
trap 'rm -f "$CHECKS_TOTALS"' EXIT

failed=0
for tier in "${tiers[@]}"; do
    script="$root/scripts/tests/$tier.sh"
    [ -x "$script" ] || die "there is no tier \"$tier\"; there are: $(cd "$root/scripts/tests" && echo *.sh | sed 's/\.sh//g')"
    printf '%s\n' "== $tier"
    begin=$SECONDS
    before=$(wc -l <"$CHECKS_TOTALS")
    "$script" || true
    # A tier that ended before it could count, for lack of a tool for example, has failed.
    [ "$(wc -l <"$CHECKS_TOTALS")" -gt "$before" ] || printf '0 1\n' >>"$CHECKS_TOTALS"
    printf '   %s s\n' "$((SECONDS - begin))"
done

read -r passed failed < <(awk '{ passed += $1; failed += $2 } END { print passed + 0, failed + 0 }' "$CHECKS_TOTALS")
printf '\n%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
