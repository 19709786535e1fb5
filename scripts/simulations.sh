#!/usr/bin/env bash
# Runs the simulations that the documents quote, docs/results/simulations/NAME/scenario.json, and keeps what they give in
# results.json beside it:
#
#     scripts/simulations.sh NAME...      some, or `all` (under a minute)
#     scripts/simulations.sh agreement    what the lab measured beside what is simulated; exits with 1 where they differ
#     scripts/simulations.sh --help       what there is
#
# Then `scripts/documents.sh write` brings the documents up to date.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"
# shellcheck source=scripts/lib/setup.sh
. "$root/scripts/lib/setup.sh"

kept="$root/docs/results/simulations"
names=()
for scenario in "$kept"/*/scenario.json; do names+=("$(basename "$(dirname "$scenario")")"); done
case "${1:-}" in
    "" | -h | --help)
        sed -nE '2,/^set/s/^# ?//p' "${BASH_SOURCE[0]}" | sed '$d'
        say "names: ${names[*]}"
        exit 0
        ;;
esac
for asked in "$@"; do
    case " ${names[*]} all agreement " in
        *" $asked "*) ;;
        *) refuse "no simulation \"$asked\"; there are ${names[*]}, all and agreement" ;;
    esac
done
build_release
lab="$root/.build/release/lab"
if [ "$1" = agreement ]; then
    exec python3 "$root/scripts/simulations/agreement.py" "$lab" --write "$kept/agreement.json"
fi
[ "$1" != all ] || set -- "${names[@]}"
for name in "$@"; do
    say "$name"
    # Whole or not at all: what was there stays until then.
    unfinished=$(mktemp "$kept/$name/.results.XXXXXX")
    trap 'rm -f "$unfinished"' EXIT
    "$lab" simulate "$name" --json >"$unfinished"
    chmod 644 "$unfinished"
    mv "$unfinished" "$kept/$name/results.json"
done
