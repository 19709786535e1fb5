#!/usr/bin/env bash
# The soak, short: a thousand idle connections and all the misbehaviour at each service for ten seconds. The whole one
# is `scripts/soak.sh`.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
build_release
check "nothing is left of ten bad seconds" "$root/scripts/soak.sh" 10 1000
finish
