"""When somebody is reminded, and of what. Nothing here knows who, or the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from evenhand.plan.selectors import Tracked
from evenhand.plan.status import Status

BEFORE = (7, 28)
"""Days before a date. Four weeks leave time to do something, or to move the date in the open before
it passes; a week is the last call."""
AGAIN = 28
"""Days between reminders of the same thing while it lasts: as often as most boards meet. The first
comes the day after, because from then on the public reads “late”."""


class About(StrEnum):
    """What a reminder is about."""

    DATE = "date"
    MILESTONE = "milestone"
    STALE = "stale"
    DISPUTE = "dispute"


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that somebody should hear of today, if they have not yet.

    Attributes
    ----------
    key : the same for as long as it is the same reminder of the same thing.
    day : the date that comes or has passed; the last update; the day of the dispute.
    past : whether it has passed already.
    words : of a milestone, what was to be reached; of a dispute, who disputes.
    """

    about: About
    key: str
    day: date
    past: bool
    words: str = ""


def moments(one: Tracked, *, stale_after: int) -> tuple[Moment, ...]:
    """Everything that is due, late, silent or disputed about an action on its day."""
    if one.now.withdrawn:
        return ()
    if one.now.completed:
        return tuple(_disputes(one))
    return (*_dates(one), *_stale(one, stale_after))


def _dates(one: Tracked) -> Iterator[Moment]:
    promised = one.now.now
    stage = _stage((promised.due_on - one.on).days)
    if stage:
        key = f"{About.DATE}/{promised.due_on}/{stage}"
        yield Moment(About.DATE, key, promised.due_on, past=promised.due_on < one.on)
    for milestone in promised.milestones:
        stage = _stage((milestone.due_on - one.on).days)
        if stage and milestone.key not in one.now.reached:
            key = f"{About.MILESTONE}/{milestone.key}/{milestone.due_on}/{stage}"
            past = milestone.due_on < one.on
            yield Moment(About.MILESTONE, key, milestone.due_on, past, milestone.words)


def _stage(left: int) -> str:
    """Which reminder of a date it is time for, so many days before it; none while it is far."""
    if left < 0:
        return _round(-left - 1)
    return next((f"before-{most}" for most in BEFORE if left <= most), "")


def _round(days: int) -> str:
    return f"after-{days // AGAIN}"


def _stale(one: Tracked, stale_after: int) -> Iterator[Moment]:
    if Status.STALE in one.standing:
        last = max(one.now.last_on, one.now.now.starts_on)
        silent = (one.on - last - timedelta(days=stale_after + 1)).days
        yield Moment(About.STALE, f"{About.STALE}/{last}/{_round(silent)}", last, past=True)


def _disputes(one: Tracked) -> Iterator[Moment]:
    for dispute in one.now.open_disputes:
        change = dispute.change
        key = f"{About.DISPUTE}/{change.number}/{_round((one.on - change.on).days)}"
        yield Moment(About.DISPUTE, key, change.on, past=True, words=change.organisation)
