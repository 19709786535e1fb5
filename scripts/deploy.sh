#!/usr/bin/env bash
# Puts the services and their monitoring on a Kubernetes cluster, and waits until they run.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"
# shellcheck source=scripts/lib/images.sh
. "$root/scripts/lib/images.sh"

usage() {
    cat <<'TEXT'
scripts/deploy.sh [OPTION...]
    applies kubernetes/ to the cluster of kubectl's context and waits for the rollout; running it again changes what has
    changed

    --overlay NAME      comparison (the four modes side by side) or lab (that, with faults that can be switched on);
                        without it the mode full, autoscaled
    --context NAME      the context of kubectl (default: the current one)
    --image-prefix P    what stands before the images' names (default localhost/holdfast, or $IMAGE_PREFIX)
    --tag TAG           their tag (default: the version, or $IMAGE_TAG)
    --pull-policy P     IfNotPresent (default), Always or Never
    --no-load           do not load the images into kind or minikube; other clusters get them from a registry or by import
    --timeout DURATION  how long a rollout may take (default 5m)
    --dry-run           prints the commands instead of running them

The tokens it makes (Secrets admin-token and grafana-admin) are made once and kept.
exit code: 0 all runs, 1 a rollout did not end, 2 usage, 69 something is missing
TEXT
}

overlay=
context=
pull_policy=IfNotPresent
load=true
timeout=5m
dry_run=false
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help)
            usage
            exit 0
            ;;
        --dry-run) dry_run=true ;;
        --no-load) load=false ;;
        --overlay | --context | --image-prefix | --tag | --pull-policy | --timeout)
            need_value "$@"
            case "$1" in
                --overlay) overlay=$2 ;;
                --context) context=$2 ;;
                --image-prefix) image_prefix=$2 ;;
                --tag) image_tag=$2 ;;
                --pull-policy) pull_policy=$2 ;;
                --timeout) timeout=$2 ;;
            esac
            shift
            ;;
        *) refuse "unknown option \"$1\"; --help lists them" ;;
    esac
    shift
done
case "$overlay" in
    "") folder=$root/kubernetes ;;
    comparison | lab) folder=$root/kubernetes/overlays/$overlay ;;
    *) refuse "unknown overlay \"$overlay\"; there are comparison and lab" ;;
esac
case "$pull_policy" in
    IfNotPresent | Always | Never) ;;
    *) refuse "unknown pull policy \"$pull_policy\"; there are IfNotPresent, Always and Never" ;;
esac
# shellcheck source=scripts/lib/cluster.sh
. "$root/scripts/lib/cluster.sh"
# shellcheck source=scripts/lib/load-images.sh
. "$root/scripts/lib/load-images.sh"
need_kubectl
need_cluster
! "$load" || load_images

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Warnings about names that newer kustomize has others for are nothing to the reader.
kubectl kustomize "$folder" 2>"$work/warnings" >"$work/rendered.yaml" ||
    die "kubectl kustomize $folder failed: $(grep -v '^# Warning' "$work/warnings" | head -n 1)"
sed -i -E -e "s#^( +-? *image: )localhost/holdfast/([a-z-]+):.*#\1$image_prefix/\2:$image_tag#" \
    -e "s#^( +imagePullPolicy: ).*#\1$pull_policy#" "$work/rendered.yaml"

# secret NAME KEY: makes one with a random value, unless it is there. Sets $made if it does.
made=false
secret() {
    if "$dry_run" || ! kube get secret "$1" >/dev/null 2>&1; then
        made=true
        head -c 24 /dev/urandom | base64 | tr -d '\n=' | tr '+/' '-_' |
            change create secret generic "$1" "--from-file=$2=/dev/stdin"
    fi
}

# configuration: what the pods were started with, to see whether it changes.
configuration() { "$dry_run" || kube get configmap --selector app.kubernetes.io/part-of=holdfast -o "jsonpath={.items[*].data}"; }

change apply -f "$root/kubernetes/base/namespace.yaml"
secret admin-token token
secret grafana-admin password
before=$(configuration)
change apply -f - <"$work/rendered.yaml"
if [ -z "$overlay" ]; then
    # What a comparison left.
    change delete deployment,service,poddisruptionbudget --ignore-not-found \
        --selector 'app.kubernetes.io/part-of=holdfast,mode in (baseline,retry,breaker)'
else
    # All modes have the same means, also after an experiment that was interrupted had scaled some to nothing.
    change delete horizontalpodautoscaler --ignore-not-found --selector app.kubernetes.io/part-of=holdfast
    change scale deployment --replicas 1 --selector app.kubernetes.io/part-of=holdfast
fi
# Those that ran before read their ConfigMaps and Secrets when they started.
if [ -n "$before" ] && { "$made" || [ "$before" != "$(configuration)" ]; }; then
    change rollout restart deployment --selector app.kubernetes.io/part-of=holdfast
fi

while read -r deployment; do
    change rollout status "deployment/$deployment" --timeout "$timeout" </dev/null || {
        say "deploy.sh: $deployment did not come up within $timeout; kubectl${context:+ --context $context} -n $namespace describe pods says why"
        exit 1
    }
done < <(awk '/^kind: /{ kind = $2 } /^  name: /{ if (kind == "Deployment") print $2 } /^---/{ kind = "" }' "$work/rendered.yaml")

in_cluster="kubectl${context:+ --context $context} -n $namespace"
cat <<TEXT

Grafana:     $in_cluster port-forward service/grafana 3000, then http://127.0.0.1:3000
             to look needs no password; the administrator's: $in_cluster get secret grafana-admin -o jsonpath='{.data.password}' | base64 -d
Prometheus:  $in_cluster port-forward service/prometheus 9090, then http://127.0.0.1:9090
an answer:   $in_cluster port-forward service/client-service 8080, then curl -i http://127.0.0.1:8080/api/data
the logs:    $in_cluster logs -f --prefix=false --max-log-requests 20 --selector app.kubernetes.io/part-of=holdfast | jq -R 'fromjson? // empty | select(.level != "info")'
away again:  scripts/undeploy.sh
TEXT
