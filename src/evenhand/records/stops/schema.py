"""The columns of a snapshot's Parquet files: all that analysis may see of a vehicle stop.

No registration, not even under a key; no place finer than a statistical area and a tenth of a
degree; nobody who recorded it; no words that anybody wrote; no identity of the record.
"""

from __future__ import annotations

import pyarrow as pa

UINT8 = pa.uint8()

FLAGS = ("linked", "searched", "force_used", "arrested", "explained", "filmed", "late", "typed")
"""Yes or no. ``late``: recorded more than a day after; ``typed``: its time is no clock's."""

CODED = (
    "power",
    "duty",
    "reason",
    "told",
    "told_as",
    "known_before",
    "seen_before",
    "perceived_before",
    "officer_defined",
    "self_defined",
    "not_stated",
    "age",
    "sex",
    "road",
    "vehicle",
    "outcome",
    "receipt",
    "light",
    "length",
    *FLAGS,
)

SCHEMA = pa.schema(
    [
        pa.field("force", UINT8),
        pa.field("month", pa.int32()),
        pa.field("hour", UINT8),
        *(pa.field(name, UINT8) for name in CODED),
        pa.field("people", UINT8),
        pa.field("minutes", pa.int32()),
        pa.field("seconds", pa.int32()),
        pa.field("at", pa.timestamp("ms", tz="UTC")),
        pa.field("cell", pa.string()),
        pa.field("area", pa.string()),
        pa.field("team", pa.string()),
    ]
)
PARQUET = {
    "compression": "zstd",
    "write_statistics": False,
    "store_schema": False,
}

TOLD_AS = {0: "not recorded", 1: "same", 2: "another", 3: "not told"}
"""Whether the driver was told the reason that was recorded, another one, or none."""

LIGHTS = {0: "Unknown", 1: "daylight", 2: "civil_twilight", 3: "dark"}

LENGTHS = {
    0: "Unknown",
    1: "under 5",
    2: "5-9",
    3: "10-14",
    4: "15-29",
    5: "30-59",
    6: "60 or more",
}
LONGER_THAN = (0, 5, 10, 15, 30, 60)
"""Minutes at which each length begins, from 1 on."""
