"""By what records can be divided: the column each way rests on, and what its numbers mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.records import codes
from evenhand.records.codes import BLANK, CodeList
from evenhand.records.coding import NO, NO_HOUR, YES

UNKNOWN = "Unknown"
BAND = 3


@dataclass(frozen=True)
class Dimension:
    """One way to divide records: the column it rests on and what its numbers mean.

    Attributes
    ----------
    column : the lake's column; its values are whole numbers, or texts as they are.
    meanings : number -> value, for every number there can be; None where the column is the value.
    """

    column: str
    meanings: Mapping[int, Any] | None


Dimensions = Mapping[str, Callable[[], Dimension]]


def labels(entries: CodeList[Any]) -> dict[int, str]:
    """The text that each number of a list stands for."""
    return {number: entry.label for number, entry in entries.by_id.items()}


def attribute(entries: CodeList[Any], name: str) -> dict[int, Any]:
    """What a list says of each of its numbers."""
    return {number: getattr(entry, name) for number, entry in entries.by_id.items()}


def flags() -> dict[int, str]:
    """Yes, no, or not recorded."""
    return {BLANK: "blank", NO: "false", YES: "true", codes.UNLISTED: "blank"}


def bands() -> dict[int, str]:
    """The eight bands of a day."""
    named = {h: f"{h // BAND * BAND:02d}-{h // BAND * BAND + BAND:02d}" for h in range(24)}
    return {**named, NO_HOUR: UNKNOWN}


def nineteen() -> dict[int, str]:
    """The Census group of each self-defined ethnicity that is as fine as one."""
    entries = codes.ethnicities().by_id
    return {n: entry.census_group or UNKNOWN for n, entry in entries.items()}


OF_PEOPLE: Dimensions = {
    "force": lambda: Dimension("force", {f.id: f.force for f in codes.forces()}),
    "month": lambda: Dimension("month", None),
    "self_defined": lambda: Dimension("self_defined", labels(codes.ethnicities())),
    "five_group": lambda: Dimension("self_defined", attribute(codes.ethnicities(), "five_group")),
    "nineteen_group": lambda: Dimension("self_defined", nineteen()),
    "officer_defined": lambda: Dimension("officer_defined", labels(codes.officer_defined())),
    "officer_five_group": lambda: Dimension(
        "officer_defined", attribute(codes.officer_defined(), "five_group")
    ),
    "linked": lambda: Dimension("linked", flags()),
    "age": lambda: Dimension("age", labels(codes.ages())),
    "sex": lambda: Dimension("sex", labels(codes.genders())),
    "time_band": lambda: Dimension("hour", bands()),
    "area": lambda: Dimension("area", None),
}
"""What every record says, whatever the power."""

OF_SEARCHES: Dimensions = {
    "type": lambda: Dimension("type", labels(codes.types())),
    "person": lambda: Dimension("type", attribute(codes.types(), "person")),
    "legislation": lambda: Dimension("legislation", labels(codes.powers())),
    "power_kind": lambda: Dimension("legislation", attribute(codes.powers(), "kind")),
    "object": lambda: Dimension("object", labels(codes.objects())),
    "object_category": lambda: Dimension("object", attribute(codes.objects(), "category")),
    "outcome": lambda: Dimension("outcome", labels(codes.outcomes())),
    "outcome_kind": lambda: Dimension("outcome", attribute(codes.outcomes(), "kind")),
    "found": lambda: Dimension("outcome", attribute(codes.outcomes(), "found")),
    "clothing": lambda: Dimension("clothing", flags()),
    "operation": lambda: Dimension("operation", flags()),
    **OF_PEOPLE,
}
"""By what searches can be divided."""
