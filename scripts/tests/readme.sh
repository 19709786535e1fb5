#!/usr/bin/env bash
# What README tells a reader to run, run: its commands and its queries on a running lab, its scoreboard.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/running-lab.sh
. "$root/scripts/lib/running-lab.sh"
# shellcheck source=scripts/lib/documentation.sh
. "$root/scripts/lib/documentation.sh"
prepare_lab
readme="$root/README.md"

# block MARKER: the lines of README's block of that name.
block() { tested_block "$readme" "$1"; }

# with_lab TEXT [OPTIONS]: the text with the program, and options of this tier's own, in the place of the script.
# shellcheck disable=SC2001 # an expression, not a fixed text
with_lab() { sed "s#\./scripts/lab\.sh#\"\$lab\" ${2:-}#" <<<"$1"; }

# prints_a_scoreboard COMMAND: of all the experiments there are, and none of them failed.
prints_a_scoreboard() {
    (cd "$root" && lab="$lab" bash -euo pipefail -c "$(with_lab "$1")") >"$scratch/scoreboard" || return 1
    grep -q '^Scoreboard of .*from Prometheus alone$' "$scratch/scoreboard" &&
        diff <(cd "$root/chaos-experiments/local" && printf '%s\n' *.yaml | sed 's/\.yaml$//' | sort) \
            <(sed -nE 's/^([a-z-]+): passed$/\1/p' "$scratch/scoreboard" | sort)
}
while IFS= read -r line; do check "README: $line" prints_a_scoreboard "$line"; done < <(block "kept runs")

# Two attempts at 60 % errors: 1 - 0.6². The experiment fails, as it must, and the pipe ends well.
own_run() {
    # shellcheck disable=SC2016 # for the shell that runs it
    (cd "$root" && lab="$lab" scratch="$scratch" port="$base_port" PATH="$root/.venv/bin:$PATH" \
        bash -euc "$(with_lab "$(block "a run of one's own")" 'run --output "$scratch/own" --base-port "$port"')") |
        tee "$scratch/own.json" |
        jq -e '.full > 0.58 and .full < 0.70 and .retry > 0.80 and .baseline > 0.34 and .baseline < 0.46' && return
    cat "$scratch/own.json"
    return 1
}
check "README: a run of one's own" own_run

# The services alone, on ports of this tier's own; what was built is not built again.
alone() {
    local script
    script=$(block alone | grep -v '^swift build' | perl -pe "s/\\b80([89]\\d)\\b/$base_port + 200 + \$1/ge")
    (cd "$root" && bash -euo pipefail -c "trap 'kill \$(jobs -p)' EXIT
$script") >"$scratch/alone.log"
    grep -q '"source":"backend"' "$scratch/alone.log" && grep -q '"failure_rate":0.6' "$scratch/alone.log" &&
        grep -q '"level":"warn"' "$scratch/alone.log" && grep -q '^client_responses_total' "$scratch/alone.log"
}
check "README: without the lab" alone

lab_up
# Enough load for every query to have something to say about.
settled() {
    curl -fsS "http://127.0.0.1:$base_port/api/v1/query" --data-urlencode 'query=min(rate(load_requests_total{outcome="fresh"}[10s])) > 1' |
        jq -e '.data.result | length == 1'
}
check "the lab settles" wait_for 60 settled

# README's commands with this lab's ports, folder and program instead of the defaults.
while IFS= read -r line; do
    [ -n "$line" ] || continue
    # shellcheck disable=SC2001 # an expression, not a fixed text
    command=$(sed -E \
        -e "s#\./scripts/lab\.sh (ctl|chaos)([^\#|]*)#\"\$lab\" \1\2 --output \"\$scratch/out\" #" \
        -e "s#\./scripts/trace\.sh#\"$root/scripts/trace.sh\" --output \"\$scratch/out\"#" \
        -e "s#lab-output/#\"\$scratch/out\"/#" <<<"$line")
    command=$(perl -pe "s/127\.0\.0\.1:18(\d\d\d)/'127.0.0.1:' . ($base_port + \$1)/ge" <<<"$command")
    output=$(PATH="$root/.venv/bin:$PATH" lab="$lab" scratch="$scratch" bash -euo pipefail -c "$command" 2>&1) &&
        status=0 || status=$?
    if [ "$status" -eq 0 ] && [ -n "$output" ]; then pass "README: ${line%%  *}"; else fail "README: $line" "$output"; fi
done < <(block "with the lab up")

while IFS= read -r query; do
    answers() {
        curl -fsS "http://127.0.0.1:$base_port/api/v1/query" --data-urlencode "query=$query" |
            jq -e '.status == "success" and (.data.result | length > 0)'
    }
    check "README: $query" answers
done < <(block PromQL)

lab_down || true
check_equal "nothing is left running" "" "$(left_over)"
finish
