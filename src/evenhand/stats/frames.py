"""How a dataframe of any kind is read and given back as the same kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from evenhand.stats.errors import InvalidTable
from evenhand.stats.estimate import FloatArray

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Frame:
    """A table of counts: its groups, and the set (force, month ...) each row belongs to."""

    table: nw.DataFrame[Any]
    groups: list[object]
    sets: list[tuple[object, ...]]
    lazy_backend: Any

    def numbers(self, column: str) -> FloatArray:
        """Return a column as float64; a null becomes NaN, which the statistics then refuse."""
        series = self.table[column]
        if not series.dtype.is_numeric():
            raise InvalidTable(f"column {column!r} holds {series.dtype}, not numbers")
        return np.array(series.cast(nw.Float64).to_numpy(), dtype=np.float64)

    def values(self, column: str) -> list[object]:
        """Return a column as it is, labels or dates, a null as None."""
        return list(self.table[column].to_list())

    def is_group(self, label: object) -> NDArray[np.bool_]:
        """Return which rows are of a group (none, if the label is None)."""
        return np.array([label is not None and each == label for each in self.groups], dtype=bool)

    def reference_rows(self, reference: object, unknown: object = None) -> Rows:
        """Return, for each row, the place of the reference row of its set."""
        places = self._places_of(reference)
        bare = [
            each
            for each, label in zip(self.sets, self.groups, strict=True)
            if each not in places and (unknown is None or label != unknown)
        ]
        if bare:
            where = f" in {_said(bare[0])}" if bare[0] else ""
            raise InvalidTable(f"there is no row for the reference group {reference!r}{where}")
        return np.array([places.get(each, 0) for each in self.sets], dtype=np.intp)

    def of_group_in_set(self, counts: FloatArray, label: object) -> FloatArray:
        """Return, for each row, the count of one group in its set; no such row means none."""
        places = self._places_of(label)
        return np.array(
            [counts[places[each]] if each in places else 0.0 for each in self.sets],
            dtype=np.float64,
        )

    def with_columns(self, columns: dict[str, FloatArray], rows: NDArray[np.bool_]) -> Any:
        """Return the caller's kind of table with new columns, NaN in the rows left out."""
        series = []
        for name, values in columns.items():
            whole = np.full(len(self.groups), np.nan)
            whole[rows] = values
            series.append(nw.new_series(name, whole, nw.Float64, backend=self.table.implementation))
        return self._given_back(self.table.with_columns(*series))

    def new_table(self, columns: dict[str, list[object]]) -> Any:
        """Return a new table of the caller's kind."""
        return self._given_back(nw.from_dict(columns, backend=self.table.implementation))

    def _places_of(self, label: object) -> dict[tuple[object, ...], int]:
        return {
            each: place
            for place, (each, of) in enumerate(zip(self.sets, self.groups, strict=True))
            if of == label
        }

    def _given_back(self, table: nw.DataFrame[Any]) -> Any:
        if self.lazy_backend is not None:
            return table.lazy(backend=self.lazy_backend).to_native()
        return table.to_native()


def open_frame(
    df: Any, *, group: str, by: Sequence[str], repeated: bool = False, **columns: str
) -> Frame:
    """Read a dataframe of any kind, checking that its columns are there and no group is twice.

    Records, rather than counts, may be ``repeated``: each row is one of them.
    """
    try:
        given = nw.from_native(df)
    except TypeError as error:
        raise InvalidTable(f"{type(df).__name__} is not a dataframe that can be read") from error
    lazy_backend = None
    if isinstance(given, nw.LazyFrame):
        lazy_backend = given.implementation
        given = given.collect()
    if isinstance(by, str):
        raise InvalidTable(f"by is {by!r}: give a list of columns, such as [{by!r}]")
    for name in (*columns.values(), group, *by):
        if name not in given.columns:
            raise InvalidTable(f"there is no column {name!r} among {', '.join(given.columns)}")
    groups = given[group].to_list()
    sets = list(zip(*(given[name].to_list() for name in by), strict=True)) if by else []
    frame = Frame(given, groups, sets or [()] * len(groups), lazy_backend)
    if not repeated:
        _refuse_repeats(frame)
    return frame


def _refuse_repeats(frame: Frame) -> None:
    seen: set[tuple[object, ...]] = set()
    for each, label in zip(frame.sets, frame.groups, strict=True):
        if (*each, label) in seen:
            where = f" in {_said(each)}" if each else ""
            raise InvalidTable(f"group {label!r} has more than one row{where}: add them up first")
        seen.add((*each, label))


def _said(each: tuple[object, ...]) -> str:
    return ", ".join(map(str, each))
