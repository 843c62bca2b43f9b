"""Whether a goal is reached, as far as the figures can tell: one function, and nothing else.

A goal counts as reached only where all that the figure leaves open lies on its right side. So the
claim is wrong no more often than the likely range leaves the truth out at one end: about once in
forty times.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import exp, isfinite, log

from evenhand import stats
from evenhand.plan.goals import Unit, unit
from evenhand.plan.terms import Direction, Goal
from evenhand.publications.reporting.quantities import Reading, Result, read
from evenhand.stats import combine

SURE = 1.959964  # a likely range leaves the truth out once in twenty times, half at each end
SEEN = SURE + 0.841621  # and a change of this many standard errors is seen four times in five


class Standing(StrEnum):
    """How a goal stands."""

    NO_FIGURE = "no-figure"
    BEFORE_WORK = "before-work"
    """There are figures, of months before the work began."""
    NOT_GIVEN = "not-given"
    """The figure does not give the number: too little to go on, or not shown to protect people."""
    CANNOT_TELL = "cannot-tell"
    REACHED = "reached"
    NOT_REACHED = "not-reached"


class Movement(StrEnum):
    """Whether a number moved since the figure it is held against."""

    TOWARDS = "towards"
    AWAY = "away"
    CANNOT_TELL = "cannot-tell"


@dataclass(frozen=True)
class Seen:
    """A published figure, as far as progress needs it.

    Attributes
    ----------
    kind : the measure's.
    population : what it is set against, in words.
    """

    reference: str
    first: str
    last: str
    kind: str
    population: str
    result: Result


@dataclass(frozen=True)
class Moved:
    """How a number stands to what it was before.

    Attributes
    ----------
    since : the figure of before.
    was : its number.
    low, high : how many times what it was, as a likely range.
    seen_at : the number nearest to what it was that would have been seen as a move towards the
        goal four times in five; None where none would.
    """

    movement: Movement
    since: Seen
    was: float
    low: float
    high: float
    seen_at: float | None


@dataclass(frozen=True)
class Progress:
    """What figures say of a goal.

    Attributes
    ----------
    figure, reading : what was held against the goal.
    open : what is not recorded reaches to the other side of the goal.
    shown_at : where we cannot tell, the number nearest to the goal that would have shown it to be
        reached four times in five; None where none would.
    due : whether the day has come.
    ends_before : the day has come, and the figure's months end before it.
    """

    standing: Standing
    figure: Seen | None = None
    reading: Reading | None = None
    open: bool = False
    shown_at: float | None = None
    due: bool = False
    ends_before: bool = False
    moved: Moved | None = None


def progress(
    goal: Goal,
    figures: Sequence[Seen],
    *,
    by: date,
    starts_on: date,
    on: date,
    since: Seen | None = None,
) -> Progress:
    """Hold a goal against figures.

    Parameters
    ----------
    figures : of the goal's measure and force, none of them replaced; the one whose months end last
        counts.
    by, starts_on : when it is to be reached, and when the work for it begins.
    on : the day for which this is said.
    since : the figure that the number is held against to see whether it moved.
    """
    due = by <= on
    if not figures:
        return Progress(Standing.NO_FIGURE, due=due)
    latest = max(figures, key=lambda one: (one.last, one.first))
    if latest.last < month_of(starts_on):
        return Progress(Standing.BEFORE_WORK, latest, due=due)
    found = read(goal, latest.result, kind=latest.kind)
    late = due and latest.last < month_of(by)
    if found is None:
        return Progress(Standing.NOT_GIVEN, latest, due=due, ends_before=late)
    standing, is_open = _standing(goal, found, level_of(goal, latest.kind))
    return Progress(
        standing,
        latest,
        found,
        open=is_open,
        shown_at=_shown_at(goal, found, latest.kind) if standing is Standing.CANNOT_TELL else None,
        due=due,
        ends_before=late,
        moved=_moved(goal, latest, found, since),
    )


def level_of(goal: Goal, kind: str) -> float:
    """A goal's level as figures hold their numbers: a share is between 0 and 1."""
    level = float(goal.level)
    return level / 100 if unit(goal, kind) is Unit.OF_100 else level


def month_of(day: date) -> str:
    """The month that a day lies in, as figures name months."""
    return f"{day:%Y-%m}"


def _standing(goal: Goal, found: Reading, level: float) -> tuple[Standing, bool]:
    at_most = goal.direction is Direction.AT_MOST
    right = found.high <= level if at_most else found.low >= level
    wrong = found.low > level if at_most else found.high < level
    if found.least is None or found.most is None:
        return (Standing.NOT_REACHED if wrong else Standing.CANNOT_TELL), True
    if right:
        also = found.most <= level if at_most else found.least >= level
        return (Standing.REACHED, False) if also else (Standing.CANNOT_TELL, True)
    if wrong:
        crosses = found.least <= level if at_most else found.most >= level
        return Standing.NOT_REACHED, crosses
    return Standing.CANNOT_TELL, False


def _shown_at(goal: Goal, found: Reading, kind: str) -> float | None:
    """How far past its level the number would have to be, with as many records as these."""
    width, level = _error(found), level_of(goal, kind)
    if width is None or level <= 0:
        return None
    if unit(goal, kind) is not Unit.OF_100:
        return level * exp(_sign(goal) * SEEN * width)
    if level >= 1 or found.value >= 1:
        return None
    # A share cannot pass 1: its odds can be any number, and are uncertain in the same way.
    odds = level / (1 - level) * exp(_sign(goal) * SEEN * width / (1 - found.value))
    return odds / (1 + odds)


def _error(found: Reading) -> float | None:
    """The standard error of a number's logarithm, as its likely range has it."""
    if found.low <= 0 or not isfinite(found.high):
        return None
    return log(found.high / found.low) / 2 / SURE


def _sign(goal: Goal) -> int:
    return -1 if goal.direction is Direction.AT_MOST else 1


def before_work(figures: Sequence[Seen], starts_on: date) -> Seen | None:
    """The latest figure of months that ended before the work began."""
    earlier = [one for one in figures if one.last < month_of(starts_on)]
    return max(earlier, key=lambda one: (one.last, one.first), default=None)


def _moved(goal: Goal, latest: Seen, now: Reading, since: Seen | None) -> Moved | None:
    """The change since a figure that shares no month with the latest one."""
    if since is None or since.last >= latest.first:
        return None
    was = read(goal, since.result, kind=since.kind)
    if was is None or not was.value:
        return None
    times = combine.ratio(_estimate(now), _estimate(was))
    low, high = float(times.low), float(times.high)
    if not (isfinite(low) and isfinite(high)):
        return None
    return Moved(_movement(goal, low, high), since, was.value, low, high, _seen_at(goal, now, was))


def _movement(goal: Goal, low: float, high: float) -> Movement:
    if low <= 1 <= high:
        return Movement.CANNOT_TELL
    return Movement.TOWARDS if (low > 1) is (_sign(goal) > 0) else Movement.AWAY


def _seen_at(goal: Goal, now: Reading, was: Reading) -> float | None:
    errors = _error(now), _error(was)
    if errors[0] is None or errors[1] is None:
        return None
    return was.value * exp(_sign(goal) * SEEN * (errors[0] ** 2 + errors[1] ** 2) ** 0.5)


def _estimate(found: Reading) -> stats.Estimate:
    return stats.estimate.estimate(found.value, found.low, found.high)
