#!/usr/bin/env bash
# What a run leaves for people and for machines: a short run of the real lab, its files by their schemas, the examples of
# docs/results.md, and its report in a real Chromium. Pictures of it lie in $REPORT_PICTURES if that is set.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/running-lab.sh
. "$root/scripts/lib/running-lab.sh"
# shellcheck source=scripts/lib/documentation.sh
. "$root/scripts/lib/documentation.sh"
prepare_lab
install_judges jsonschema selenium
if ! has chromium || ! has chromedriver; then install_packages chromium chromium-driver; fi
judge() { "$root/.venv/bin/python" "$root/scripts/tests/report/$1" "${@:2}"; }

run="$scratch/out/current"
if [ -n "${REPORT_RUN:-}" ]; then
    # One that is there already, for those who work on the page.
    mkdir -p "$scratch/out"
    cp -a "$REPORT_RUN/." "$scratch/out/run" && ln -s run "$run"
else
    # Interrupted in the third experiment: the report shows the two that ended. Their verdicts are this machine's.
    interruptible env PATH="$root/.venv/bin:$PATH" "$lab" run --output "$scratch/out" --base-port "$base_port" \
        --fault-window 10 --experiments hang,transient-errors,pod-failure >"$scratch/run.log" 2>&1
    check "lab run: two experiments" wait_for 240 grep -q '^3/3 pod-failure: checking' "$scratch/run.log"
    kill -INT "$lab_pid"
    wait "$lab_pid" && status=0 || status=$?
    check_equal "lab run ends with Ctrl-C" 130 "$status"
    check_equal "results.json says what did not end" "pod-failure" \
        "$(jq -r '(.planned - [.experiments[].name])[]' "$run/results.json")"
    check "so does the report" grep -q 'The run ended early.</strong> Not run to the end: pod-failure' "$run/index.html"
fi
[ -f "$run/index.html" ] || { fail "lab run: no report"; finish; exit; }

check "results.json is as docs/results.schema.json says" judge judge.py "$root/docs/results.schema.json" "$run/results.json"
for curves in "$run"/*/curves.json; do
    check "$(basename "${curves%/*}")/curves.json is as docs/results-curves.schema.json says" \
        judge judge.py "$root/docs/results-curves.schema.json" "$curves"
done
# Those that are kept as the documents' data too; what else is kept there is no run, and has no manifest.
for manifest in "$root"/docs/results/*/run.json; do
    kept=$(dirname "$manifest")
    check "docs/results/$(basename "$kept") is as the schemas say" judge judge.py "$root/docs/results.schema.json" "$kept/results.json"
    for curves in "$kept"/*/curves.json; do
        judge judge.py "$root/docs/results-curves.schema.json" "$curves" >"$scratch/kept" ||
            fail "$(basename "$kept")/$(basename "${curves%/*}")/curves.json" "$(cat "$scratch/kept")"
    done
done
# Each experiment, and within each every chart, has something to show of every mode that can have it.
every_mode_has_curves() {
    jq -e '(.curves | length == 5) and all(.curves[]; . as $curve
        | (["baseline", "retry", "breaker", "full"] | if $curve.id == "breakers" then .[2:] else . end) as $modes
        | all($modes[]; . as $mode | any($curve.series[] | select(.mode == $mode); .values | map(select(. != null)) | length > 20)))' "$1"
}
for curves in "$run"/*/curves.json; do
    check "$(basename "${curves%/*}"): every mode has its curves" every_mode_has_curves "$curves"
done

# example_commands MARKER: each example of docs/results.md on one line; a line that begins with # begins the next.
example_commands() {
    tested_block "$root/docs/results.md" "$1" |
        awk '/^#/ { if (text != "") print text; text = ""; next } { text = text " " $0 } END { print text }'
}
# says_something COMMAND FOLDER
says_something() { (cd "$2" && output=$(bash -euo pipefail -c "$1") && [ -n "$output" ]); }
while IFS= read -r example; do
    check "docs/results.md: ${example# }" says_something "$example" "$run"
done < <(example_commands results)
while IFS= read -r example; do
    check "docs/results.md: ${example# }" says_something "$example" "$(dirname "$(find "$run/" -name curves.json | sort | head -n 1)")"
done < <(example_commands curves)

cp "$run/index.html" "$scratch/first.html"
"$lab" report --output "$scratch/out" >"$scratch/report.log"
check "lab report writes the same report again, to the byte" cmp "$scratch/first.html" "$run/index.html"
smaller_than() { [ "$(wc -c <"$1")" -lt "$2" ]; }
check "the report is small" smaller_than "$run/index.html" 1500000
"$lab" compare current current --output "$scratch/out" >"$scratch/compare.log"
check_equal "lab compare: no line is wider than 80 columns" "" "$(grep -v '^page: ' "$scratch/compare.log" | grep -E '^.{81}' || true)"

looks() { browser_checks "$1" "nothing is asked of the network" judge browser.py "$run/$1" "$scratch/pictures"; }
looks index.html
looks compare.html
check_equal "pictures of both pages" 12 "$(find "$scratch/pictures" -name '*.png' | wc -l)"
[ -z "${REPORT_PICTURES:-}" ] || { mkdir -p "$REPORT_PICTURES" && cp "$scratch"/pictures/*.png "$REPORT_PICTURES"; }

# Prometheus over the finished run: what a figure was asked by has the same answer as in the run.
interruptible "$lab" open --output "$scratch/out" >"$scratch/open.log" 2>&1
if wait_for 60 grep -q '^the run' "$scratch/open.log"; then
    same_answer() {
        local figure port
        port=$(jq .run.basePort "$run/results.json")
        figure=$(jq -c '.experiments[0].figures[] | select(.id == "useful-answers").modes.full' "$run/results.json")
        curl -fsS "http://127.0.0.1:$port/api/v1/query" --data-urlencode "query=$(jq -r .promQL <<<"$figure")" \
            --data-urlencode "time=$(jq '.experiments[0].window.end.seconds' "$run/results.json")" |
            jq -e --argjson value "$(jq .value <<<"$figure")" '(.data.result[0].value[1] | tonumber) - $value | fabs < 1e-9'
    }
    check "lab open: a figure's query has the figure's answer" same_answer
    kill -INT "$lab_pid"
    wait "$lab_pid" && status=0 || status=$?
    check_equal "lab open ends with Ctrl-C" 130 "$status"
else
    fail "lab open" "$(cat "$scratch/open.log")"
fi
check_equal "nothing is left running" "" "$(left_over)"
finish
