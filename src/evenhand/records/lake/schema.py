"""The columns of the lake's Parquet files, and how they are written."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from evenhand.records import arrow
from evenhand.records.coding import CODED, NOWHERE, Coded

UINT8 = pa.uint8()

SCHEMA = pa.schema(
    [
        pa.field("force", UINT8),
        pa.field("month", pa.int32()),
        pa.field("hour", UINT8),
        *(pa.field(name, UINT8) for name in CODED),
        pa.field("at", pa.timestamp("ms", tz="UTC")),
        pa.field("latitude", pa.int32()),
        pa.field("longitude", pa.int32()),
        pa.field("operation_name", pa.string()),
        pa.field("area", pa.string()),
        pa.field("odd", pa.string()),
    ]
)

# Whole numbers packed to the bit, as differences from one another, are smaller than any compression
# of them and faster to write and to read.
PACKED = ("hour", *CODED, "at", "latitude", "longitude")
PARQUET = {
    "compression": "none",
    # Of one value throughout a file, or nearly: a dictionary of one word.
    "use_dictionary": ["force", "month", "operation_name", "area", "odd"],
    "column_encoding": dict.fromkeys(PACKED, "DELTA_BINARY_PACKED"),
    "write_statistics": False,
    "store_schema": False,
}


def to_table(part: Coded, force: int | npt.NDArray[np.int64], area: pa.Array | None) -> pa.Table:
    """A batch of records as the lake holds them: of one force, or each of its own."""
    count = len(part)
    millis = part.seconds * 1000
    columns: dict[str, pa.Array] = {
        "force": arrow.column(np.full(count, force, np.uint8), UINT8),
        "month": arrow.column(part.month.astype(np.int32), pa.int32()),
        "hour": arrow.column(part.hour, UINT8),
        **{name: arrow.column(numbers, UINT8) for name, numbers in part.codes.items()},
        "at": arrow.column(millis, pa.timestamp("ms", tz="UTC"), part.timed),
        "latitude": arrow.column(part.latitude, pa.int32(), part.latitude != NOWHERE),
        "longitude": arrow.column(part.longitude, pa.int32(), part.longitude != NOWHERE),
        "operation_name": part.operation_name,
        "area": pa.nulls(count, pa.string()) if area is None else area,
        "odd": _odd(part),
    }
    return pa.Table.from_arrays([columns[name] for name in SCHEMA.names], schema=SCHEMA)


def _odd(part: Coded) -> pa.Array:
    if not part.odd:
        return pa.nulls(len(part), pa.string())
    texts: npt.NDArray[Any] = np.full(len(part), None, object)
    for row, odd in part.odd.items():
        texts[row] = json.dumps(odd, ensure_ascii=False)
    return pa.array(texts, pa.string())
