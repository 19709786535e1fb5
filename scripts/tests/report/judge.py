"""Judges a file by its schema, read strictly: a member that the schema does not name is an error too.

    judge.py SCHEMA FILE
"""

import json
import sys

import jsonschema


def strict(schema):
    """The schema with no member allowed that it does not describe."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: strict(value) for key, value in schema.items()}
    # Those of if, then and else speak of a part of an object; what the whole may have stands beside them.
    for key in ("if", "then", "else"):
        if key in schema:
            result[key] = schema[key]
    if isinstance(schema.get("properties"), dict) and "type" in schema and "additionalProperties" not in schema:
        result["additionalProperties"] = False
    return result


def main():
    schema = json.load(open(sys.argv[1], encoding="utf-8"))
    value = json.load(open(sys.argv[2], encoding="utf-8"))
    judge = jsonschema.Draft202012Validator
    judge.check_schema(schema)
    errors = list(judge(strict(schema)).iter_errors(value))
    for error in errors:
        print(f"{error.json_path}: {error.message[:300]}")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
