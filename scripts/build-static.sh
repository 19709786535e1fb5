#!/usr/bin/env bash
# Compiles the programs as the images hold them, static and stripped, into .build-static/stripped.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"
# shellcheck source=scripts/lib/setup.sh
. "$root/scripts/lib/setup.sh"
# shellcheck source=scripts/lib/build-static.sh
. "$root/scripts/lib/build-static.sh"
build_static
