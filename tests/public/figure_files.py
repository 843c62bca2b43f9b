"""Figures whose files the tests take, and how a reader opens each form."""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from evenhand.publications import selectors
from evenhand.publications.models import Figure
from evenhand.publications.services import release

HOST = "http://testserver"
SHORTHAND = {"[c]", "[x]", "[z]"}


def latest(measure: str = "search-rate") -> Figure:
    """Demoshire's latest figure of a measure."""
    found = selectors.latest("demoshire", measure)
    assert found is not None
    return found


def address(figure: Figure, ending: str = ".csv") -> str:
    return f"/figures/{figure.reference}{ending}"


@pytest.fixture
def corrected(demo_site: list[Figure]) -> tuple[Figure, Figure]:
    """A figure and the correction that took its place."""
    old = latest()
    again = Figure.objects.get(pk=old.pk)
    again.pk, again._state.adding, again.digest = None, True, "1" * 64
    new = release(again)
    assert new is not None
    return Figure.objects.get(pk=old.pk), new


def read_csv(content: bytes) -> list[dict[str, str]]:
    """Rows as Python's own module reads them: every cell a text."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_parquet(content: bytes) -> list[dict[str, Any]]:
    return pq.read_table(io.BytesIO(content)).to_pylist()


def read_json(content: bytes) -> dict[str, Any]:
    return json.loads(content)


def read_xlsx(content: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def table_of(book: CalamineWorkbook, sheet: str, first_heading: str) -> list[dict[str, Any]]:
    """The one table of a sheet, found by its first heading, as a person would."""
    lines = book.get_sheet_by_name(sheet).to_python()
    start = next(place for place, line in enumerate(lines) if line[0] == first_heading)
    return [dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :]]


def number(cell: object) -> float | None:
    """A number as any form writes it, or none: empty, null or one of the shorthands."""
    if cell is None or cell == "" or cell in SHORTHAND:
        return None
    return float(cell)


def numbers_of(row: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, float | None]:
    return {name: number(row[name]) for name in names}
