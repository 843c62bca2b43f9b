"""What came of an alert after the panel had its say: concluded, signed, to be measured again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from evenhand.demo import alerts
from evenhand.demo.plan import Told
from evenhand.monitoring import selectors
from evenhand.monitoring.history import Awaits
from evenhand.monitoring.terms import Outcome
from evenhand.plan.quarters import Quarter

if TYPE_CHECKING:
    from evenhand.demo.scrutiny import Happens

RECORDS_COME = timedelta(days=45)
"""After the end of a quarter, until its figures are in at the latest."""
A_MONTH = "%Y-%m"


class Reforming:
    """Tells of one review; nothing of it where no alert was raised, or nothing failed yet."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.planted = alerts.planted(told["planted"])

    def happens(self) -> list[Happens]:
        """When each step is taken."""
        return [(one["ago"], self._step(one)) for one in self.told["then"]]

    def _step(self, step: Told) -> Callable[[datetime], None]:
        return lambda now: self._take(step, now)

    def _take(self, step: Told, now: datetime) -> None:
        review = alerts.review_about(self.planted)
        if review is None:
            return
        state = selectors.story_of(review, on=now.date())
        if not any(one.outcome is Outcome.FAILED for one in state.explanations):
            return
        reforming = "reform" in step
        if reforming != (state.awaits is Awaits.ACTION):
            return  # silence has made it reform already: there is nothing left to conclude
        said = {**step, "reform": _in_the_next_quarters(step["reform"], now)} if reforming else step
        who = alerts.story()["who"]
        taken = {name: part for name, part in said.items() if name != "ago"}
        alerts.Answering(who, review, self.planted, now).step(taken)


def _in_the_next_quarters(reform: Told, now: datetime) -> Told:
    """A reform that is judged by the next half year of whole quarters, against three years before.

    Of three years, two are left even where a few months' files never came.
    """
    quarter = Quarter.of(now.date()).following
    first, last = quarter.first_day, quarter.following.last_day
    return {
        **reform,
        "before_from": first.replace(year=first.year - 3).strftime(A_MONTH),
        "after_from": first.strftime(A_MONTH),
        "after_until": last.strftime(A_MONTH),
        "remeasure_on": last + RECORDS_COME,
    }
