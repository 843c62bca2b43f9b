"""Counts of every measure by force, group and month: all that the watch looks at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from evenhand.measures.library import measures
from evenhand.measures.schema import Measure
from evenhand.measures.scope import RESIDENT_BASE
from evenhand.measures.watch.settings import streams
from evenhand.measures.watch.which import is_watched
from evenhand.measures.words.powers import SEARCHES
from evenhand.records import codes

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
GROUPINGS = ("five-groups", "nineteen-groups")
GROUPS: tuple[tuple[str, str], ...] = tuple(
    (name, group) for name in GROUPINGS for group in codes.GROUPINGS[name].groups
)
REFERENCE = tuple(GROUPS.index((name, codes.GROUPINGS[name].reference)) for name, _ in GROUPS)
FAMILY: tuple[str, ...] = tuple(group.split()[0].strip(",:") for _, group in GROUPS)
"""Which of the five groups each of the groups is part of; its own name for the five."""
EVERYBODY = {SEARCHES: "search-rate", "vehicle-stop": "stop-rate"}
"""Of each power, the measure that counts every person once: it stands for the records."""
FIVE_GROUPS = sum(name == GROUPINGS[0] for name, _ in GROUPS)
"""How many of the groups, from the first on, areas are divided by: the five."""
ELSEWHERE = "elsewhere"
"""The row of a force's records that name none of its areas. Nothing is told of it."""


@dataclass(frozen=True)
class Asked:
    """A measure as the watch counts it: of everybody, or of one stream's people alone."""

    measure: Measure
    stream: str = ""

    @property
    def name(self) -> str:
        """What tells it from others of its power."""
        return f"{self.measure.id}@{self.stream}" if self.stream else self.measure.id

    @property
    def where(self) -> Mapping[str, list[bool | str]]:
        """The records that alone are counted, beyond what the measure itself keeps."""
        return streams()[self.stream].where if self.stream else {}

    @property
    def grave(self) -> bool:
        """Whether it belongs to a stream with a lower threshold of attention."""
        return bool(self.stream) or any(
            self.measure.id in one.measures and not one.where for one in streams().values()
        )


@cache
def asked_of(power: str) -> tuple[Asked, ...]:
    """Give everything that is watched of a power, in a fixed order.

    Agreement of two views and the share without an ethnicity are about the data; the second is
    watched as such, for everybody together.
    """
    own = [Asked(one) for one in measures(power).values() if is_watched(one)]
    grave = [
        Asked(measures(power)[name], stream)
        for stream, said in streams().items()
        if said.where and said.power == power
        for name in said.measures
    ]
    return (*own, *grave)


@dataclass(frozen=True, eq=False)
class Cube:
    """Counts of one power; NaN is a month that is missing, or not to be relied on.

    Attributes
    ----------
    forces, months : the first and the last axis; months follow each other without a gap.
    asked : what is counted, the second axis; ``GROUPS`` are the third.
    events, recorded : (forces, asked, groups, months) what happened, and of how many records.
    unknown : (forces, asked, months) events of people whose ethnicity nobody wrote down.
    left_out : (forces, asked, months) records that do not say what is asked.
    persons, persons_unknown : (forces, months) records of people, and those without an ethnicity.
    old : (forces, months) those recorded by the older list of ethnicity codes.
    observed : (forces, months) whether a whole month was supplied.
    prints : (forces, months) fingerprints of the files that each month was counted from.
    areas : of a cube of areas, the code of the local authority that each row is of; ``forces`` are
        then the forces that they are in, and only the five groups are counted.
    """

    power: str
    forces: tuple[str, ...]
    months: tuple[str, ...]
    asked: tuple[Asked, ...]
    events: Floats
    recorded: Floats
    unknown: Floats
    left_out: Floats
    persons: Floats
    persons_unknown: Floats
    old: Floats
    observed: Bools
    prints: NDArray[np.str_]
    areas: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[str, ...]:
        """The name of every row: a force, or a force and an area."""
        if not self.areas:
            return self.forces
        return tuple(f"{force}/{area}" for force, area in zip(self.forces, self.areas, strict=True))

    @property
    def groups(self) -> range:
        """The places of the groups that are counted."""
        return range(self.events.shape[2])

    def area(self, row: int) -> str:
        """The area that a row is of; empty for a whole force."""
        return self.areas[row] if self.areas else ""

    def lived(self, row: int) -> tuple[float, ...]:
        """How many of each of ``GROUPS`` live where a row is of; 0 where that cannot be said."""
        return area_residents(self.areas[row]) if self.areas else residents(self.forces[row])

    @classmethod
    def empty(
        cls,
        power: str,
        forces: Sequence[str],
        months: Sequence[str],
        areas: Sequence[str] = (),
    ) -> "Cube":
        """A cube of zeros in which nothing was observed yet."""
        asked, few = asked_of(power), (len(forces), len(months))
        if areas:
            asked = tuple(one for one in asked if not one.stream)
        whole = (few[0], len(asked), FIVE_GROUPS if areas else len(GROUPS), few[1])
        part = (few[0], len(asked), few[1])
        return cls(
            power=power,
            forces=tuple(forces),
            months=tuple(months),
            asked=asked,
            events=np.zeros(whole),
            recorded=np.zeros(whole),
            unknown=np.zeros(part),
            left_out=np.zeros(part),
            persons=np.zeros(few),
            persons_unknown=np.zeros(few),
            old=np.zeros(few),
            observed=np.zeros(few, dtype=np.bool_),
            prints=np.full(few, "", dtype="U32"),
            areas=tuple(areas),
        )

    def hiding(self, use: Bools) -> "Cube":
        """The same with NaN wherever a month is not to be used."""
        whole, part = use[:, None, None, :], use[:, None, :]
        return replace(
            self,
            observed=use,
            events=np.where(whole, self.events, np.nan),
            recorded=np.where(whole, self.recorded, np.nan),
            unknown=np.where(part, self.unknown, np.nan),
            left_out=np.where(part, self.left_out, np.nan),
            persons=np.where(use, self.persons, np.nan),
            persons_unknown=np.where(use, self.persons_unknown, np.nan),
        )

    def without(self, groups: Iterable[int], months: Bools) -> "Cube":
        """The same with NaN for some groups where records could not name them.

        Parameters
        ----------
        groups : places in ``GROUPS``.
        months : (forces, months) where they could not be named.
        """
        named = np.ones(len(GROUPS), dtype=np.bool_)
        named[list(groups)] = False
        use = named[None, None, :, None] | ~months[:, None, None, :]
        return replace(
            self,
            events=np.where(use, self.events, np.nan),
            recorded=np.where(use, self.recorded, np.nan),
        )


@cache
def residents(force: str) -> tuple[float, ...]:
    """How many of each of ``GROUPS`` live in a force's area; 0 where that cannot be said."""
    try:
        one = codes.force(force)
        found: dict[str, Mapping[str, int]] = {
            name: codes.GROUPINGS[name].people(force) for name in GROUPINGS
        }
    except codes.NoPopulation:
        return (0.0,) * len(GROUPS)
    if one.no_resident_base or sum(found[GROUPINGS[0]].values()) < RESIDENT_BASE:
        return (0.0,) * len(GROUPS)
    return tuple(float(found[name].get(group, 0)) for name, group in GROUPS)


@cache
def area_residents(area: str) -> tuple[float, ...]:
    """How many of each of ``GROUPS`` live in a local authority; 0 where that cannot be said."""
    try:
        people = codes.authority_population(area)
    except codes.NoPopulation:
        people = MappingProxyType({})
    if sum(people.values()) < RESIDENT_BASE:
        return (0.0,) * len(GROUPS)
    return tuple(
        float(people.get(group, 0)) if name == GROUPINGS[0] else 0.0 for name, group in GROUPS
    )
