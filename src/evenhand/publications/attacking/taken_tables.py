"""Tables as a stranger's program reads them: CSV, Parquet and spreadsheets."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

Row = dict[str, Any]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHORTHAND = frozenset({"[c]", "[x]", "[z]", ""})


def from_csv(content: bytes) -> list[Row]:
    """Read the rows of a CSV; what is not given is None."""
    text = content.decode("utf-8-sig")
    return [_plain(row) for row in csv.DictReader(io.StringIO(text, newline=""))]


def from_parquet(content: bytes) -> tuple[list[Row], list[str]]:
    """Read the rows of a Parquet file, and what its schema says."""
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(content))
    about = [table.schema.metadata or {}, *(one.metadata or {} for one in table.schema)]
    return table.to_pylist(), [value.decode() for one in about for value in one.values()]


def from_workbook(content: bytes) -> tuple[list[Row], list[str]]:
    """Read every table of a workbook, hidden sheets too, and all other words in its parts."""
    with ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    trees = {
        name: ElementTree.fromstring(part)  # noqa: S314 (the site's own file)
        for name, part in parts.items()
        if name.endswith((".xml", ".rels"))
    }
    shared = _strings(trees.get("xl/sharedStrings.xml"))
    sheets = [list(_cells(tree, shared)) for name, tree in trees.items() if "/worksheets/s" in name]
    about = next((found for sheet in sheets for found in [_figure(sheet)] if found), {})
    rows = [{**about, **row} for sheet in sheets for row in _table(sheet)]
    beside = [text for sheet in sheets for line in sheet for text in line if len(text) > 1]
    words = [text for tree in trees.values() for text in tree.itertext() if text.strip()]
    inside = [
        value for tree in trees.values() for one in tree.iter() for value in one.attrib.values()
    ]
    return rows, [*beside, *words, *(one for one in inside if " " in one)]


def _strings(tree: ElementTree.Element | None) -> list[str]:
    return [] if tree is None else ["".join(one.itertext()) for one in tree.iter(f"{SHEET}si")]


def _cells(tree: ElementTree.Element, shared: list[str]) -> Iterator[list[str]]:
    for row in tree.iter(f"{SHEET}row"):
        yield [_cell(cell, shared) for cell in row.iter(f"{SHEET}c")]


def _cell(cell: ElementTree.Element, shared: list[str]) -> str:
    value = "".join(cell.itertext())
    return shared[int(value)] if cell.get("t") == "s" and value else value


def _table(sheet: list[list[str]]) -> Iterator[Row]:
    """The rows under a heading of column names, if the sheet has a table of groups or months."""
    heads = [number for number, line in enumerate(sheet) if line[:1] in (["group"], ["month"])]
    for number in heads[:1]:
        for line in sheet[number + 1 :]:
            yield _plain(dict(zip(sheet[number], line, strict=False)))


def _figure(sheet: list[list[str]]) -> Row:
    """What is the same for every row stands on a sheet of its own: a name and a value a row."""
    named = {line[0]: line[1] for line in sheet if len(line) > 1}
    return _plain(named) if "figure" in named and "reference" in named else {}


def _plain(row: dict[str, Any]) -> Row:
    """Drop the signs of what is not given, and the apostrophe before what looks like a formula."""
    return {
        name: None
        if value in SHORTHAND and name != "shorthand"
        else re.sub(r"^'(?=[=+\-@\t\r])", "", value)
        for name, value in row.items()
        if isinstance(value, str)
    }
