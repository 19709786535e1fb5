#!/usr/bin/env bash
# The manifests as kustomize renders them: by Kubernetes' own schemas, for what a hardened deployment has, that they mount
# the very files that are used on one machine, that the real programs take the environment they are given, and who may talk
# to whom; and the scripts that deploy them, before a cluster that is a folder. No cluster is needed.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/services.sh
. "$root/scripts/lib/services.sh"
# shellcheck source=scripts/lib/images.sh
. "$root/scripts/lib/images.sh"
has kubectl || install_packages kubernetes-client
has promtool || install_packages prometheus
has curl || install_packages curl
install_judges kubernetes_validate yaml
build_release
cd "$root"

judge() { "$root/.venv/bin/python" "$root/scripts/tests/kubernetes/judge_manifests.py" "$@"; }
services() { "$root/.venv/bin/python" "$root/scripts/tests/kubernetes/judge_services.py" "$@"; }
render() { kubectl kustomize "$1" >"$2"; }

declare -A modes=([services]=full [comparison]="baseline retry breaker full" [lab]="baseline retry breaker full")
while read -r name folder; do
    check "kustomize renders $folder" render "$folder" "$scratch/$name.yaml"
done <<'TEXT'
services kubernetes
comparison kubernetes/overlays/comparison
lab kubernetes/overlays/lab
monitoring monitoring
operator monitoring/kubernetes/operator
TEXT
for name in services comparison lab monitoring; do
    for version in 1.30 1.32 latest; do
        check "$name: the schemas of Kubernetes $version" judge schema "$version" "$scratch/$name.yaml"
    done
    check "$name: hardening, references and selectors" judge policy "$scratch/$name.yaml"
done
for name in "${!modes[@]}"; do
    # shellcheck disable=SC2086 # words
    check "$name: labels, ports, probes, drain, availability" services pods "$scratch/$name.yaml" ${modes[$name]}
    check "$name: the policies let pass what must, and nothing else" services network "$scratch/$name.yaml"
done
while read -r name path; do
    check "$name holds $path" judge content "$scratch/services.yaml" "$name" "$path"
done <<'TEXT'
prometheus-config monitoring/kubernetes/prometheus.yml
prometheus-rules monitoring/prometheus/rules/recording.yaml
prometheus-rules monitoring/prometheus/rules/alerts.yaml
alertmanager-config monitoring/alertmanager/alertmanager.yml
grafana-datasources monitoring/kubernetes/grafana-datasource.yaml
grafana-dashboard-providers monitoring/grafana/provisioning/dashboards/dashboards.yaml
grafana-dashboard-resilience-overview monitoring/grafana/dashboards/resilience-overview.json
grafana-dashboard-service-detail monitoring/grafana/dashboards/service-detail.json
grafana-dashboard-chaos monitoring/grafana/dashboards/chaos.json
TEXT
# Debian's promtool is built without the discovery of Kubernetes: all but that.
sed '/kubernetes_sd_configs:/,/own_namespace:/d' monitoring/kubernetes/prometheus.yml >"$scratch/prometheus.yml"
check "promtool check config: Prometheus in Kubernetes" promtool check config --syntax-only "$scratch/prometheus.yml"

# The manifests' images are those that scripts/build-images.sh makes where nobody says otherwise.
for program in backend-service client-service load-generator; do
    check_equal "the image of $program" "localhost/holdfast/$program:$(image_version)" \
        "$(sed -nE "s/^ +image: (.*\/$program:.*)$/\1/p" "$scratch/lab.yaml" | sort -u)"
done

# Every program knows each variable of its pod and starts with them, and its probes' paths answer.
for program in backend-service client-service load-generator; do
    "$root/.build/release/$program" --help >"$scratch/help-$program"
done
starts() {
    local pod=$1 program=$2 paths=$3
    shift 3
    start_service "$pod" env -i "$@" ADMIN_HOST=127.0.0.1 HOST=127.0.0.1 PORT=0 ADMIN_PORT=0 DRAIN_DELAY=0s DRAIN_TIMEOUT=0s \
        "$root/.build/release/$program"
    local path variable status=0
    for variable in "$@"; do
        # POD_NAME names the instance, and is no setting.
        [ "${variable%%=*}" = POD_NAME ] || grep -qE "^  ${variable%%=*} " "$scratch/help-$program" || {
            echo "$program knows no ${variable%%=*}"
            status=1
        }
    done
    for path in ${paths//,/ }; do
        curl -fsS -m 5 -o /dev/null "http://$service_admin$path" || status=1
    done
    stop_service "$service_pid"
    return "$status"
}
for name in services lab; do
    services environment "$scratch/$name.yaml" >"$scratch/environments"
    while IFS=$'\t' read -r pod program paths variables; do
        IFS=$'\t' read -ra environment <<<"$variables"
        if starts "$name-$pod" "$program" "$paths" "${environment[@]}" >"$scratch/complaints"; then
            pass "$name: $pod starts as its manifest says"
        else
            fail "$name: $pod" "$(cat "$scratch/complaints" "$service_log")"
        fi
    done <"$scratch/environments"
done

# shellcheck source=scripts/tests/kubernetes/scripts.sh
. "$root/scripts/tests/kubernetes/scripts.sh"

# The judges themselves find what they are there for: each of these breaks one thing.
finds() {
    local file=$1 edit=$2 finding=$3
    shift 3
    sed -E "$edit" "$scratch/$file.yaml" >"$scratch/broken.yaml"
    ! cmp -s "$scratch/$file.yaml" "$scratch/broken.yaml" || return 1
    ! "$@" >"$scratch/findings" && grep -qF "$finding" "$scratch/findings"
}
policy_finds() { finds monitoring "$1" "$2" judge policy "$scratch/broken.yaml"; }
check "it finds a container that may write to its image" policy_finds 's/readOnlyRootFilesystem: true/readOnlyRootFilesystem: false/' 'may write to its image'
check "it finds root" policy_finds 's/runAsNonRoot: true/runAsNonRoot: false/' 'it may run as root'
check "it finds an image that is not pinned" policy_finds 's#(image: .*):v?[0-9.]+$#\1:latest#' 'is not pinned'
check "it finds a port that no pod has" policy_finds 's/targetPort: http/targetPort: web/' "port web is none of its pods'"
check "it finds a ConfigMap that is missing" policy_finds 's/^( {6,}name: )prometheus-rules-.*/\1others/' 'ConfigMap others does not exist'
check "it finds a token handed out unasked" policy_finds 's/^automountServiceAccountToken: false/automountServiceAccountToken: true/' 'hands out its token unasked'
check "it finds a volume without a limit" policy_finds 's/^ +sizeLimit: 4Gi$//' 'may fill the node'
check "it finds a pod that no policy is about" policy_finds 's/^(      app.kubernetes.io\/name: )grafana$/\1other/' 'no network policy is about it'

pods_find() { finds services "$1" "$2" services pods "$scratch/broken.yaml" full; }
check "it finds a probe at the application port" pods_find '/livenessProbe/,/port/s/port: admin/port: http/' 'its livenessProbe is not at the administration port'
check "it finds a drain that is cut" pods_find 's/terminationGracePeriodSeconds: 35/terminationGracePeriodSeconds: 28/' 'it is killed before its drain is over'
check "it finds a missing preStop" pods_find '/preStop:/,/seconds:/s/seconds: 5/seconds: 0/' 'while some still have its address'
check "it finds replicas beside an autoscaler" pods_find 's/^(  )revisionHistoryLimit: 3$/\1revisionHistoryLimit: 3\n\1replicas: 2/' 'beside an autoscaler'
check "it finds an open namespace" pods_find 's/(enforce: )restricted/\1baseline/' 'the namespace lets any pod in'
check "it finds a mode without a group" pods_find 's/^(        group: )b$/\1a/' "mode full has"
check "it finds a port that Prometheus is not told" pods_find 's/(prometheus.io\/port: ).*/\1"8080"/' 'Prometheus does not find it'
check "it finds an address without a Service" pods_find 's/^  name: client-service$/  name: client-servant/' 'http://client-service:8080/api/data: no Service'

network_finds() { finds lab "$1" "$2" services network "$scratch/broken.yaml"; }
check "it finds a denial that is missing" network_finds '/^  name: default-deny$/,/^---/s/^  - Ingress$//' 'stranger'
check "it finds a policy that lets too much pass" network_finds '/^  name: client-to-backend-b$/,/^---/s/- port: 8080/- port: 8081/' 'client-full'
check "it finds names that cannot be looked up" network_finds 's/k8s-app: kube-dns/k8s-app: dns/' 'does not reach port 53 of dns'
check "it finds a partition that cuts nothing" network_finds '/^  name: client-to-backend-a$/,/^---/s/^      group: a$//' 'without client-to-backend-b'
finish
