#!/usr/bin/env bash
# The same tests with the optimiser on. They have a build folder of their own, since they need -enable-testing and
# what ships does not. Arguments go to `swift test`.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
need_swift
install_test_servers

# With the optimiser on there is time for more random worlds, a failing one of which says how it is run again, and for
# longer sequences of events.
export SIMULATION_WORLDS="${SIMULATION_WORLDS:-2000}" SIMULATION_DEPTH="${SIMULATION_DEPTH:-1}"

swift_tests "release" -c release -Xswiftc -enable-testing -Xswiftc -warnings-as-errors \
    --scratch-path "$root/.build-release-tests" "$@"
finish
