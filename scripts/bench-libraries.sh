#!/usr/bin/env bash
# Measures the libraries' hot paths in a release build: nanoseconds and allocations per operation, alone and on two
# threads. For the eye and the notes; only the allocations are tested. Arguments go to the program:
# `scripts/bench-libraries.sh [--filter NAME] [--rounds N] [--json]`, and `--help` says more.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"
# shellcheck source=scripts/lib/setup.sh
. "$root/scripts/lib/setup.sh"

build_release
exec "$root/.build/release/Benchmarks" "$@"
