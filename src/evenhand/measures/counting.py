"""From the lake to counts in memory: what happened, to whom, by force."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evenhand.measures.schema import Filter, Measure
from evenhand.records import codes
from evenhand.records.count import count
from evenhand.records.engine import Engine

if TYPE_CHECKING:
    from evenhand.records.lake import Lake

Ints = NDArray[np.int64]
UNKNOWN = "Unknown"


@dataclass(frozen=True)
class Atom:
    """People told apart as finely as the records do.

    Attributes
    ----------
    groups : the group this is in, by grouping; None where it is not known in that grouping.
    """

    groups: Mapping[str, str | None]

    def __hash__(self) -> int:
        return hash(frozenset(self.groups.items()))


@dataclass(frozen=True)
class MeasureCounts:
    """Counts by force and atom.

    Attributes
    ----------
    events : (forces, atoms) what the measure counts.
    recorded : (forces, atoms) records where the answer was written down.
    left_out : (forces,) records where it was not.
    confusion : by the person's own group and the officer's, for an agreement; otherwise empty.
    queries : the SQL that counted, as it ran.
    """

    forces: tuple[str, ...]
    atoms: tuple[Atom, ...]
    events: Ints
    recorded: Ints
    left_out: Ints
    confusion: Mapping[tuple[str, str], int]
    queries: tuple[str, ...] = ()

    def of(self, grouping: str, group: str | None, counts: Ints) -> Ints:
        """Add up the atoms of one group, or (None) of those whose group is not known.

        Returns
        -------
        (forces,) whole numbers.
        """
        members = [atom.groups.get(grouping) == group for atom in self.atoms]
        total: Ints = counts[:, np.array(members, dtype=bool)].sum(axis=1)
        return total


_OPEN = threading.local()  # the engine that counted last; a country's measures share it


def _engine(lake: "Lake") -> Engine:
    """An engine that sees the lake and has run nothing yet; opening one takes longer than a count.

    Each thread keeps one: a connection is never used by two.
    """
    path = lake.path.resolve()
    kept: tuple[Path, Any] | None = getattr(_OPEN, "kept", None)
    if kept is None or kept[0] != path:
        kept = _OPEN.kept = (path, Engine.duckdb(path).backend)
    return Engine(kept[1])


def counts_of(
    measure: Measure, lake: "Lake", *, months: Mapping[str, Sequence[str]]
) -> MeasureCounts:
    """Count a measure's records in the lake.

    A file can hold records of a month that its force did not supply. They are left out: that
    month is missing, and a few strays are not what happened in it.

    Parameters
    ----------
    measure : what to count.
    lake : where the records are.
    months : by force, the months that it supplied, at least one each.
    """
    engine = _engine(lake)
    found = _add_up(measure, tuple(months), _rows(measure, lake, months, engine))
    return replace(found, queries=tuple(engine.ran))


def counts_by_month(
    measure: Measure, lake: "Lake", *, force: str, months: Sequence[str]
) -> dict[str, MeasureCounts]:
    """Count a measure's records of one force, each month for itself.

    Parameters
    ----------
    measure, lake : as for :func:`counts_of`.
    force : whose records.
    months : the months that it supplied, at least one.

    Returns
    -------
    By month, for every month given; one without any such record has counts of nothing.
    """
    spans = [[month] for month in months]
    found = counts_by_span(measure, lake, months={force: months}, spans=spans)
    return dict(zip(months, found, strict=True))


def counts_by_span(
    measure: Measure,
    lake: "Lake",
    *,
    months: Mapping[str, Sequence[str]],
    spans: Sequence[Sequence[str]],
) -> list[MeasureCounts]:
    """Count a measure's records for several spans of months, in one pass over the records.

    Parameters
    ----------
    measure, lake, months : as for :func:`counts_of`.
    spans : lists of months that do not overlap.

    Returns
    -------
    Counts for each span, of the forces that supplied any of its months; nobody's for a span that
    no force supplied.
    """
    return counts_by_spans(measure, lake, months=months, divisions=[spans])[0]


def counts_by_spans(
    measure: Measure,
    lake: "Lake",
    *,
    months: Mapping[str, Sequence[str]],
    divisions: Sequence[Sequence[Sequence[str]]],
) -> list[list[MeasureCounts]]:
    """Divide the same time in several ways, still in one pass: by quarter and by month, say.

    Parameters
    ----------
    measure, lake, months : as for :func:`counts_of`.
    divisions : each as the ``spans`` of :func:`counts_by_span`.
    """
    engine = _engine(lake)
    found = _rows(measure, lake, months, engine)
    queries = tuple(engine.ran)
    return [_divided(measure, found, months, spans, queries) for spans in divisions]


def _divided(
    measure: Measure,
    found: Sequence[Mapping[str, Any]],
    months: Mapping[str, Sequence[str]],
    spans: Sequence[Sequence[str]],
    queries: tuple[str, ...],
) -> list[MeasureCounts]:
    place = {month: number for number, span in enumerate(spans) for month in span}
    rows: list[list[Mapping[str, Any]]] = [[] for _ in spans]
    for row in found:
        if row["month"] in place:
            rows[place[row["month"]]].append(row)
    suppliers = [
        tuple(force for force, observed in months.items() if {*observed} & {*span})
        for span in spans
    ]
    return [
        replace(_add_up(measure, forces, rows_of_span), queries=queries)
        for forces, rows_of_span in zip(suppliers, rows, strict=True)
    ]


def _rows(
    measure: Measure, lake: "Lake", months: Mapping[str, Sequence[str]], engine: Engine
) -> list[Mapping[str, Any]]:
    """Read what a measure looks at, month by month, without strays of months not supplied."""
    who = _who(measure)
    dimensions = sorted({*measure.recorded, *measure.events} - set(who))
    table = count(
        lake,
        by=["force", "month", *who, *dimensions],
        forces=list(months),
        first=min(min(observed) for observed in months.values()),
        last=max(max(observed) for observed in months.values()),
        where={name: list(values) for name, values in measure.count.items()},
        engine=engine,
    )
    supplied = {force: frozenset(observed) for force, observed in months.items()}
    return [row for row in table.to_pylist() if row["month"] in supplied[row["force"]]]


def _who(measure: Measure) -> list[str]:
    if measure.kind == "agreement":
        return ["self_defined", "officer_five_group"]
    return ["officer_five_group" if measure.group_by == "officer-defined" else "self_defined"]


def _add_up(
    measure: Measure, forces: tuple[str, ...], rows: Iterable[Mapping[str, Any]]
) -> MeasureCounts:
    index = {force: number for number, force in enumerate(forces)}
    atoms: dict[Atom, int] = {}
    cells: dict[tuple[int, int], list[int]] = {}
    left_out = np.zeros(len(forces), dtype=np.int64)
    confusion: dict[tuple[str, str], int] = {}
    for row in rows:
        force, n = index[row["force"]], int(row["n"])
        atom = _atom(measure, row)
        number = atoms.setdefault(atom, len(atoms))
        cell = cells.setdefault((force, number), [0, 0])
        if measure.kind == "agreement":
            pair = (atom.groups["five-groups"] or UNKNOWN, str(row["officer_five_group"]))
            confusion[pair] = confusion.get(pair, 0) + n
            recorded, event = UNKNOWN not in pair, pair[0] == pair[1]
        else:
            recorded = matches(row, measure.recorded)
            event = matches(row, measure.events)
        if recorded:
            cell[0] += n * event
            cell[1] += n
        else:
            left_out[force] += n
    events, base = np.zeros((2, len(forces), len(atoms)), dtype=np.int64)
    for (force, number), (happened, looked_at) in cells.items():
        events[force, number], base[force, number] = happened, looked_at
    return MeasureCounts(forces, tuple(atoms), events, base, left_out, confusion)


def matches(row: Mapping[str, Any], wanted: Filter) -> bool:
    """Tell whether a row has one of the wanted values in every dimension; blank is none of them."""
    return all(row[dimension] in values for dimension, values in wanted.items())


def _atom(measure: Measure, row: Mapping[str, Any]) -> Atom:
    if measure.group_by == "officer-defined":
        seen = row["officer_five_group"]
        return Atom({"five-groups": seen if seen in codes.FIVE_GROUPS else None})
    listed = codes.ethnicities()
    ethnicity = listed.by_id[listed.labels.get(row["self_defined"] or "", codes.UNLISTED)]
    return Atom({name: grouping.of(ethnicity) for name, grouping in codes.GROUPINGS.items()})
