#!/usr/bin/env bash
# Simulations: the kept results come out again to the last byte, with one processor as with two; they and their scenarios are
# what the schemas say; they agree with what the lab and scripts/scraping.sh measured; a scenario that is wrong is refused in
# one line that says where.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/scratch.sh
. "$root/scripts/lib/scratch.sh"
# shellcheck source=scripts/lib/documentation.sh
. "$root/scripts/lib/documentation.sh"
has jq || install_packages jq
build_release
install_judges jsonschema
lab="$root/.build/release/lab"
python="$root/.venv/bin/python"
kept="$root/docs/results/simulations"

# is_again NAME OPTION...: what it gives now is what is kept.
is_again() {
    local name=$1
    shift
    "$lab" simulate "$name" --json "$@" | cmp - "$kept/$name/results.json"
}
# is_valid SCHEMA FILE
is_valid() {
    "$python" -c 'import json, sys, jsonschema
schema, value = (json.load(open(path)) for path in sys.argv[1:])
jsonschema.Draft202012Validator(schema).validate(value)' "$root/docs/$1.schema.json" "$2"
}
names=()
for folder in "$kept"/*/; do names+=("$(basename "$folder")"); done
for name in "${names[@]}"; do
    check "$name: scenario.json is as its schema says" is_valid simulation-scenario "$kept/$name/scenario.json"
    check "$name: results.json is as its schema says" is_valid results-simulation "$kept/$name/results.json"
    check "$name: again the same bytes" is_again "$name"
done
check "one world at a time gives the same" is_again cold-backend --jobs 1
another_seed_differs() { ! is_again cold-backend --seed 21 >"$scratch/differs"; }
check "another seed gives another" another_seed_differs
table_has_all() {
    "$lab" simulate cold-backend >"$scratch/table"
    [ "$(grep -c '^client ' "$scratch/table")" -eq "$(jq '.variants | length' "$kept/cold-backend/results.json")" ]
}
check "the table has a row for every variant" table_has_all
outside() { (cd "$scratch" && cp "$kept/jitter/scenario.json" own.json && "$lab" simulate own.json --json | jq -e '.scenario == "own"'); }
check "a scenario of one's own is run by its path" outside
tested_block "$root/docs/results.md" scenario >"$scratch/half.json"
check "docs/results.md: its scenario is as its schema says" is_valid simulation-scenario "$scratch/half.json"
retries_help() {
    "$lab" simulate "$scratch/half.json" --json |
        jq -e '[.variants[].groups[0].whole.fresh] | .[0] > .[1] and .[1] < 0.95'
}
check "docs/results.md: and is run" retries_help
partition_alone_has_a_group() {
    jq '.faults[0].group = "client"' "$scratch/half.json" >"$scratch/group.json"
    ! is_valid simulation-scenario "$scratch/group.json" 2>"$scratch/invalid" && ! "$lab" simulate "$scratch/group.json" 2>"$scratch/refused" &&
        grep -q 'faults.0.group is unknown' "$scratch/refused"
}
check "what the program refuses the schema refuses too" partition_alone_has_a_group

check "the simulation agrees with what the lab measured" \
    python3 "$root/scripts/simulations/agreement.py" "$lab" --write "$scratch/agreement.json"
check "and the kept comparison is that one" cmp "$scratch/agreement.json" "$kept/agreement.json"
# In a copy where the lab measured something else.
mkdir -p "$scratch/copy/docs/results" "$scratch/copy/scripts"
cp -r "$root/scripts/simulations" "$scratch/copy/scripts"
cp -r "$root/docs/results/quick" "$root/docs/results/seed" "$scratch/copy/docs/results"
jq '(.experiments[] | select(.name == "transient-errors").figures[] | select(.id == "fresh-answers").modes.retry.value) = 0.8' \
    "$root/docs/results/seed/results.json" >"$scratch/copy/docs/results/seed/results.json"
disagreement_is_told() {
    local status=0
    python3 "$scratch/copy/scripts/simulations/agreement.py" "$lab" --seeds 40 >"$scratch/told" || status=$?
    [ "$status" -eq 1 ] && grep -qE '^seed transient-errors retry fresh .* differs$' "$scratch/told" &&
        grep -q ', 1 differ$' "$scratch/told"
}
check "where the lab measured something else, that is told" disagreement_is_told

check "the scenarios of scraping have the costs that were measured" python3 "$root/scripts/scraping/scenarios.py" check
check "the simulated scraper agrees with the real one" python3 "$root/scripts/scraping/agreement.py"
# In the same copy, where a run that had no part in the costs had used three times as much.
mkdir -p "$scratch/copy/docs/results/simulations"
cp -r "$root/scripts/scraping" "$scratch/copy/scripts"
cp -r "$kept/scraping" "$kept/scraping-measured" "$scratch/copy/docs/results/simulations"
mkdir "$scratch/copy/docs/results/scraping"
jq '(.runs[] | select(.kind == "check").processorSeconds) *= 3' "$root/docs/results/scraping/results.json" \
    >"$scratch/copy/docs/results/scraping/results.json"
another_cost_is_told() {
    local status=0
    python3 "$scratch/copy/scripts/scraping/agreement.py" >"$scratch/told" || status=$?
    [ "$status" -eq 1 ] && [ "$(grep -c '^check .* differs: cores$' "$scratch/told")" -eq 2 ]
}
check "where it used more, that is told" another_cost_is_told
jq '.costs.coresBySamplesPerSecond.slope *= 2' "$root/docs/results/scraping/results.json" \
    >"$scratch/copy/docs/results/scraping/results.json"
another_scenario_is_told() {
    ! python3 "$scratch/copy/scripts/scraping/scenarios.py" check 2>"$scratch/told" &&
        grep -q 'simulations/scraping/scenario.json, .*scraping-measured/scenario.json' "$scratch/told"
}
check "where the cost is another, its scenarios are told" another_scenario_is_told
scraping_table() {
    "$lab" simulate scraping-measured >"$scratch/table"
    [ "$(grep -c '^run ' "$scratch/table")" -eq "$(jq '.variants | length' "$kept/scraping-measured/results.json")" ] &&
        grep -q 'too little' "$scratch/table"
}
check "the table of scraping has a row for every variant" scraping_table

# refused TITLE CODE EXPECTED COMMAND...: with this code, in one line on stderr that has EXPECTED, and nothing on stdout.
refused() {
    local title=$1 code=$2 expected=$3 status=0
    shift 3
    "$@" >"$scratch/out" 2>"$scratch/err" || status=$?
    if [ "$status" -eq "$code" ] && [ ! -s "$scratch/out" ] && [ "$(wc -l <"$scratch/err")" -eq 1 ] &&
        grep -qF -- "$expected" "$scratch/err"; then
        pass "$title"
    else
        fail "$title" "exit code $status: $(cat "$scratch/out" "$scratch/err")"
    fi
}
# wrong TITLE JQ EXPECTED: the scenario of the cold backend with that change.
wrong() {
    jq "$2" "$kept/cold-backend/scenario.json" >"$scratch/wrong.json"
    refused "$1" 69 "$3" "$lab" simulate "$scratch/wrong.json"
}
wrong "an unknown member is refused" '.clients[0].cuont = 3' 'clients.0.cuont is unknown; accepted are name, mode, count'
wrong "a number for a time is refused" '.duration = 60' 'duration is 60: a duration such as "250ms"'
wrong "an unknown kind of fault is refused" '.faults[0].kind = "flood"' 'faults.0.kind is "flood": errors, hang'
wrong "an endpoint that does not exist is refused" '.faults[0].endpoints = [10]' 'faults.0.endpoints is 10: "all"'
wrong "a value out of range is refused" '.network = {loss: 2}' 'loss must be 0 to 0.9'
wrong "a sweep that leads nowhere is refused with its variant" '.sweep[0].values[3].set = {"client.0.mode": "full"}' \
    'client retry with a budget: set "client.0.mode" leads nowhere'
wrong "a wrong value of a variant is refused with its variant" \
    '.sweep[0].values[6].set["clients.0.policy"].retry.jitter = "some"' \
    'client all, and a throttle: clients.0.policy.retry.jitter is "some": none, full, equal, decorrelated'
# wrong_scraping TITLE JQ EXPECTED: the scenario of the measured scraper with that change.
wrong_scraping() {
    jq "$2" "$kept/scraping-measured/scenario.json" >"$scratch/wrong.json"
    refused "$1" 69 "$3" "$lab" simulate "$scratch/wrong.json"
}
wrong_scraping "an unknown member of a scraper is refused" '.scraping.shard = 2' 'scraping.shard is unknown; accepted are targets, '
wrong_scraping "clients beside a scraper are refused" '.clients = []' 'clients is unknown; accepted are schema, '
wrong_scraping "a scraper's value out of range is refused" '.scraping.prometheus.cores = 0' 'cores must be 1 to 1024'
wrong "another schema is refused" '.schema = 2' 'this lab reads 1'
echo '{"schema": 1,' >"$scratch/broken.json"
refused "what is no JSON is refused" 69 'broken.json is no JSON' "$lab" simulate "$scratch/broken.json"
refused "a file that is not there is refused" 69 "cannot read $scratch/none.json" "$lab" simulate "$scratch/none.json"
refused "an unknown name is refused with those there are" 2 'no scenario "nonsense": a path, or one of ' \
    "$lab" simulate nonsense
refused "a wrong option is refused" 2 '--seed x: a whole number' "$lab" simulate jitter --seed x
lost_on_a_full_disk() { "$lab" simulate cold-backend --json >/dev/full; }
refused "results that cannot be written are told" 69 'cannot write the output: No space left on device' lost_on_a_full_disk
refused "the script refuses an unknown name" 2 'no simulation "nonsense"; there are ' "$root/scripts/simulations.sh" nonsense

# says_something COMMAND NAME... : in the folder of each of these simulations.
says_something() {
    local command=$1 name
    shift
    for name in "$@"; do
        [ -n "$(cd "$kept/$name" && bash -euo pipefail -c "$command")" ] || return 1
    done
}
scraping=()
of_clients=()
for name in "${names[@]}"; do
    if jq -e .scraping "$kept/$name/scenario.json" >"$scratch/kind"; then scraping+=("$name"); else of_clients+=("$name"); fi
done
while IFS= read -r command; do check "docs/results.md: $command" says_something "$command" "${of_clients[@]}"; done \
    < <(tested_block "$root/docs/results.md" simulations | grep -v '^#')
while IFS= read -r command; do check "docs/results.md: $command" says_something "$command" "${scraping[@]}"; done \
    < <(tested_block "$root/docs/results.md" simulated-scraping | grep -v '^#')
finish
