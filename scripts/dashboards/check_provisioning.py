"""Grafana's provisioning files are YAML of version 1; data sources have fixed uids, and nothing in them is editable.

check_provisioning.py monitoring/grafana
"""

import pathlib
import sys

import yaml


def read(folder, kind):
    for path in sorted((folder / "provisioning" / kind).glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert content["apiVersion"] == 1, f"{path}: apiVersion is not 1"
        yield content


def main():
    folder = pathlib.Path(sys.argv[1])
    sources = [each for content in read(folder, "datasources") for each in content["datasources"]]
    providers = [each for content in read(folder, "dashboards") for each in content["providers"]]
    assert sources and providers, "there are no data sources, or no providers"
    for source in sources:
        assert source["type"] == "prometheus" and source["uid"] and source["url"], (
            f"not a Prometheus with a uid: {source}"
        )
        assert source["editable"] is False, "the data source can be edited"
        assert source["jsonData"]["timeInterval"] == "1s", "the lab scrapes every second"
    for provider in providers:
        assert provider["type"] == "file" and provider["allowUiUpdates"] is False, "dashboards can be edited"
        assert provider["options"]["path"], "no folder of dashboards"


main()
