#!/usr/bin/env bash
# Measures what it costs to watch: what the services expose, and a real Prometheus that scrapes one of them as many targets,
# with and without remote write. Keeps it in docs/results/scraping/results.json:
#
#     scripts/scraping.sh                             all of it (a quarter of an hour, some GB of memory)
#     scripts/scraping.sh --quick --results FOLDER    a few targets for a few seconds, to see that it works
#     scripts/scraping.sh --help                      the options
#
# What follows is simulated: `scripts/simulations.sh scraping scraping-measured`. Then `scripts/documents.sh write` brings the
# documents up to date.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"
# shellcheck source=scripts/lib/setup.sh
. "$root/scripts/lib/setup.sh"
# shellcheck source=scripts/bench/options.sh
. "$root/scripts/bench/options.sh"

has prometheus || install_packages prometheus
has python3 || install_packages python3
has ip || install_packages iproute2
build_release
export PYTHONUTF8=1
measure=(python3 "$root/scripts/scraping" --programs "$root/.build/release" --command "$(command_line "$@")" "$@")
# In a network of its own: each of a client's endpoints is another of loopback's addresses, so the backend listens on all
# there are, and nobody else is to reach it.
isolation=(--net)
[ "$(id -u)" -eq 0 ] || isolation+=(--map-root-user)
unshare "${isolation[@]}" true || refuse "this machine allows no network namespace"
# shellcheck disable=SC2016 # For the shell within.
exec unshare "${isolation[@]}" sh -c 'ip link set lo up && exec "$@"' sh "${measure[@]}"
