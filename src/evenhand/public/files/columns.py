"""The one list of columns that every file is made from, with what each of them means.

A name, once released, is never changed or used for anything else. What a column means is written
here and nowhere else: headings, schemas, notes and pages are all derived from it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

AS_RATE_UNIT = "as rate_unit says"
"""The unit of a column that differs between measures; a single figure's files name it."""
LONGEST_NAME = 50


class Kind(StrEnum):
    """What is in a column's cells."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    TRUTH = "true or false"
    MONTH = "month"
    MOMENT = "date and time"
    ADDRESS = "address"


NUMBERS = frozenset({Kind.WHOLE, Kind.NUMBER})

Part = Literal["figure", "row"]


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes
    ----------
    name : snake_case, at most 50 characters, never changed.
    kind : what is in its cells.
    description : what a number means, or what a word can be.
    unit : what it is a number of; None for words.
    required : every row has it. In the other columns an empty cell means that there is none, and
        ``status`` says why.
    part : ``figure`` where every row of a figure says the same, ``row`` where rows differ.
    """

    name: str
    kind: Kind
    description: str
    unit: str | None = None
    required: bool = False
    part: Part = "row"


def _same(name: str, kind: Kind, description: str, *, required: bool = True) -> Column:
    return Column(name, kind, description, required=required, part="figure")


def _text(name: str, description: str, *, required: bool = False) -> Column:
    return Column(name, Kind.TEXT, description, required=required)


def _number(name: str, description: str, unit: str) -> Column:
    return Column(name, Kind.NUMBER, description, unit)


def _ranged(name: str, description: str, unit: str) -> tuple[Column, Column, Column]:
    """A number with both ends of its likely range beside it."""
    return (
        _number(name, description, unit),
        _number(f"{name}_low", f"Lower end of the likely range (95%) of {name}.", unit),
        _number(f"{name}_high", f"Upper end of the likely range (95%) of {name}.", unit),
    )


WHICH = (
    _same("figure", Kind.TEXT, "The figure's name: measure, place, months, grouping and number."),
    _same(
        "figure_status",
        Kind.TEXT,
        "first; revised, where the figure took the place of another; corrected, where another took "
        "its place; or replaced, where another with the very same numbers did.",
    ),
    _same("supersedes", Kind.TEXT, "The figure whose place this one took.", required=False),
    _same("superseded_by", Kind.TEXT, "The figure in this one's place: use that.", required=False),
    _same("measure", Kind.TEXT, "The measure's id."),
    _same("measure_title", Kind.TEXT, "The measure's name."),
    _same("measure_version", Kind.WHOLE, "The version of the measure's definition."),
    _same("force", Kind.TEXT, "The force's id at data.police.uk, or all-forces."),
    _same("force_name", Kind.TEXT, "The force's name."),
    _same(
        "force_code",
        Kind.TEXT,
        "The code of the force's area at the Office for National Statistics (E23…, W15…); empty "
        "where it has none.",
        required=False,
    ),
    _same("from", Kind.MONTH, "The first month asked for."),
    _same("to", Kind.MONTH, "The last month asked for."),
    _same("months_observed", Kind.WHOLE, "Months for which records were supplied."),
    _same(
        "months_missing",
        Kind.TEXT,
        "Months asked for and not supplied. They are missing, not zero.",
        required=False,
    ),
    _same(
        "population",
        Kind.WHOLE,
        "The year of the census whose residents are counted; empty where residents play no part.",
        required=False,
    ),
    _same("includes_btp", Kind.TRUTH, "Whether searches by the British Transport Police are in."),
    _same("reference", Kind.TEXT, "The group that the others are compared with."),
    _same("rate_unit", Kind.TEXT, "What rate is a number of; a share is between 0 and 1."),
    _same("group_by", Kind.TEXT, "The way people are put into groups."),
    _same(
        "group_defined_by",
        Kind.TEXT,
        "Whose word the group is: self-defined, by the person; officer-defined, by the officer.",
    ),
)

RATES = (
    _number("rate", "How often it happened, for so many people or records.", AS_RATE_UNIT),
    _number("rate_low", "Lower end of the likely range (95%) of rate.", AS_RATE_UNIT),
    _number("rate_high", "Upper end of the likely range (95%) of rate.", AS_RATE_UNIT),
    _number(
        "rate_low_50",
        "Lower end of the inner range (50%) of rate: as likely within it as not.",
        AS_RATE_UNIT,
    ),
    _number("rate_high_50", "Upper end of the inner range (50%) of rate.", AS_RATE_UNIT),
    *_ranged("difference", "rate less the rate of the reference group.", AS_RATE_UNIT),
)

RATIOS = (
    *_ranged("ratio", "rate divided by the rate of the reference group.", "times"),
    *_ranged(
        "within_force_ratio",
        "The same within forces: read it beside ratio where several forces are together.",
        "times",
    ),
    _number(
        "unknown_low",
        "The least that ratio could be, had every ethnicity been recorded. Not a likely range.",
        "times",
    ),
    _number("unknown_high", "The most that ratio could be, had it been recorded.", "times"),
    _number(
        "ratio_if_unknown_all_reference",
        "ratio if everyone not recorded were of the reference group.",
        "times",
    ),
    _number(
        "ratio_if_unknown_all_group", "ratio if everyone not recorded were of this group.", "times"
    ),
    _number(
        "tipping_share",
        "The share of those not recorded that, in the reference group, would make ratio 1.",
        "share",
    ),
    *_ranged("excess", "events beyond what the reference group's rate would have given.", "events"),
    _number(
        "detectable_below", "A ratio below this would have been seen four times in five.", "times"
    ),
    _number(
        "detectable_above", "A ratio above this would have been seen four times in five.", "times"
    ),
)

ROWS = (
    _text("group", "The group's name, Not recorded, or Everyone.", required=True),
    _text(
        "group_code",
        "The police's code of the group's ethnicity, or the letter that its codes begin with: "
        "A, B, M, O or W.",
    ),
    _text(
        "group_kind",
        "group, not recorded, or everyone. Everyone holds the others: do not add it to them.",
        required=True,
    ),
    _text(
        "status",
        "shown; zero, which is a number like any other; not shown, to protect people; or no data.",
        required=True,
    ),
    _text(
        "shorthand",
        "[c] (confidential) where a row is not shown, [x] (not available) where there is no data.",
    ),
    _text("reason", "What can be said of the row, or why a number is not given.", required=True),
    Column("events", Kind.WHOLE, "What was counted.", "events"),
    _number(
        "exposure",
        "What events are set against: residents times years, or the records they are a share of.",
        "residents × years, or records",
    ),
    *RATES,
    *RATIOS,
    Column("unstable", Kind.TRUTH, "The ends of the range of ratio differ more than threefold."),
    _text("sentence", "What the row says, in words."),
)

PROVENANCE = (
    _same("fictional", Kind.TRUTH, "The records were made up, for a demonstration."),
    _same("released_at", Kind.MOMENT, "When the figure was released. It never changes after."),
    _same("digest", Kind.TEXT, "The SHA-256 of what the figure says."),
    _same("licence", Kind.TEXT, "Under which licence you may use this."),
    _same("attribution", Kind.TEXT, "What to write beside it, as the licence asks."),
    _same("citation", Kind.TEXT, "How to cite it."),
    _same("address", Kind.ADDRESS, "The figure's permanent address."),
)

COLUMNS: tuple[Column, ...] = (*WHICH, *ROWS, *PROVENANCE)
"""Every column of a file of figures, in order."""

MONTHS: tuple[Column, ...] = (
    _same("figure", Kind.TEXT, "The figure's name."),
    Column("month", Kind.MONTH, "The month.", required=True),
    _text("status", "shown, zero, not shown (to protect people) or no data.", required=True),
    _text("shorthand", "[c] where a month is not shown, [x] where there is no data."),
    _text(
        "supplied",
        "whole, partial, some (forces only) or missing; hidden where the month is not shown.",
        required=True,
    ),
    Column(
        "count",
        Kind.WHOLE,
        "What was recorded in the month: searches of people, or vehicle stops.",
        "records",
    ),
)
"""The columns of a figure's table of months."""


def unit_of(column: Column, rate_unit: str | None) -> str | None:
    """A column's unit, with the measure's own where there is one measure only."""
    return rate_unit if column.unit == AS_RATE_UNIT and rate_unit else column.unit
