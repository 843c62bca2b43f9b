"""Coverage: how many of the stops known from elsewhere were recorded, as it may be published.

Whatever is published of fewer than 30 events, or of a team of fewer than ten officers, is left out.
Counts are given to the nearest ten and shares as whole percents, rounded outwards, so that nobody
gets at what was left out by subtracting. Nothing is said of an officer, and nothing is ranked.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import ceil, floor
from typing import Any

from evenhand.encounters.told.rounding import FEW, about
from evenhand.stats.proportions import proportion

FEWEST_EVENTS = 30
"""Under so many known stops nothing is said: an interval would reach over half of everything."""
FEWEST_OFFICERS = 10
HOURS = 3
RECORDED, UNSURE, NOT_RECORDED = "recorded", "unsure", "not_recorded"
TAKEN_OUT = ("not_a_stop", "other_power", "duplicate")
REASONS = (*TAKEN_OUT, "not_recorded")


@dataclass(frozen=True)
class Fact:
    """So many events that are alike.

    Attributes
    ----------
    fate : ``recorded``, ``unsure`` or ``not_recorded``.
    why : what a supervisor found out about them, if they are not recorded; else empty.
    """

    source: str
    month: str
    team: str
    hour: int
    fate: str
    why: str = ""
    count: int = 1


@dataclass(frozen=True)
class Cell:
    """The coverage of some events. Everything is None where they are too few.

    Attributes
    ----------
    known, recorded, unsure : to the nearest ten; zero for fewer than five, or none.
    low, high : of 100 known stops, so many at least and at most were recorded. The lower end
        believes no explanation and counts what is unsure as not recorded; the upper end leaves out
        what was explained as no stop of ours, and counts what is unsure as recorded.
    range_low, range_high : the same with what chance alone could do (Wilson).
    """

    known: int | None = None
    recorded: int | None = None
    unsure: int | None = None
    low: int | None = None
    high: int | None = None
    range_low: int | None = None
    range_high: int | None = None


def cell(facts: Iterable[Fact]) -> Cell:
    """Count events and say which share of them was recorded."""
    known, recorded, unsure, out = _counted(facts)
    if known < FEWEST_EVENTS or known - out < FEWEST_EVENTS:
        return Cell()
    low, high = _low(recorded, known), _high(recorded + unsure, known - out)
    least = proportion(low, known)
    most = proportion(high, known - out)
    return Cell(
        known=about(known).tens,
        recorded=about(recorded).tens,
        unsure=about(unsure).tens,
        low=floor(100 * low / known),
        high=ceil(100 * high / (known - out)),
        range_low=floor(100 * float(least.low)),
        range_high=ceil(100 * float(most.high)),
    )


def exact(facts: Iterable[Fact]) -> tuple[float, float]:
    """Return the two ends of the share that was recorded, unrounded; for checks, never for pages.

    Raises
    ------
    ZeroDivisionError
        If there are no events.
    """
    known, recorded, unsure, out = _counted(facts)
    return recorded / known, (recorded + unsure) / (known - out)


def coverage(
    facts: Sequence[Fact], *, months: Mapping[str, Sequence[str]], officers: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Make what may be published of each source.

    Parameters
    ----------
    months : for each source the months of which it tells, those without events too.
    officers : how many officers each team has; a team that is not named has none.
    """
    return [
        _source(source, [one for one in facts if one.source == source], told, officers)
        for source, told in sorted(months.items())
        if told
    ]


def quarter(month: str) -> str:
    """The quarter of a month, such as 2026-Q1."""
    year, number = month.split("-")
    return f"{year}-Q{(int(number) + 2) // 3}"


def _source(
    source: str, facts: list[Fact], months: Sequence[str], officers: Mapping[str, int]
) -> dict[str, Any]:
    whole = [one for one in {quarter(each) for each in months} if _complete(one, months)]
    bands = [f"{first:02d}-{first + HOURS - 1:02d}" for first in range(0, 24, HOURS)]
    return {
        "source": source,
        "months_told": list(months),
        "all": asdict(cell(facts)),
        "explained": _explained(facts),
        "months": _each("month", sorted(months), facts, lambda one: one.month),
        "quarters": _each("quarter", sorted(whole), facts, lambda one: quarter(one.month)),
        "teams": _teams(facts, officers),
        "hours": _each("hours", bands, facts, lambda one: bands[one.hour // HOURS]),
    }


def _each(
    name: str, keys: Sequence[str], facts: list[Fact], of: Callable[[Fact], Hashable]
) -> list[dict[str, Any]]:
    return [{name: key, **asdict(cell(one for one in facts if of(one) == key))} for key in keys]


def _teams(facts: list[Fact], officers: Mapping[str, int]) -> list[dict[str, Any]]:
    """Large enough teams by their names; all others, and events without a team, together."""
    events = Counter[str]()
    for one in facts:
        events[one.team] += one.count
    shown = [
        team
        for team in sorted(events, key=str.casefold)
        if team and officers.get(team, 0) >= FEWEST_OFFICERS and events[team] >= FEWEST_EVENTS
    ]
    rows = _each("team", shown, facts, lambda one: one.team)
    rest = [one for one in facts if one.team not in shown]
    return [*rows, {"team": None, **asdict(cell(rest))}] if rest else rows


def _explained(facts: list[Fact]) -> dict[str, int]:
    """How many events supervisors explained as what, to the nearest ten."""
    counts = Counter[str]()
    for one in facts:
        if one.fate != RECORDED and one.why:
            counts[one.why] += one.count
    return {why: about(counts[why]).tens for why in REASONS}


def _counted(facts: Iterable[Fact]) -> tuple[int, int, int, int]:
    """Events, those that were recorded, those of which it is unsure, and those taken out."""
    known = recorded = unsure = out = 0
    for one in facts:
        known += one.count
        recorded += one.count if one.fate == RECORDED else 0
        unsure += one.count if one.fate == UNSURE and one.why == "" else 0
        out += one.count if one.fate != RECORDED and one.why in TAKEN_OUT else 0
    return known, recorded, unsure, out


def _low(count: int, of: int) -> int:
    """A count for the lower end, so low that no small one can be worked out."""
    if 0 < count < FEW:
        return 0
    return of - FEW if 0 < of - count < FEW else count


def _high(count: int, of: int) -> int:
    """The same for the upper end."""
    if 0 < count < FEW:
        return FEW
    return of if 0 < of - count < FEW else count


def _complete(name: str, months: Sequence[str]) -> bool:
    return sum(quarter(each) == name for each in months) == 3
