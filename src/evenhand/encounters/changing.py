"""What is another in a record than in one before: field by field, as it was and as it is."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from evenhand.encounters.splitting import RESTRICTED

FIXED = frozenset(
    {"version", "stop_id", "device_id", "sequence", "force_id", "officer", "recorded_at"}
    | {"receipt_digest", "seconds"}
)
"""What nobody changes: it says whose record it is and how it was made."""
NOT_KEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
LONGEST = 2000
Change = dict[str, Any]


def differences(old: object, new: Mapping[str, Any]) -> list[Change]:
    """List what differs: the field, what it said and what it says.

    Of what is restricted only the field is named.
    """
    before, after = dict(_flat(old)), dict(_flat(new))
    changed = [
        field
        for field in sorted(before.keys() | after.keys())
        if before.get(field) != after.get(field)
    ]
    return [_change(field, before.get(field), after.get(field)) for field in changed]


def _change(field: str, old: Any, new: Any) -> Change:
    shown = NOT_KEPT.sub("?", field)[:200]
    if field in RESTRICTED:
        return {"field": shown}
    return {"field": shown, "old": _plain(old), "new": _plain(new)}


def _plain(value: Any) -> Any:
    """Something that has one way to be written, whatever stood there."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < 2**53:
        return value
    return NOT_KEPT.sub("?", str(value))[:LONGEST]


def _flat(value: object, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every field with something in it, by its dotted name; nothing and left out are the same."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _flat(each, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list | tuple):
        for number, each in enumerate(value):
            yield from _flat(each, f"{path}.{number}")
    elif value is not None:
        yield path, value
