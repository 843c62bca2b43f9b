"""A table as CSV that every spreadsheet and every program reads the same way."""

import csv
import io
from collections.abc import Iterable, Sequence

from evenhand.public.files.columns import NUMBERS, Column, Kind
from evenhand.public.files.rows import Row

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a spreadsheet would take a text for a formula; some take the wide signs for the narrow."""
MARK = "\ufeff"  # a byte order mark: without it spreadsheets read ŵ and ŷ as something else


def as_csv(columns: Sequence[Column], rows: Iterable[Row]) -> bytes:
    """UTF-8 with a byte order mark, as RFC 4180 has it: one heading, then one row a line.

    A number that is not given is an empty cell, and ``status`` says why; zero is written 0. A text
    that a spreadsheet would run as a formula begins with an apostrophe instead.
    """
    out = io.StringIO()
    out.write(MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in columns)
    writer.writerows([_cell(column, row[column.name]) for column in columns] for row in rows)
    return out.getvalue().encode()


def _cell(column: Column, value: object) -> object:
    if value is None or column.kind in NUMBERS:
        return value
    if column.kind is Kind.TRUTH:
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
