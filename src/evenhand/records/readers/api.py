"""The API's JSON as columns under our own names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from evenhand.records.errors import BadInput, NotRecords
from evenhand.records.readers.bytes import BLOCK, Content, finish, refuse_disguise
from evenhand.records.readers.heading import Heading
from evenhand.records.readers.reading import Reading

TEXT = pa.string()

# Python's objects take ten times the room of their text; the API's largest answers are 20 MB.
MOST_JSON = 64 * 2**20
SLICE = 20_000

Row = dict[str, Any]


def json_batches(reading: Reading, heading: Heading) -> Iterator[pa.Table]:
    """Read a list of searches; the API's names are headings once its objects are opened.

    Raises
    ------
    BadInput
        If the file is no whole JSON, or too large to be held in memory.
    NotRecords
        If it holds something else than a list of searches.
    """
    with Content(reading.source) as content:
        data = content.read(MOST_JSON + 1)
        if len(data) > MOST_JSON:
            raise BadInput(
                f"{reading.name} is larger than {MOST_JSON // 2**20} MB, too much for JSON. "
                "Use the monthly CSV files. Nothing was loaded."
            )
        data += b"".join(iter(lambda: content.read(BLOCK), b""))
        finish(reading, content)
    refuse_disguise(reading.name, data)
    rows = _rows(reading.name, data)
    try:
        headings = list(dict.fromkeys(key for row in rows for key in _flat(row)))
    except RecursionError as error:
        raise NotRecords(
            f"{reading.name} is nested too deeply to be a list of searches."
        ) from error
    places = heading.places(reading.name, headings) if rows else {}
    reading.columns = tuple(places)
    if not rows:
        yield pa.table({"at": pa.array([], TEXT)})
    for start in range(0, len(rows), SLICE):
        flat = [_flat(row) for row in rows[start : start + SLICE]]
        yield pa.table(
            {name: _array([row.get(headings[at]) for row in flat]) for name, at in places.items()}
        )


def _rows(name: str, data: bytes) -> list[Row]:
    try:
        rows = json.loads(data)
    except (ValueError, RecursionError) as error:
        hint = "Download it again."
        if "Extra data" in str(error):
            hint = "If it holds one record a line, put them into one list: [..., ...]."
        raise BadInput(f"{name} is not whole JSON ({error}). {hint} Nothing was loaded.") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotRecords(
            f"{name} does not hold a list of searches as the API of data.police.uk gives them."
        )
    return rows


def _flat(row: Row, before: str = "") -> dict[str, str | None]:
    flat: dict[str, str | None] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            flat.update(_flat(value, f"{before}{key}."))
        elif value is None or value == "":
            flat[f"{before}{key}"] = None
        else:
            flat[f"{before}{key}"] = str(value)
    return flat


def _array(values: list[str | None]) -> pa.Array:
    try:
        return pa.array(values, TEXT)
    except UnicodeEncodeError:  # half a character, which JSON can write and no text can hold
        whole = [v and v.encode("utf-8", "backslashreplace").decode("utf-8") for v in values]
        return pa.array(whole, TEXT)
