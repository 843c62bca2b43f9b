"""A sheet as it is seen, and a new file of such sheets."""

import io
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import xlsxwriter

from evenhand.cleaning import limits
from evenhand.cleaning.unseen import without_unseen
from evenhand.cleaning.words import Told, named, numbers, refuse, shown, told
from evenhand.sheets.writing import WORKBOOK

LONGEST_NAME, LONGEST_TEXT = 31, 32_767
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
LONG_AGO = datetime(2000, 1, 1)  # noqa: DTZ001 (Excel knows no zones; the same cells, the same file)
ROWS, COLUMNS = 1_048_576, 16_384
WIDEST = 80.0
Place = tuple[int, int]


class Cell(NamedTuple):
    """What a cell shows: a text, a number with its format, or yes and no."""

    value: str | float | bool
    format: str = ""


@dataclass
class Sheet:
    """What is seen of a sheet.

    Attributes
    ----------
    cells : by row and column, from zero, hidden rows and columns left out and closed up.
    left_out : what of the sheet did not come along.
    """

    name: str
    cells: dict[Place, Cell] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    left_out: list[Told] = field(default_factory=list)


class Hidden:
    """Counts what was not taken over from a sheet, to say it in one sentence each."""

    def __init__(self, sheet: str) -> None:
        self.sheet = shown(sheet)
        self._cells: dict[str, list[str]] = {}
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.unseen = 0

    def cell(self, why: str, place: Place) -> None:
        """A cell that shows nothing of what it holds."""
        self._cells.setdefault(why, []).append(f"{column_name(place[1])}{place[0] + 1}")

    def closed_up(
        self, cells: Mapping[Place, Cell], widths: Mapping[int, float]
    ) -> tuple[dict[Place, Cell], dict[int, float]]:
        """Cells and widths moved together over the rows and columns that are hidden."""
        rows, columns = sorted(self.rows), sorted(self.columns)
        moved = {
            (row - bisect_left(rows, row), column - bisect_left(columns, column)): cell
            for (row, column), cell in cells.items()
        }
        narrower = {
            column - bisect_left(columns, column): width
            for column, width in widths.items()
            if column not in self.columns
        }
        return moved, narrower

    def sentences(self) -> list[Told]:
        """What to tell."""
        found = []
        if self.rows:
            rows = numbers(row + 1 for row in self.rows)
            found.append(
                told("Hidden rows on sheet “{sheet}”: {rows}.", sheet=self.sheet, rows=rows)
            )
        if self.columns:
            names = named([column_name(column) for column in sorted(self.columns)])
            found.append(
                told("Hidden columns on sheet “{sheet}”: {names}.", sheet=self.sheet, names=names)
            )
        found += [
            told(why, sheet=self.sheet, cells=named(cells)) for why, cells in self._cells.items()
        ]
        if self.unseen:
            found.append(
                told(
                    "Characters that nobody sees, in texts on sheet “{sheet}”: {count}.",
                    sheet=self.sheet,
                    count=str(self.unseen),
                )
            )
        return found


PALE = "Cells on sheet “{sheet}” whose text has the colour of their ground or is tiny: {cells}."
SILENT = "Cells on sheet “{sheet}” whose format shows nothing: {cells}."
COVERED = "Cells on sheet “{sheet}” that lie under merged cells: {cells}."
LIKE = "Cells on sheet “{sheet}” that show one thing and hold another: {cells}."
ICONS = "Cells on sheet “{sheet}” of which only a bar or an icon is shown: {cells}."


def clean_text(text: str, hidden: Hidden) -> str:
    """A cell's text without what nobody sees."""
    clean = without_unseen(text)
    hidden.unseen += len(text) - len(clean)
    return clean[:LONGEST_TEXT]


def counted(sheets: Sequence[Sheet]) -> None:
    """Refuse what has too many cells, or none."""
    cells = sum(len(sheet.cells) for sheet in sheets)
    if cells > limits.CELLS:
        raise refuse("This file has more than {most} cells. Divide it.", most=f"{limits.CELLS:,}")
    if not cells:
        raise refuse("Nothing in this file can be seen.")


def column_name(column: int) -> str:
    """The letters of a column, which is counted from zero."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def safe_names(sheets: Sequence[Sheet]) -> list[str]:
    """Names as every spreadsheet takes them, each of them once."""
    names: list[str] = []
    for number, sheet in enumerate(sheets, 1):
        name = NOT_IN_NAMES.sub(" ", shown(sheet.name)).strip(" '")[: LONGEST_NAME - 4]
        if not name or name.lower() == "history" or name.lower() in map(str.lower, names):
            name = f"{name} {number}".strip()
        names.append(name)
    return names


def as_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of values alone."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {**WORKBOOK, "strings_to_numbers": False})
    book.set_properties({"created": LONG_AGO})
    formats: dict[str, object] = {}
    for sheet, name in zip(sheets, safe_names(sheets), strict=True):
        page = book.add_worksheet(name)
        for column, width in sheet.widths.items():
            page.set_column(column, column, min(width, WIDEST))
        for (row, column), cell in sheet.cells.items():
            if isinstance(cell.value, bool):
                page.write_boolean(row, column, cell.value)
            elif isinstance(cell.value, str):
                page.write_string(row, column, cell.value)
            else:
                if cell.format and cell.format not in formats:
                    formats[cell.format] = book.add_format({"num_format": cell.format})
                page.write_number(row, column, cell.value, formats.get(cell.format))
    book.close()
    return out.getvalue()
