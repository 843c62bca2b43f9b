"""The table of groups, where no data, zero and not shown never look alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenhand.measures.words import numbers
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import named
from evenhand.measures.words.powers import said_of
from evenhand.public.presenters.workings import workings_anchor
from evenhand.publications.charts import ORDER
from evenhand.publications.reporting import cells
from evenhand.publications.reporting.cells import Cell

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One group; ``hidden`` is the sentence in place of numbers that are not shown or not there.

    Attributes
    ----------
    how : where the page says how it got the numbers of this group.
    compared : it is not the group that the others are compared with.
    """

    group: str
    how: str
    events: Cell
    rate: Cell
    ratio: Cell
    unknown: Cell
    difference: Cell
    hidden: str | None
    compared: bool = True

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells in the order of the table's headings."""
        return self.events, self.rate, self.difference, self.ratio, self.unknown


@dataclass(frozen=True)
class Table:
    """The whole table: its title, its headings and its lines in the fixed order of groups.

    Attributes
    ----------
    headings : of the cells; only the first where there are counts and no rates.
    """

    caption: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    unknown: str | None


def table(result: Mapping[str, Any], about: Mapping[str, Any]) -> Table:
    """Lay out every row of a result."""
    share = about["kind"] != "rate"
    rows = sorted(result["rows"], key=_place)
    reference = result["reference"]
    headings = (
        said_of(about["power"], "Searches counted" if share else "Searches"),
        said_of(about["power"], "Of every 100 searches")
        if share
        else say("Per 1,000 residents a year"),
        say("Difference from the {group} rate", group=named(reference)),
        say("Times the {group} rate", group=named(reference)),
        say("If all were known"),
    )
    rates = _has_rates(rows)
    return Table(
        caption=_caption(about, counts=headings[0] if not rates else None),
        headings=headings if rates else headings[:1],
        lines=tuple(line(row, reference=reference, share=share) for row in rows),
        unknown=_unknown(result, share=share, power=about["power"]),
    )


def _has_rates(rows: Sequence[Row]) -> bool:
    """Whether anything but counts is given; where nobody lives, four empty columns say nothing."""
    return any(row["rate"] is not None for row in rows)


def _caption(about: Mapping[str, Any], *, counts: str | None) -> str:
    """Name what the table holds; where nobody lives that is counts, and no rate."""
    title = counts or about["title"]
    if about["group_by"] == "officer-defined":
        return say("{title}, by the ethnicity officers saw", title=title)
    return say("{title}, by the ethnicity people gave", title=title)


def _place(row: Row) -> int:
    return ORDER.index(row["group"]) if row["group"] in ORDER else len(ORDER)


def line(row: Row, *, reference: str, share: bool) -> Line:
    """Lay out one group."""
    return Line(
        group=named(row["group"]),
        how=how(row["group"]),
        events=cells.count(row, share=share),
        rate=cells.rate(row, share=share),
        ratio=cells.ratio(row, reference=reference),
        unknown=cells.if_known(row, reference=reference),
        difference=cells.difference(row, reference=reference, share=share),
        hidden=row["sentence"] or None if row["suppressed"] or _empty(row) else None,
        compared=row["group"] != reference,
    )


def _empty(row: Row) -> bool:
    """Whether a row has no number at all: its sentence then says why, once."""
    return row["events"] is None and row["rate"] is None


def how(group: str) -> str:
    """The place on a figure's page that says how the numbers of a group were got."""
    return f"#{workings_anchor(group)}"


def _unknown(result: Mapping[str, Any], *, share: bool, power: str) -> str | None:
    unknown = result["unknown_events"]
    if unknown is None:
        return say("Not shown, to protect people.")
    if share:
        return say("{count} counted. Never added to “Other”.", count=numbers.whole(unknown))
    return said_of(
        power,
        "{count} searches. No rate: nobody knows how many residents these are. Never counted as "
        "“Other”.",
        count=numbers.whole(unknown),
    )
