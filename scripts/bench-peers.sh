#!/usr/bin/env bash
# Measures the libraries' hot paths beside what Go and Python programs use for the same: alternating rounds, medians and
# ratios as a Markdown table. For the eye and the documents, never a test:
#
#     scripts/bench-peers.sh [--rounds N] [--inner-rounds N] [--keep FILE]
#
#     --rounds N         how often all programs run in turn; default 15
#     --inner-rounds N   of about 1 ms each, in every run of a program; default 31
#     --keep FILE        write the rows to FILE as JSON too
#
# Debian's packages hold the Go peers, and the Python ones are pinned; scripts/bench/peers has the programs that measure them.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"
# shellcheck source=scripts/lib/setup.sh
. "$root/scripts/lib/setup.sh"
# shellcheck source=scripts/bench/options.sh
. "$root/scripts/bench/options.sh"
# shellcheck source=scripts/bench/peers/setup.sh
. "$root/scripts/bench/peers/setup.sh"

command=$(command_line "$@")
rounds=15
inner_rounds=31
keep=
while [ $# -gt 0 ]; do
    case "$1" in
        --rounds) whole_number "$@" && rounds=$2 ;;
        --inner-rounds) whole_number "$@" && inner_rounds=$2 ;;
        --keep) need_value "$@" && keep=$2 ;;
        *) refuse "unexpected \"$1\"; the head of $0 lists the options" ;;
    esac
    shift 2
done

install_peers
build_release
build_go_peers
# shellcheck source=scripts/lib/scratch.sh
. "$root/scripts/lib/scratch.sh"

filters=()
while IFS= read -r name; do filters+=(--filter "$name"); done < <(python3 "$root/scripts/bench/peers/compare.py" names)

# run_program PROGRAM ROUND
run_program() {
    case "$1" in
        ours) "$root/.build/release/Benchmarks" --json --rounds "$inner_rounds" "${filters[@]}" >"$scratch/ours.$2.json" ;;
        go) "$go_peers" --rounds "$inner_rounds" >"$scratch/go.$2.jsonl" ;;
        python) "$python_peers/bin/python" "$root/scripts/bench/peers/python/peers.py" --rounds "$inner_rounds" >"$scratch/python.$2.jsonl" ;;
    esac
}

for round in $(seq "$rounds"); do
    # Now one goes first, now the other, so that none has always the machine that the same one has left behind.
    order=(ours go python)
    [ $((round % 2)) -eq 1 ] || order=(python go ours)
    for program in "${order[@]}"; do run_program "$program" "$round"; done
    say "round $round of $rounds"
done

arguments=()
[ -z "$keep" ] || arguments+=(--keep "$keep" --command "$command")
while IFS= read -r version; do arguments+=(--peer "$version"); done < <(peer_versions)
python3 "$root/scripts/bench/peers/compare.py" report "$scratch" "${arguments[@]}"
