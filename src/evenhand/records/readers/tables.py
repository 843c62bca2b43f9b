"""A source as batches of columns under our own names, in the supplier's words.

The police's CSV is parsed by Arrow's native reader with the columns' types said beforehand. What
does not fit those types is read again with care: every value as text, whatever the encoding.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from evenhand.records.errors import BadInput, NotRecords
from evenhand.records.readers.api import json_batches
from evenhand.records.readers.bytes import BLOCK, Content, finish, refuse_disguise, whole_block
from evenhand.records.readers.heading import Heading
from evenhand.records.readers.reading import Reading
from evenhand.records.readers.sources import Source
from evenhand.records.readers.swallowed import refuse_swallowed
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

LINE_END = ord("\n")

# Arrow reads some thirty blocks ahead of itself, and holds them all.
STREAMED = 2 * 2**20
WORTHWHILE = 50_000

# A file in which so many rows have the wrong number of columns is another kind of file.
MOST_REJECTED = 0.2


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
        return reading, json_batches(reading, heading or Heading())
    return reading, _csv_batches(reading, heading or Heading())


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
                pass
            else:
                finish(reading, content)
                yield batch
                return
    yield from _careful_batches(reading, heading)


class _Careful(Exception):
    """The fast way would lose something: read again with care."""


def _fast(reading: Reading, heading: Heading, data: bytes) -> pa.Table:
    headings = _headings(reading.name, _first_line(data))
    places = heading.places(reading.name, headings)
    if "time" in places or len(set(places.values())) < len(places):
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
    # More lines than rows: blank ones, or values that hold line ends, or rows.
    lines = np.count_nonzero(np.frombuffer(data, np.uint8) == LINE_END)  # bytes.count is slower
    if misfits or lines - data.endswith(b"\n") != table.num_rows:
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
        rows = 0
        for batch in _gathered(_streamed(reading, recoded, len(headings), places)):
            rows += batch.num_rows
            yield batch
        _refuse_if_mostly_misfits(reading, rows, len(headings))
        finish(reading, content)
        reading.warnings.extend(recoded.warnings)
        reading.columns = tuple(places)
    if recoded.lines - 1 > rows + reading.misfits:
        refuse_swallowed(reading, len(headings))


def _gathered(batches: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The same rows in batches that are worth dividing by month."""
    held: list[pa.Table] = []
    for batch in batches:
        held.append(batch)
        if sum(table.num_rows for table in held) >= WORTHWHILE:
            yield pa.concat_tables(held)
            held = []
    if held:
        yield pa.concat_tables(held)


def _streamed(
    reading: Reading, recoded: Recoded, width: int, places: dict[str, int]
) -> Iterator[pa.Table]:
    def set_aside(row: Any) -> str:
        reason = f"{row.actual_columns} values where the heading has {row.expected_columns}"
        reading.skip(None if row.number is None else int(row.number) + 1, reason, str(row.text))
        return "skip"

    # By place: a mapping may read two of our columns from one of the file's.
    names = [str(place) for place in range(width)]
    types = {str(place): TEXT for place in places.values()}

    try:
        reader = pc.open_csv(
            pa.PythonFile(recoded, mode="r"),
            read_options=pc.ReadOptions(use_threads=False, block_size=STREAMED, column_names=names),
            parse_options=pc.ParseOptions(invalid_row_handler=set_aside, newlines_in_values=True),
            convert_options=_conversion(types),
        )
        for batch in reader:
            yield pa.table({name: batch.column(str(at)) for name, at in places.items()})
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            return
        raise BadInput(
            f"{reading.name} cannot be read as CSV: {error}. Open it, look for a stray quotation "
            "mark, or ask for another copy. Nothing was loaded."
        ) from error


def _refuse_if_mostly_misfits(reading: Reading, rows: int, width: int) -> None:
    misfits = reading.misfits
    if misfits > MOST_REJECTED * (rows + misfits):
        raise BadInput(
            f"{reading.name}: {misfits:,} of {rows + misfits:,} rows do not have the {width} "
            f"columns of the heading; {reading.first_reject}. Ask for another copy. "
            "Nothing was loaded."
        )


def _first_line(data: bytes) -> str:
    end = data.find(b"\n")
    line = data[: len(data) if end < 0 else end].removeprefix(b"\xef\xbb\xbf")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        raise _Careful from None
    if "\r" in text.rstrip("\r"):
        raise _Careful
    return text


def _headings(name: str, line: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(line.rstrip("\r\n"))), [])
    except csv.Error as error:
        raise NotRecords(
            f"{name} does not begin with a row of headings ({error}). Open it and look at its "
            "first line, or ask for another copy."
        ) from error


def _names(headings: list[str], places: dict[str, int]) -> list[str]:
    """A name for every column: ours where we know it, its place where we do not."""
    names = [f"unused {place}" for place in range(len(headings))]
    for name, place in places.items():
        names[place] = name
    return names
