#!/usr/bin/env bash
# Measures the services beside nginx in the same run: one processor for the server, one for the client, alternating
# rounds, medians and ratios as Markdown tables. For the eye and the notes, never a test:
# `scripts/bench.sh [ROUNDS] [SECONDS] [PART...]`, parts: throughput latency memory startup size; by default all.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"
# shellcheck source=scripts/lib/setup.sh
. "$root/scripts/lib/setup.sh"
# shellcheck source=scripts/lib/build-static.sh
. "$root/scripts/lib/build-static.sh"
rounds=${1:-5}
seconds=${2:-4}
case "$rounds$seconds" in
    *[!0-9]* | "") die "usage: scripts/bench.sh [ROUNDS] [SECONDS] [PART...], whole numbers" ;;
esac
shift $(($# < 2 ? $# : 2))
parts=(throughput latency memory startup size)
[ $# -eq 0 ] || parts=("$@")
for part in "${parts[@]}"; do
    [ -f "$root/scripts/bench/$part.sh" ] || die "no such part: $part; there are: throughput latency memory startup size"
done

has wrk || install_packages wrk
has h2load || install_packages nghttp2-client
has curl || install_packages curl
has python3 || install_packages python3
has strip || install_packages binutils
# The package would start a server of its own on port 80 if it could; nginx-light is enough for this.
has nginx || [ -x /usr/sbin/nginx ] || install_packages nginx-light
build_static
# shellcheck source=scripts/bench/servers.sh
. "$root/scripts/bench/servers.sh"

for part in "${parts[@]}"; do
    printf '\n'
    # shellcheck source=/dev/null
    . "$root/scripts/bench/$part.sh"
done
