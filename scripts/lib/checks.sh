# shellcheck shell=bash
# How a tier of tests reports: one line per check, and at the end `N passed, N failed`. Source it after common.sh,
# with $root set; call `finish` last.

: "${root:?set it before sourcing this}"
passed=0
failed=0
# shellcheck source=scripts/lib/scratch.sh
. "$root/scripts/lib/scratch.sh"

pass() {
    passed=$((passed + ${2:-1}))
    printf '  ok      %s\n' "$1"
}

fail() {
    failed=$((failed + 1))
    printf '  FAILED  %s\n' "$1"
    [ $# -lt 2 ] || printf '%s\n' "$2" | tail -n 40 | sed 's/^/          /'
}

# check NAME COMMAND... : passes if the command does; its output is shown only if it fails.
check() {
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then pass "$name"; else fail "$name" "$output"; fi
}

# check_equal NAME EXPECTED ACTUAL
check_equal() {
    if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "expected: $2"$'\n'"actual:   $3"; fi
}

# browser_checks NAME LAST COMMAND... : each line `ok WHAT` or `FAILED WHAT` of what the command prints is a check, and so is
# whether it came as far as the check LAST: a browser that broke down has found nothing, good or bad.
browser_checks() {
    local name=$1 last=$2 line log="$scratch/browser-${1// /-}.log"
    shift 2
    "$@" >"$log" 2>&1 || true
    while IFS= read -r line; do
        pass "$name: $line"
    done < <(sed -n 's/^ok //p' "$log")
    while IFS= read -r line; do
        fail "$name: $line" "$(sed -n "/^FAILED ${line//\//\\/}\$/,/^[oF]/p" "$log" | grep '^    ' || true)"
    done < <(sed -n 's/^FAILED //p' "$log")
    grep -qE "^(ok|FAILED) $last\$" "$log" || fail "$name: the browser" "$(cat "$log")"
}

# wait_for SECONDS COMMAND... : waits until the command succeeds; fails when the time is over.
wait_for() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.1
    done
}

# swift_tests NAME ARGUMENT... : runs `swift test` and counts each of its tests.
swift_tests() {
    local name=$1 log="$scratch/swift-test.log" status=0 total bad
    shift
    # A few at once: a thousand would keep those with real sockets from their turn for longer than they are given.
    SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=${SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH:-4} \
        swift test --package-path "$root" "$@" >"$log" 2>&1 || status=$?
    total=$(sed -nE 's/^.*Test run with ([0-9]+) tests? .*$/\1/p' "$log" | tail -n 1)
    # Not the run's own line, which reads like a test's.
    bad=$(grep -E '^✘ Test .* failed after' "$log" | grep -cvE '^✘ Test run with ' || true)
    if [ "$status" -eq 0 ] && [ "${total:-0}" -gt 0 ]; then
        pass "$name: $total tests" "$total"
        return
    fi
    # A run that ended badly without a failed test has failed all the same (a crash, a build error, a report).
    [ "$bad" -gt 0 ] || bad=1
    failed=$((failed + bad))
    passed=$((passed + (${total:-$bad} > bad ? ${total:-$bad} - bad : 0)))
    printf '  FAILED  %s (exit %s)\n' "$name" "$status"
    grep -E 'error:|✘|Fatal|SUMMARY|recorded an issue' "$log" | cut -c1-300 | head -n 60 | sed 's/^/          /'
    tail -n 15 "$log" | cut -c1-300 | sed 's/^/          /'
}

# Ends a tier: its counts, for the run as a whole too, and its exit code.
finish() {
    [ -z "${CHECKS_TOTALS:-}" ] || printf '%s %s\n' "$passed" "$failed" >>"$CHECKS_TOTALS"
    printf '%s passed, %s failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ]
}
