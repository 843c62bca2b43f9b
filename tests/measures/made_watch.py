"""Counts for the watch's tests: forces drawn by hand, with changes planted in them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evenhand.measures.watch.cube import FAMILY, GROUPS, Cube
from evenhand.records.clock import month_name, month_number

FORCES = ("bedfordshire", "durham", "kent", "leicestershire", "merseyside", "nottinghamshire")
FIRST = "2021-01"
FINE = [place for place, (name, _) in enumerate(GROUPS) if name == "nineteen-groups"]
WHITE, BLACK = (GROUPS.index(("five-groups", group)) for group in ("White", "Black"))


@dataclass(frozen=True)
class Plant:
    """A change of how often a group is searched (or, without one, everybody), from a month on."""

    force: str
    times: float
    since: int
    group: str | None = None


def place(cube: Cube, measure: str) -> int:
    """Where a measure lies in a cube."""
    return [one.name for one in cube.asked].index(measure)


def drawn(
    seed: int,
    *,
    months: int = 60,
    mean: float = 40,
    forces: Sequence[str] = FORCES,
    plants: Sequence[Plant] = (),
    unknown: float = 0.1,
) -> Cube:
    """Draw searches and finds of so many a month of each broad group; a fifth find something.

    ``unknown`` is how many records have no ethnicity, for every one that has.
    """
    rng = np.random.default_rng(seed)
    names = tuple(month_name(month_number(FIRST) + number) for number in range(months))
    cube = Cube.empty("stop-and-search", forces, names)
    level = np.full((len(forces), len(GROUPS), months), 0.0)
    for family in dict.fromkeys(FAMILY):
        members = [one for one in FINE if FAMILY[one] == family]
        level[:, members] = mean / len(members)
    for plant in plants:
        mine = [one for one in FINE if plant.group in {None, FAMILY[one]}]
        level[forces.index(plant.force), mine, plant.since :] *= plant.times
    searches = np.zeros_like(level)
    searches[:, FINE] = rng.poisson(level[:, FINE])
    finds = np.zeros_like(level)
    finds[:, FINE] = rng.binomial(searches[:, FINE].astype(int), 0.2)
    for counts in (searches, finds):
        for number in range(5):
            members = [one for one in FINE if FAMILY[one] == FAMILY[number]]
            counts[:, number] = counts[:, members].sum(axis=1)
    rate, share = place(cube, "search-rate"), place(cube, "find-rate")
    cube.events[:, rate] = cube.recorded[:, rate] = cube.recorded[:, share] = searches
    cube.events[:, share] = finds
    known = searches[:, :5].sum(axis=1)
    cube.persons_unknown[:] = rng.poisson(unknown * known)
    cube.persons[:] = known + cube.persons_unknown
    cube.unknown[:, rate] = cube.persons_unknown
    cube.observed[:] = True
    return cube
