"""A force's table as CSV: read whole and strictly, or refused with a sentence."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from evenhand.encounters.errors import CannotTakeIn
from evenhand.measures.words.messages import say
from evenhand.sheets.cells import unshielded

if TYPE_CHECKING:
    from _csv import Reader

LARGEST = 20 * 2**20
"""Bytes."""
MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_CELL = 2_000


@dataclass(frozen=True)
class Row:
    """One row: its number, as a spreadsheet counts, and its cells by our names of columns."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """The rows of a table, and those that have not the heading's number of cells."""

    rows: tuple[Row, ...]
    misfits: tuple[int, ...]


def read(content: bytes, headings: Mapping[str, str]) -> Table:
    """Read the columns that a mapping names.

    Parameters
    ----------
    headings : our name of each column -> its heading.

    Raises
    ------
    CannotTakeIn
        If it is no such table; nothing of it is used then.
    """
    if len(content) > LARGEST:
        raise CannotTakeIn(say("The table has more than 20 MB. Send it month by month."))
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise CannotTakeIn(say("This is a workbook. Save it as CSV in UTF-8, and send that."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotTakeIn(
            say("The table is not UTF-8 text. Save it as CSV in UTF-8, and send that.")
        ) from error
    if "\x00" in text:
        raise CannotTakeIn(say("The table holds signs that no text has. Ask for another copy."))
    csv.field_size_limit(LONGEST_CELL)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        return _table(lines, headings)
    except csv.Error as error:
        raise CannotTakeIn(
            say(
                "The table cannot be read after row {row}: a quotation mark is not closed, or a "
                "cell has more than 2,000 letters.",
                row=f"{lines.line_num:,}",
            )
        ) from error


def _table(lines: "Reader", headings: Mapping[str, str]) -> Table:
    heading = [one.strip() for one in next(lines, [])]
    if not any(heading) or len(heading) > MOST_COLUMNS:
        raise CannotTakeIn(say("The table does not begin with a row of headings."))
    places: dict[str, int] = {}
    for name, wanted in headings.items():
        count = heading.count(wanted.strip())
        if count != 1:
            raise CannotTakeIn(_heading_words(wanted, count, heading))
        places[name] = heading.index(wanted.strip())
    rows: list[Row] = []
    misfits: list[int] = []
    for line in lines:
        if not any(one.strip() for one in line):
            continue
        if len(rows) + len(misfits) >= MOST_ROWS:
            raise CannotTakeIn(say("The table has more than 100,000 rows. Send it month by month."))
        if len(line) != len(heading):
            misfits.append(lines.line_num)
            continue
        cells = {name: unshielded(line[place].strip()) for name, place in places.items()}
        rows.append(Row(lines.line_num, cells))
    return Table(tuple(rows), tuple(misfits))


def _heading_words(wanted: str, count: int, heading: list[str]) -> str:
    shown = ", ".join(_seen(one) for one in heading[:20])
    if count:
        return say(
            "The table has more than one column “{heading}”: nobody can tell which one counts.",
            heading=_seen(wanted),
        )
    return say(
        "The table has no column “{heading}”, which the mapping names. It has: {shown}.",
        heading=_seen(wanted),
        shown=shown,
    )


def _seen(text: str) -> str:
    """A text of the table as it can be shown."""
    return "".join(one if one.isprintable() else "?" for one in text)[:60]


class NoMoment(ValueError):
    """A cell says no moment; the message says why."""


def moment(text: str, form: str | None, zone: str) -> datetime:
    """Read a moment, with its zone or in the mapping's.

    Of the hour that clocks go through twice in autumn the first is taken.

    Raises
    ------
    NoMoment
    """
    try:
        read = datetime.strptime(text, form) if form else datetime.fromisoformat(text)  # noqa: DTZ007 (the zone is put in below)
    except ValueError as error:
        raise NoMoment(say("it is not a moment as the mapping says they are written")) from error
    if form is None and len(text) <= len("2026-03-01"):
        raise NoMoment(say("it has no time of day"))
    if read.tzinfo is None:
        read = read.replace(tzinfo=ZoneInfo(zone))
        there = read.astimezone(UTC).astimezone(ZoneInfo(zone))
        if there.replace(tzinfo=None) != read.replace(tzinfo=None):
            raise NoMoment(say("clocks went forward then, so there was no such time"))
    return read.astimezone(UTC)
