#!/usr/bin/env bash
# The main job as a user runs it: all experiments in the quick profile, then what the results say.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/running-lab.sh
. "$root/scripts/lib/running-lab.sh"
prepare_lab

check "lab.sh: all experiments of the quick profile" \
    "$root/scripts/lab.sh" --output "$scratch/out" --base-port "$base_port"
check_equal "nothing is left running" "" "$(left_over)"

results="$scratch/out/current/results.json"
# figure EXPERIMENT ID MODE CONDITION: the condition holds for the figure's value, `.`
figure() {
    jq -e --arg experiment "$1" --arg id "$2" --arg mode "$3" \
        ".experiments[] | select(.name == \$experiment).figures[] | select(.id == \$id).modes[\$mode].value | $4" "$results"
}
check "60 % errors: baseline gets 40 % fresh answers" figure transient-errors fresh-answers baseline '. > 0.37 and . < 0.43'
check "60 % errors: retry gets 87 % fresh answers" figure transient-errors fresh-answers retry '. > 0.84 and . < 0.90'
check "60 % errors: full gets 87 % fresh answers" figure transient-errors fresh-answers full '. > 0.84 and . < 0.90'
check "60 % errors: full gets 99 % useful answers" figure transient-errors useful-answers full '. >= 0.99'
check "outage: full gets 99 % useful answers" figure pod-failure useful-answers full '. >= 0.99'
check "outage: none of them is fresh" figure pod-failure fresh-answers full '. == 0'
check "hang: half of the answers of full take less than 10 ms" figure hang latency-settled-p50 full '. < 0.010'
check "hang: baseline takes its whole timeout" figure hang latency-settled-mean baseline '. >= 0.5'
# Only root can drop packets; elsewhere the experiment is skipped, which is no failure.
if jq -e '.experiments[] | select(.name == "network-partition").verdict == "passed"' "$results" >/dev/null; then
    check "partition: baseline loses half" figure network-partition fresh-answers baseline '. > 0.4 and . < 0.6'
    check "partition: full gets 99 % fresh answers, onset and all" figure network-partition fresh-answers full '. >= 0.99'
else
    printf '  skipped %s\n' "partition: $(jq -r '.experiments[] | select(.name == "network-partition").reasons[0]' "$results")"
fi
check "storm: retry at least doubles the load" figure retry-storm extra-backend-load retry '. >= 1'
check "storm: full adds at most a quarter" figure retry-storm extra-backend-load full '. <= 0.25'
check "storm: full gets 99 % useful answers" figure retry-storm useful-answers full '. >= 0.99'
check "latency: every answer of baseline is slow" figure latency latency-settled-mean baseline '. >= 0.3'
check "latency: half of the answers of full take less than 10 ms" figure latency latency-settled-p50 full '. < 0.010'
check "latency: the tail of baseline is that of a slow answer" figure latency latency-p99 baseline '. >= 0.3'
check "latency: slow calls opened the breaker of full" figure latency breaker-openings full '. >= 1'
check "latency: full gets 99 % useful answers" figure latency useful-answers full '. >= 0.99'
check "crash loop: one backend died four times" figure crash-loop backend-restarts full '. >= 4'
check "crash loop: full gets 99.9 % useful answers" figure crash-loop useful-answers full '. >= 0.999'
check "crash loop: baseline loses some" figure crash-loop lost-answers baseline '. > 0'
check "rolling restart: both backends were replaced" figure rolling-restart backend-restarts full '. >= 2'
check "rolling restart: full loses nothing" figure rolling-restart lost-answers full '. == 0'
check "rolling restart: baseline loses some" figure rolling-restart lost-answers baseline '. > 0'
check "every figure names its PromQL" \
    jq -e '[.experiments[].figures[].modes[].promQL | length > 0] | length > 50 and all' "$results"
check "lab report prints the scoreboard again" "$lab" report --output "$scratch/out"
finish
