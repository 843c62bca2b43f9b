"""From records to counts: one Ibis expression, the only thing that touches every record.

Records hold whole numbers. They are grouped by those first, so that the pass over millions of rows
moves bytes and compares nothing but small integers; what a number means is put in its place in the
few rows that are left. The same expression runs on DuckDB and on Spark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from evenhand.records import arrow
from evenhand.records.clock import month_name, month_number
from evenhand.records.dimensions import OF_SEARCHES, Dimension, Dimensions
from evenhand.records.engine import Engine
from evenhand.records.errors import NoLake, RecordsError
from evenhand.records.lake import Lake
from evenhand.records.lake.manifest import STOP_AND_SEARCH, VEHICLE_STOP
from evenhand.records.lake.tally import COMBINED
from evenhand.records.stops.dimensions import INSIDE, OF_STOPS


class UnknownDimension(RecordsError):
    """A dimension that records do not have."""


DIMENSIONS = tuple(OF_SEARCHES)
OF_POWER: Mapping[str, Dimensions] = {STOP_AND_SEARCH: OF_SEARCHES, VEHICLE_STOP: OF_STOPS}
# The areas of searches are whole local authorities, as the files that everybody has say them.
INSIDE_OF_POWER: Mapping[str, frozenset[str]] = {
    STOP_AND_SEARCH: frozenset(),
    VEHICLE_STOP: INSIDE,
}


@cache
def dimension(name: str, power: str = STOP_AND_SEARCH) -> Dimension:
    """A dimension of a power's records by its name.

    Raises
    ------
    UnknownDimension
        If those records cannot be divided by it.
    """
    known = OF_POWER[power]
    if name not in known:
        raise UnknownDimension(f"there is no dimension {name!r}; there are {', '.join(known)}")
    return known[name]()


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
    inside: str | None = None,
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
    inside : the only force asked for, where this is for its own people
        They alone may divide its stops by team or small area.

    Returns
    -------
    table : the dimensions as text, true or false, or null, and `n`
        Only combinations that occur: a missing row is a zero only if its month was observed.

    Raises
    ------
    UnknownDimension
        If records have no such dimension, or it is one for the force's own people.
    NoLake
        If a file of the lake is missing, damaged or not the one that was written.
    """
    asked = {name: dimension(name, lake.power) for name in (*by, *(where or ()))}
    own = INSIDE_OF_POWER[lake.power] & asked.keys()
    if own and (inside is None or list(forces or ()) != [inside]):
        raise UnknownDimension(
            f"{', '.join(sorted(own))} is for a force's own people: count one force, and say that "
            "it is counted inside it"
        )
    columns = {name: asked[name] for name in by}
    months = lake.months(None if forces is None else list(forces), first, last)
    if not months:
        return _decoded(pa.table({**{name: [] for name in by}, "n": []}), columns)
    engine = engine or Engine.duckdb(lake.path)
    lake.refuse_changes(months)
    try:
        records = None if from_records else tallied(engine, lake, (*by, *(where or ())))
        if records is None:
            files = [lake.path / month.path for month in months]
            records = engine.stops(files) if lake.power == VEHICLE_STOP else engine.records(files)
        expression = counted(
            records,
            by=by,
            forces=forces,
            first=first,
            last=last,
            where=where,
            power=lake.power,
        )
        table = engine.run(expression)
    except Exception as error:
        damage = lake.damaged()  # only now, for it looks at every file
        if damage:
            raise NoLake(damage) from error
        raise
    return _decoded(table, columns)


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
    power: str = STOP_AND_SEARCH,
) -> ir.Table:
    """The expression that :func:`count` runs: its rows hold numbers, not yet words.

    Parameters
    ----------
    records : the lake's records, or their tallies.
    power : what they are records of.
    """
    divided = {name: dimension(name, power) for name in by}
    chosen = {dim: list(values) for dim, values in (where or {}).items()}
    if forces is not None:
        chosen["force"] = list(forces)
    kept = records
    for condition in _conditions(records, chosen, first, last, power):
        kept = kept.filter(condition)
    tally = kept.n.sum().fill_null(0) if "n" in kept.columns else kept.count()
    if not by:
        return kept.aggregate(n=tally)
    columns = list(dict.fromkeys(one.column for one in divided.values()))
    grouped = kept.group_by(columns).aggregate(n=tally)
    if all(_one_to_one(one) for one in divided.values()):
        return grouped.select(**{name: grouped[one.column] for name, one in divided.items()}, n="n")
    folded = grouped.select(**{name: _folded(grouped, one) for name, one in divided.items()}, n="n")
    return folded.group_by(list(by)).aggregate(n=folded.n.sum())


def _conditions(
    records: ir.Table,
    chosen: dict[str, list[Any]],
    first: str | None,
    last: str | None,
    power: str,
) -> Iterable[Any]:
    if first is not None:
        yield records.month >= month_number(first)
    if last is not None:
        yield records.month <= month_number(last)
    for name, values in chosen.items():
        dim = dimension(name, power)
        if name == "month":
            yield records.month.isin([month_number(value) for value in values])
        elif dim.meanings is None:
            yield records[dim.column].isin(values)
        else:
            numbers = [n for n, value in dim.meanings.items() if value in values]
            yield records[dim.column].isin(numbers or [-1])


def _places(dim: Dimension) -> list[Any]:
    """The distinct values of a dimension; a folded number is a place in this list."""
    return list(dict.fromkeys((dim.meanings or {}).values()))


def _one_to_one(dim: Dimension) -> bool:
    return dim.meanings is None or len(set(dim.meanings.values())) == len(dim.meanings)


def _folded(table: ir.Table, dim: Dimension) -> Any:
    """The number of a value as the place of its meaning, so that equal meanings become one."""
    column = table[dim.column]
    if dim.meanings is None or _one_to_one(dim):
        return column
    places = _places(dim)
    numbers: dict[int, list[int]] = {}
    for number, value in dim.meanings.items():
        numbers.setdefault(places.index(value), []).append(number)
    branches = [(column.isin(group), ibis.literal(place)) for place, group in numbers.items()]
    return ibis.cases(*branches, else_=ibis.literal(-1))


def _decoded(table: pa.Table, divided: Mapping[str, Dimension]) -> pa.Table:
    columns = {name: _words(dim, table.column(name)) for name, dim in divided.items()}
    return pa.table({**columns, "n": table.column("n").cast(pa.int64())})


def _words(dim: Dimension, numbers: pa.ChunkedArray) -> pa.Array:
    whole = numbers.combine_chunks()
    month = dim.column == "month"
    if not month and dim.meanings is None:
        return whole.cast(pa.string())
    present, places = np.unique(arrow.numbers(whole), return_inverse=True)
    values = dim.meanings if _one_to_one(dim) else dict(enumerate(_places(dim)))
    words: list[Any] = [
        month_name(number) if month else (values or {}).get(number) for number in present.tolist()
    ]
    kinds = {type(value) for value in _places(dim)} - {type(None)}
    column = arrow.flags(words) if kinds == {bool} else arrow.texts(words)
    return column.take(arrow.column(places.astype(np.int64, copy=False), pa.int64()))
