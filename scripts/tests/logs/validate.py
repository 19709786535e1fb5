"""Holds log lines against docs/logs.schema.json, and against what a schema cannot say.

validate.py SCHEMA FILE...: every line of every file must be one JSON object with each key once, pass the schema,
and have a ts and a ts_ms that agree. Of each event one line is also spoiled in several ways, which the schema must
notice. Prints how many lines of which events there were; ends with 1 after the first errors.
"""

import collections
import datetime
import json
import sys

from jsonschema import Draft202012Validator

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
MOST_ERRORS = 10


def validators(schema):
    """A validator per event: of the schema's many conditions only that of the line's own event can hold."""
    Draft202012Validator.check_schema(schema)
    branches = {branch["if"]["properties"]["event"]["const"]: branch for branch in schema["allOf"]}
    if set(branches) != set(schema["properties"]["event"]["enum"]):
        sys.exit("the schema's events and its conditions differ")
    return {event: Draft202012Validator({**schema, "allOf": [branch]}) for event, branch in branches.items()}


def object_once(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError(f"a key is there twice: {keys}")
    return dict(pairs)


def no_constant(name):
    raise ValueError(f"{name} is no JSON")


def problem(text, by_event):
    """What is wrong with a line, or None, and the line as an object."""
    try:
        line = json.loads(text, object_pairs_hook=object_once, parse_constant=no_constant)
    except ValueError as error:
        return str(error), None
    validator = by_event.get(line.get("event")) if isinstance(line, dict) else None
    if validator is None:
        return "no object with an event of the schema", None
    for error in validator.iter_errors(line):
        return f"{'/'.join(map(str, error.path))}: {error.message}", line
    time = datetime.datetime.strptime(line["ts"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=datetime.timezone.utc)
    if (time - EPOCH) // datetime.timedelta(milliseconds=1) != line["ts_ms"]:
        return "ts and ts_ms differ", line
    return None, line


def spoiled(line):
    """Lines that are wrong, made from one that is right."""
    for key in ("ts", "ts_ms", "level", "event", "msg", "service", "version", "pod", "trace_id", "span_id"):
        if key in line:
            yield f"without {key}", {name: value for name, value in line.items() if name != key}
    yield "with a field of no event", {**line, "stranger": 1}
    yield "with a field of another event", {**line, "signal" if "signal" not in line else "route": 2}
    yield "with milliseconds", {**line, "ts": line["ts"][:-4] + "Z"}
    yield "with an offset", {**line, "ts": line["ts"][:-1] + "+00:00"}
    for key, wrong in (("trace_id", "A" * 32), ("span_id", "0" * 16), ("duration_ms", "1"), ("status", 99),
                       ("level", "fatal"), ("source", "nowhere"), ("scope", "all"), ("to", "ajar")):
        if key in line:
            yield f"with {key} {wrong}", {**line, key: wrong}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        by_event = validators(json.load(file))
    errors = []
    events = collections.Counter()
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8", errors="strict", newline="\n") as file:
            for number, text in enumerate(file, 1):
                if not text.endswith("\n"):
                    errors.append(f"{path}:{number}: the line does not end")
                wrong, line = problem(text, by_event)
                if wrong:
                    errors.append(f"{path}:{number}: {wrong}\n    {text.rstrip()}")
                    if len(errors) >= MOST_ERRORS:
                        sys.exit("\n".join(errors))
                elif not events[line["event"]]:
                    for how, changed in spoiled(line):
                        if problem(json.dumps(changed), by_event)[0] is None:
                            errors.append(f"the schema does not notice a line {how}: {text.rstrip()}")
                if line:
                    events[line["event"]] += 1
    if errors or not events:
        sys.exit("\n".join(errors) or "no line at all")
    print(f"{events.total()} lines: " + ", ".join(f"{event} {count}" for event, count in sorted(events.items())))


main()
