"""Validates every scenario against `replisim schema` with a validator that is not ours.

Usage: validate_scenarios.py REPLISIM SCENARIO_DIRECTORY

Prints `file: pointer: message` for each fault and fails if there was one, if there was no
scenario at all, or if the schema is so loose that it accepts a scenario with an unknown field.
"""

import json
import pathlib
import re
import subprocess
import sys

import jsonschema

# A string is kept; a comment becomes a blank.
STRING_OR_COMMENT = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)


def without_comments(text):
    return STRING_OR_COMMENT.sub(lambda m: m[0] if m[0].startswith('"') else " ", text)


def read_json(path):
    return json.loads(without_comments(path.read_text(encoding="utf-8-sig")))


def is_scenario(document):
    return isinstance(document, dict) and document.get("format") == "replisim/1"


def pointer(error):
    return "".join(f"/{step}" for step in error.absolute_path) or "/"


def main(replisim, directory):
    printed = subprocess.run([replisim, "schema"], check=True, capture_output=True, text=True)
    schema = json.loads(printed.stdout)
    validator_class = jsonschema.validators.validator_for(schema)
    validator_class.check_schema(schema)
    validator = validator_class(schema)

    faults = []
    scenarios = 0
    for path in sorted(directory.rglob("*.json")):
        document = read_json(path)
        if not is_scenario(document):
            continue
        scenarios += 1
        for error in sorted(validator.iter_errors(document), key=pointer):
            faults.append(f"{path}: {pointer(error)}: {error.message}")
        if validator.is_valid({**document, "unknown-field": 1}):
            faults.append(f"{path}: the schema accepts an unknown field beside `format`")
    if scenarios == 0:
        faults.append(f"{directory}: no scenario below it")

    for fault in faults:
        print(fault)
    print(f"{scenarios} scenarios, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2])))
