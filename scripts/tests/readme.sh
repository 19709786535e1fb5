#!/usr/bin/env bash
# What README and docs/quick-start.md tell a reader to run, run: their commands and queries on a running lab, README's
# scoreboard, and what the quick start says that its commands print.
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
quick_start="$root/docs/quick-start.md"

# block MARKER: the lines of README's block of that name.
block() { tested_block "$readme" "$1"; }
# steps MARKER: the lines of all of the quick start's blocks of that name.
steps() { tested_blocks "$quick_start" "$1"; }

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

# on_the_lab LINE FOLDER PORT: the line with the program, folder and ports of a lab of this tier instead of the defaults.
# shellcheck disable=SC2001 # an expression, not a fixed text
on_the_lab() {
    sed -E \
        -e "s#\./scripts/lab\.sh (ctl|chaos|report)([^\#|]*)#\"\$lab\" \1\2 --output \"$2\" #" \
        -e "s#\./scripts/trace\.sh#\"$root/scripts/trace.sh\" --output \"$2\"#" \
        -e "s#lab-output/#\"$2\"/#" <<<"$1" |
        perl -pe "s/127\.0\.0\.1:18(\d\d\d)/'127.0.0.1:' . ($3 + \$1)/ge"
}

# run_line LINE: what it prints, of both kinds.
run_line() { PATH="$root/.venv/bin:$PATH" lab="$lab" bash -euo pipefail -c "$1" 2>&1; }

# shows LINE FOLDER PORT: it succeeds, and prints what stands behind its arrow, at once or some seconds later.
shows() {
    local line=$1 command expected
    command=$(on_the_lab "$@")
    expected=${line##*# → }
    # shellcheck disable=SC2317 # for wait_for
    says() { run_line "$command" >"$scratch/shown" && grep -qiF -e "$expected" "$scratch/shown"; }
    [[ $line = *'# → '* ]] && wait_for 20 says && return
    printf 'expected: %s\n' "$expected"
    cat "$scratch/shown"
    return 1
}
# shows_all MARKER FOLDER PORT: the quick start's lines of that name.
shows_all() {
    local line
    while IFS= read -r line; do
        [ -z "$line" ] || check "quick start: ${line%%  *}" shows "$line" "$2" "$3"
    done < <(steps "$1")
}

shows_all "what you need" "$scratch" 0

# The quick start's experiment, side by side with README's run: it has a lab of its own, as that has.
first="$scratch/first"
first_experiment() {
    # shellcheck disable=SC2016 # for the shell that runs it
    exec env lab="$lab" first="$first" port="$((base_port + 100))" PATH="$root/.venv/bin:$PATH" \
        bash -euc "$(with_lab "$(steps "one experiment")" 'run --output "$first" --base-port "$port"')"
}
first_experiment >"$scratch/first.log" 2>&1 &
first_pid=$!
started+=("$first_pid")

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

status=0
wait "$first_pid" || status=$?
check_equal "quick start: one experiment, exit code" 0 "$status"
# shellcheck disable=SC2016 # backticks to look for
explained_rows() { sed -n '/^| row |/,/^$/p' "$quick_start" | sed -nE 's/^\| `([^`]*)` \|.*/\1/p'; }
while IFS= read -r row; do
    check "quick start: the scoreboard has a row \"$row\"" grep -qE "^  $row  " "$scratch/first.log"
done < <(explained_rows)
shows_all "its results" "$first" "$((base_port + 100))"

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

# runs_all TITLE PAGE MARKER: each line of a page's block succeeds on this lab, and prints something.
runs_all() {
    local line output status
    while IFS= read -r line; do
        [ -n "$line" ] || continue
        output=$(run_line "$(on_the_lab "$line" "$scratch/out" "$base_port")") && status=0 || status=$?
        if [ "$status" -eq 0 ] && [ -n "$output" ]; then pass "$1: ${line%%  *}"; else fail "$1: $line" "$output"; fi
    done < <(tested_block "$2" "$3")
}
runs_all README "$readme" "with the lab up"
runs_all "baseline observations" "$root/docs/baseline-observations.md" "baseline by hand"

# answers QUERY: it returns something.
answers() {
    curl -fsS "http://127.0.0.1:$base_port/api/v1/query" --data-urlencode "query=$1" |
        jq -e '.status == "success" and (.data.result | length > 0)'
}
while IFS= read -r query; do check "README: $query" answers "$query"; done < <(block PromQL)

# The quick start's, from a lab that is well to one that is well again.
check_equal "quick start: the lab that stays is started by" "./scripts/lab.sh up" "$(steps up)"
shows_all "by hand" "$scratch/out" "$base_port"
while IFS= read -r query; do check "quick start: $query" answers "$query"; done < <(steps PromQL)
# What it says of messages: each text in the first column of its last table is one of the sources'.
# shellcheck disable=SC2016 # backticks to look for
messages() { sed -n '/^| it says |/,$p' "$quick_start" | sed -nE '3,$s/^\| ([^|]*) \|.*/\1/p' | grep -oE '`[^`]+`' | tr -d '`'; }
while IFS= read -r message; do
    check "quick start: somebody says \"$message\"" grep -rqF -e "$message" "$root/Sources/Lab" "$root/scripts/lib" "$root/scripts/lab.sh"
done < <(messages)

lab_down || true
check_equal "nothing is left running" "" "$(left_over)"
finish
