#!/usr/bin/env bash
# Takes everything that scripts/deploy.sh made off the cluster again.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"

usage() {
    cat <<'TEXT'
scripts/undeploy.sh [OPTION...]
    deletes the namespace lab3-resilience with all that is in it, tokens and Prometheus's data too; does nothing where it
    is gone already

    --context NAME   the context of kubectl (default: the current one)
    --dry-run        prints the command instead of running it

exit code: 0 gone, 2 usage, 69 something is missing, or the namespace is somebody else's
TEXT
}

context=
dry_run=false
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help)
            usage
            exit 0
            ;;
        --dry-run) dry_run=true ;;
        --context)
            need_value "$@"
            context=$2
            shift
            ;;
        *) refuse "unknown option \"$1\"; --help lists them" ;;
    esac
    shift
done
# shellcheck source=scripts/lib/cluster.sh
. "$root/scripts/lib/cluster.sh"
need_kubectl
need_cluster

if ! "$dry_run"; then
    owner=$(kube get namespace "$namespace" --ignore-not-found -o "jsonpath={.metadata.name} {.metadata.labels.app\.kubernetes\.io/part-of}")
    if [ -z "$owner" ]; then
        say "nothing to do: there is no namespace $namespace"
        exit 0
    fi
    [ "$owner" = "$namespace holdfast" ] || die "the namespace $namespace is not one that scripts/deploy.sh made: it has no label app.kubernetes.io/part-of=holdfast"
fi
change delete namespace "$namespace" --ignore-not-found
