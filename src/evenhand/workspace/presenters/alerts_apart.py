"""What moved, taken apart: the table that says in numbers what its sentence says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.measures.words import apart, numbers
from evenhand.measures.words.messages import say


@dataclass(frozen=True)
class Row:
    """One part: its name, and for each side the number and the counts behind it."""

    name: str
    before: str
    before_counts: str
    after: str
    after_counts: str


@dataclass(frozen=True)
class Parts:
    """The table of an analysis.

    Attributes
    ----------
    unit : what the numbers are. before, after : the months of both sides.
    """

    caption: str
    way: str
    unit: str
    before: str
    after: str
    rows: tuple[Row, ...]
    small: str


def parts(found: Mapping[str, Any]) -> Parts:
    """Lay out what taking apart found, as it was stored."""
    by = str(found["by"])
    way = apart.way(by, str(found["power"]))
    return Parts(
        caption=say("Taken apart by {way}, before and after", way=way.lower()),
        way=way,
        unit=_unit(str(found["unit"])),
        before=apart.months(found, "before"),
        after=apart.months(found, "after"),
        rows=tuple(_row(one, by, str(found["unit"])) for one in found["rows"]),
        small=apart.small(),
    )


def _unit(unit: str) -> str:
    return {
        "times": say("Times as much"),
        "per-1000": say("For every 1,000 residents a year"),
        "per-100": say("Of every 100 records"),
        "per-month": say("Records a month"),
    }[unit]


def _row(one: Mapping[str, Any], by: str, unit: str) -> Row:
    before, after = one["before"], one["after"]
    return Row(
        name=apart.part(str(one["part"]), by),
        before=_value(before["value"], unit),
        before_counts=_counts(before),
        after=_value(after["value"], unit),
        after_counts=_counts(after),
    )


def _value(value: float | None, unit: str) -> str:
    if value is None:
        return say("We cannot tell")
    return numbers.times(value) if unit == "times" else numbers.decimal(value)


def _counts(side: Mapping[str, Any]) -> str:
    events = numbers.whole(int(side["events"]))
    if "reference_events" in side:
        others = numbers.whole(int(side["reference_events"]))
        return say("about {events} and {others} records", events=events, others=others)
    if "of" in side:
        of = numbers.whole(int(side["of"]))
        return say("about {events} of {of} records", events=events, of=of)
    return say("about {events} records", events=events)
