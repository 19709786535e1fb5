# shellcheck shell=bash disable=SC2034 # the variables are for the script that sources this
# A folder for the run, $scratch, and the processes it starts, by number in $started: both are gone when the script ends,
# whatever ends it. Source it once.

scratch=$(mktemp -d)
declare -a started=()

cleanup() {
    local pid
    for pid in "${started[@]}"; do
        kill -CONT "$pid" 2>/dev/null || true
        kill "$pid" 2>/dev/null || true
    done
    for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$scratch"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
