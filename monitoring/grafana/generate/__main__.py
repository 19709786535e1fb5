"""Writes the dashboards as Grafana reads them.

    generate [--check]

Without an argument it writes monitoring/grafana/dashboards/*.json; with --check it writes nothing, says which of them
are not what it would write, and exits with 1 if there are any.
"""

import difflib
import json
import pathlib
import sys

import chaos
import resilience_overview
import service_detail
from grafana_foundation_sdk.cog.encoder import JSONEncoder

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "dashboards"
DASHBOARDS = {
    "resilience-overview": resilience_overview.build,
    "service-detail": service_detail.build,
    "chaos": chaos.build,
}


def text(build):
    model = build().build()
    for number, panel in enumerate(model.panels, start=1):
        panel.id_val = number
    return json.dumps(model, cls=JSONEncoder, indent=2, ensure_ascii=False) + "\n"


def main():
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        sys.exit(__doc__)
    different = {path.name for path in FOLDER.glob("*.json")} - {f"{name}.json" for name in DASHBOARDS}
    for name in different:
        print(f"{name}: no generator writes it")
    for name, build in DASHBOARDS.items():
        path, wanted = FOLDER / f"{name}.json", text(build)
        if not check:
            path.write_text(wanted, encoding="utf-8")
            continue
        there = path.read_text(encoding="utf-8") if path.exists() else ""
        if there != wanted:
            different.add(path.name)
            lines = difflib.unified_diff(
                there.splitlines(), wanted.splitlines(), path.name, "generated", lineterm="", n=1
            )
            print("\n".join(list(lines)[:20]))
    sys.exit(bool(check and different))


main()
