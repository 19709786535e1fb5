#!/usr/bin/env bash
# The experiments' files, without running them: that they are what their generator writes, that Chaos Toolkit and
# Prometheus can read them, that those of a pair judge by the same, and that each undoes what it does. And what
# scripts/chaos.sh does where a cluster is not as it should be.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
has promtool || install_packages prometheus
has jq || install_packages jq
has kubectl || install_packages kubernetes-client
install_chaos_toolkit
build_release
cd "$root"

# Chaos Toolkit looks for the programs that are called, and calls none of them here.
mkdir "$scratch/bin"
for program in lab kubectl; do ln -s "$(type -P true)" "$scratch/bin/$program"; done
export PATH="$PATH:$scratch/bin"

judge() { .venv/bin/python scripts/tests/experiments/judge_files.py "$1" "$scratch/rules.yaml"; }

check "they are what chaos-experiments/generate writes" .venv/bin/python chaos-experiments/generate --check
check "Chaos Toolkit can run them, pairs judge by the same, rollbacks undo all" judge chaos-experiments
check "Prometheus understands every query" promtool check rules "$scratch/rules.yaml"

# What is there twice is the same: the policy that an experiment puts back admits who may ask a backend, and nobody else.
check "the policy that is put back is one of its group alone" grep -qx '      group: b' chaos-experiments/kubernetes/client-to-backend-b.yaml

# Against the overlay that they run on in a cluster.
kubectl kustomize kubernetes/overlays/lab >"$scratch/overlay.yaml" 2>"$scratch/why" || fail "the overlay lab" "$(cat "$scratch/why")"
on_overlay() { .venv/bin/python scripts/tests/experiments/judge_overlay.py chaos-experiments "$1"; }
misses() {
    sed -E "$1" "$scratch/overlay.yaml" >"$scratch/other.yaml"
    ! on_overlay "$scratch/other.yaml" >"$scratch/findings" && grep -qF "$2" "$scratch/findings"
}
check "all that they name is in the overlay lab" on_overlay "$scratch/overlay.yaml"
check "it finds a Deployment that is not there" misses 's/name: backend-full-b$/name: backend-full-c/' 'no Deployment backend-full-b'
check "it finds a container of another name" misses 's/^( {8})name: load-generator$/\1name: load/' 'no container load-generator'
check "it finds labels of others" misses 's/group: b$/group: c/' 'group=b selects no pod'
check "it finds another policy" misses 's/port: 8080$/port: 8082/' 'is not the policy of the overlay'

# The judge itself finds what it is there for: each of these breaks one thing in one file.
finds() {
    local file=$1 edit=$2 finding=$3
    rm -rf "$scratch/broken"
    cp -r chaos-experiments "$scratch/broken"
    sed -E -i "$edit" "$scratch/broken/$file"
    ! cmp -s "chaos-experiments/$file" "$scratch/broken/$file" || return 1
    ! judge "$scratch/broken" >"$scratch/findings" 2>&1 && grep -qF "$finding" "$scratch/findings"
}
check "it finds a hypothesis that is not its pair's" finds hang.yaml 's/bool 0.99$/bool 0.98/' 'its steady-state hypothesis is not'
check "it finds evidence that is not its pair's" finds local/hang.yaml 's/<= bool 0.05/<= bool 0.5/' 'is not the evidence of its pair'
check "it finds an argument that no function takes" finds crash-loop.yaml 's/grace_period:/grace:/' 'unexpected keyword argument'
check "it finds an argument of the wrong type" finds pod-failure.yaml 's/replicas: 0/replicas: "0"/' 'is '"'0'"' and no int'
check "it finds a deployment that stays away" finds pod-failure.yaml '/^rollbacks/,/^runtime/s/name: backend-full-b$/name: backend-full-a/' 'no rollback scales backend-full-b'
check "it finds a policy that stays away" finds network-partition.yaml '/^rollbacks/,/^runtime/s/client-to-backend-b/other/' 'no rollback restores the policy'
check "it finds a fault that stays" finds latency.yaml '/^rollbacks/,/^runtime/s/faults, clear/faults, show/' 'no rollback undoes'
check "it finds rollbacks that may not run" finds local/hang.yaml 's/strategy: always/strategy: default/' 'its rollbacks do not always run'
check "it finds a variable that nobody sets" finds hang.yaml 's/, default: 30\}/}/' 'has no default'
check "it finds a probe that nobody judges" finds local/hang.yaml 's/"evidence: full gets/"full gets/' 'nobody judges it'

# A kubectl that knows one context and one namespace, and forwards a port behind which nobody is.
rm "$scratch/bin/kubectl"
cat >"$scratch/bin/kubectl" <<'TEXT'
#!/usr/bin/env bash
case "$*" in
    "config current-context") echo here ;;
    "config view"*" --context here") printf 'apiVersion: v1\nkind: Config\n' ;;
    "get namespace lab3-resilience"*) ;;
    "port-forward --namespace lab3-resilience service/prometheus :9090")
        [ -z "${NO_FORWARD:-}" ] || { echo "pod is not running" >&2; exit 1; }
        echo "Forwarding from 127.0.0.1:1 -> 9090"
        exec sleep "$FORWARD_SECONDS"
        ;;
    *) echo "error: $*" >&2; exit 1 ;;
esac
TEXT
chmod +x "$scratch/bin/kubectl"
# So that it can be told from any other.
export FORWARD_SECONDS="300.$$"
with_kubectl() { PATH="$scratch/bin:$PATH" scripts/chaos.sh "$@" --output "$scratch/out"; }
without_kubectl() {
    mkdir -p "$scratch/few"
    for program in bash env dirname sed paste; do ln -sf "$(type -P "$program")" "$scratch/few/$program"; done
    PATH="$scratch/few" scripts/chaos.sh hang
}
# ends CODE PATTERN COMMAND... : with one line, or as much as Chaos Toolkit says.
ends() {
    local status=0
    "${@:3}" >"$scratch/said" 2>&1 || status=$?
    [ "$status" -eq "$1" ] && grep -qE -- "$2" "$scratch/said"
}
check "chaos.sh --help" ends 0 '--time-limit SECONDS' scripts/chaos.sh --help
check "chaos.sh: no experiment" ends 2 'which experiment\? There are crash-loop hang' scripts/chaos.sh
check "chaos.sh: unknown experiment" ends 2 'no experiment "nonsense"' scripts/chaos.sh nonsense
check "chaos.sh: wrong limit" ends 2 'time-limit soon: a whole number' scripts/chaos.sh hang --time-limit soon
check "chaos.sh: no kubectl" ends 69 '^missing: kubectl' without_kubectl
check "chaos.sh: no such context" ends 69 '^kubectl has no context "there"' with_kubectl hang --context there
check "chaos.sh: no such namespace" ends 69 '^no namespace "other"' with_kubectl hang --namespace other
check "chaos.sh: no Prometheus" ends 69 'cannot reach service/prometheus .*pod is not running' \
    env NO_FORWARD=1 PATH="$scratch/bin:$PATH" scripts/chaos.sh hang --output "$scratch/out"
check "chaos.sh: a Prometheus that does not answer is a failed experiment" \
    ends 1 'steady state did not hold before the method' with_kubectl hang
check_equal "chaos.sh: it ends what it started" "" "$(pgrep -f -- "sleep $FORWARD_SECONDS" || true)"
check "chaos.sh: the journal is kept" jq -e '.status' "$scratch/out/hang/journal.json"
finish
