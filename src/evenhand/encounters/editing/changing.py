"""What is another in a record than in one before: field by field, as it was and as it is."""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from evenhand.encounters.arriving.splitting import RESTRICTED

FIXED = frozenset(
    {"version", "stop_id", "device_id", "sequence", "force_id", "officer", "recorded_at"}
    | {"receipt_digest", "seconds"}
)
"""What nobody changes: it says whose record it is and how it was made."""
NOT_KEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
LONGEST = 2000
Change = dict[str, Any]


def differences(old: object, new: Mapping[str, Any], *, restricted: bool = False) -> list[Change]:
    """List what differs: the field, what it said and what it says.

    A person, search or use of force that was added or taken out is named by its place; what stands
    behind it has not changed by that, even where it is now numbered anew.

    Parameters
    ----------
    restricted : whether the values of what is restricted are given; else only its field is named.
    """
    return [_change(*one, restricted) for one in sorted(_changed(old, new), key=_by_field)]


def _changed(old: object, new: object, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in sorted({*map(str, old), *map(str, new)}):
            yield from _changed(old.get(name), new.get(name), f"{path}.{name}" if path else name)
    elif isinstance(old, list | tuple) and isinstance(new, list | tuple):
        yield from _changed_items(old, new, path)
    else:
        before, after = dict(_flat(old, path)), dict(_flat(new, path))
        for field in before.keys() | after.keys():
            if before.get(field) != after.get(field):
                yield field, before.get(field), after.get(field)


def _changed_items(old: Any, new: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """Pair the items that are the same, then say what became of the others."""
    same = SequenceMatcher(None, _likenesses(old), _likenesses(new), autojunk=False)
    for what, first, last, start, end in same.get_opcodes():
        if what == "equal" and len(old) != len(new):
            continue
        both = min(last - first, end - start)
        for place in range(both):
            item = f"{path}.{first + place}"
            yield from _changed(old[first + place], new[start + place], item)
        for place in range(first + both, last):
            yield from _changed(old[place], None, f"{path}.{place}")
        for place in range(start + both, end):
            yield from _changed(None, new[place], f"{path}.{place}")


def _likenesses(items: Any) -> list[str]:
    """What each item says, whichever number it has."""
    return [
        repr(sorted((field, value) for field, value in _flat(one) if field != "number"))
        for one in items
    ]


def _by_field(change: tuple[str, Any, Any]) -> tuple[list[tuple[int, str]], bool]:
    """In the order of numbers, not of digits; what went before what came."""
    parts = change[0].split(".")
    return [(int(one), "") if one.isdecimal() else (-1, one) for one in parts], change[1] is None


def _change(field: str, old: Any, new: Any, restricted: bool) -> Change:
    shown = NOT_KEPT.sub("?", field)[:200]
    if field in RESTRICTED and not restricted:
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
