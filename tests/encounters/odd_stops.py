"""The stops of the odd set, by their names, with changes."""

from typing import Any

from evenhand.encounters.rules import Stop, check, sets

ODD = {case.name: case.raw for case in sets.odd()}


def stop(name: str | None = None, **changes: Any) -> Stop:
    """A stop of the odd set, or the plain one, with some fields changed."""
    raw = (ODD[name] if name else sets.plain()) | changes
    checked = check(raw, context=sets.context())
    assert checked.problems == ()
    return checked.stop


def one(rows: list[Any]) -> Any:
    """The only row."""
    (row,) = rows
    return row
