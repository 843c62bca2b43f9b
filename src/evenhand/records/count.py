"""From records to counts: one Ibis expression, the only thing that touches every record.

Records hold whole numbers. They are grouped by those first, so that the pass over millions of rows
moves bytes and compares nothing but small integers; what a number means is put in its place in the
few rows that are left. The same expression runs on DuckDB and on Spark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from evenhand.records import arrow, codes
from evenhand.records.clock import month_name, month_number
from evenhand.records.codes import BLANK, CodeList
from evenhand.records.coding import NO, NO_HOUR, YES
from evenhand.records.engine import Engine
from evenhand.records.errors import NoLake, RecordsError
from evenhand.records.lake import Lake
from evenhand.records.lake.tally import COMBINED

UNKNOWN = "Unknown"
BAND = 3


class UnknownDimension(RecordsError):
    """A dimension that records do not have."""


@dataclass(frozen=True)
class Dimension:
    """One way to divide records: the column it rests on and what its numbers mean.

    Attributes
    ----------
    column : the lake's column; its values are whole numbers, but for `area`.
    meanings : number -> value, for every number there can be; None where the column is the value.
    """

    column: str
    meanings: Mapping[int, Any] | None


def _labels(entries: CodeList[Any]) -> dict[int, str]:
    return {number: entry.label for number, entry in entries.by_id.items()}


def _attribute(entries: CodeList[Any], name: str) -> dict[int, Any]:
    return {number: getattr(entry, name) for number, entry in entries.by_id.items()}


def _flags() -> dict[int, str]:
    return {BLANK: "blank", NO: "false", YES: "true", codes.UNLISTED: "blank"}


def _bands() -> dict[int, str]:
    bands = {h: f"{h // BAND * BAND:02d}-{h // BAND * BAND + BAND:02d}" for h in range(24)}
    return {**bands, NO_HOUR: UNKNOWN}


def _nineteen() -> dict[int, str]:
    entries = codes.ethnicities().by_id
    return {n: entry.census_group or UNKNOWN for n, entry in entries.items()}


_DIMENSIONS: dict[str, Callable[[], Dimension]] = {
    "force": lambda: Dimension("force", {f.id: f.force for f in codes.forces()}),
    "month": lambda: Dimension("month", None),
    "type": lambda: Dimension("type", _labels(codes.types())),
    "person": lambda: Dimension("type", _attribute(codes.types(), "person")),
    "self_defined": lambda: Dimension("self_defined", _labels(codes.ethnicities())),
    "five_group": lambda: Dimension("self_defined", _attribute(codes.ethnicities(), "five_group")),
    "nineteen_group": lambda: Dimension("self_defined", _nineteen()),
    "officer_defined": lambda: Dimension("officer_defined", _labels(codes.officer_defined())),
    "officer_five_group": lambda: Dimension(
        "officer_defined", _attribute(codes.officer_defined(), "five_group")
    ),
    "legislation": lambda: Dimension("legislation", _labels(codes.powers())),
    "power_kind": lambda: Dimension("legislation", _attribute(codes.powers(), "kind")),
    "object": lambda: Dimension("object", _labels(codes.objects())),
    "object_category": lambda: Dimension("object", _attribute(codes.objects(), "category")),
    "outcome": lambda: Dimension("outcome", _labels(codes.outcomes())),
    "outcome_kind": lambda: Dimension("outcome", _attribute(codes.outcomes(), "kind")),
    "found": lambda: Dimension("outcome", _attribute(codes.outcomes(), "found")),
    "linked": lambda: Dimension("linked", _flags()),
    "clothing": lambda: Dimension("clothing", _flags()),
    "operation": lambda: Dimension("operation", _flags()),
    "age": lambda: Dimension("age", _labels(codes.ages())),
    "sex": lambda: Dimension("sex", _labels(codes.genders())),
    "time_band": lambda: Dimension("hour", _bands()),
    "area": lambda: Dimension("area", None),
}
DIMENSIONS = tuple(_DIMENSIONS)


@cache
def dimension(name: str) -> Dimension:
    """A dimension by its name.

    Raises
    ------
    UnknownDimension
        If records cannot be divided by it.
    """
    if name not in _DIMENSIONS:
        raise UnknownDimension(f"there is no dimension {name!r}; there are {', '.join(DIMENSIONS)}")
    return _DIMENSIONS[name]()


def count(
    lake: Lake,
    *,
    by: Sequence[str],
    forces: Sequence[str] | None = None,
    first: str | None = None,
    last: str | None = None,
    where: Mapping[str, Iterable[Any]] | None = None,
    engine: Engine | None = None,
    from_records: bool = False,
) -> pa.Table:
    """Count the records of a lake's newest versions.

    Parameters
    ----------
    by : dimensions to divide by, each a column of the answer
        None for one number.
    forces, first, last : which forces and which months (both included, `YYYY-MM`)
        All of them without. A record counts in the Europe/London month of its own date.
    where : dimension -> the values to keep
    engine : where to count; DuckDB on this machine without.
    from_records : count each record again, whatever the import tallied.

    Returns
    -------
    table : the dimensions as text, true or false, or null, and `n`
        Only combinations that occur: a missing row is a zero only if its month was observed.

    Raises
    ------
    UnknownDimension
        If records have no such dimension.
    NoLake
        If a file of the lake is missing, damaged or not the one that was written.
    """
    months = lake.months(None if forces is None else list(forces), first, last)
    if not months:
        return _decoded(pa.table({**{name: [] for name in by}, "n": []}), by)
    engine = engine or Engine.duckdb(lake.path)
    lake.refuse_changes(months)
    try:
        records = None if from_records else tallied(engine, lake, (*by, *(where or ())))
        if records is None:
            records = engine.records([lake.path / month.path for month in months])
        expression = counted(records, by=by, forces=forces, first=first, last=last, where=where)
        table = engine.run(expression)
    except Exception as error:
        damage = lake.damaged()  # only now, for it looks at every file
        if damage:
            raise NoLake(damage) from error
        raise
    return _decoded(table, by)


def tallied(engine: Engine, lake: Lake, dimensions: Iterable[str]) -> ir.Table | None:
    """The lake's tallies as a table to count from, if they can answer for these dimensions."""
    files = lake.tallies()
    if not files or not {dimension(name).column for name in dimensions} <= set(COMBINED):
        return None
    table = engine.tallies(files)
    superseded = lake.superseded()
    return table.filter(table.supplied.notin(superseded)) if superseded else table


def counted(
    records: ir.Table,
    *,
    by: Sequence[str],
    forces: Sequence[str] | None = None,
    first: str | None = None,
    last: str | None = None,
    where: Mapping[str, Iterable[Any]] | None = None,
) -> ir.Table:
    """The expression that :func:`count` runs: its rows hold numbers, not yet words.

    Parameters
    ----------
    records : the lake's records, or their tallies.
    """
    chosen = {dim: list(values) for dim, values in (where or {}).items()}
    if forces is not None:
        chosen["force"] = list(forces)
    kept = records
    for condition in _conditions(records, chosen, first, last):
        kept = kept.filter(condition)
    tally = kept.n.sum().fill_null(0) if "n" in kept.columns else kept.count()
    if not by:
        return kept.aggregate(n=tally)
    columns = list(dict.fromkeys(dimension(name).column for name in by))
    grouped = kept.group_by(columns).aggregate(n=tally)
    if all(_one_to_one(name) for name in by):
        return grouped.select(**{name: grouped[dimension(name).column] for name in by}, n="n")
    folded = grouped.select(**{name: _folded(grouped, name) for name in by}, n="n")
    return folded.group_by(list(by)).aggregate(n=folded.n.sum())


def _conditions(
    records: ir.Table, chosen: dict[str, list[Any]], first: str | None, last: str | None
) -> Iterable[Any]:
    if first is not None:
        yield records.month >= month_number(first)
    if last is not None:
        yield records.month <= month_number(last)
    for name, values in chosen.items():
        dim = dimension(name)
        if name == "month":
            yield records.month.isin([month_number(value) for value in values])
        elif dim.meanings is None:
            yield records[dim.column].isin(values)
        else:
            numbers = [n for n, value in dim.meanings.items() if value in values]
            yield records[dim.column].isin(numbers or [-1])


def _places(name: str) -> list[Any]:
    """The distinct values of a dimension; a folded number is a place in this list."""
    meanings = dimension(name).meanings or {}
    return list(dict.fromkeys(meanings.values()))


def _one_to_one(name: str) -> bool:
    meanings = dimension(name).meanings
    return meanings is None or len(set(meanings.values())) == len(meanings)


def _folded(table: ir.Table, name: str) -> Any:
    """The number of a value as the place of its meaning, so that equal meanings become one."""
    dim = dimension(name)
    column = table[dim.column]
    if dim.meanings is None or _one_to_one(name):
        return column
    places = _places(name)
    numbers: dict[int, list[int]] = {}
    for number, value in dim.meanings.items():
        numbers.setdefault(places.index(value), []).append(number)
    branches = [(column.isin(group), ibis.literal(place)) for place, group in numbers.items()]
    return ibis.cases(*branches, else_=ibis.literal(-1))


def _decoded(table: pa.Table, by: Sequence[str]) -> pa.Table:
    columns = {name: _words(name, table.column(name)) for name in by}
    return pa.table({**columns, "n": table.column("n").cast(pa.int64())})


def _words(name: str, numbers: pa.ChunkedArray) -> pa.Array:
    dim = dimension(name)
    whole = numbers.combine_chunks()
    if name != "month" and dim.meanings is None:
        return whole.cast(pa.string())
    found = arrow.numbers(whole).astype(np.int64)
    least = int(found.min(initial=0))
    places = found - least
    words: list[Any] = [None] * (int(places.max(initial=0)) + 1)
    values = dim.meanings if _one_to_one(name) else dict(enumerate(_places(name)))
    for place in np.flatnonzero(np.bincount(places)).tolist():
        number = place + least
        words[place] = month_name(number) if name == "month" else (values or {}).get(number)
    kinds = {type(value) for value in _places(name)} - {type(None)}
    column = arrow.flags(words) if kinds == {bool} else arrow.texts(words)
    return column.take(arrow.column(places, pa.int64()))
