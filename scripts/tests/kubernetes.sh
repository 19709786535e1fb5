#!/usr/bin/env bash
# The manifests as kustomize renders them: by Kubernetes' own schemas, for what a hardened deployment has, and that they
# mount the very files that are used on one machine. No cluster is needed.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
has kubectl || install_packages kubernetes-client
has promtool || install_packages prometheus
install_judges kubernetes_validate yaml
cd "$root"

judge() { "$root/.venv/bin/python" "$root/scripts/tests/kubernetes/judge_manifests.py" "$@"; }
render() { kubectl kustomize "$1" >"$2"; }

check "kustomize renders monitoring" render monitoring "$scratch/monitoring.yaml"
check "kustomize renders monitoring/kubernetes/operator" render monitoring/kubernetes/operator "$scratch/operator.yaml"
for version in 1.30 latest; do
    check "the schemas of Kubernetes $version" judge schema "$version" "$scratch/monitoring.yaml"
done
check "hardening, references and selectors" judge policy "$scratch/monitoring.yaml"
while read -r name path; do
    check "$name holds $path" judge content "$scratch/monitoring.yaml" "$name" "$path"
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

# The judge itself finds what it is there for: each of these breaks one thing.
finds() {
    local edit=$1 finding=$2
    sed -E "$edit" "$scratch/monitoring.yaml" >"$scratch/broken.yaml"
    ! cmp -s "$scratch/monitoring.yaml" "$scratch/broken.yaml" || return 1
    ! judge policy "$scratch/broken.yaml" >"$scratch/findings" && grep -qF "$finding" "$scratch/findings"
}
check "it finds a container that may write to its image" finds 's/readOnlyRootFilesystem: true/readOnlyRootFilesystem: false/' 'may write to its image'
check "it finds root" finds 's/runAsNonRoot: true/runAsNonRoot: false/' 'it may run as root'
check "it finds an image that is not pinned" finds 's#(image: .*):v?[0-9.]+$#\1:latest#' 'is not pinned'
check "it finds a port that no pod has" finds 's/targetPort: http/targetPort: web/' "port web is none of its pods'"
check "it finds a ConfigMap that is missing" finds 's/^( {6,}name: )prometheus-rules-.*/\1others/' 'ConfigMap others does not exist'
check "it finds a token handed out unasked" finds 's/^automountServiceAccountToken: false/automountServiceAccountToken: true/' 'hands out its token unasked'
check "it finds a volume without a limit" finds 's/^ +sizeLimit: 4Gi$//' 'may fill the node'
check "it finds a pod that no policy is about" finds 's/^(      app.kubernetes.io\/name: )grafana$/\1other/' 'no network policy is about it'
finish
