"""Whom the panels of a force are made of, beside the people who live there.

A panel has a dozen members. Who joins and who leaves is known to many, so that an exact count, or a
rounded one that is told again after each change, would tell what one person said of themselves.
So the panels of a force are counted together, each count is told to the nearest ten, only where
there are enough, and only once a year: what was last recorded before the year began. And what was
told once stays until so many have joined, and so many left, that no two counts that were told can
be set against each other to find what one of them said: :mod:`evenhand.scrutiny.sitting.apart`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from evenhand.encounters.told.rounding import About, about
from evenhand.scrutiny.sitting.apart import Told, may_be_told
from evenhand.stats.disclosure import THRESHOLD_STAFF

GROUPING = "five-groups"
"""The only one that members are counted by."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A count of one panel: when it was recorded, how many members, how many said which group.

    The day of recording decides the year, so that no count slips into a year that has begun.
    ``sitting`` are the people who had a seat on that day, as keys that are shown to nobody.
    """

    panel: str
    recorded_on: date
    members: int
    stated: Mapping[str, int]
    sitting: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Group:
    """One group: about how many members said it, and how many would if panels were as residents.

    ``alike`` is a whole number, worked out from the rounded count of all who said anything.
    """

    name: str
    members: About
    residents: int
    alike: int


@dataclass(frozen=True, slots=True)
class Composition:
    """Whom the panels of a force are made of, as it may be told.

    Attributes
    ----------
    year : before whose first day it was recorded, and from which on it is told.
    panels, members : how many panels were counted; about how many members they have.
    stated : about how many of them said something.
    groups : in the order of the grouping.
    """

    year: int
    panels: int
    members: About
    stated: About
    groups: tuple[Group, ...]


def told(
    counts: Iterable[Counted], residents: Mapping[str, int], *, on: date
) -> Composition | None:
    """What may be told of panels on a day; None where they are too few, or none was counted.

    Parameters
    ----------
    counts : every count of every panel of one force.
    residents : of its area, by the same groups, in their order.
    """
    every = sorted(counts, key=lambda one: one.recorded_on)
    shown: list[tuple[int, int, Told]] = []
    for year in range(every[0].recorded_on.year + 1, on.year + 1) if every else ():
        last = {one.panel: one for one in every if one.recorded_on.year < year}
        found = _together(list(last.values()), residents)
        if shown and found == shown[-1][-1]:
            continue  # nobody counted again: what was told keeps its year
        if found and may_be_told(found, [one for _, _, one in shown]):
            shown.append((year, len(last), found))
    return _composition(*shown[-1], residents) if shown else None


def _together(counts: Sequence[Counted], residents: Mapping[str, int]) -> Told | None:
    """Several panels as one; None where too few said anything."""
    stated: Counter[str] = Counter()
    for one in counts:
        stated.update(one.stated)
    if stated.total() < THRESHOLD_STAFF:
        return None
    return Told(
        {name: stated[name] for name in residents},
        members=sum(one.members for one in counts),
        people=frozenset[int]().union(*(one.sitting for one in counts)),
        known=all(one.members == len(one.sitting) for one in counts),
    )


def _composition(year: int, panels: int, found: Told, residents: Mapping[str, int]) -> Composition:
    everybody, all_residents = about(found.stated), sum(residents.values())
    return Composition(
        year=year,
        panels=panels,
        members=about(found.members),
        stated=everybody,
        groups=tuple(
            Group(
                name,
                about(found.counts[name]),
                many,
                round(everybody.tens * many / all_residents) if all_residents else 0,
            )
            for name, many in residents.items()
        ),
    )
