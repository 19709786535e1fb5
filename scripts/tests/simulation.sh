#!/usr/bin/env bash
# Simulations: the kept results come out again to the last byte, with one processor as with two; they and their scenarios are
# what the schemas say; they agree with what the lab measured; a scenario that is wrong is refused in one line that says where.
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

# says_something COMMAND: in the folder of every simulation.
says_something() {
    local name
    for name in "${names[@]}"; do
        [ -n "$(cd "$kept/$name" && bash -euo pipefail -c "$1")" ] || return 1
    done
}
while IFS= read -r command; do check "docs/results.md: $command" says_something "$command"; done \
    < <(tested_block "$root/docs/results.md" simulations | grep -v '^#')
finish
