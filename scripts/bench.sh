#!/usr/bin/env bash
# Measures the services beside nginx in the same run: one processor for the server, one for the client, alternating
# rounds, medians and ratios as Markdown tables. For the eye and the documents, never a test:
#
#     scripts/bench.sh [--keep FILE] [--programs FOLDER] [ROUNDS] [SECONDS] [PART...]
#
#     --keep FILE         write the rows to FILE as JSON too
#     --programs FOLDER   measure the programs in FOLDER instead of building them
#     ROUNDS, SECONDS     of each measurement; default 5 and 4
#     PART                throughput latency memory startup size; by default all
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"
# shellcheck source=scripts/lib/setup.sh
. "$root/scripts/lib/setup.sh"
# shellcheck source=scripts/lib/build-static.sh
. "$root/scripts/lib/build-static.sh"
# shellcheck source=scripts/bench/options.sh
. "$root/scripts/bench/options.sh"

command=$(command_line "$@")
keep=
programs=
while [ $# -gt 0 ]; do
    case "$1" in
        --keep) need_value "$@" && keep=$2 ;;
        --programs) need_value "$@" && programs=$(cd -- "$2" && pwd) ;;
        -*) refuse "unexpected \"$1\"; the head of $0 lists the options" ;;
        *) break ;;
    esac
    shift 2
done
rounds=${1:-5}
seconds=${2:-4}
whole_number ROUNDS "$rounds"
whole_number SECONDS "$seconds"
shift $(($# < 2 ? $# : 2))
parts=(throughput latency memory startup size)
for part in "$@"; do
    case " ${parts[*]} " in *" $part "*) ;; *) refuse "no such part: $part; there are: ${parts[*]}" ;; esac
done
[ $# -eq 0 ] || parts=("$@")

has wrk || install_packages wrk
has h2load || install_packages nghttp2-client
has curl || install_packages curl
has python3 || install_packages python3
has strip || install_packages binutils
# The package would start a server of its own on port 80 if it could; nginx-light is enough for this.
has nginx || [ -x /usr/sbin/nginx ] || install_packages nginx-light
if [ -n "$programs" ]; then static_programs=$programs; else build_static; fi
# shellcheck source=scripts/bench/servers.sh
. "$root/scripts/bench/servers.sh"

for part in "${parts[@]}"; do
    # shellcheck source=/dev/null
    . "$root/scripts/bench/$part.sh" >"$scratch/$part.tsv"
    printf '\n'
    python3 "$root/scripts/bench/services.py" "$scratch" "$part"
done
if [ -n "$keep" ]; then
    nginx_version=$("$nginx" -v 2>&1 | sed -E 's|.*nginx/([0-9.]+).*|\1|')
    python3 "$root/scripts/bench/services.py" "$scratch" "${parts[@]}" --keep "$keep" --command "$command" \
        --peer "nginx=$nginx_version"
fi
