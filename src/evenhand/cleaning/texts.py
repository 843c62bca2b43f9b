"""Plain texts and tables as text: read whole, written anew, refused where something is not seen."""

import csv
import io
from itertools import islice

from evenhand.cleaning import limits
from evenhand.cleaning.cleaned import Made
from evenhand.cleaning.unseen import unseen
from evenhand.cleaning.words import Refused, Told, numbers, refuse, told
from evenhand.sheets.cells import shielded
from evenhand.sheets.writing import as_csv

MOST_TOLD = 20
LONGEST_CELL = 32_767
"""Characters: a spreadsheet cuts off what is beyond, so nobody would see it."""
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


def plain(content: bytes) -> Made:
    """A text with the ends of lines that every program reads."""
    text = _decoded(content)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = [
        told("A character that nobody sees, in line {line}, place {place}.", **_at(line, place + 1))
        for line, words in enumerate(lines, 1)
        for place in islice(unseen(words), MOST_TOLD)
    ]
    _refuse_if(found)
    return "\n".join(lines).encode(), []


def table(content: bytes) -> Made:
    """A table as RFC 4180 has it; cells that a spreadsheet would run are shielded."""
    text = _decoded(content)
    rows = _rows(text)
    if sum(map(len, rows)) > limits.CELLS:
        raise refuse("This file has more than {most} cells. Divide it.", most=f"{limits.CELLS:,}")
    found = []
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            if len(cell) > LONGEST_CELL:
                found.append(
                    told(
                        "More text than a spreadsheet shows, in row {row}, column {column}.",
                        row=str(number),
                        column=str(column),
                    )
                )
            if next(unseen(cell), None) is not None:
                found.append(
                    told(
                        "A character that nobody sees, in row {row}, column {column}.",
                        row=str(number),
                        column=str(column),
                    )
                )
    _refuse_if(found)
    shielding = [
        number for number, row in enumerate(rows, 1) if any(shielded(cell) != cell for cell in row)
    ]
    left_out = []
    if shielding:
        left_out.append(
            told(
                "Texts that a spreadsheet would run have an apostrophe before them now, in rows "
                "{rows}.",
                rows=numbers(shielding),
            )
        )
    return as_csv([shielded(cell) for cell in row] for row in rows), left_out


def _rows(text: str) -> list[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    limit = csv.field_size_limit(limits.BYTES)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise refuse("This file is no table as text. Save it once more as CSV UTF-8.") from error
    finally:
        csv.field_size_limit(limit)


def _decoded(content: bytes) -> str:
    encoding = next((MARKS[mark] for mark in MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise refuse("This text is not in UTF-8. Save it as CSV UTF-8 or as UTF-8 text.") from error
    if not text.strip():
        raise refuse("This file is empty.")
    return text


def _at(line: int, place: int) -> dict[str, str]:
    return {"line": str(line), "place": str(place)}


def _refuse_if(found: list[Told]) -> None:
    if found:
        raise Refused(found[:MOST_TOLD])
