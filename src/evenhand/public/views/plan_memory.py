"""Plans as they were last read: after a change, only the action that it touched is read again."""

from collections import OrderedDict
from datetime import date
from threading import Lock
from typing import NamedTuple

from evenhand.plan import models, selectors
from evenhand.plan.selectors import Head, Tracked

MOST = 8  # plans: each of 300 actions over five years takes about 6 MB


class Known(NamedTuple):
    """A plan as it was read."""

    head: Head
    on: date
    actions: list[Tracked]


_known: OrderedDict[int, Known] = OrderedDict()
_lock = Lock()


def tracked(plan: models.Plan, head: Head, on: date) -> list[Tracked]:
    """Every action of a plan as it stands on the present day."""
    with _lock:
        known = _known.get(plan.pk)
    if known and (known.head, known.on) == (head, on):
        return known.actions
    found = (
        selectors.tracked_again(plan, known.actions, known.head, head, on=on)
        if known and known.on == on
        else selectors.tracked(plan, on=on)
    )
    with _lock:
        _known[plan.pk] = Known(head, on, found)
        _known.move_to_end(plan.pk)
        while len(_known) > MOST:
            _known.popitem(last=False)
    return found


def forget() -> None:
    """Forget every plan: for tests, whose databases begin anew."""
    with _lock:
        _known.clear()
