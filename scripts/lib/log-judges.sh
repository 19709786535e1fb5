# shellcheck shell=bash
# Judges of log lines: the schema, and the metrics that count what they tell. Source it after tier.sh.

: "${root:?set it before sourcing this}" "${scratch:?source tier.sh first}"

install_log_judges() {
    install_judges jsonschema
    install_judges prometheus_client
}

# validate_logs FILE... : every line is of docs/logs.schema.json. How many there were of which event is in
# $scratch/validated.
validate_logs() {
    "$root/.venv/bin/python" "$root/scripts/tests/logs/validate.py" "$root/docs/logs.schema.json" "$@" >"$scratch/validated"
}

# log_agrees ADMIN FILE [COMPARISON...] : what the exposition counts is as often in the log, and the comparisons named are
# of something. What was compared is in $scratch/agreement.
log_agrees() {
    local admin=$1
    shift
    curl -fsS -m 5 "http://$admin/metrics" >"$scratch/agreement.metrics" &&
        "$root/.venv/bin/python" "$root/scripts/tests/logs/compare.py" "$scratch/agreement.metrics" "$@" \
            >"$scratch/agreement" 2>&1
}

# log_comes_to_agree ADMIN FILE [COMPARISON...] : waits until it does, since probes and lines under way come between.
log_comes_to_agree() {
    wait_for 10 log_agrees "$@" || {
        cat "$scratch/agreement"
        return 1
    }
}
