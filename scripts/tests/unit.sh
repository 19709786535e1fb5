#!/usr/bin/env bash
# Unit and integration tests in debug, built with warnings as errors. Arguments go to `swift test`, for example
# `scripts/tests/unit.sh --filter ResilienceTests`.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
need_swift
install_test_servers

flags=(-Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error)
check "build with warnings as errors, imports as the manifest declares them" \
    swift build --package-path "$root" --build-tests "${flags[@]}"
swift_tests "debug" "${flags[@]}" "$@"
finish
