# shellcheck shell=bash disable=SC2016 # what is for the fakes to expand
# deploy.sh, undeploy.sh and build-images.sh before a cluster that is a folder. Source it in the tier.

: "${root:?set it before sourcing this}" "${scratch:?source tier.sh first}"

FAKE="$scratch/fake"
FAKE_REAL_KUBECTL=$(command -v kubectl)
export FAKE FAKE_REAL_KUBECTL
mkdir -p "$FAKE/bin" "$FAKE/bare"
cp "$root/scripts/tests/kubernetes/fake-kubectl.sh" "$FAKE/bin/kubectl"
# A machine on which nothing is installed.
for tool in bash env dirname sed cat git date; do ln -s "$(command -v "$tool")" "$FAKE/bare/$tool"; done

# says NAME CODE PATTERN COMMAND... : ends with the code, and one line, no more, matches where something is wrong.
says() {
    local name=$1 code=$2 pattern=$3 output status=0
    shift 3
    output=$("$@" 2>&1) || status=$?
    if [ "$status" -eq "$code" ] && grep -qE -- "$pattern" <<<"$output" &&
        { [ "$code" -eq 0 ] || [ "$(wc -l <<<"$output")" -le 2 ]; }; then
        pass "$name"
    else
        fail "$name" "exit $status instead of $code, more than a line or two, or none matches $pattern:"$'\n'"$output"
    fi
}
on_cluster() { PATH="$FAKE/bin:$PATH" "$root/scripts/$1" "${@:2}"; }
called() { grep -qE -- "$1" "$FAKE/calls"; }
not_called() { ! called "$1"; }
# a_cluster CONTEXT: a new one.
a_cluster() {
    rm -rf "$FAKE"/{applied,namespace,silent,stuck,calls} "$FAKE"/secret-*
    printf '%s\n' "$1" >"$FAKE/context"
}

for script in deploy.sh undeploy.sh build-images.sh; do
    says "$script: --help" 0 "^scripts/$script" "$root/scripts/$script" --help
    says "$script: an unknown option" 2 'unknown option "--nonsense"' "$root/scripts/$script" --nonsense
done
says "deploy.sh: an option without its value" 2 '--tag needs a value' "$root/scripts/deploy.sh" --tag
says "deploy.sh: an unknown overlay" 2 'there are comparison and lab' "$root/scripts/deploy.sh" --overlay nonsense
says "deploy.sh: an unknown pull policy" 2 'unknown pull policy "Sometimes"' "$root/scripts/deploy.sh" --pull-policy Sometimes
for script in deploy.sh undeploy.sh; do
    says "$script: no kubectl" 69 '^missing: kubectl' env PATH="$FAKE/bare" "$root/scripts/$script"
    a_cluster ""
    says "$script: no context" 69 'kubectl has no current context' on_cluster "$script"
    a_cluster somewhere
    says "$script: an unknown context" 69 'no context "elsewhere"' on_cluster "$script" --context elsewhere
    touch "$FAKE/silent"
    says "$script: a cluster that does not answer" 69 'the cluster of context "somewhere" does not answer' on_cluster "$script"
done
says "build-images.sh: no builder" 69 '^missing: docker' env PATH="$FAKE/bare" "$root/scripts/build-images.sh"
says "build-images.sh: an unknown builder" 2 'unknown builder "kaniko"' "$root/scripts/build-images.sh" --builder kaniko

# --- The first time, the second time, and after a change.
a_cluster somewhere
says "deploy.sh: deploys" 0 'port-forward service/grafana' on_cluster deploy.sh --image-prefix registry.test/a --tag 7 --pull-policy Always
for secret in admin-token grafana-admin; do
    check "deploy.sh: makes the secret $secret, of enough characters" [ "$(wc -c <"$FAKE/secret-$secret")" -ge 32 ]
done
check_equal "deploy.sh: the images are those it was told" \
    "registry.test/a/backend-service:7 registry.test/a/client-service:7 registry.test/a/load-generator:7" \
    "$(sed -nE 's/^ +image: (.*(service|generator):.*)$/\1/p' "$FAKE/applied" | sort -u | paste -sd ' ')"
check_equal "deploy.sh: and the pull policy" "Always" "$(sed -nE 's/^ +imagePullPolicy: (.*)$/\1/p' "$FAKE/applied" | sort -u)"
check "deploy.sh: nothing else of the manifests is changed" diff \
    <(sed -E 's#image: localhost/holdfast/(.*):.*#image: registry.test/a/\1:7#; s/(imagePullPolicy: ).*/\1Always/' "$scratch/services.yaml") "$FAKE/applied"
check_equal "deploy.sh: waits for every Deployment" "$(grep -c '^kind: Deployment$' "$FAKE/applied")" "$(grep -c 'rollout status' "$FAKE/calls")"
check "deploy.sh: restarts nothing the first time" not_called 'rollout restart'
cp "$FAKE/secret-admin-token" "$scratch/token"
: >"$FAKE/calls"
says "deploy.sh: a second time" 0 'port-forward' on_cluster deploy.sh --image-prefix registry.test/a --tag 7 --pull-policy Always
check "deploy.sh: keeps the token" cmp "$scratch/token" "$FAKE/secret-admin-token"
check "deploy.sh: makes no secret and restarts nothing" not_called 'create secret|rollout restart'
check "deploy.sh: takes away what a comparison left" called 'delete deployment,.*mode in \(baseline,retry,breaker\)'
: >"$FAKE/calls"
says "deploy.sh: changes to the overlay lab" 0 'port-forward' on_cluster deploy.sh --overlay lab
check "deploy.sh: which has other settings: restarts what read the old ones" called 'rollout restart'
check "deploy.sh: and no autoscaler" called 'delete horizontalpodautoscaler'
check "deploy.sh: and one replica each" called 'scale deployment --replicas 1 --selector app.kubernetes.io/part-of=holdfast$'
rm "$FAKE/secret-admin-token"
: >"$FAKE/calls"
says "deploy.sh: a token that was missing" 0 'port-forward' on_cluster deploy.sh --overlay lab
check "deploy.sh: gets to those who ran without" called 'rollout restart'
echo deployment/client-full >"$FAKE/stuck"
says "deploy.sh: a rollout that does not end" 1 'client-full did not come up within 1s' on_cluster deploy.sh --timeout 1s

# --- Images into clusters that have no registry.
a_cluster kind-test
says "deploy.sh: kind is missing" 69 '^missing: kind' on_cluster deploy.sh
fake() { printf '#!/bin/sh\n%s\n' "$2" >"$FAKE/bin/$1" && chmod +x "$FAKE/bin/$1"; }
fake kind 'echo kind "$@" >>"$FAKE/calls"'
for tool in docker podman; do fake "$tool" '[ "$1 $2" != "image inspect" ] || [ -e "$FAKE/has-images" ]'; done
fake buildah '[ "$1" != inspect ] || [ -e "$FAKE/has-images" ]'
says "deploy.sh: no images for kind" 69 '^no images localhost/holdfast/\*:.*build-images.sh builds them' on_cluster deploy.sh
touch "$FAKE/has-images"
says "deploy.sh: images into kind" 0 'port-forward' on_cluster deploy.sh
check_equal "deploy.sh: all three of them, into the right cluster" 3 \
    "$(grep -cE '^kind load image-archive --name test .*/(backend-service|client-service|load-generator)\.tar$' "$FAKE/calls")"
: >"$FAKE/calls"
says "deploy.sh: --no-load" 0 'port-forward' on_cluster deploy.sh --no-load
check "deploy.sh: loads nothing" not_called '^kind'

# --- A dry run changes nothing.
a_cluster kind-test
says "deploy.sh: --dry-run prints what it would do" 0 '^kubectl .*apply -f -$' on_cluster deploy.sh --dry-run --overlay lab
says "undeploy.sh: --dry-run prints what it would do" 0 '^kubectl .*delete namespace lab3-resilience' on_cluster undeploy.sh --dry-run
says "build-images.sh: --dry-run prints what it would do" 0 '--target load-generator' on_cluster build-images.sh --local --dry-run
check_equal "a dry run asks for no more than a rendering and the context" "" "$(grep -vE '^(kustomize|config current-context)' "$FAKE/calls")"

# --- And away.
a_cluster somewhere
says "undeploy.sh: nothing is there" 0 'nothing to do' on_cluster undeploy.sh
on_cluster deploy.sh >/dev/null 2>&1 || true
says "undeploy.sh: what was deployed" 0 '' on_cluster undeploy.sh
check "undeploy.sh: is gone" [ ! -e "$FAKE/namespace" ]
printf 'lab3-resilience ' >"$FAKE/namespace"
says "undeploy.sh: somebody else's namespace is left alone" 69 'is not one that scripts/deploy.sh made' on_cluster undeploy.sh
check "undeploy.sh: it is still there" [ -e "$FAKE/namespace" ]

# --- What kubernetes/README.md tells a reader to run.
# shellcheck source=scripts/lib/documentation.sh
. "$root/scripts/lib/documentation.sh"
a_cluster kind-test
while IFS= read -r line; do
    [ -n "$line" ] || continue
    command=${line//build-images.sh/build-images.sh --dry-run}
    says "kubernetes/README.md: ${line%%  *}" 0 '' \
        env PATH="$FAKE/bin:$PATH" bash -euo pipefail -c "cd \"\$1\" && eval \"\$2\"" - "$root" "${command//--output archives/--output \"$scratch/archives\"}"
done < <(tested_blocks "$root/kubernetes/README.md" "on a cluster")
check "kubernetes/README.md: its commands reach the cluster" called 'exec deployment/backend-full-a -- /backend-service faults set failure_rate=0.6$'
while read -r deployment; do
    check "kubernetes/README.md: there is a $deployment" grep -qxF "  name: ${deployment#*/}" "$scratch/services.yaml"
done < <(grep -oE 'deployment/[a-z-]+' "$root/kubernetes/README.md" | sort -u)
