"""How many records of a force-month say the very same: what counts are added up from.

Most records differ only in when and where. An import therefore keeps, beside the records of each
force-month, one row for each combination of coded values that occurs in it, with the number of
records that have it: a quarter as many rows, in one file instead of a thousand. Counts that do not
ask when in the day or where are added up from these; a law in the tests says that it makes no
difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from evenhand.records import arrow
from evenhand.records.coding import CODED, Coded
from evenhand.records.lake.schema import PACKED, PARQUET, UINT8

Numbers = npt.NDArray[Any]

COMBINED = ("force", "month", *CODED)
INT32 = pa.int32()
SCHEMA = pa.schema(
    [
        # Which version of a force-month it belongs to: its place among all that were imported.
        pa.field("supplied", INT32),
        pa.field("force", UINT8),
        pa.field("month", INT32),
        *(pa.field(name, UINT8) for name in CODED),
        pa.field("n", INT32),
    ]
)
WRITTEN = {
    **PARQUET,
    "use_dictionary": ["force", "month"],
    "column_encoding": dict.fromkeys(
        ("supplied", "n", *(name for name in PACKED if name in CODED)), "DELTA_BINARY_PACKED"
    ),
}
AT_ONCE = 250_000


_MIX = np.uint64(0x9E3779B97F4A7C15)


class Tally(NamedTuple):
    """Combinations of coded values, packed (:meth:`Coded.packed`), and how many records have each.

    A combination may stand in it twice: what is added up from it is the same.
    """

    packed: Numbers
    n: Numbers


def tally(records: Coded) -> Tally:
    """The combinations that occur in some records."""
    return _together(records.packed, np.ones(len(records), np.int32))


def together(parts: Sequence[Tally]) -> Tally:
    """The tally of what several tallies are of."""
    if len(parts) == 1:
        return parts[0]
    packed = [part.packed for part in parts] or [np.zeros((0, 16), np.uint8)]
    return _together(
        np.concatenate(packed), np.concatenate([np.zeros(0, np.int32), *(p.n for p in parts)])
    )


def _together(packed: Numbers, n: Numbers) -> Tally:
    if not len(packed):
        return Tally(packed, n)
    first, second = packed.view(np.uint64).T
    # In the order of a mixture of both, like stands beside like (save where mixtures are alike by
    # chance, and then a combination stands there twice): one sort instead of two.
    order = np.argsort((first * _MIX) ^ second)
    first, second = first[order], second[order]
    differs = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    starts = np.concatenate([[0], np.flatnonzero(differs) + 1])
    return Tally(packed[order[starts]], np.add.reduceat(n[order], starts, dtype=np.int32))


class TallyFile:
    """The tallies of one import, written as they come so that few are held in memory."""

    def __init__(self, path: Path) -> None:
        self.rows = 0
        self.path = path
        self._held: list[tuple[Tally, int, int]] = []
        self._rows_held = 0
        self._writer: pq.ParquetWriter | None = None

    def add(self, part: Tally, force: int, supplied: int) -> None:
        """Add the tally of a force-month: of a force, by its number, and which of all versions."""
        self._held.append((part, force, supplied))
        self.rows += len(part.n)
        self._rows_held += len(part.n)
        if self._rows_held >= AT_ONCE:
            self._put_down()

    def _put_down(self) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(str(self.path), SCHEMA, **WRITTEN)
        self._writer.write_table(self._table())
        self._held, self._rows_held = [], 0

    def _table(self) -> pa.Table:
        if not self._held:
            return SCHEMA.empty_table()
        sizes = [len(part.n) for part, _, _ in self._held]
        packed = np.concatenate([part.packed for part, _, _ in self._held])
        forces = np.array([force for _, force, _ in self._held], np.uint8)
        supplied = np.array([number for _, _, number in self._held], np.int32)
        month = np.ascontiguousarray(packed[:, -4:]).view("<i4")[:, 0]
        codes = np.ascontiguousarray(packed[:, : len(CODED)].T)
        columns = [
            arrow.column(np.repeat(supplied, sizes), INT32),
            arrow.column(np.repeat(forces, sizes), UINT8),
            arrow.column(month, INT32),
            *(arrow.column(values, UINT8) for values in codes),
            arrow.column(np.concatenate([part.n for part, _, _ in self._held]), INT32),
        ]
        return pa.Table.from_arrays(columns, schema=SCHEMA)

    def close(self) -> None:
        """Write what is left; a file without rows is a file, too."""
        if self._held or self._writer is None:
            self._put_down()
        if self._writer is not None:
            self._writer.close()
