#!/usr/bin/env bash
# The same tests under the thread sanitizer; a report fails the run. Arguments go to `swift test`.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
need_swift
install_test_servers

export TSAN_OPTIONS="suppressions=$root/scripts/tests/thread-sanitizer.supp"
swift_tests "thread sanitizer" --sanitize=thread --scratch-path "$root/.build-thread-sanitizer" "$@"
finish
