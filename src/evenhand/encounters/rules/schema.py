"""The rules as JSON Schema 2020-12: what is published, and what a device compiles.

Three words of ours stand beside the rules; a validator passes over them. ``x-labels`` are the
labels of a code list; ``x-code``, ``x-field`` and ``x-words`` are a rule’s name, place, sentence.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from evenhand.encounters.rules.codes import Code, lists
from evenhand.encounters.rules.conditions import RULES
from evenhand.encounters.rules.stop import Stop

FILE = Path(__file__).with_name("stop.schema.json")
NAME = "urn:evenhand:vehicle-stop:1"


def schema() -> dict[str, Any]:
    """The whole schema of one stop, with every code list and every rule across fields."""
    made = _with_lists(Stop.model_json_schema())
    definitions = {name: _list(codes) for name, codes in lists().items()} | made.pop("$defs")
    for name, rules in RULES.items():
        part = made if name == "Stop" else definitions[name]
        part["allOf"] = [rule.schema() for rule in rules]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": NAME,
        **made,
        "$defs": definitions,
    }


def _with_lists(schema: Any) -> Any:
    """The schema with each list of codes named where it is used, and written out only once."""
    if isinstance(schema, list):
        return [_with_lists(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "x-list" in schema:
        beside = {k: v for k, v in schema.items() if k not in {"type", "enum", "x-list"}}
        return {"$ref": f"#/$defs/{schema['x-list']}", **beside}
    return {name: _with_lists(one) for name, one in schema.items()}


def _list(codes: Any) -> dict[str, Any]:
    return {
        "type": "string",
        "enum": list(codes),
        "x-labels": {code: _labels(said) for code, said in codes.items()},
    }


def _labels(code: Code) -> dict[str, Any]:
    welsh = {"cy": code.cy} if code.cy else {}
    return {"en": code.label, **welsh, **code.more}


@cache
def text() -> str:
    """The schema as it is published, byte for byte."""
    return json.dumps(schema(), ensure_ascii=False, indent=1, sort_keys=False) + "\n"
