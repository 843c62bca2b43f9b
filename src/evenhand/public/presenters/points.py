"""A measure over time in numbers: each point with what it was made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import named
from evenhand.measures.words.powers import SEARCHES, said_of
from evenhand.measures.words.rows import Status

Point = Mapping[str, Any]
PLACE = "#how-over-time"  # where a figure's page has the table
LATEST = 12  # points of the table; a series by month has 36, and they are all in the JSON file


@dataclass(frozen=True)
class Made:
    """A number with its formula; ``words`` alone where there is none.

    Attributes
    ----------
    formula : the numbers that it was made from.
    """

    number: str | None = None
    range: str | None = None
    formula: str | None = None
    words: str | None = None


@dataclass(frozen=True)
class PointLine:
    """One point; ``gone`` in place of numbers where nothing was supplied."""

    months: str
    cells: tuple[Made, ...]
    gone: str | None


@dataclass(frozen=True)
class Points:
    """The table of a series: its headings and its lines, the oldest first.

    Attributes
    ----------
    formula : how each rate is made, in words.
    left_out : how many points between the first and the latest are in the JSON file only.
    """

    formula: str
    headings: tuple[str, ...]
    lines: tuple[PointLine, ...]
    left_out: int


def points(
    series: Mapping[str, Any], reference: str, *, share: bool, power: str = SEARCHES
) -> Points | None:
    """Lay out the points of a series; nothing where the group has no rate, as in its picture.

    Parameters
    ----------
    series : as a figure freezes it.
    reference : the group that the other is compared with.
    share : rates are shares of records.
    power : what the records are of.
    """
    found: Sequence[Point] = series.get("points", ())
    given = {
        group
        for point in found
        for group, row in point["groups"].items()
        if row["rate"] is not None
    }
    if not given - {reference}:
        return None
    groups = list(dict.fromkeys(group for point in found for group in point["groups"]))
    groups.sort(key=lambda group: group == reference)
    several = any("pooled_ratio" in point for point in found)
    shown = [*found[:1], *found[max(1, len(found) - LATEST) :]]
    return Points(
        formula=said_of(power, "Each share is searches ÷ all searches of the group × 100.")
        if share
        else said_of(power, "Each rate is searches ÷ (residents × years) × 1,000."),
        headings=_headings(groups, reference, share=share, several=several, power=power),
        lines=tuple(_line(point, groups, share=share, several=several) for point in shown),
        left_out=len(found) - len(shown),
    )


def _headings(
    groups: Sequence[str], reference: str, *, share: bool, several: bool, power: str
) -> tuple[str, ...]:
    rates = (
        said_of(power, "{group}: of every 100 searches", group=named(group))
        if share
        else say("{group}: per 1,000 residents a year", group=named(group))
        for group in groups
    )
    words = {"group": named(reference)}
    if not several:
        return (*rates, say("Times the {group} rate", **words))
    return (
        *rates,
        say("Times the {group} rate, within each force", **words),
        say("Times the {group} rate, all taken together", **words),
    )


def _line(point: Point, groups: Sequence[str], *, share: bool, several: bool) -> PointLine:
    months = notes.period(point["from"], point["to"])
    if point["status"] == "missing":
        return PointLine(months, (), say("Missing. Not counted as zero."))
    rates = [rate(point["groups"].get(group), share=share) for group in groups]
    ratios = [ratio(point, name) for name in ("ratio", *(["pooled_ratio"] if several else []))]
    return PointLine(months, (*rates, *ratios), None)


def rate(row: Mapping[str, Any] | None, *, share: bool) -> Made:
    """A group's rate at a point, or why it is not given."""
    if row is None or row["rate"] is None:
        return _absent(row)
    ends = (row["rate"], row["rate_low"], row["rate_high"])
    best, low, high = numbers.rate_with_range(*ends, share=share)
    made = None
    if row["events"] is not None and row["exposure"] is not None:
        words = {"events": numbers.whole(row["events"]), "all": f"{row['exposure']:,.0f}"}
        made = (
            say("{events} ÷ {all} × 100", **words)
            if share
            else say("{events} ÷ {all} × 1,000", **words)
        )
    return Made(best, say("{low} to {high}", low=low, high=high), made)


def _absent(row: Mapping[str, Any] | None) -> Made:
    if row is not None and row["status"] == Status.HIDDEN:
        return Made(words=say("Not shown, to protect people"))
    return Made(words=say("Not given"))


def ratio(point: Point, name: str = "ratio") -> Made:
    """A point's ratio, or why it is not given.

    Parameters
    ----------
    name : ``ratio`` (of several forces the one within them), or ``pooled_ratio``.
    """
    value, low, high = (point.get(f"{name}{end}") for end in ("", "_low", "_high"))
    if value is None or low is None:
        hidden = any(row["status"] == Status.HIDDEN for row in point["groups"].values())
        return _absent({"status": Status.HIDDEN} if hidden else None)
    if high is None:
        return Made(numbers.times(value), say("{low} or more", low=numbers.times(low)))
    best, first, last = numbers.times_with_range(value, low, high)
    return Made(best, say("{low} to {high}", low=first, high=last))
