"""Reads a dashboard into the models of Grafana's Foundation SDK and writes it again: both must be the same, so that
there is nothing in it that Grafana does not know. With a schema, holds it against that too.

    check_models.py DASHBOARD.json [SCHEMA.json]
"""

import json
import sys

import grafana
import jsonschema
from grafana_foundation_sdk.cog import plugins
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard

# What Prometheus' annotations have and the model of all annotations leaves out.
ONLY_PROMETHEUS = {"titleFormat", "textFormat", "useValueForTime"}


def differences(path, one, other):
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from differences(f"{path}.{key}", one.get(key), other.get(key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, pair in enumerate(zip(one, other, strict=True)):
            yield from differences(f"{path}[{index}]", *pair)
    elif one != other:
        yield f"{path}: {json.dumps(one)} is read as {json.dumps(other)}"


def round_trip(dashboard):
    plugins.register_default_plugins()
    again = json.loads(json.dumps(Dashboard.from_json(dashboard), cls=JSONEncoder))
    for annotation in dashboard["annotations"]["list"]:
        for key in ONLY_PROMETHEUS:
            annotation.pop(key, None)
    yield from differences("dashboard", dashboard, again)


def valid(dashboard, schema):
    # The schema takes "any value" for "any object", in two places; Grafana writes a name and a unit there.
    schema["definitions"]["DynamicConfigValue"]["properties"]["value"] = {}
    schema["definitions"]["MatcherConfig"]["properties"]["options"] = {}
    for error in jsonschema.Draft7Validator(schema).iter_errors(dashboard):
        # Of the kinds of panels it might have been, the one that came furthest.
        reason = max(error.context, key=lambda each: len(each.absolute_path)) if error.context else error
        yield f"{reason.json_path}: {reason.message[:300]}"


def main():
    dashboard = grafana.load(sys.argv[1])
    found = list(valid(dashboard, grafana.load(sys.argv[2]))) if len(sys.argv) > 2 else list(round_trip(dashboard))
    print("\n".join(found))
    sys.exit(bool(found))


main()
