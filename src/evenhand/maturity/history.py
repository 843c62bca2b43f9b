"""What was said of one standard of a force, and how the views of it stand to each other.

Nothing here knows the database: the same comes from its rows, from the public ledger or a file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from evenhand.maturity.terms import Judgement
from evenhand.records.clock import LONDON

CANNOT_TELL = 0
"""The level of who looked and cannot tell which it is: a finding, not a missing answer."""


class View(StrEnum):
    """Who says it, in the order they are shown."""

    SELF = "self"
    INDEPENDENT = "independent"
    COMMUNITY = "community"


@dataclass(frozen=True)
class Assessed:
    """What one organisation said of one standard, once."""

    number: int
    """From 1 for each organisation; each follows the one before it."""
    view: View
    said: Judgement
    at: datetime
    by: str
    organisation: str

    @property
    def on(self) -> date:
        """The day, where the forces are."""
        return self.at.astimezone(ZoneInfo(LONDON)).date()

    @property
    def level(self) -> int:
        """The level it names; 0 where it cannot tell."""
        return self.said.level


@dataclass(frozen=True)
class Standing:
    """Everything that was said of one standard until a day, in the order it was said."""

    every: tuple[Assessed, ...]

    @cached_property
    def latest(self) -> tuple[Assessed, ...]:
        """The last word of each organisation: the force's, then others' by view and name."""
        last = {(one.view, one.organisation): one for one in self.every}
        order = list(View)
        return tuple(
            sorted(last.values(), key=lambda one: (order.index(one.view), one.organisation))
        )

    def of(self, view: View) -> tuple[Assessed, ...]:
        """The last words of one view; there is one of the force at most."""
        return tuple(one for one in self.latest if one.view is view)

    @property
    def own(self) -> Assessed | None:
        """What the force says of itself, if it has said anything."""
        return next(iter(self.of(View.SELF)), None)

    @property
    def missing(self) -> tuple[View, ...]:
        """The views from which nobody has said anything yet."""
        return tuple(view for view in View if not self.of(view))

    @property
    def differs(self) -> bool:
        """Whether two who can tell name two levels."""
        return len({one.level for one in self.latest if one.level != CANNOT_TELL}) > 1

    def by(self, organisation: str) -> tuple[Assessed, ...]:
        """Everything that one organisation said, in order."""
        return tuple(one for one in self.every if one.organisation == organisation)

    def at(self, day: date) -> "Standing":
        """The same as it stood at the end of an earlier day."""
        return Standing(tuple(one for one in self.every if one.on <= day))


@dataclass(frozen=True)
class Spread:
    """At which levels one organisation, or nobody, puts the standards of a framework.

    Attributes
    ----------
    levels : how many standards stand at each level, the lowest first.
    cannot_tell, missing : at how many it cannot tell, and of how many it has said nothing. All
        together are all standards of the framework.
    """

    view: View
    organisation: str
    levels: tuple[int, ...]
    cannot_tell: int
    missing: int

    @property
    def total(self) -> int:
        """All standards."""
        return sum(self.levels) + self.cannot_tell + self.missing


def spreads(standings: Sequence[Standing], levels: int) -> tuple[Spread, ...]:
    """The spread of each organisation that has said anything; of each view, one at least."""
    latest = [one for standing in standings for one in standing.latest]
    found = []
    for view in View:
        names = sorted({one.organisation for one in latest if one.view is view}) or [""]
        for name in names:
            theirs = [one.level for one in latest if one.view is view and one.organisation == name]
            found.append(_spread(view, name, theirs, levels, of=len(standings)))
    return tuple(found)


def _spread(view: View, name: str, theirs: Iterable[int], levels: int, *, of: int) -> Spread:
    said = list(theirs)
    return Spread(
        view,
        name,
        tuple(said.count(level) for level in range(1, levels + 1)),
        said.count(CANNOT_TELL),
        of - len(said),
    )
