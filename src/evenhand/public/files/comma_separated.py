"""A table as CSV that every spreadsheet and every program reads the same way."""

from collections.abc import Iterable, Sequence

from evenhand.public.files.columns import NUMBERS, Column, Kind
from evenhand.public.files.rows import Row
from evenhand.sheets import writing
from evenhand.sheets.cells import shielded


def as_csv(columns: Sequence[Column], rows: Iterable[Row]) -> bytes:
    """One heading, then one row a line.

    A number that is not given is an empty cell, and ``status`` says why; zero is written 0. A text
    that a spreadsheet would run as a formula begins with an apostrophe instead.
    """
    names = [column.name for column in columns]
    cells = ([_cell(column, row[column.name]) for column in columns] for row in rows)
    return writing.as_csv([names, *cells])


def _cell(column: Column, value: object) -> object:
    if value is None or column.kind in NUMBERS:
        return value
    if column.kind is Kind.TRUTH:
        return "true" if value else "false"
    return shielded(str(value))
