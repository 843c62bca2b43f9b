"""Reads a table that somebody filled in: CSV, Excel or OpenDocument. Only values come out of it."""

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import PurePath

from evenhand.measures.words.messages import say
from evenhand.sheets.cells import unshielded
from evenhand.sheets.errors import CannotRead

LARGEST = 5 * 1024 * 1024  # bytes: a plan of 300 actions has a fiftieth of it
LARGEST_INSIDE = 50 * 1024 * 1024  # bytes that a packed file may become
MOST_PARTS = 500  # files inside a packed one
MOST_ROWS = 2_000
MOST_COLUMNS = 120

Table = list[list[str]]


def read(content: bytes, *, name: str, sheet: str = "") -> Table:
    """The cells of a table as texts, the headings first.

    Parameters
    ----------
    name : the file's name; its ending says what it is.
    sheet : the one that is read where the file has it; else the first.

    Raises
    ------
    CannotRead
        If it is no such file, or larger than any table that people fill in. Nothing of it was
        taken.
    """
    if len(content) > LARGEST:
        raise CannotRead(say("The file is larger than 5 MB. A table that people fill in is not."))
    ending = PurePath(name).suffix.lower()
    if ending == ".csv":
        rows = _csv(content)
    elif ending in {".xlsx", ".ods"}:
        rows = _workbook(content, sheet)
    else:
        raise CannotRead(say("The file must be .xlsx, .ods or .csv."))
    table = [[_text(cell) for cell in row] for row in rows]
    while table and not any(table[-1]):
        table.pop()
    if not table:
        raise CannotRead(say("The file is empty."))
    if len(table) > MOST_ROWS or max(map(len, table)) > MOST_COLUMNS:
        raise CannotRead(
            say(
                "The table has more than {rows} rows or {columns} columns.",
                rows=f"{MOST_ROWS:,}",
                columns=str(MOST_COLUMNS),
            )
        )
    return table


def _csv(content: bytes) -> Iterable[Iterable[object]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotRead(
            say("The letters cannot be read. Save the file as “CSV UTF-8” and send it again.")
        ) from error
    if "\0" in text:
        raise CannotRead(say("The file is no text."))
    try:
        return list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise CannotRead(say("The file is not well-formed CSV.")) from error


def _workbook(content: bytes, sheet: str) -> Iterable[Iterable[object]]:
    import python_calamine

    _refuse_bombs(content)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            name = sheet if sheet in book.sheet_names else book.sheet_names[0]
            return book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    # What it raises for a broken file has no common base.
    except Exception as error:
        raise CannotRead(say("The file cannot be opened as a spreadsheet.")) from error


def _refuse_bombs(content: bytes) -> None:
    """A small file may claim to hold far more than people fill in."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except zipfile.BadZipFile as error:
        raise CannotRead(say("The file cannot be opened as a spreadsheet.")) from error
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_INSIDE:
        raise CannotRead(say("The file holds much more than a table."))


def _text(cell: object) -> str:
    """A cell as somebody sees it: a day as a day, a whole number without decimals."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return unshielded(str(cell).strip())
