"""A ratio that moved, taken apart: how much of it moved within areas, and how much between them.

It is association: where people live, and where police look, is no chance.
"""

from collections.abc import Sequence
from math import isfinite, sqrt

import numpy as np

from evenhand.measures.watch.beside import Part, Places
from evenhand.measures.watch.charts import FEWEST_RESIDENTS
from evenhand.measures.watch.cube import ELSEWHERE, FIVE_GROUPS, REFERENCE, Floats
from evenhand.measures.watch.found import Looks
from evenhand.measures.watch.judging import Candidate, Watching
from evenhand.measures.watch.small_quarters import LEAST, NEAREST
from evenhand.stats import Estimate
from evenhand.stats.within.places import decompose_change_in_ratio

FEWEST_PLACES = 2


def by_places(one: Candidate, watching: Sequence[Watching]) -> Places | None:
    """Take the change of a ratio of a whole force apart, by the areas that its records name.

    Areas with fewer than 10 of either group, before or after, are put together, and every count is
    rounded to the nearest 5, before anything is worked out. Records that name no area are left out.

    Parameters
    ----------
    one : what moved. watching : all powers, those by area among them.

    Returns
    -------
    None where records name no areas, nobody knows who lives in one, or all but one are too small.
    """
    if one.looks is not Looks.RATIO or one.group >= FIVE_GROUPS or one.asked.stream:
        return None
    whole = one.of.cube
    for other in watching:
        if other.cube.areas and not whole.areas and other.cube.power == whole.power:
            return _of(one, other)
    return None


def _of(one: Candidate, by_area: Watching) -> Places | None:
    cube, force = by_area.cube, one.of.cube.forces[one.force]
    rows = [
        row
        for row, (name, area) in enumerate(zip(cube.forces, cube.areas, strict=True))
        if name == force and area != ELSEWHERE
    ]
    names = [asked.name for asked in cube.asked]
    if not rows or one.asked.name not in names:
        return None
    groups = [one.group, REFERENCE[one.group]]
    counts = cube.events[rows, names.index(one.asked.name)][:, groups]
    used = np.asarray(~np.isnan(counts).any(axis=(0, 1)))
    stretches = (slice(one.begun, one.since), slice(one.since, None))
    years = np.array([used[months].sum() / 12 for months in stretches])
    if not years.all():
        return None
    # (areas, groups, periods)
    cells = np.stack([np.nansum(counts[..., months], axis=-1) for months in stretches], axis=-1)
    lived = np.array([[cube.lived(row)[group] for group in groups] for row in rows])
    parts = _large_enough(cells, lived)
    if parts is None:
        return None
    events, people = parts
    exposure = people[..., None] * years
    (a, b), (n, m) = (np.moveaxis(values, (1, 2), (0, 1)) for values in (events, exposure))
    # As the group lives: then what is between comes of the reference group's rates alone.
    found = decompose_change_in_ratio(a, n, b, m, weights="group")
    within, between = (_part(each, one.phi) for each in (found.within, found.between))
    if within is None or between is None:
        return None
    return Places(len(events), within, between)


def _large_enough(cells: Floats, lived: Floats) -> tuple[Floats, Floats] | None:
    """Put areas together until each can be told, and round; None where fewer than two are left."""
    if np.any(cells[~(lived > 0).all(axis=1)]):
        return None  # people were searched where nobody knows how many live
    large = np.asarray((cells >= LEAST).all(axis=(1, 2)) & (lived >= FEWEST_RESIDENTS).all(axis=1))
    order = np.argsort(cells.sum(axis=(1, 2)), kind="stable")
    kept = [int(at) for at in order if large[at]]
    rest, people = cells[~large].sum(axis=0), lived[~large].sum(axis=0)
    while kept and rest.any() and not (rest >= LEAST).all():
        least = kept.pop(0)
        rest, people = rest + cells[least], people + lived[least]
    parts = [(cells[at], lived[at]) for at in sorted(kept)]
    if rest.any():
        parts.append((rest, people))
    if len(parts) < FEWEST_PLACES:
        return None
    events, residents = (np.stack(each) for each in zip(*parts, strict=True))
    return NEAREST * np.floor(events / NEAREST + 0.5), residents


def _part(found: Estimate, phi: float) -> Part | None:
    """Give a part as times as much, its range widened by how much months swing."""
    times, low, high = (float(part) for part in (found.value, found.low, found.high))
    if not all(isfinite(part) and part > 0 for part in (times, low, high)):
        return None
    return Part(times, times * (low / times) ** sqrt(phi), times * (high / times) ** sqrt(phi))
