#!/usr/bin/env bash
# Runs the whole lab on a machine that has the Swift toolchain: installs what is missing, builds, and hands over to
# the program `lab`. Without a subcommand it is `lab run`:
#
#     scripts/lab.sh                              all experiments, then the scoreboard
#     scripts/lab.sh --experiments hang --rate 80
#     scripts/lab.sh up                           start and stay
#     scripts/lab.sh help                         everything else
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"
# shellcheck source=scripts/lib/setup.sh
. "$root/scripts/lib/setup.sh"

case "${1:-}" in
    run | up | chaos | ctl | report | compare | open | judge | check-exposition | simulate | help) ;;
    --help | -h) set -- help ;;
    "" | -*) set -- run "$@" ;;
    *)
        say "lab.sh: unknown command \"$1\"; there are run, up, chaos, ctl, report, compare, open, judge, check-exposition, simulate and help"
        exit 2
        ;;
esac

# A running lab is spoken to by the program that is there; building it anew would only take time.
case "$1" in
    run | up | chaos)
        install_lab_tools
        install_chaos_toolkit
        build_release
        ;;
    *) [ -x "$root/.build/release/lab" ] || build_release ;;
esac
# What /version and build_info say the programs were built from.
HOLDFAST_REVISION=$(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)
export HOLDFAST_REVISION
exec "$root/.build/release/lab" "$@"
