#!/usr/bin/env bash
# Runs one chaos experiment against a cluster and judges it, as the lab does on one machine:
#
#     scripts/chaos.sh NAME [OPTION...]
#
#       --context NAME         of kubectl's configuration (default: the current one)
#       --namespace NAME       where services and Prometheus run (default: lab3-resilience)
#       --output DIR           where journal and logs are kept (default: chaos-output)
#       --time-limit SECONDS   after that it is interrupted, and rolls back (default: 900)
#
# NAME is a file of chaos-experiments without its .yaml; chaos-experiments/README.md says what the experiments expect of
# a cluster, and which variables change their timings. Ctrl-C ends the experiment, which rolls back what it did.
#
# Exit code: 0 passed, 1 failed, 2 usage, 69 something is missing.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"
# shellcheck source=scripts/lib/setup.sh
. "$root/scripts/lib/setup.sh"

name=
context=
namespace=lab3-resilience
output=chaos-output
limit=900
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help)
            sed -nE '2,/^set/s/^# ?//p' "${BASH_SOURCE[0]}"
            exit 0
            ;;
        --context | --namespace | --output | --time-limit)
            need_value "$@"
            case "$1" in
                --context) context=$2 ;;
                --namespace) namespace=$2 ;;
                --output) output=$2 ;;
                *) limit=$2 ;;
            esac
            shift 2
            ;;
        -*) refuse "unknown option \"$1\"; --help lists them" ;;
        *)
            [ -z "$name" ] || refuse "one experiment at a time: \"$name\" or \"$1\""
            name=$1
            shift
            ;;
    esac
done
experiments=$(cd "$root/chaos-experiments" && printf '%s\n' *.yaml | sed 's/\.yaml$//' | paste -sd ' ')
[ -n "$name" ] || refuse "which experiment? There are $experiments"
[[ $name != */* && -f "$root/chaos-experiments/$name.yaml" ]] || refuse "there is no experiment \"$name\"; there are $experiments"
[[ $limit =~ ^[1-9][0-9]*$ ]] || refuse "--time-limit $limit: a whole number of seconds"

has kubectl || die "missing: kubectl (https://kubernetes.io/docs/tasks/tools)"
has python3 || install_packages python3 python3-venv
install_chaos_toolkit
[ -x "$root/.build/release/lab" ] || build_release

# shellcheck source=scripts/lib/scratch.sh
. "$root/scripts/lib/scratch.sh"
# One context for kubectl and chaosk8s, whatever the user changes meanwhile.
context=${context:-$(kubectl config current-context 2>/dev/null)} || die "kubectl has no current context: give --context NAME"
kubectl config view --raw --minify --flatten --context "$context" >"$scratch/kubeconfig" 2>"$scratch/why" ||
    die "kubectl has no context \"$context\": $(tail -n 1 "$scratch/why")"
export KUBECONFIG="$scratch/kubeconfig"
kubectl get namespace "$namespace" --request-timeout 10s >/dev/null 2>"$scratch/why" ||
    die "no namespace \"$namespace\" in the cluster of \"$context\": $(tail -n 1 "$scratch/why")"

kubectl port-forward --namespace "$namespace" service/prometheus :9090 >"$scratch/forward" 2>"$scratch/why" &
started+=("$!")
port=
for _ in {1..100}; do
    port=$(sed -nE 's/^Forwarding from 127\.0\.0\.1:([0-9]+) .*/\1/p' "$scratch/forward")
    if [ -n "$port" ] || ! kill -0 "${started[0]}" 2>/dev/null; then break; fi
    sleep 0.1
done
[ -n "$port" ] || die "cannot reach service/prometheus in \"$namespace\": $(tail -n 1 "$scratch/why")"

mkdir -p "$output/$name"
folder=$(cd "$output/$name" && pwd)
rm -f "$folder/journal.json"
say "$name in $context/$namespace: $folder"
# Files that an experiment names lie in this repository.
cd "$root"
export PROMETHEUS_URL="http://127.0.0.1:$port" NAMESPACE="$namespace"
export NO_PROXY="127.0.0.1,${NO_PROXY:-}" no_proxy="127.0.0.1,${no_proxy:-}"
# An interruption is what makes it roll back; one that it does not heed is followed by an end.
timeout --foreground --signal INT --kill-after 120 "$limit" .venv/bin/chaos --no-version-check \
    --log-file "$folder/chaostoolkit.log" run --journal-path "$folder/journal.json" "chaos-experiments/$name.yaml" >&2 ||
    say "Chaos Toolkit ended with $?"
[ -f "$folder/journal.json" ] ||
    die "it wrote no journal, so nobody knows whether it rolled back: see $folder/chaostoolkit.log"
status=0
.build/release/lab judge "$folder/journal.json" || status=$?
exit "$status"
