"""How long a frozen frame may wait: each is drawn, or abandoned in public, by a last day."""

from dataclasses import dataclass
from datetime import date, datetime

from evenhand.monitoring.steps import day_of
from evenhand.scrutiny.clock import Clock

DAYS = 28
"""From the day on which a frame was frozen until the last on which it may be drawn in time.

A panel meets within that time, and a round of drand is told within minutes. A frame that is left
longer is one that somebody may not have liked, so everybody is told of it.
"""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frame that is neither drawn nor abandoned, as it stands on a day.

    Attributes
    ----------
    since : the day on which it was frozen, where the forces are; ``days`` how many ago that is.
    last : the last day on which it can be drawn or abandoned in time.
    overdue : days since then; 0 until then.
    """

    since: date
    days: int
    last: date
    overdue: int


def frozen(at: datetime, *, on: date) -> Frozen:
    """How a frame stands on a day that was frozen at a moment, and nothing came of since."""
    clock = Clock(day_of(at), DAYS)
    return Frozen(clock.began_on, clock.run(on), clock.deadline, clock.over(on))
