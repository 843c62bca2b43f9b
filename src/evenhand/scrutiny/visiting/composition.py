"""Whom the panels of a force are made of, beside the people who live there.

A panel has a dozen members. Who joins and who leaves is known to many, so that an exact count, or a
rounded one that is told again after each change, would tell what one person said of themselves.
So the panels of a force are counted together, each count is told to the nearest ten, only where
there are enough, and only once a year: what was last recorded before the year began.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from evenhand.encounters.told.rounding import About, about
from evenhand.stats.disclosure import THRESHOLD_STAFF

GROUPING = "five-groups"
"""The only one that members are counted by."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A count of one panel: when it was recorded, how many members, how many said which group.

    The day of recording decides the year, so that no count slips into a year that has begun.
    """

    panel: str
    recorded_on: date
    members: int
    stated: Mapping[str, int]


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
    year : before whose first day it was recorded.
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
    last: dict[str, Counted] = {}
    for one in sorted(counts, key=lambda one: one.recorded_on):
        if one.recorded_on.year < on.year:
            last[one.panel] = one
    stated: Counter[str] = Counter()
    for one in last.values():
        stated.update(one.stated)
    if stated.total() < THRESHOLD_STAFF:
        return None
    everybody, all_residents = about(stated.total()), sum(residents.values())
    return Composition(
        year=on.year,
        panels=len(last),
        members=about(sum(one.members for one in last.values())),
        stated=everybody,
        groups=tuple(
            Group(
                name,
                about(stated[name]),
                many,
                round(everybody.tens * many / all_residents) if all_residents else 0,
            )
            for name, many in residents.items()
        ),
    )
