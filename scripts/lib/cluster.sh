# shellcheck shell=bash
# The cluster that a script works on. Source it after common.sh, with $root set; set $context first if one was asked for.

: "${root:?set it before sourcing this}"
namespace=lab3-resilience
context=${context:-}
dry_run=${dry_run:-false}

need_kubectl() { has kubectl || die "missing: kubectl (https://kubernetes.io/docs/tasks/tools)"; }

# Finds the context to work in, and that its cluster answers; a dry run asks nobody.
need_cluster() {
    if [ -z "$context" ]; then
        context=$(kubectl config current-context 2>/dev/null) || context=
        [ -n "$context" ] || "$dry_run" || die "no cluster: kubectl has no current context; choose one with --context NAME"
    elif ! "$dry_run" && ! kubectl config get-contexts "$context" >/dev/null 2>&1; then
        die "no context \"$context\"; kubectl config get-contexts lists them"
    fi
    "$dry_run" || kubectl --context "$context" get --raw /version --request-timeout 10s >/dev/null 2>&1 ||
        die "the cluster of context \"$context\" does not answer; kubectl --context $context version says why"
}

# kube ARGUMENT... : kubectl in the context and the namespace, for what only reads.
kube() { kubectl ${context:+--context "$context"} --namespace "$namespace" "$@"; }

# change ARGUMENT... : the same for what changes something; a dry run prints it.
change() {
    if "$dry_run"; then
        printf 'kubectl'
        printf ' %q' ${context:+--context "$context"} --namespace "$namespace" "$@"
        printf '\n'
        # What it would have read.
        [ -t 0 ] || cat >/dev/null
    else
        kube "$@"
    fi
}
