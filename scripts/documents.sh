#!/usr/bin/env bash
# The documents' figures and charts, from what docs/results keeps:
#
#     scripts/documents.sh write    writes docs/*.md from docs/source, docs/pictures/charts, and README's tables
#     scripts/documents.sh check    says which of them differ, and exits with 1 if any does
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"
# shellcheck source=scripts/lib/setup.sh
. "$root/scripts/lib/setup.sh"

case "$#:${1:-}" in
    1:write | 1:check) ;;
    *)
        sed -nE '2,/^set/s/^# ?//p' "${BASH_SOURCE[0]}" >&2
        exit 2
        ;;
esac
install_judges jinja2 matplotlib yaml
export PYTHONUTF8=1
exec "$root/.venv/bin/python" "$root/scripts/documents" "$1"
