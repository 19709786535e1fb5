#!/usr/bin/env bash
# The Grafana dashboards:
#
#     scripts/dashboards.sh generate              writes monitoring/grafana/dashboards from monitoring/grafana/generate
#     scripts/dashboards.sh draw NAME PICTURE.png [--prometheus URL] [--end SECONDS] [--range SECONDS] [--cells N]
#                                                 draws one from what a Prometheus has (default: a lab's)
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$root/scripts/lib/common.sh"
# shellcheck source=scripts/lib/setup.sh
. "$root/scripts/lib/setup.sh"

case "${1:-}" in
    generate)
        install_judges grafana_foundation_sdk
        exec "$root/.venv/bin/python" "$root/monitoring/grafana/generate"
        ;;
    draw)
        [ $# -ge 3 ] || die "draw needs a dashboard's name and a picture's"
        dashboard="$root/monitoring/grafana/dashboards/$2.json"
        [ -f "$dashboard" ] || die "there is no dashboard \"$2\""
        install_judges matplotlib
        shift 2
        picture=$1
        shift
        exec "$root/.venv/bin/python" "$root/scripts/dashboards/draw.py" "$dashboard" "$picture" \
            --prometheus http://127.0.0.1:18000 "$@"
        ;;
    *)
        sed -nE '2,/^set/s/^# ?//p' "${BASH_SOURCE[0]}" >&2
        exit 2
        ;;
esac
