"""A source as batches of columns under our own names, in the supplier's words.

The police's CSV is parsed by Arrow's native reader with the columns' types said beforehand. What
does not fit those types is read again with care: every value as text, whatever the encoding.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc

from evenhand.records.errors import BadInput, NotRecords
from evenhand.records.readers import columns
from evenhand.records.readers.bytes import (
    BLOCK,
    Content,
    refuse_disguise,
    whole_block,
)
from evenhand.records.readers.sources import Source
from evenhand.records.readers.text import Recoded

TEXT = pa.string()
LABEL = pa.dictionary(pa.int32(), TEXT)
FAST_TYPES = {
    "at": pa.timestamp("s", tz="UTC"),
    "latitude": pa.float64(),
    "longitude": pa.float64(),
    "operation": pa.bool_(),
    "linked": pa.bool_(),
    "clothing": pa.bool_(),
    "operation_name": TEXT,
}
TRUE = ["True", "TRUE", "true"]
FALSE = ["False", "FALSE", "false"]

# A file in which so many rows have the wrong number of columns is another kind of file.
MOST_REJECTED = 0.2
MOST_JSON = 512 * 2**20


@dataclass(frozen=True)
class Reject:
    """A row that cannot be loaded: where it stood, why, and what was in it."""

    row: int | None
    reason: str
    text: str


@dataclass
class Reading:
    """What is learnt of a source while it is read."""

    source: Source
    sha256: str = ""
    content_sha256: str = ""
    size: int = 0
    columns: tuple[str, ...] = ()
    rejects: list[Reject] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What to call the source in a sentence."""
        return self.source.name


def read(source: Source, heading: Heading | None = None) -> tuple[Reading, Iterator[pa.Table]]:
    """Begin to read a source: the reading is whole once its batches have all been taken.

    Raises
    ------
    BadInput
        If the file is damaged, disguised, unreadable or has the wrong columns.
    NotRecords
        If it is a sound file of something else.
    """
    reading = Reading(source)
    if source.file_name.lower().endswith((".json", ".json.gz")):
        return reading, _json_batches(reading)
    return reading, _csv_batches(reading, heading or Heading())


class Heading:
    """How the heading of a CSV file is understood; a mapping has its own."""

    def places(self, name: str, headings: list[str]) -> dict[str, int]:
        """Our name of each column -> its place.

        Raises
        ------
        NotRecords
            If a column is missing without which nothing can be counted.
        """
        found = columns.known_columns(headings)
        missing = columns.missing_columns(found)
        if missing:
            raise NotRecords(
                f"{name} has no column {' or '.join(repr(m) for m in missing)} in its first row "
                f"(found: {', '.join(repr(h) for h in headings[:6])}). It is not a file of "
                "searches as police.uk publishes them. Describe your own file with a mapping: "
                "`evenhand import extract MAPPING.yaml`. Nothing was loaded."
            )
        return found


def _csv_batches(reading: Reading, heading: Heading) -> Iterator[pa.Table]:
    """Read fast, and if a value does not fit, from the start again with care.

    Every batch but a small file's only one may be seen before the misfit; so the fast reader
    works a whole file ahead only where the file fits into one block.
    """
    with Content(reading.source) as content:
        start = whole_block(content)
        refuse_disguise(reading.name, start)
        whole = len(start) < BLOCK
        if whole:
            try:
                batch = _fast(reading, heading, start)
            except (pa.ArrowInvalid, _Careful):
                reading.rejects.clear()
            else:
                _finish(reading, content)
                yield batch
                return
    yield from _careful_batches(reading, heading)


class _Careful(Exception):
    """The fast way would lose something: read again with care."""


def _fast(reading: Reading, heading: Heading, data: bytes) -> pa.Table:
    headings = _headings(reading.name, _first_line(data))
    places = heading.places(reading.name, headings)
    if "time" in places:
        raise _Careful
    types = {name: FAST_TYPES.get(name, LABEL) for name in places}
    names = _names(headings, places)

    misfits: list[int] = []

    def note(row: Any) -> str:
        misfits.append(row.actual_columns)
        return "skip"

    # The streaming reader works in this thread; the other one waits for helpers of its own.
    with pc.open_csv(
        pa.BufferReader(data),
        read_options=pc.ReadOptions(
            use_threads=False, block_size=len(data) + 1, column_names=names, skip_rows=1
        ),
        parse_options=pc.ParseOptions(invalid_row_handler=note),
        convert_options=_conversion(types),
    ) as reader:
        table = reader.read_all()
    if misfits:
        raise _Careful
    reading.columns = tuple(places)
    return table


def _conversion(types: dict[str, pa.DataType]) -> pc.ConvertOptions:
    return pc.ConvertOptions(
        column_types=types,
        include_columns=list(types),
        null_values=[""],
        strings_can_be_null=True,
        true_values=TRUE,
        false_values=FALSE,
    )


def _careful_batches(reading: Reading, heading: Heading) -> Iterator[pa.Table]:
    """Every value as text, any encoding, lines inside quotes; misfits are set aside."""
    with Content(reading.source) as content:
        recoded = Recoded(content, reading.name)
        headings = _headings(reading.name, recoded.first_line())
        places = heading.places(reading.name, headings)
        names = _names(headings, places)
        types = dict.fromkeys(places, TEXT)
        rows = 0
        for batch in _streamed(reading, recoded, names, types):
            rows += batch.num_rows
            yield batch
        _refuse_if_mostly_rejected(reading, rows, len(headings))
        reading.warnings.extend(recoded.warnings)
        reading.columns = tuple(places)
        _finish(reading, content)


def _streamed(
    reading: Reading, recoded: Recoded, names: list[str], types: dict[str, pa.DataType]
) -> Iterator[pa.Table]:
    def set_aside(row: Any) -> str:
        reason = f"{row.actual_columns} values where the heading has {row.expected_columns}"
        number = None if row.number is None else int(row.number) + 1
        reading.rejects.append(Reject(number, reason, str(row.text)[:2000]))
        return "skip"

    try:
        reader = pc.open_csv(
            pa.PythonFile(recoded, mode="r"),
            read_options=pc.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names),
            parse_options=pc.ParseOptions(invalid_row_handler=set_aside, newlines_in_values=True),
            convert_options=_conversion(types),
        )
        for batch in reader:
            yield pa.Table.from_batches([batch])
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            return
        raise BadInput(
            f"{reading.name} cannot be read as CSV: {error}. Open it, look for a stray quotation "
            "mark, or ask for another copy. Nothing was loaded."
        ) from error


def _refuse_if_mostly_rejected(reading: Reading, rows: int, width: int) -> None:
    rejected = len(reading.rejects)
    if rejected > MOST_REJECTED * (rows + rejected):
        first = reading.rejects[0]
        where = f"row {first.row}" if first.row else "a row"
        raise BadInput(
            f"{reading.name}: {rejected:,} of {rows + rejected:,} rows do not have the {width} "
            f"columns of the heading; {where} has {first.reason}. Ask for another copy. "
            "Nothing was loaded."
        )


def _finish(reading: Reading, content: Content) -> None:
    while content.read(BLOCK):
        pass
    reading.sha256, reading.content_sha256 = content.sha256, content.content_sha256
    reading.size = content.size


def _first_line(data: bytes) -> str:
    end = data.find(b"\n")
    line = data[: len(data) if end < 0 else end].removeprefix(b"\xef\xbb\xbf")
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        raise _Careful from None


def _headings(name: str, line: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(line.rstrip("\r\n"))), [])
    except csv.Error as error:
        raise NotRecords(f"{name} does not begin with a row of headings ({error}).") from error


def _names(headings: list[str], places: dict[str, int]) -> list[str]:
    """A name for every column: ours where we know it, its place where we do not."""
    names = [f"unused {place}" for place in range(len(headings))]
    for name, place in places.items():
        names[place] = name
    return names


# The API's names are the headings of its flattened CSV once its objects are opened.
def _json_batches(reading: Reading) -> Iterator[pa.Table]:
    with Content(reading.source) as content:
        data = content.read(MOST_JSON + 1)
        if len(data) > MOST_JSON:
            raise BadInput(f"{reading.name} is too large for JSON. Use the monthly CSV files.")
        data += b"".join(iter(lambda: content.read(BLOCK), b""))
        _finish(reading, content)
    refuse_disguise(reading.name, data)
    try:
        rows = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadInput(
            f"{reading.name} is not whole JSON ({error}). Download it again. Nothing was loaded."
        ) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotRecords(
            f"{reading.name} does not hold a list of searches as the API of data.police.uk gives "
            "them. Nothing was loaded."
        )
    yield _json_table(reading, rows)


def _json_table(reading: Reading, rows: list[dict[str, Any]]) -> pa.Table:
    flat = [_flat(row) for row in rows]
    headings = list(dict.fromkeys(key for row in flat for key in row))
    places = Heading().places(reading.name, headings) if rows else {}
    reading.columns = tuple(places)
    values = {
        name: pa.array([row.get(headings[place]) for row in flat], TEXT)
        for name, place in places.items()
    }
    return pa.table(values) if values else pa.table({"at": pa.array([], TEXT)})


def _flat(row: dict[str, Any], before: str = "") -> dict[str, str | None]:
    flat: dict[str, str | None] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            flat.update(_flat(value, f"{before}{key}."))
        elif value is None or value == "":
            flat[f"{before}{key}"] = None
        else:
            flat[f"{before}{key}"] = str(value)
    return flat
