#!/usr/bin/env bash
# The Grafana dashboards: generated and committed are the same; Grafana's models and schema know all that is in them; the
# rules of dashboard-linter hold, and the check of them finds what it should; and with a lab under load, in which faults
# were made and healed, every metric and label exists and every expression has something to show.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/running-lab.sh
. "$root/scripts/lib/running-lab.sh"
prepare_lab
install_judges grafana_foundation_sdk promql_parser prometheus_client jsonschema matplotlib yaml

tools="$root/scripts/dashboards"
python="$root/.venv/bin/python"
schema="$root/../shared/data/grafana-dashboard.schema.json"
dashboards=(resilience-overview service-detail chaos)
file() { printf '%s' "$root/monitoring/grafana/dashboards/$1.json"; }

check "committed dashboards are what is generated" "$python" "$root/monitoring/grafana/generate" --check
for name in "${dashboards[@]}"; do
    check "$name: Grafana's models read it and write the same" "$python" "$tools/check_models.py" "$(file "$name")"
    if [ -f "$schema" ]; then
        check "$name: valid by Grafana's JSON schema" "$python" "$tools/check_models.py" "$(file "$name")" "$schema"
    else
        say "  skipped $name: Grafana's JSON schema is not at ${schema#"$root/"}"
    fi
    check "$name: the linter's rules hold" "$python" "$tools/lint.py" "$(file "$name")"
done
check "the linter finds what is broken" "$python" "$tools/check_lint.py" "$(file resilience-overview)"
check "provisioning names what is there" "$python" "$tools/check_provisioning.py" "$root/monitoring/grafana"

# --- A lab in which everything happens that a panel shows: errors, a hang, an outage, a crash; marked, and healed.
lab_up
begin=$SECONDS
# Ready is not yet loaded: the first answers make the caches warm.
loaded() { curl -fsS "http://127.0.0.1:$(admin_port client-full)/metrics" | grep -q '^client_responses_total{source="backend"} [1-9]'; }
check "there is load" wait_for 20 loaded
# fault EXPERIMENT FAULT SECONDS ACTION... : makes it for a while, and heals it.
fault() {
    local experiment=$1 kind=$2 seconds=$3
    shift 3
    lab_ctl mark "$experiment" "$kind" on
    lab_ctl "$@"
    sleep "$seconds"
    lab_ctl mark "$experiment" "$kind" off
    lab_ctl heal backends
    sleep 4
}
# These sleeps are the experiment: for how long there is a fault.
all_faults() {
    fault transient-errors error 8 faults backends failure_rate=0.6 &&
        fault hang hang 6 stop backends &&
        fault pod-failure crash 6 kill backends && lab_ctl crash backend-full-1
}
check "faults are made and healed" all_faults
fresh_again() { curl -fsS "$(application_url client-full)/api/data" -o /dev/null -D - | grep -qi '^x-source: backend'; }
check "full is back to fresh answers" wait_for 20 fresh_again

prometheus="http://127.0.0.1:$base_port"
# The one that crashed may still be on its way up.
scrape() { curl -fs --retry 20 --retry-connrefused --retry-delay 1 "http://127.0.0.1:$(admin_port "$1")/metrics"; }
all_up() { curl -fsS "$prometheus/api/v1/targets" | jq -e '.data.activeTargets | length >= 13 and all(.health == "up")'; }
bodies=()
for instance in client-baseline client-full backend-full-1 load-generator; do
    scrape "$instance" >"$scratch/$instance.metrics"
    bodies+=("$scratch/$instance.metrics")
done
check "every process is back" wait_for 20 all_up
for name in "${dashboards[@]}"; do
    check "$name: every metric and label is exposed" "$python" "$tools/check_metrics.py" "$(file "$name")" "${bodies[@]}"
    check "$name: every expression has something to show" "$python" "$tools/check_live.py" "$(file "$name")" \
        --prometheus "$prometheus" --range "$((SECONDS - begin + 5))"
    check "$name: it can be drawn" "$python" "$tools/draw.py" "$(file "$name")" "$scratch/$name.png" \
        --prometheus "$prometheus" --range "$((SECONDS - begin + 5))"
done
status=0
lab_down || status=$?
check_equal "Ctrl-C ends lab up with" 130 "$status"
finish
