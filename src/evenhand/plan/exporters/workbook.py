"""Sheets as .xlsx: only what it is told, every cell a text, no formula and no hidden sheet."""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from evenhand.sheets.writing import WORKBOOK

WIDE = 22  # letters
LONG = 60
LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)  # the same content gives the same file


def as_xlsx(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """A workbook whose first row is the headings, which stay in sight."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, WORKBOOK) as book:
        book.set_properties({"created": LONG_AGO})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    sheet.write_string(number, place, cell, plain if number else bold)
            for place in range(len(rows[0])):
                longest = max(len(row[place]) for row in rows)
                sheet.set_column(place, place, LONG if longest > LONG else WIDE)
            sheet.freeze_panes(1, 1)
    return out.getvalue()
