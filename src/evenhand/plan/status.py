"""The status of an action, worked out from its dates, milestones and evidence; never typed."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from evenhand.plan.history import Present

STALE_AFTER = 90  # days: one update a quarter is the least that was promised to the public
EVIDENCE_AFTER = 90  # days of work with nothing to show


class Status(StrEnum):
    """What can be true of an action, in the order in which pages list it."""

    NOT_STARTED = "not-started"
    ON_TRACK = "on-track"
    LATE = "late"
    NO_EVIDENCE = "no-evidence"
    STALE = "stale"
    COMPLETE = "complete"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


SAYABLE = (Status.NOT_STARTED, Status.ON_TRACK, Status.LATE)
"""What a force may state against the worked-out status. Complete needs evidence instead."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is true of an action, and since how many days where that means something."""

    status: Status
    days: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """The status of an action on a day.

    Attributes
    ----------
    status, days : what counts in lists and totals; days late, or days without an update.
    also : what else is true and may not be hidden behind it.
    said : the status that the force states instead; it stands beside, and changes no list.
    completed_late : days from the date first promised to the completion.
    """

    status: Status
    days: int = 0
    also: tuple[Finding, ...] = ()
    said: Status | None = None
    completed_late: int = 0

    def __contains__(self, status: object) -> bool:
        """Whether something is true of the action, be it the first thing said of it or not."""
        return self.status == status or any(one.status == status for one in self.also)


def work_out(now: Present, on: date, *, stale_after: int = STALE_AFTER) -> Standing:
    """Work out how an action stands on a day.

    The first of these that is true is its status; others among the doubts stand beside it.

    1. *Withdrawn*, *disputed* (a completion with a dispute nobody has answered), *complete*.
    2. *Late*: the day first promised has passed, for the action or one of its milestones. Moving a
       date does not undo this: a promise is kept or late against what was first said.
    3. *No evidence*: a milestone is said to be reached, or work has gone on for 90 days, and there
       is nothing to show for it.
    4. *Not updated*: the force was to work on it and has said nothing for ``stale_after`` days.
    5. *Not started*: nothing has been done yet. Otherwise *on track*.
    """
    said = Status(now.override.says) if now.override else None
    if now.withdrawn:
        return Standing(Status.WITHDRAWN)
    if now.completed:
        late = max(0, (now.completed.on - now.first.due_on).days)
        if now.open_disputes:
            return Standing(Status.DISPUTED, completed_late=late)
        return Standing(Status.COMPLETE, completed_late=late)
    found = [*_late(now, on), *_no_evidence(now, on), *_stale(now, on, stale_after)]
    if not found:
        found = [Finding(Status.ON_TRACK if now.began else Status.NOT_STARTED)]
    return Standing(found[0].status, found[0].days, also=tuple(found[1:]), said=said)


def _late(now: Present, on: date) -> list[Finding]:
    dues = [now.first.due_on, *(now.first_dues[key] for key in now.to_reach)]
    days = (on - min(dues)).days
    return [Finding(Status.LATE, days)] if days > 0 else []


def _no_evidence(now: Present, on: date) -> list[Finding]:
    if now.evidence or not now.began:
        return []
    worked = on - now.now.starts_on > timedelta(days=EVIDENCE_AFTER)
    return [Finding(Status.NO_EVIDENCE)] if worked or now.reached else []


def _stale(now: Present, on: date, stale_after: int) -> list[Finding]:
    silent = (on - max(now.last_on, now.now.starts_on)).days
    return [Finding(Status.STALE, silent)] if silent > stale_after else []
