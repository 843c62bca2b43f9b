"""The first sheet as CSV; a text that a spreadsheet would run begins with an apostrophe instead."""

import csv
import io
from collections.abc import Mapping, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"  # a byte order mark: without it spreadsheets read ŵ and ŷ as something else


def as_csv(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """UTF-8 with a byte order mark, as RFC 4180 has it."""
    out = io.StringIO()
    out.write(MARK)
    rows = next(iter(sheets.values()))
    csv.writer(out, lineterminator="\r\n").writerows(map(_safe, rows))
    return out.getvalue().encode()


def _safe(row: Sequence[str]) -> list[str]:
    return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row]
