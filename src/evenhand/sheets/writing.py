"""How every table is written that people open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

MARK = "\ufeff"  # a byte order mark: without it spreadsheets read ŵ and ŷ as something else
WORKBOOK = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
"""For xlsxwriter: it writes only what it is told, so no formula and no link comes of a text."""


def as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark, as RFC 4180 has it.

    Parameters
    ----------
    rows : the headings, then each row. Texts that others wrote are shielded before (see ``cells``);
        nothing (None) is an empty cell.
    """
    out = io.StringIO()
    out.write(MARK)
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()
