"""From a lake to the watch's counts: a few passes, and only over months not counted before."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evenhand.measures.recordable import only_in_current
from evenhand.measures.schema import Filter
from evenhand.measures.watch.cube import (
    ELSEWHERE,
    EVERYBODY,
    GROUPINGS,
    GROUPS,
    Bools,
    Cube,
    Floats,
)
from evenhand.measures.watch.kept import keep_counts, kept_counts
from evenhand.records import codes
from evenhand.records.checks import Finding, findings, spoilt
from evenhand.records.clock import month_number, months_between
from evenhand.records.count import count
from evenhand.records.engine import Engine

if TYPE_CHECKING:
    from evenhand.records.lake import Lake

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Counted:
    """The counts of a lake, and what its checks say of the months."""

    cube: Cube
    findings: tuple[Finding, ...]


def counted(
    lake: "Lake", *, as_of: str, forces: Sequence[str] | None = None, cache: Path | None = None
) -> Counted:
    """Count everything that is watched in a lake.

    Parameters
    ----------
    lake : the records of one power.
    as_of : the last month.
    forces : ids; all that the lake holds without.
    cache : a folder in which counts are kept, so that a month is counted once.
    """
    names = [one for one in lake.forces() if forces is None or one in forces]
    if not names or lake.first_month > as_of:
        return Counted(Cube.empty(lake.power, (), (as_of,)), ())
    months = months_between(lake.first_month, as_of)
    cube = Cube.empty(lake.power, names, months)
    _fingerprints(lake, cube)
    fill(lake, cube, cache)
    told = tuple(one for one in findings(lake) if one.force in names)
    for row, force in enumerate(names):
        held = set(lake.months_observed(force, months[0], as_of))
        cube.observed[row] = [month in held for month in months]
    return Counted(cube, told)


def fill(lake: "Lake", cube: Cube, cache: Path | None) -> None:
    """Count what was not counted before from the very same files."""
    stale = np.asarray(cube.prints != "", dtype=np.bool_)
    if cache is not None:
        stale &= ~kept_counts(cache, cube)
    if stale.any():
        _count(lake, cube, stale)
        if cache is not None:
            keep_counts(cache, cube)


def unusable(lake: "Lake", cube: Cube, told: Sequence[Finding]) -> Bools:
    """Say which months were supplied and are not to be relied on: partly loaded, or twice over.

    Returns
    -------
    (forces, months)
    """
    bad = np.zeros(cube.observed.shape, dtype=np.bool_)
    rows = {force: row for row, force in enumerate(cube.forces)}
    places = {month: place for place, month in enumerate(cube.months)}
    for force, month in spoilt(lake, told):
        if force in rows and month in places:
            bad[rows[force], places[month]] = True
    return bad


def old_months(cube: Cube, old: Floats) -> Bools:
    """Say in which months most people were recorded by the older list of codes."""
    return np.asarray(old > cube.persons / 2)


def unnamed_groups() -> tuple[int, ...]:
    """Give the places of the groups that the older list of codes could not name."""
    return tuple(place for place, (_, group) in enumerate(GROUPS) if group in only_in_current())


def _fingerprints(lake: "Lake", cube: Cube) -> None:
    """Say of each month which files it is counted from: those with a record dated in it."""
    rows = {force: row for row, force in enumerate(cube.forces)}
    places = {month: place for place, month in enumerate(cube.months)}
    files: dict[tuple[int, int], list[str]] = {}
    for one in lake.current():
        if one.force not in rows:
            continue
        dated = {*one.profile["months"], one.month}
        name = f"{one.path} {one.version} {one.rows} {one.size}"
        for month in dated & places.keys():
            files.setdefault((rows[one.force], places[month]), []).append(name)
    for place, names in files.items():
        text = "\n".join(sorted(names))
        cube.prints[place] = hashlib.sha256(text.encode()).hexdigest()[:32]


def _count(lake: "Lake", cube: Cube, stale: Bools) -> None:
    """Count the stale months anew; the others keep what they have."""
    for counts in (cube.persons, cube.persons_unknown, cube.old):
        counts[stale] = 0
    for counts in (cube.unknown, cube.left_out):
        counts[np.broadcast_to(stale[:, None, :], counts.shape)] = 0
    for counts in (cube.events, cube.recorded):
        counts[np.broadcast_to(stale[:, None, None, :], counts.shape)] = 0
    engine = Engine.duckdb(lake.path)
    rows, places = set(np.nonzero(stale)[0].tolist()), np.flatnonzero(stale.any(axis=0))
    for (dimensions, kept), members in _passes(cube).items():
        table = count(
            lake,
            by=["force", "month", "self_defined", *(["area"] if cube.areas else []), *dimensions],
            forces=sorted({force for row, force in enumerate(cube.forces) if row in rows}),
            first=cube.months[places[0]],
            last=cube.months[places[-1]],
            where={name: list(values) for name, values in kept},
            engine=engine,
        )
        if table.num_rows:
            _add_up(cube, table, members, stale)


def _passes(
    cube: Cube,
) -> Mapping[tuple[tuple[str, ...], tuple[tuple[str, tuple[Any, ...]], ...]], list[int]]:
    """Put together what can be counted in one pass: the same records, by the same dimensions."""
    found: dict[Any, list[int]] = {}
    for place, one in enumerate(cube.asked):
        measure = one.measure
        dimensions = tuple(sorted({*measure.recorded, *measure.events}))
        where = {**measure.count, **one.where}
        kept = tuple(sorted((name, tuple(values)) for name, values in where.items()))
        found.setdefault((dimensions, kept), []).append(place)
    return found


def _add_up(cube: Cube, table: pa.Table, members: Sequence[int], stale: Bools) -> None:
    n = table.column("n").to_numpy().astype(np.float64)
    rows = _rows(cube, table)
    month, months = _places(table, "month")
    label, labels = _places(table, "self_defined")
    first = month_number(cube.months[0])
    at = np.array([month_number(str(one)) - first for one in months])[month]
    use = stale[rows, at]
    groupings = GROUPINGS[:1] if cube.areas else GROUPINGS
    known = np.array([[_group(one, name) for one in labels] for name in groupings])[:, label]
    for place in members:
        measure = cube.asked[place].measure
        recorded = use & _matches(table, measure.recorded)
        event = recorded & _matches(table, measure.events)
        np.add.at(cube.left_out, (rows[use], place, at[use]), np.where(recorded, 0, n)[use])
        nobody = event & (known[0] < 0)
        np.add.at(cube.unknown, (rows[nobody], place, at[nobody]), n[nobody])
        for groups in known:
            for counts, which in ((cube.events, event), (cube.recorded, recorded)):
                mine = which & (groups >= 0)
                np.add.at(counts, (rows[mine], place, groups[mine], at[mine]), n[mine])
        if cube.asked[place].name == EVERYBODY[cube.power]:
            old = np.array([_old(one) for one in labels])[label]
            for total, which in (
                (cube.persons, use),
                (cube.persons_unknown, use & (known[0] < 0)),
                (cube.old, use & old & (known[0] >= 0)),
            ):
                np.add.at(total, (rows[which], at[which]), n[which])


def _rows(cube: Cube, table: pa.Table) -> Ints:
    """Give the row of a cube that each row of counts belongs to."""
    force, forces = _places(table, "force")
    if not cube.areas:
        return np.array([cube.forces.index(str(one)) for one in forces])[force]
    area, areas = _places(table, "area")
    at = {row: place for place, row in enumerate(zip(cube.forces, cube.areas, strict=True))}
    found = np.array(
        [
            [at.get((one, area_of(one, text)), at[one, ELSEWHERE]) for text in areas]
            for one in map(str, forces)
        ]
    )
    return np.asarray(found[force, area])


@cache
def area_of(force: str, text: str | None) -> str:
    """The code of the local authority of a force that a record names; ``ELSEWHERE`` otherwise."""
    named = codes.authority(text or "")
    return named.lad_code if named is not None and named.force == force else ELSEWHERE


def _places(table: pa.Table, name: str) -> tuple[Ints, list[Any]]:
    """Give each row's place in the list of the column's values, and that list."""
    column = table.column(name).combine_chunks()
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    coded = column.dictionary_encode(null_encoding="encode")
    return coded.indices.to_numpy(zero_copy_only=False).astype(np.int64), (
        coded.dictionary.to_pylist()
    )


def _matches(table: pa.Table, wanted: Filter) -> Bools:
    found = np.ones(table.num_rows, dtype=np.bool_)
    for name, values in wanted.items():
        place, words = _places(table, name)
        found &= np.array([word in values for word in words], dtype=np.bool_)[place]
    return found


@cache
def _group(label: str | None, grouping: str) -> int:
    """The place of a label's group among ``GROUPS``; -1 where it is not known."""
    listed = codes.ethnicities()
    group = codes.GROUPINGS[grouping].of(
        listed.by_id[listed.labels.get(label or "", codes.UNLISTED)]
    )
    return -1 if group is None else GROUPS.index((grouping, group))


@cache
def _old(label: str | None) -> bool:
    listed = codes.ethnicities()
    one = listed.by_id[listed.labels.get(label or "", codes.UNLISTED)]
    return one.vocabulary == "old"
