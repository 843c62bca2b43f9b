"""Adding a person, a search, a use of force or a tactic to a record, or taking one out of it.

This only gives the record the shape in which it is then asked for; the rules decide afterwards, as
they do everywhere, and what it said before stays in its earlier versions.
"""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from evenhand.encounters.editing.asking import questions, said
from evenhand.encounters.errors import NotNow
from evenhand.measures.words.messages import say

LIST = re.compile(r"people|searches|force_used|force_used\.\d{1,2}\.tactics")
ITEM = re.compile(r"(people|searches|force_used|force_used\.\d{1,2}\.tactics)\.(\d{1,2})")
MOST_AT_ONCE = 4
"""Things that one form adds or takes out."""
MOST_TACTICS = 3
"""Tactics that are asked for at once; what is left blank is left out."""
LATER = frozenset({"strip", "ced"})
"""Parts that are asked for once the rules need them."""


def addable(record: Mapping[str, Any]) -> list[str]:
    """The lists of a record that can have one more."""
    force = _list(record, "force_used")
    return [
        *("people", "searches", "force_used"),
        *(f"force_used.{number}.tactics" for number in range(len(force))),
    ]


def removable(record: Mapping[str, Any]) -> list[str]:
    """What can be taken out: never the driver, and no tactic that is the only one."""
    found = [
        f"people.{number}"
        for number, one in enumerate(_list(record, "people"))
        if not (isinstance(one, Mapping) and one.get("role") == "driver")
    ]
    found += [f"searches.{number}" for number in range(len(_list(record, "searches")))]
    for number in range(len(_list(record, "force_used"))):
        tactics = len(_list(record, f"force_used.{number}.tactics"))
        found.append(f"force_used.{number}")
        found += [f"force_used.{number}.tactics.{one}" for one in range(tactics) if tactics > 1]
    return found


def shaped(
    record: object, *, add: Iterable[str] = (), remove: Iterable[str] = ()
) -> tuple[dict[str, Any], list[str]]:
    """Return a copy of a record with something taken out and something empty added.

    Parameters
    ----------
    add : names of lists, as :func:`addable` gives them; what is none of them is passed over.
    remove : names of items, as :func:`removable` gives them.

    Returns
    -------
    The copy, and the fields that ask for what was added.

    Raises
    ------
    NotNow
        If somebody was searched, or force was used on them, and they were to be taken out.
    """
    changed: dict[str, Any] = deepcopy(dict(record)) if isinstance(record, Mapping) else {}
    can = set(removable(changed))
    for item in sorted(can & set(list(remove)[:MOST_AT_ONCE]), key=_place, reverse=True):
        _take_out(changed, item)
    fields = []
    for name in list(add)[:MOST_AT_ONCE]:
        if LIST.fullmatch(name) and name in addable(changed):
            fields += _add(changed, name)
    return changed, fields


def without_blanks(record: dict[str, Any]) -> dict[str, Any]:
    """Leave out parts of which nothing was filled in: they were offered and not needed."""
    for name in [*record]:
        record[name] = _without(record[name])
    return record


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {name: _without(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if not _is_blank(value[name], each)}
    if isinstance(value, list):
        pairs = [(each, _without(each)) for each in value]
        return [after for before, after in pairs if not _is_blank(before, after)]
    return value


def _is_blank(before: Any, after: Any) -> bool:
    """A part with nothing in it; an answer that says nothing is the rules' to see."""
    return isinstance(before, dict) and not any(one not in (None, []) for one in after.values())


def _add(record: dict[str, Any], name: str) -> list[str]:
    *way, last = name.split(".")
    there: Any = said(record, ".".join(way)) if way else record
    if not isinstance(there.get(last), list):
        there[last] = []
    known: dict[str, Any] = {}
    if name == "people":
        roles = [one.get("role") for one in there[last] if isinstance(one, Mapping)]
        role = "passenger" if "driver" in roles else "driver"
        known = {"number": len(there[last]) + 1, "role": role}
    if name == "force_used":
        known["tactics"] = [{} for _ in range(MOST_TACTICS)]
    there[last].append(known)
    field = f"{name}.{len(there[last]) - 1}"
    return [
        one.field
        for one in questions([field], record)
        if one.field.removeprefix(f"{field}.").partition(".")[0] not in LATER | {"number", "role"}
    ]


def _take_out(record: dict[str, Any], item: str) -> None:
    found = ITEM.fullmatch(item)
    if found is None:
        return
    name, place = found[1], int(found[2])
    if name == "people":
        _close_up(record, place + 1)
    del _list(record, name)[place]


def _close_up(record: dict[str, Any], number: int) -> None:
    """Number the people behind somebody who goes anew, also where a search or force names them."""
    naming = [(one, "of") for one in _list(record, "searches")]
    naming += [(one, "person") for one in _list(record, "force_used")]
    if any(isinstance(one, dict) and one.get(name) == number for one, name in naming):
        raise NotNow(say("Take out the search of this person and the force used on them first."))
    for one, name in [*naming, *((one, "number") for one in _list(record, "people"))]:
        if isinstance(one, dict) and type(one.get(name)) is int and one[name] > number:
            one[name] -= 1


def _list(record: Mapping[str, Any], field: str) -> list[Any]:
    found = said(record, field)
    return found if isinstance(found, list) else []


def _place(item: str) -> tuple[str, int]:
    name, _, number = item.rpartition(".")
    return name, int(number)
