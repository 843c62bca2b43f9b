"""The areas of a force: counts by local authority, and what may be told of them.

Only whole local authorities of the force itself are watched. Where records name a beat, a street or
nothing, nothing is watched by area, and that is said.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from evenhand.measures.watch.counting import area_of, fill
from evenhand.measures.watch.cube import ELSEWHERE, EVERYBODY, REFERENCE, Bools, Cube, Floats
from evenhand.measures.watch.found import Looks
from evenhand.measures.watch.judging import Candidate
from evenhand.measures.watch.kept import keep_areas, kept_areas
from evenhand.measures.watch.small_quarters import LEAST
from evenhand.measures.watch.spans import quarters
from evenhand.records.count import INSIDE_OF_POWER, count
from evenhand.records.engine import Engine

if TYPE_CHECKING:
    from evenhand.records.lake import Lake

MOSTLY = 0.9
"""So many of a month's records of people name an area, or the month is not used for areas."""
FEWEST_AREAS = 2
"""With a single area there is nothing that the force as a whole does not say."""


def counted_by_area(lake: "Lake", whole: Cube, cache: Path | None) -> Cube | None:
    """Count what is watched by area; None where records name no areas, or may not be so divided.

    Parameters
    ----------
    whole : the counts of the same lake by force, with the fingerprints of its months.
    """
    if "area" in INSIDE_OF_POWER[lake.power] or not whole.forces:
        return None
    named = _areas(lake, whole, cache)
    rows = [
        (force, area)
        for force in whole.forces
        if len(mine := sorted(named.get(force, ()))) >= FEWEST_AREAS
        for area in (*mine, ELSEWHERE)
    ]
    if not rows:
        return None
    forces, areas = zip(*rows, strict=True)
    cube = Cube.empty(lake.power, forces, whole.months, areas)
    of = [whole.forces.index(force) for force in forces]
    cube.prints[:] = whole.prints[of]
    fill(lake, cube, cache)
    cube.observed[:] = whole.observed[of]
    return cube


def _areas(lake: "Lake", whole: Cube, cache: Path | None) -> dict[str, set[str]]:
    """Which areas each force's records name: only months not looked at before are read."""
    found, stale = dict[str, set[str]](), np.asarray(whole.prints != "", dtype=np.bool_)
    if cache is not None:
        found, seen = kept_areas(cache, whole)
        stale &= ~seen
    if stale.any():
        places = np.flatnonzero(stale.any(axis=0))
        table = count(
            lake,
            by=["force", "area"],
            forces=[whole.forces[row] for row in np.flatnonzero(stale.any(axis=1))],
            first=whole.months[places[0]],
            last=whole.months[places[-1]],
            engine=Engine.duckdb(lake.path),
        )
        for row in table.to_pylist():
            area = area_of(row["force"], row["area"])
            if area != ELSEWHERE:
                found.setdefault(row["force"], set()).add(area)
        if cache is not None:
            keep_areas(cache, whole, found)
    return found


def mostly_named(cube: Cube) -> Bools:
    """Say in which months nearly every record of a force names an area: (rows, months)."""
    force = np.unique(np.array(cube.forces), return_inverse=True)[1]
    rest = np.array([area == ELSEWHERE for area in cube.areas])
    all_ = np.zeros((force.max() + 1, len(cube.months)))
    named = all_.copy()
    np.add.at(all_, force, cube.persons)
    np.add.at(named, force[~rest], cube.persons[~rest])
    return np.asarray(((named >= MOSTLY * all_) & (all_ > 0))[force])


def few(one: Candidate) -> tuple[str, ...]:
    """Name the counts of an area's series that are under 10 in a quarter of an area of its force.

    None of them is shown: pages print what the whole force had, so that what is told of some areas
    would tell of the others. Records that name no area count as one more, if there are any.
    """
    cube = one.of.cube
    mine = np.array([force == cube.forces[one.force] for force in cube.forces])
    rest = np.array([area == ELSEWHERE for area in cube.areas])[mine]
    stretches = quarters(len(cube.months) - 1)

    def small(counts: Floats) -> bool:
        for first, last in stretches:
            part = counts[:, first : last + 1]
            seen = ~np.isnan(part).all(axis=0)
            if not seen.any():
                continue
            totals = np.nansum(part, axis=1)
            if np.any((totals < LEAST) & ~(rest & (totals == 0))):
                return True
        return False

    named = {name: [each[mine] for each in counts] for name, counts in _counts(one)}
    return tuple(name for name, every in named.items() if any(small(each) for each in every))


def _counts(one: Candidate) -> Iterator[tuple[str, list[Floats]]]:
    """What each count that is told of a series is worked out from, for every row of its cube."""
    cube, group = one.of.cube, one.group
    if one.looks is Looks.UNKNOWN:
        place = [asked.name for asked in cube.asked].index(EVERYBODY[cube.power])
        known = [cube.events[:, place, each] for each in cube.groups]
        yield "events", [cube.persons_unknown, cube.persons - cube.persons_unknown, *known]
        yield "records", [cube.persons, *known]
        return
    place = int(one.of.blocks[one.block].asked[one.place])
    events, records = cube.events[:, place, group], cube.recorded[:, place, group]
    if one.looks is Looks.SHARE:
        yield "events", [events, records - events]
        yield "records", [records]
        return
    yield "events", [events]
    if one.looks is Looks.RATIO:
        yield "reference_events", [cube.events[:, place, REFERENCE[group]]]
    yield "unknown", [cube.unknown[:, place]]
