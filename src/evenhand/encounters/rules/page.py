"""The tables of the reference page: every field, code, rule and published stop, from the rules."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from evenhand.encounters.rules import sets
from evenhand.encounters.rules.codes import lists
from evenhand.encounters.rules.conditions import RULES
from evenhand.encounters.rules.schema import schema

_OF_STOPS = ("Place", "Person", "Vehicle", "Video")
PARTS = (*_OF_STOPS, "Search", "Gowisely", "Strip", "Force", "Tactic", "Ced")
Part = type[BaseModel]


def filled(page: str) -> str:
    """The page with the tables between its marks made again; all else stays as it is."""
    for name, table in TABLES.items():
        start, end = f"<!-- {name}: made from the rules -->\n", f"<!-- end of {name} -->"
        pattern = re.escape(start) + ".*?" + re.escape(end)
        whole = f"{start}\n{table()}\n\n{end}"
        page = re.sub(pattern, whole.replace("\\", r"\\"), page, flags=re.DOTALL)
    return page


def _table(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    cells = [list(heading)]
    cells += [["---"] * len(cells[0]), *map(list, rows)]
    return "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in cells)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def fields() -> str:
    """Each part of a record with its fields: what it is, what it can be, if it must be there."""
    made = schema()
    parts = {"Stop": made} | {name: made["$defs"][name] for name in PARTS}
    return "\n\n".join(
        f"### {part['title']}\n\n{_table(('field', 'what it is', 'what it can be'), _fields(part))}"
        for part in parts.values()
    )


def _fields(part: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, said in part["properties"].items():
        needed = "" if name in part["required"] else "; may be left out"
        more = f" ({said['description']})" if "description" in said else ""
        yield f"`{name}`", f"{said['title']}{more}", f"{_kind(said)}{needed}"


def _kind(said: dict[str, Any]) -> str:
    """What a field can be, in words."""
    if "$ref" in said:
        name = said["$ref"].rsplit("/", 1)[1]
        return f"one of `{name}`" if name in lists() else f"a {name}"
    if "anyOf" in said:
        return " or ".join(_kind(one) for one in said["anyOf"] if one.get("type") != "null")
    if "const" in said:
        return f"`{said['const']}`"
    kinds: dict[str, Callable[[dict[str, Any]], str]] = {
        "array": _list_of,
        "object": lambda one: f"milliseconds by one of `{_kind(one['propertyNames'])[8:-1]}`",
        "boolean": lambda _: "true or false",
        "integer": lambda one: f"whole number, {one['minimum']} to {one['maximum']}",
        "number": lambda one: f"number, {one['minimum']} to {one['maximum']}",
        "string": _text,
    }
    return kinds[said["type"]](said)


def _list_of(said: dict[str, Any]) -> str:
    least, most = said.get("minItems", 0), said["maxItems"]
    return f"{least} to {most}, each {_kind(said['items'])}"


def _text(said: dict[str, Any]) -> str:
    if said.get("format") == "date-time":
        return "date, time and offset"
    if "maxLength" in said:
        return f"text, at most {said['maxLength']} characters"
    return "text of a fixed form"


def code_lists() -> str:
    """Every list with its codes and their labels."""
    rows = (
        (f"`{name}`", ", ".join(f"`{one.code}` {one.label}" for one in entries.values()))
        for name, entries in lists().items()
    )
    return _table(("list", "codes and what they are called"), rows)


def rules() -> str:
    """Every rule across fields with its code and its sentence."""
    rows = (
        (part, f"`{rule.field}`", f"`{rule.code}`", rule.words)
        for part, written in RULES.items()
        for rule in written
    )
    return _table(("part", "field", "code", "what is said when it is broken"), rows)


def impossible() -> str:
    """The set of impossible stops."""
    rows = (
        (case.name, case.by, f"`{case.field}`" if case.field else "", f"`{case.code}`", case.words)
        for case in sets.impossible()
    )
    return _table(("the stop", "refused by", "field", "code", "what is said"), rows)


def odd() -> str:
    """The set of odd but real stops."""
    return "\n".join(f"- {case.name}" for case in sets.odd())


def plain() -> str:
    """What a plain stop asks, and where everything else comes from."""
    asked = [
        (str(place), tap["question"], ", ".join(f"`{name}`" for name in tap["answers"]))
        for place, tap in enumerate(sets.asked(), 1)
    ]
    rest = [(f"`{name}`", source) for name, source in sets.filled_in().items()]
    return "\n\n".join(
        (
            _table(("tap", "question", "fields"), asked),
            _table(("field", "filled in from"), rest),
        )
    )


TABLES: dict[str, Callable[[], str]] = {
    "fields": fields,
    "codes": code_lists,
    "rules": rules,
    "plain": plain,
    "impossible": impossible,
    "odd": odd,
}
