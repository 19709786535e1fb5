#!/usr/bin/env bash
# The same tests under the thread sanitizer; a report fails the run. Arguments go to `swift test`.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
need_swift
install_test_servers

export TSAN_OPTIONS="suppressions=$root/scripts/tests/thread-sanitizer.supp"
# One test at a time: what the sanitizer slows down tenfold must not keep tests with real sockets from their turn. The
# threads it looks for are within the tests, and the unit tiers run them all at once.
swift_tests "thread sanitizer" --sanitize=thread --no-parallel --scratch-path "$root/.build-thread-sanitizer" "$@"
finish
