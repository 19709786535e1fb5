# shellcheck shell=bash
# What the scripts that measure share of their command lines. Source it after common.sh.

# whole_number OPTION VALUE: refuses what is none.
whole_number() {
    need_value "$@"
    case "$2" in *[!0-9]* | 0*) refuse "$1 takes a whole number from 1, not \"$2\"" ;; esac
}

# command_line ARGUMENT... : how the script was called, for whoever wants to do it again.
command_line() {
    printf '%s' "scripts/${0##*/}"
    [ $# -eq 0 ] || printf ' %q' "$@"
}
