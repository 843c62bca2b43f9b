"""What is really so in each made-up force, stated before any record is made.

A page that is right finds these numbers again, within the ranges that it gives.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

LAST = "2026-09"
"""The last month of every force's records."""


@dataclass(frozen=True)
class Group:
    """What is true of one group.

    Attributes
    ----------
    rate : searches of people for every 1,000 residents a year.
    found : the share of searches that end in any action.
    arrested : the share that end in an arrest; part of ``found``.
    """

    rate: float
    found: float
    arrested: float


@dataclass(frozen=True)
class Operation:
    """A policing operation, as records name it.

    Attributes
    ----------
    first : the month in which it began.
    hours : from which hour of the day until before which; they may run over midnight.
    share : of all searches in those hours, whoever is searched, those that are part of it.
    """

    name: str
    first: str
    hours: tuple[int, int]
    share: float


@dataclass(frozen=True)
class Planted:
    """A change that was put into a force's records from a month on, for a watch to find.

    Attributes
    ----------
    name : what stories and tests call it.
    measure : the measure in which it must be found; ``looks`` says whether in a group's own rate
        (``rate``) or also in how a group stands to White people (``ratio``).
    first : the month from which it is so.
    groups : of whose searches. Of everybody's, if it is only another way to record them.
    times : how many times as many searches of these groups for ``objects`` as before.
    instead_of : objects of the searches that became these, so that all of them together are as many
        as before. Without, there are more searches; those that come on top are of adults, and none
        goes beyond outer clothing.
    operation : the operation of which the searches that came on top are a part, ``within_it`` of
        them. Those that are not come at any hour.
    """

    name: str
    measure: str
    looks: str
    first: str
    groups: tuple[str, ...]
    times: float
    objects: tuple[str, ...]
    instead_of: tuple[str, ...] = ()
    operation: Operation | None = None
    within_it: float = 1


@dataclass(frozen=True)
class Truth:
    """What is true of one force, and what went wrong with its files.

    Attributes
    ----------
    first : the first month of its records.
    seed : of its random numbers. One draw in twenty misses a 95% range by chance alone; this is
        one that misses none of what is stated.
    groups : searches of people of each group whose ethnicity was recorded, and how they ended.
    unknown : searches in which ethnicity is not recorded, as a share of all searches of people, by
        the month from which it holds.
    agrees : how often the officer's view matches the person's own, where both are recorded.
    vehicle_only : searches of vehicles alone, for every search of a person. They have no person.
    missing : months that were never supplied.
    partial : the month of which only ``partial_share`` of the searches arrived.
    doubled : the month in whose file ``duplicates`` rows stand twice, as genuine look-alikes do.
    timeless : the month without times of day: every search is at midnight.
    place : degrees north and east. There is only sea: no real street may carry a made-up search.
    planted : what changed in its last year. Until then, and in all else, nothing did: whatever
        moves there moves by chance.
    """

    force: str
    first: str
    seed: int
    groups: Mapping[str, Group]
    unknown: Mapping[str, float]
    place: tuple[float, float]
    agrees: float = 0.94
    vehicle_only: float = 0.06
    missing: frozenset[str] = field(default=frozenset())
    partial: str | None = None
    partial_share: float = 1
    doubled: str | None = None
    duplicates: int = 0
    timeless: str | None = None
    planted: tuple[Planted, ...] = ()

    @property
    def ratio(self) -> float:
        """How many times as often Black people are searched as White people, in every year.

        No planted change moves it: what is planted of Black people turns one kind of search into
        another.
        """
        return self.groups["Black"].rate / self.groups["White"].rate

    def unknown_share(self, month: str) -> float:
        """The true share of searches of people without a recorded ethnicity in a month."""
        return self.unknown[max(start for start in self.unknown if start <= month)]

    def quiet(self, seed: int, first: str) -> "Truth":
        """The same force in other draws, with whole files and nothing planted.

        Whatever moves there moves by chance alone.
        """
        return replace(
            self,
            seed=seed,
            first=first,
            planted=(),
            missing=frozenset(),
            partial=None,
            doubled=None,
            timeless=None,
            unknown={first: self.unknown_share(LAST)},
        )


LANTERN = Operation("Operation Lantern", first="2025-12", hours=(21, 3), share=0.12)
"""On its nights, everybody is searched more where it works, and more Asian people live there."""
BEACON = Operation("Operation Beacon", first="2025-10", hours=(18, 24), share=0.06)

RECORDED_AS_WEAPONS = Planted(
    name="tools-are-weapons",
    measure="weapons-search-rate",
    looks="rate",
    first="2025-12",
    groups=("White", "Mixed", "Asian", "Black", "Other"),
    times=1.42,
    objects=("Offensive weapons",),
    instead_of=("Article for use in theft", "Stolen goods"),
)
"""Only recorded otherwise: a new form has thieves' tools among the weapons.

As many fewer searches are for other things, of every group alike.
"""
NO_SUSPICION = Planted(
    name="no-suspicion",
    measure="suspicionless-search-rate",
    looks="ratio",
    first="2025-12",
    groups=("Black",),
    times=4.8,
    objects=("Anything to threaten or harm anyone",),
    instead_of=("Offensive weapons",),
)
"""Real: a power that needs no suspicion is used where one that needs grounds was."""
IN_AN_OPERATION = Planted(
    name="operation-lantern",
    measure="drugs-search-rate",
    looks="ratio",
    first="2025-12",
    groups=("Asian",),
    times=1.9,
    objects=("Controlled drugs",),
    operation=LANTERN,
)
"""Explained by an operation on some nights: outside it nothing changed."""
NOT_BY_THE_OPERATION = Planted(
    name="whatever-the-hour",
    measure="drugs-search-rate",
    looks="ratio",
    first="2025-10",
    groups=("Mixed",),
    times=2.1,
    objects=("Controlled drugs",),
    operation=BEACON,
    within_it=0.25,
)
"""Searches for drugs whatever the hour. An operation ran at the time; it explains a quarter."""
NEW = Planted(
    name="new",
    measure="drugs-search-rate",
    looks="ratio",
    first="2026-07",
    groups=("Other",),
    times=4.0,
    objects=("Controlled drugs",),
)
"""Real, and new: only the last quarter has it."""

DEMOSHIRE = Truth(
    force="demoshire",
    first="2023-10",
    seed=20_231_002,
    groups={
        "White": Group(rate=8.2, found=0.30, arrested=0.11),
        "Mixed": Group(rate=17.0, found=0.27, arrested=0.12),
        "Asian": Group(rate=10.6, found=0.26, arrested=0.10),
        "Black": Group(rate=31.2, found=0.25, arrested=0.12),
        "Other": Group(rate=11.5, found=0.28, arrested=0.11),
    },
    unknown={"2023-10": 0.06, "2024-10": 0.09, "2025-10": 0.13},
    place=(54.7, 2.3),
    missing=frozenset({"2026-03"}),
    partial="2025-11",
    partial_share=1 / 3,
    doubled="2025-05",
    duplicates=7,
    timeless="2024-02",
    planted=(
        RECORDED_AS_WEAPONS,
        NO_SUSPICION,
        IN_AN_OPERATION,
        NOT_BY_THE_OPERATION,
        NEW,
    ),
)
"""Middling in size, with three years of records and one of each fault that files have."""

FABLESEA = Truth(
    force="fablesea",
    first="2025-10",
    seed=20_251_001,
    groups={
        "White": Group(rate=9.0, found=0.24, arrested=0.09),
        "Mixed": Group(rate=14.0, found=0.23, arrested=0.10),
        "Asian": Group(rate=9.9, found=0.22, arrested=0.08),
        "Black": Group(rate=19.8, found=0.23, arrested=0.10),
        "Other": Group(rate=10.0, found=0.22, arrested=0.09),
    },
    unknown={"2025-10": 0.36},
    place=(55.1, 2.6),
)
"""A port. In more than a third of the searches nobody wrote down the person's ethnicity."""

MOCKDALE = Truth(
    force="mockdale",
    first="2025-10",
    seed=20_251_001,
    groups={
        "White": Group(rate=5.0, found=0.33, arrested=0.10),
        "Mixed": Group(rate=9.0, found=0.30, arrested=0.10),
        "Asian": Group(rate=6.0, found=0.30, arrested=0.10),
        "Black": Group(rate=31.0, found=0.20, arrested=0.0),
        "Other": Group(rate=7.0, found=0.30, arrested=0.10),
    },
    unknown={"2025-10": 0.05},
    place=(54.4, 2.6),
)
"""Small, with few residents who are not White. No search of a Black person ended in an arrest."""

PRETENDSHIRE = Truth(
    force="pretendshire",
    first="2025-10",
    seed=20_251_001,
    groups={
        "White": Group(rate=6.4, found=0.29, arrested=0.12),
        "Mixed": Group(rate=12.0, found=0.28, arrested=0.12),
        "Asian": Group(rate=6.4, found=0.27, arrested=0.11),
        "Black": Group(rate=16.0, found=0.26, arrested=0.12),
        "Other": Group(rate=9.0, found=0.27, arrested=0.11),
    },
    unknown={"2025-10": 0.10},
    place=(55.1, 2.0),
    missing=frozenset({"2026-04", "2026-05", "2026-06"}),
)
"""A quarter of a year was never supplied."""

FORCES = (DEMOSHIRE, FABLESEA, MOCKDALE, PRETENDSHIRE)
"""Every made-up force, in alphabetical order."""
