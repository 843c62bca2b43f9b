"""A cell of a table of groups: a number with its range, or words that say why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.measures.words import numbers
from evenhand.measures.words.messages import say

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """A number and, under it, its likely range; or only words that say why there is none."""

    number: str | None
    range: str | None = None
    words: str | None = None


def _absent(row: Row) -> Cell:
    if row["suppressed"]:
        return Cell(None, words=say("Not shown, to protect people"))
    return Cell(None, words=say("Not given"))


def count(row: Row, *, share: bool) -> Cell:
    """How many were counted: of a share, of how many."""
    if row["events"] is None:
        return _absent(row)
    events = numbers.whole(row["events"])
    if share and row["exposure"] is not None:
        return Cell(say("{events} of {all}", events=events, all=f"{row['exposure']:,.0f}"))
    return Cell(events)


def rate(row: Row, *, share: bool) -> Cell:
    """A rate or a share, with its likely range."""
    if row["rate"] is None:
        return _absent(row)
    ends = (row["rate"], row["rate_low"], row["rate_high"])
    value, low, high = numbers.rate_with_range(*ends, share=share)
    return Cell(value, say("{low} to {high}", low=low, high=high))


def ratio(row: Row, *, reference: str) -> Cell:
    """How many times the rate of the group that others are compared with, with its range."""
    if row["group"] == reference:
        return Cell(None, words=say("Compared with"))
    if row["ratio"] is None:
        return _absent(row)
    ends = (row["ratio"], row["ratio_low"], row["ratio_high"])
    value, low, high = numbers.times_with_range(*ends)
    return Cell(value, say("{low} to {high}", low=low, high=high))


def if_known(row: Row, *, reference: str) -> Cell:
    """How many times it could be, had every ethnicity been recorded."""
    if row["group"] == reference:
        return Cell(None, words=say("Compared with"))
    if row["unknown_low"] is None or row["unknown_high"] is None:
        return _absent(row)
    low, high = numbers.times_range(row["unknown_low"], row["unknown_high"])
    return Cell(say("{low} to {high}", low=low, high=high))


def difference(row: Row, *, reference: str, share: bool) -> Cell:
    """How far from the rate of the group that others are compared with, with its range."""
    if row["group"] == reference:
        return Cell(None, words=say("Compared with"))
    if row["difference"] is None:
        return _absent(row)
    times = 100 if share else 1
    value, low, high = (
        row[key] * times for key in ("difference", "difference_low", "difference_high")
    )
    return Cell(_signed(value), say("{low} to {high}", low=_signed(low), high=_signed(high)))


def _signed(value: float) -> str:
    """Write a difference: more, with a plus, or fewer, with a true minus sign."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + numbers.decimal(abs(value))
