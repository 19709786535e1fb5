#!/usr/bin/env bash
# A kubectl for the tests of the scripts: it renders as the real one does, keeps what it is told in files of $FAKE, and
# answers from there. What it was called with is in $FAKE/calls.
set -euo pipefail
printf '%s\n' "$*" >>"$FAKE/calls"
if [ "$1" = kustomize ]; then exec "$FAKE_REAL_KUBECTL" "$@"; fi
while [ $# -gt 0 ]; do
    case "$1" in
        --context | --namespace) shift 2 ;;
        *) break ;;
    esac
done
case "$1 ${2:-}" in
    "config current-context") cat "$FAKE/context" ;;
    "config get-contexts") [ "$3" = "$(cat "$FAKE/context")" ] ;;
    "get --raw") [ ! -e "$FAKE/silent" ] ;;
    "get namespace") cat "$FAKE/namespace" 2>/dev/null || true ;;
    "get secret") [ -e "$FAKE/secret-$3" ] ;;
    "create secret") cat >"$FAKE/secret-$4" ;;
    "get configmap") [ ! -e "$FAKE/applied" ] || sed -n '/^kind: ConfigMap/,/^---/p; /^data:/,/^kind:/p' "$FAKE/applied" ;;
    "apply -f")
        if [ "$3" = - ]; then cat >"$FAKE/applied"; fi
        printf 'lab3-resilience holdfast' >"$FAKE/namespace"
        ;;
    "delete namespace") rm "$FAKE/namespace" ;;
    "rollout status") [ "$3" != "$(cat "$FAKE/stuck" 2>/dev/null)" ] ;;
esac
