#!/usr/bin/env bash
# Measures the studies that the documents quote: four variants of the client side by side in one lab, faults that
# docs/results/studies/NAME/study.yaml lists, figures from Prometheus into results.json beside it:
#
#     scripts/studies.sh NAME...    some, or `all` (three quarters of an hour)
#     scripts/studies.sh --help     what there is
#
# Then `scripts/documents.sh write` brings the documents up to date.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"
# shellcheck source=scripts/lib/setup.sh
. "$root/scripts/lib/setup.sh"

install_lab_tools
install_chaos_toolkit
install_judges yaml
build_release
export PYTHONUTF8=1
exec "$root/.venv/bin/python" "$root/scripts/studies" "$@"
