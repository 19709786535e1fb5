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

install_tools() {
    local -a missing=()
    # Debian's prometheus package also starts a service on port 9090. The lab's own has another port and data folder.
    has prometheus || missing+=(prometheus)
    has jq || missing+=(jq)
    has curl || missing+=(curl)
    has nft || [ -x /usr/sbin/nft ] || missing+=(nftables)
    has python3 && python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3 python3-venv)
    [ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"
}

# The requirements the virtual environment was made from lie in it, so that a changed pin makes it anew.
install_chaos_toolkit() {
    local requirements="$root/chaos-experiments/chaostoolkit-requirements.txt"
    local stamp="$root/.venv/requirements.txt"
    if [ -x "$root/.venv/bin/chaos" ] && cmp -s "$requirements" "$stamp"; then return; fi
    quietly "making .venv" python3 -m venv --clear "$root/.venv"
    quietly "installing Chaos Toolkit into .venv" "$root/.venv/bin/python" -m pip install --quiet \
        --disable-pip-version-check -r "$requirements"
    cp "$requirements" "$stamp"
}

build() {
    has swift || die "missing: the Swift toolchain (https://www.swift.org/install)"
    quietly "building (release; the first time takes some minutes)" \
        swift build --package-path "$root" -c release
}

case "${1:-}" in
    run | up | chaos | ctl | report | help) ;;
    --help | -h) set -- help ;;
    *) set -- run "$@" ;;
esac

# A running lab is spoken to by the program that is there; building it anew would only take time.
case "$1" in
    run | up | chaos)
        install_tools
        install_chaos_toolkit
        build
        ;;
    *) [ -x "$root/.build/release/lab" ] || build ;;
esac
exec "$root/.build/release/lab" "$@"
