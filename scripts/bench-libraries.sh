#!/usr/bin/env bash
# Measures the libraries' hot paths in a release build: nanoseconds and allocations per operation, alone and on two
# threads. For the eye and the documents; only the allocations are tested. Arguments go to the program, whose `--help`
# says more, but for one:
#
#     scripts/bench-libraries.sh [--keep FILE] [--filter NAME]... [--rounds N] [--json]
#
#     --keep FILE   must come first: prints a Markdown table, and writes its rows to FILE as JSON too
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"
# shellcheck source=scripts/lib/setup.sh
. "$root/scripts/lib/setup.sh"
# shellcheck source=scripts/bench/options.sh
. "$root/scripts/bench/options.sh"

command=$(command_line "$@")
keep=
if [ "${1:-}" = --keep ]; then
    need_value "$@"
    keep=$2
    shift 2
fi
build_release
[ -n "$keep" ] || exec "$root/.build/release/Benchmarks" "$@"
has python3 || install_packages python3
"$root/.build/release/Benchmarks" "$@" --json |
    python3 "$root/scripts/bench/libraries.py" --keep "$keep" --command "$command"
