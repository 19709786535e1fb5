# shellcheck shell=bash
# What the scripts share: messages, and the machine's package manager. Source it; it runs nothing.

# A line of progress on stderr, so that a script's stdout stays its result.
say() { printf '%s\n' "$*" >&2; }

# One clear line, and the exit code for "something is missing" (sysexits.h, EX_UNAVAILABLE).
die() {
    say "$*"
    exit 69
}

# One clear line about the command line, and the exit code for that.
refuse() {
    say "${0##*/}: $*"
    exit 2
}

# need_value OPTION [VALUE]: an option that says nothing is refused.
need_value() { [ -n "${2:-}" ] || refuse "$1 needs a value"; }

has() { command -v "$1" >/dev/null 2>&1; }

# install_packages PACKAGE... : by apt-get, as root or by sudo where it asks for no password; else the one command
# to run is printed and the script ends.
install_packages() {
    local command="apt-get install -y --no-install-recommends $*"
    local -a as_root=()
    has apt-get || die "missing: $* (this is no Debian or Ubuntu: install them your own way)"
    if [ "$(id -u)" -ne 0 ]; then
        if ! has sudo || { ! sudo -n true 2>/dev/null && [ ! -t 0 ]; }; then
            die "missing: $*; run as root: apt-get update && $command"
        fi
        as_root=(sudo)
    fi
    say "installing: $*"
    local log
    log=$(mktemp)
    # A package list that is out of date is no reason to stop: the package may be in it all the same.
    "${as_root[@]}" apt-get update >"$log" 2>&1 || say "apt-get update failed; going on with the package lists as they are"
    if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        die "could not install: $*; run as root: $command"
    fi
    rm -f "$log"
}

# quietly TITLE COMMAND... : says TITLE, keeps the command's output to itself, and shows it when the command fails.
quietly() {
    local title=$1 log
    shift
    say "$title"
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        rm -f "$log"
        die "failed: $title"
    fi
    rm -f "$log"
}
