"""Rows that a stray quotation mark would hide inside one value, where nobody would miss them."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from evenhand.records.errors import BadInput
from evenhand.records.readers.bytes import Content
from evenhand.records.readers.reading import Reading
from evenhand.records.readers.text import PIECE, Recoded

# A few commas and a new line are a remark; a table has more columns than that.
FEWEST_COMMAS = 5


def refuse_swallowed(reading: Reading, width: int) -> None:
    """Read a file again, whose lines are more than its rows, to see what its long values hold.

    A remark over two lines is one value. A value with as many commas as whole rows have is rows,
    between a quotation mark that was never closed and the next one.

    Raises
    ------
    BadInput
        If a value holds rows.
    """
    commas = max(width - 1, FEWEST_COMMAS)
    with Content(reading.source) as content:
        rows = csv.reader(_lines(Recoded(content, reading.name)))
        line = 1
        try:
            for row in rows:
                if any(v.count(",") >= commas * v.count("\n") > 0 for v in row):
                    raise BadInput(_sentence(reading.name, line))
                line = rows.line_num + 1
        except csv.Error as error:
            raise BadInput(_sentence(reading.name, line)) from error


def _sentence(name: str, line: int) -> str:
    return (
        f"{name}: a quotation mark in line {line:,} is not closed, so that whole rows after it "
        "would be read as one value. Correct that line, or ask for another copy. "
        "Nothing was loaded."
    )


def _lines(recoded: Recoded) -> Iterator[str]:
    rest = b""
    while data := recoded.read(PIECE):
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            yield f"{line.decode('utf-8')}\n"
    if rest:
        yield rest.decode("utf-8")
