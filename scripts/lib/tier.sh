# shellcheck shell=bash
# What every tier of tests begins with. Source it with $root set.

: "${root:?set it before sourcing this}"
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"
# shellcheck source=scripts/lib/checks.sh
. "$root/scripts/lib/checks.sh"
# shellcheck source=scripts/lib/setup.sh
. "$root/scripts/lib/setup.sh"

# For the tiers that need a lab: all its tools, and the programs as they ship.
prepare_lab() {
    install_lab_tools
    install_chaos_toolkit
    build_release
}
