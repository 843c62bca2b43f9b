"""Measuring again after a reform, in the months that were written down before anybody could know.

As in :mod:`evenhand.monitoring.testing`, nothing is told that rests on counts under ten.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from math import isfinite
from typing import TYPE_CHECKING, Any

from evenhand.ledger.kept import REDACTED
from evenhand.measures.errors import UnknownMeasure
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.monitoring.errors import NotAllowed
from evenhand.monitoring.history import day_of
from evenhand.monitoring.terms import OF_EVERYBODY, Outcome, Reform
from evenhand.monitoring.testing import SHOWN, asked_for, counted, knows_residents
from evenhand.records import codes
from evenhand.records.checks import usable_months
from evenhand.stats.before_after.registration import Registration, judge_registration
from evenhand.stats.errors import CannotTell, StatsError

if TYPE_CHECKING:
    from evenhand.records.lake import Lake


@dataclass(frozen=True)
class Remeasured:
    """What the series did after the reform.

    Attributes
    ----------
    change, low, high : after, as times what the months before would have led to; against the
        reference group where the ratio was to move. None where we cannot tell.
    """

    outcome: Outcome
    words: str
    change: float | None = None
    low: float | None = None
    high: float | None = None

    def plain(self) -> dict[str, Any]:
        """As values that JSON holds."""
        return asdict(self) | {"outcome": self.outcome.value}


def registration(
    reform: Reform, *, now: datetime | None = None, on: date | None = None
) -> Registration:
    """What is written down of a reform on the day it is promised.

    Raises
    ------
    NotAllowed
        Where it could not fail, could not be measured, or the answer is in already; where it is
        promised now (``now``), also if its months are too few ever to tell.
    """
    day = on if on is not None else day_of(now) if now is not None else None
    if day is None:
        raise TypeError("say when it is written down")
    _refuse_unmeasurable(reform)
    if reform.remeasure_on <= date.fromisoformat(f"{reform.after_until}-28"):
        raise NotAllowed(say("It is measured again after the last month that counts."))
    try:
        made = Registration(
            question=reform.question,
            series=reform.series,
            before_from=reform.before_from,
            after_from=reform.after_from,
            after_until=reform.after_until,
            direction=reform.direction,
            ratio=reform.change,
            registered_on=day,
            control=f"{reform.series} of {reform.reference}" if reform.quantity == "ratio" else "",
        )
    except StatsError as error:
        raise NotAllowed(str(error)) from error
    if now is not None:
        _refuse_short(made)
    return made


def _refuse_short(made: Registration) -> None:
    try:
        made.refuse_short()
    except CannotTell as error:
        raise NotAllowed(
            say(
                "Compare at least half a year after the reform with at least two years before it: "
                "with fewer months nobody could tell."
            )
        ) from error


def _refuse_unmeasurable(reform: Reform) -> None:
    try:
        asked, _ = asked_for(reform.measure, reform.power, reform.stream)
    except UnknownMeasure as error:
        raise NotAllowed(str(error)) from error
    if reform.quantity in OF_EVERYBODY:
        return
    groups = codes.GROUPINGS[reform.grouping].groups if reform.grouping in asked.groupings else ()
    named = [reform.group, *([reform.reference] if reform.quantity == "ratio" else [])]
    if any(one not in groups for one in named) or len(set(named)) < len(named):
        raise NotAllowed(
            say("Name a group and another to set it against, as the measure has them.")
        )
    by_residents = reform.area and asked.against == "population"
    if by_residents and not knows_residents(reform.force, reform.area, reform.grouping):
        raise NotAllowed(
            say("How many people live in an area is not known here: choose the whole force.")
        )


def remeasure(
    reform: Reform, kept_digest: str, registered_on: date, lakes: Iterable["Lake"]
) -> Remeasured | None:
    """Measure again; None while the months after the reform are not all there, whole.

    A month before it that never came is left out, and what is told names it.
    """
    said = registration(reform, on=registered_on)
    asked, only = asked_for(reform.measure, reform.power, reform.stream)
    lake = next((one for one in lakes if one.power == asked.power), None)
    if lake is None:
        return None
    months = usable_months(lake, reform.force, reform.before_from, reform.after_until)
    if not set(said.months_after) <= set(months):
        return None
    found = counted(
        asked,
        only,
        lake,
        force=reform.force,
        months=months,
        group=reform.group,
        reference=reform.reference,
        grouping=reform.grouping,
        area=reform.area,
        everybody=reform.quantity if reform.quantity in OF_EVERYBODY else "",
    )
    ratio = reform.quantity == "ratio"
    after = [one for month, one in found.items() if month >= reform.after_from]
    fewest = sum(one.events for one in after)
    if ratio:
        fewest = min(fewest, sum(one.reference_events for one in after))
    try:
        if fewest < SHOWN:
            raise CannotTell("there are too few")
        judged = judge_registration(
            said,
            {month: one.events for month, one in found.items()},
            {month: one.exposure for month, one in found.items()},
            # Without the question's words nobody can say what their digest was.
            kept_digest=said.digest if reform.question == REDACTED else kept_digest,
            control_events=(
                {month: one.reference_events for month, one in found.items()} if ratio else None
            ),
            control_exposure=(
                {month: one.reference_exposure for month, one in found.items()} if ratio else None
            ),
        )
    except StatsError as error:
        why = say("We cannot tell whether the reform did what was promised: {why}.", why=str(error))
        return Remeasured(Outcome.CANNOT_TELL, why)
    outcome = {"held": Outcome.HELD, "failed": Outcome.FAILED}.get(
        judged.verdict, Outcome.CANNOT_TELL
    )
    change, low, high = (float(getattr(judged.change, part)) for part in ("value", "low", "high"))
    return Remeasured(
        outcome,
        " ".join([_words(reform, outcome, low, high), *_left_out(judged.left_out)]),
        change=round(change, 3),
        low=round(low, 3),
        high=round(high, 3) if isfinite(high) else None,
    )


def _left_out(months: tuple[str, ...]) -> list[str]:
    """A sentence that names the months before the reform whose records cannot be relied on."""
    if not months:
        return []
    named = ", ".join(notes.month(one) for one in months)
    return [say("Left out of the months before it, as no whole file came: {months}.", months=named)]


def _words(reform: Reform, outcome: Outcome, low: float, high: float) -> str:
    said = {"low": f"{low:.2f}", "high": f"{high:.2f}", "promised": f"{reform.change:g}"}
    at_most = reform.direction == "at most"
    if outcome is Outcome.HELD:
        return (
            say(
                "It did what was promised: between {low} and {high} times as much as before would "
                "have led to, at most {promised} was promised.",
                **said,
            )
            if at_most
            else say(
                "It did what was promised: between {low} and {high} times as much as before "
                "would have led to, at least {promised} was promised.",
                **said,
            )
        )
    if outcome is Outcome.FAILED:
        return (
            say(
                "It did not do what was promised: between {low} and {high} times as much as before "
                "would have led to, at most {promised} was promised.",
                **said,
            )
            if at_most
            else say(
                "It did not do what was promised: between {low} and {high} times as much as "
                "before would have led to, at least {promised} was promised.",
                **said,
            )
        )
    return (
        say(
            "We cannot tell whether it did what was promised: between {low} and {high} times as "
            "much as before would have led to, at most {promised} was promised.",
            **said,
        )
        if at_most
        else say(
            "We cannot tell whether it did what was promised: between {low} and {high} times "
            "as much as before would have led to, at least {promised} was promised.",
            **said,
        )
    )
