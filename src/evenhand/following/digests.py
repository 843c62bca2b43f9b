"""What a chief officer should know of a plan once a month. Nothing here knows the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from evenhand.following.selectors import MOVES
from evenhand.plan.history import Change
from evenhand.plan.selectors import Tracked
from evenhand.plan.status import Status


@dataclass(frozen=True)
class Due:
    """Something that falls due: an action, or the milestone of it that is named."""

    one: Tracked
    day: date
    milestone: str = ""


@dataclass(frozen=True)
class Digest:
    """A plan at the beginning of a month, and the month before.

    Attributes
    ----------
    first_day : of the month that has ended.
    late : who has been late longest comes first; with the day since when.
    disputed : completions with a dispute that nobody has answered, and the first such dispute.
    moved : what moved a promise in the month that has ended, in order.
    due : what falls due in the month that has begun, in order.
    """

    first_day: date
    total: int
    complete: int
    withdrawn: int
    late: tuple[tuple[Tracked, date], ...]
    disputed: tuple[tuple[Tracked, Change], ...]
    moved: tuple[tuple[Tracked, int], ...]
    due: tuple[Due, ...]


def digest(found: Sequence[Tracked], *, month: date) -> Digest:
    """Put a month together.

    Parameters
    ----------
    found : the actions of a plan as they stand.
    month : the first day of the month that has begun.
    """
    before = (month - timedelta(days=1)).replace(day=1)
    standing = [one.standing.status for one in found]
    late = [
        (one, one.on - timedelta(days=one.standing.days))
        for one in found
        if one.standing.status is Status.LATE
    ]
    disputed = [(one, one.now.open_disputes[0].change) for one in found if one.now.open_disputes]
    moved = [
        (one, place)
        for one in found
        for place, change in enumerate(one.changes)
        if change.kind in MOVES and before <= change.on < month
    ]
    return Digest(
        first_day=before,
        total=len(found),
        complete=standing.count(Status.COMPLETE) + standing.count(Status.DISPUTED),
        withdrawn=standing.count(Status.WITHDRAWN),
        late=tuple(sorted(late, key=lambda each: (each[1], each[0].key))),
        disputed=tuple(sorted(disputed, key=lambda each: (each[1].on, each[0].key))),
        moved=tuple(sorted(moved, key=lambda each: (each[0].changes[each[1]].at, each[0].key))),
        due=tuple(sorted(_due(found, month), key=lambda each: (each.day, each.one.key))),
    )


def _due(found: Sequence[Tracked], month: date) -> list[Due]:
    following = (month + timedelta(days=31)).replace(day=1)
    due = []
    for one in found:
        if one.now.completed or one.now.withdrawn:
            continue
        promised = one.now.now
        if month <= promised.due_on < following:
            due.append(Due(one, promised.due_on))
        due += [
            Due(one, each.due_on, each.words)
            for each in promised.milestones
            if each.key in one.now.to_reach and month <= each.due_on < following
        ]
    return due
