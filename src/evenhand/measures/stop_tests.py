"""Three questions that only vehicle stops can be asked, because some choices are made unseen.

None needs a population: a group's stops are set against the reference group's, where something
differs that should make no difference.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from evenhand import stats
from evenhand.measures.errors import NothingObserved, OtherPower
from evenhand.measures.words import notes
from evenhand.measures.words import stop_tests as words
from evenhand.measures.words.powers import STOPS
from evenhand.measures.words.stop_tests import Test
from evenhand.records import codes
from evenhand.records.count import count
from evenhand.records.daylight import daylight
from evenhand.records.stops.times import times
from evenhand.stats.visibility import FEWEST

if TYPE_CHECKING:
    from evenhand.records.lake import Lake

UNKNOWN = "Unknown"
REFERENCE = "White"
SHOWN = 5
"""With fewer than this, even what they could change is not said, to protect people."""


@dataclass(frozen=True)
class GroupAnswer:
    """What a test says of one group, against the reference group.

    Attributes
    ----------
    ratio : of odds; 1 where what was tested makes no difference. None where it was refused.
    unknown_low, unknown_high : how far it could lie, whoever the unknown drivers were.
    sentence : what is known, in words for readers. more : what else is not known.
    refused : why there is no answer, for analysts; nothing where there is one.
    """

    group: str
    ratio: float | None
    low: float | None
    high: float | None
    unknown_low: float | None
    unknown_high: float | None
    sentence: str
    more: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True)
class Answer:
    """A test of one force's stops: a row for each group but the reference."""

    test: Test
    force: str
    months: tuple[str, ...]
    reference: str
    rows: tuple[GroupAnswer, ...]

    def row(self, group: str) -> GroupAnswer:
        """Give one group's row; KeyError where there is none."""
        return {row.group: row for row in self.rows}[group]


def visibility(lake: "Lake", *, force: str, first: str, last: str) -> Answer:
    """Ask whether a group is more of the stops in which officers could see it beforehand.

    Raises
    ------
    NothingObserved, OtherPower
        If no month was supplied, or the lake holds no vehicle stops.
    """
    months = _months(lake, force, first, last)
    counted = _counted(lake, force, months, "five_group", "seen_before")

    def ask(group: str) -> GroupAnswer:
        own, other, unknown = (
            [counted.get((who, seen), 0) for seen in ("yes", "no", "unsure")]
            for who in (group, REFERENCE, UNKNOWN)
        )
        found = stats.visibility_test(
            own[0],
            own[1],
            other[0],
            other[1],
            unsure=own[2],
            reference_unsure=other[2],
            unknown_seen=unknown[0],
            unknown_not_seen=unknown[1],
        )
        unsure = sorted(float(end) for end in (found.if_unsure_seen, found.if_unsure_not_seen))
        more = (words.not_sure(*unsure),) if found.unsure >= SHOWN else ()
        unknown_too = found.if_unknown if found.unknown >= SHOWN else None
        return _row("visibility", group, found.odds_ratio, unknown_too, more)

    return _result("visibility", force, months, ask)


def discretion(lake: "Lake", *, force: str, first: str, last: str) -> Answer:
    """Ask whether officers' own choices fall on a group more often than cameras' hits do.

    Stops are compared within the same small area and three hours of the day.

    Raises
    ------
    NothingObserved, OtherPower
        As for :func:`visibility`.
    """
    months = _months(lake, force, first, last)
    counted = _counted(lake, force, months, "five_group", "discretion", "area", "time_band")
    strata = sorted({key[2:] for key in counted}, key=str)

    def ask(group: str) -> GroupAnswer:
        four = np.array(
            [
                [counted.get((who, kind, *stratum), 0) for stratum in strata]
                for who in (group, REFERENCE)
                for kind in ("high", "low")
            ]
        ).reshape(4, -1)
        compared = four[:, (four[:2].sum(axis=0) > 0) & (four[2:].sum(axis=0) > 0)].sum(axis=1)
        if compared.min() < FEWEST:
            raise stats.CannotTell(
                f"{compared.min()} stops of one kind and group, in areas and hours with both "
                f"groups, are under {FEWEST}"
            )
        found = stats.mantel_haenszel_odds_ratio(*four)
        return _row("discretion", group, found, None)

    return _result("discretion", force, months, ask)


def darkness(lake: "Lake", *, force: str, first: str, last: str) -> Answer:
    """Ask whether a group is more of the stops by daylight than in darkness, at the same hour.

    Stops whose time an officer typed have no time that can be trusted, and are left out.

    Raises
    ------
    NothingObserved, OtherPower
        As for :func:`visibility`.
    """
    months = _months(lake, force, first, last)
    stopped = times(lake, force=force, months=months)
    days = stopped.at.astype("datetime64[D]")
    minute = (stopped.at - days).astype("timedelta64[m]").astype(float)
    minute[np.isnat(stopped.at)] = np.nan
    light = daylight(days, stopped.latitude, stopped.longitude)

    def ask(group: str) -> GroupAnswer:
        used = np.isin(stopped.group, [group, REFERENCE, UNKNOWN]) & ~np.isnat(days)
        of = np.where(stopped.group == group, 1.0, np.where(stopped.group == REFERENCE, 0, np.nan))
        found = stats.veil_of_darkness(
            of[used], minute[used], light.sunset[used], light.dusk[used], days[used]
        )
        unknown = found.if_unknown if found.unknown >= SHOWN else None
        return _row("darkness", group, found.odds_ratio, unknown)

    return _result("darkness", force, months, ask)


TESTS: Mapping[str, Callable[..., Answer]] = {
    "visibility": visibility,
    "discretion": discretion,
    "darkness": darkness,
}


def _months(lake: "Lake", force: str, first: str, last: str) -> list[str]:
    if lake.power != STOPS:
        raise OtherPower(f"{lake.path} holds records of {lake.power}, not of {STOPS}.")
    months = lake.months_observed(force, first, last)
    if not months:
        raise NothingObserved(notes.nothing_observed([codes.force(force).name], first, last))
    return months


def _counted(
    lake: "Lake", force: str, months: Sequence[str], *by: str
) -> Mapping[tuple[Any, ...], int]:
    # Areas are only compared within: what is said of a test names none, and counts none.
    table = count(lake, by=by, forces=[force], where={"month": months}, inside=force)
    return {tuple(row[name] for name in by): row["n"] for row in table.to_pylist()}


def _result(
    test: Test, force: str, months: Sequence[str], ask: Callable[[str], GroupAnswer]
) -> Answer:
    rows = []
    for group in sorted(set(codes.FIVE_GROUPS) - {REFERENCE}):
        try:
            rows.append(ask(group))
        except stats.CannotTell as refusal:
            sentence = words.refused(test, group, REFERENCE, FEWEST)
            nothing = (None, None, None, None, None)
            rows.append(GroupAnswer(group, *nothing, sentence, refused=str(refusal)))
    return Answer(test, force, tuple(months), REFERENCE, tuple(rows))


def _row(
    test: Test,
    group: str,
    found: stats.Estimate,
    unknown: stats.Range | None,
    more: tuple[str, ...] = (),
) -> GroupAnswer:
    ratio, low, high = (float(end) for end in (found.value, found.low, found.high))
    if not (isfinite(low) and isfinite(high)):
        raise stats.CannotTell("the range has no end")
    ends = None if unknown is None else (float(unknown.low), float(unknown.high))
    if ends is not None and ends[0] < ends[1]:
        more = (*more, words.not_recorded(*ends))
    return GroupAnswer(
        group,
        ratio,
        low,
        high,
        None if ends is None else ends[0],
        None if ends is None else ends[1],
        words.apart(test, group, REFERENCE, low, high),
        more,
    )
