"""When and where stops were made, one by one: for questions that turn on light and clock time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from evenhand.records import arrow, codes
from evenhand.records.clock import month_number, on_the_wall
from evenhand.records.coding import YES
from evenhand.records.lake import Lake

Numbers = npt.NDArray[np.float64]


class Times(NamedTuple):
    """Stops of a force as arrays of one length; never to be shown one by one.

    Attributes
    ----------
    group : the driver's own five-group, ``Unknown`` where it was not recorded.
    at : when, by London's clock, to the minute; NaT where an officer typed the time.
    latitude, longitude : a tenth of a degree; NaN where the place is not known.
    area : a small statistical area, or nothing.
    """

    group: npt.NDArray[np.object_]
    at: npt.NDArray[np.datetime64]
    latitude: Numbers
    longitude: Numbers
    area: npt.NDArray[np.object_]


def times(lake: Lake, *, force: str, months: Sequence[str]) -> Times:
    """Read when and where each stop of some months of one force was made.

    Raises
    ------
    NoLake
        If a file of the lake is missing or damaged.
    """
    wanted = [month for month in lake.current(force) if month.month in months]
    lake.refuse_changes(wanted)
    columns = ["month", "at", "cell", "area", "self_defined", "typed"]
    parts = [pq.read_table(lake.path / month.path, columns=columns) for month in wanted]
    if not parts:
        nobody = np.array([], object)
        nowhere = np.array([], float)
        return Times(nobody, np.array([], "datetime64[m]"), nowhere, nowhere, nobody)
    table = pa.concat_tables(parts).combine_chunks()
    inside = np.isin(_numbers(table, "month"), [month_number(month) for month in months])
    table = table.filter(pa.array(inside))
    groups = {number: entry.five_group for number, entry in codes.ethnicities().by_id.items()}
    cells = [_degrees(cell) for cell in table.column("cell").to_pylist()]
    at = _local(_numbers(table, "at"))
    at[_numbers(table, "typed") == YES] = np.datetime64("NaT")
    return Times(
        np.array([groups[number] for number in _numbers(table, "self_defined")], object),
        at,
        np.array([north for north, _ in cells], float),
        np.array([east for _, east in cells], float),
        np.array(table.column("area").to_pylist(), object),
    )


def _numbers(table: pa.Table, name: str) -> npt.NDArray[np.int64]:
    return arrow.numbers(table.column(name).combine_chunks()).astype(np.int64)


def _local(millis: npt.NDArray[np.int64]) -> npt.NDArray[np.datetime64]:
    return on_the_wall(millis // 1000).astype("datetime64[s]").astype("datetime64[m]")


def _degrees(cell: str | None) -> tuple[float, float]:
    if not cell:
        return float("nan"), float("nan")
    north, east = cell.split(",")
    return float(north), float(east)
