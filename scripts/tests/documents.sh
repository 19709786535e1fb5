#!/usr/bin/env bash
# The documents and what they quote: pages, tables and charts are those that docs/results gives, and the check of that finds
# what differs; the kept studies are what they are declared to be; one is measured anew, and so is what it costs to watch a
# few targets.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/running-lab.sh
. "$root/scripts/lib/running-lab.sh"
# shellcheck source=scripts/lib/documentation.sh
. "$root/scripts/lib/documentation.sh"
prepare_lab
install_judges jinja2 matplotlib yaml jsonschema
python="$root/.venv/bin/python"
judge="$root/scripts/tests/documents/judge_studies.py"

check "pages, charts and README's tables are what docs/results gives" "$root/scripts/documents.sh" check

# In a copy, something differs each time: the check must name what it is.
copy="$scratch/copy"
mkdir "$copy"
cp -r "$root/docs" "$root/scripts" "$root/README.md" "$copy"
ln -s "$root/.venv" "$copy/.venv"
# notices TITLE FILE-IN-THE-COPY SED-EXPRESSION NAMED
notices() {
    local original="$scratch/original" output
    cp "$copy/$2" "$original"
    sed -i -E "$3" "$copy/$2"
    if cmp -s "$copy/$2" "$original"; then
        fail "$1" "nothing was changed in $2"
    elif output=$("$copy/scripts/documents.sh" check 2>&1); then
        fail "$1" "it was not noticed"
    elif grep -qF "$4" <<<"$output"; then
        pass "$1"
    else
        fail "$1" "$output"
    fi
    cp "$original" "$copy/$2"
}
notices "another figure in a page is noticed" docs/chaos-experiments.md '0,/passed/s//failed/' docs/chaos-experiments.md
notices "another figure in README's tables is noticed" README.md 's/^\| 60 % errors: fresh answers \| [0-9]+/| 60 % errors: fresh answers | 77/' README.md
notices "another value in the results is noticed in README" docs/results/quick/results.json 's/"value" : 0\.[0-9]+/"value" : 0.123/' README.md
notices "another value of a study is noticed in its page" docs/results/studies/retry-attempts/results.json \
    's/"value": 0\.[0-9]+/"value": 0.123/' docs/retry-analysis.md
notices "and in its chart" docs/results/studies/retry-attempts/results.json \
    's/"value": 0\.[0-9]+/"value": 0.123/' docs/pictures/charts/retry-attempts.svg
notices "another ratio of a benchmark is noticed in its page" docs/results/benchmarks/peers.json \
    '0,/"highest_ratio": [0-9.]+/s//"highest_ratio": 99.5/' docs/performance.md
notices "and in its chart" docs/results/benchmarks/peers.json \
    '0,/"highest_ratio": [0-9.]+/s//"highest_ratio": 99.5/' docs/pictures/charts/peers.svg
notices "another value of a simulation is noticed in its page" docs/results/simulations/cold-backend/results.json \
    's/"recovery":21/"recovery":22/' docs/lab-report.md
notices "and in its chart" docs/results/simulations/parameters/results.json \
    's/"fresh":0\.9[0-9]+,"mostAttempts"/"fresh":0.5,"mostAttempts"/' docs/pictures/charts/simulated-parameters.svg
notices "another series of an exposition is noticed in its page" docs/results/scraping/results.json \
    '0,/"series": [0-9]+/s//"series": 7/' docs/lab-report.md
notices "and in the chart of what follows" docs/results/simulations/scraping/scenario.json \
    's/"cores": 8/"cores": 9/' docs/pictures/charts/simulated-scraping.svg
notices "a page that asks for what was not measured is told so" docs/source/lab-report.md.j2 \
    '0,/"fresh-answers"/s//"nonsense"/' "has no 'nonsense'"
notices "results that are no JSON are named" docs/results/studies/hedging/results.json '1s/.*/{{/' \
    'documents: docs/results/studies/hedging/results.json: '
notices "a value that is not there is told with the chart that needs it" docs/results/studies/hedging/results.json \
    's/"value": [0-9.]+/"value": null/' 'documents: '
mv "$copy/docs/source/lab-report.md.j2" "$scratch"
check "a page whose source is gone is noticed" grep -qF "docs/lab-report.md has no source any more" \
    <("$copy/scripts/documents.sh" check 2>&1)
mv "$scratch/lab-report.md.j2" "$copy/docs/source"
check "the copy is whole again" "$copy/scripts/documents.sh" check

# What was measured is not typed in: fractions stand in expressions alone.
nothing_typed_in() { ! sed -E 's/\{\{[^}]*\}\}//g' "$root"/docs/source/*.j2 | grep -nE '[0-9]\.[0-9]+ ?(ms|s|%|µs|MB)\b'; }
check "the pages' sources have no measured figures of their own" nothing_typed_in

every_chart_is_shown() {
    local chart status=0
    for chart in "$root"/docs/pictures/charts/*.svg; do
        grep -qE "\!\[[^]]{20,}\]\(pictures/charts/$(basename "$chart")\)" "$root"/docs/*.md && continue
        printf 'no page shows %s with a text in its place\n' "${chart#"$root/"}"
        status=1
    done
    return "$status"
}
check "every chart is shown, with a text in its place" every_chart_is_shown

check "the kept studies are what they are declared to be" "$python" "$judge"
refused() { ! "$root/scripts/studies.sh" nonsense 2>&1 | tee "$scratch/refused" >/dev/null && grep -q "no study 'nonsense'; there are" "$scratch/refused"; }
# says_something COMMAND: in the folder of every study.
says_something() {
    local folder
    for folder in "$root"/docs/results/studies/*/; do
        [ -n "$(cd "$folder" && bash -euo pipefail -c "$1")" ] || return 1
    done
}
while IFS= read -r command; do check "docs/results.md: $command" says_something "$command"; done \
    < <(tested_block "$root/docs/results.md" studies | grep -v '^#')
check "a study that does not exist is refused" refused
scraping_is_of_its_schema() {
    "$python" -c 'import json, sys, jsonschema
schema, value = (json.load(open(path)) for path in sys.argv[1:])
jsonschema.Draft202012Validator(schema).validate(value)' "$root/docs/results-scraping.schema.json" "$1/results.json"
}
check "what was measured of scraping is of its schema" scraping_is_of_its_schema "$root/docs/results/scraping"
while IFS= read -r command; do check "docs/results.md: $command" bash -euo pipefail -c "cd '$root/docs/results/scraping' && $command | grep -q ."; done \
    < <(tested_block "$root/docs/results.md" scraping | grep -v '^#')
check "it is measured anew" env TMPDIR="$scratch" "$root/scripts/scraping.sh" --quick --results "$scratch/scraping"
check "and that is of its schema too" scraping_is_of_its_schema "$scratch/scraping"
check_equal "nothing of it is left running" "" "$(pgrep -f -- "--config.file=$scratch" || true)"
check "the study of jitter runs" "$root/scripts/studies.sh" retry-jitter --base-port "$base_port" --results "$scratch/results"
check "and gives what is declared" "$python" "$judge" --results "$scratch/results" retry-jitter
# Ended in the middle, it ends its lab, and what was measured before stays.
cp "$scratch/results/retry-jitter/results.json" "$scratch/before.json"
for signal in INT TERM; do
    interruptible "$root/scripts/studies.sh" retry-jitter --base-port "$base_port" --results "$scratch/results" >"$scratch/ended.log" 2>&1
    check "a study begins" wait_for 60 grep -q 'retry-jitter: a burst' "$scratch/ended.log"
    kill "-$signal" "$lab_pid"
    status=0
    wait "$lab_pid" || status=$?
    check_equal "SIG$signal: exit code" "$([ "$signal" = INT ] && echo 130 || echo 143)" "$status"
    check_equal "SIG$signal: nothing is left running" "" "$(left_over)"
    check "SIG$signal: the earlier results are there" cmp "$scratch/before.json" "$scratch/results/retry-jitter/results.json"
done
check_equal "nothing is left running" "" "$(pgrep -f -- "--base-port $base_port" || true)"
finish
