"""Whenever the demonstration is made, the story of its plan ends on that day."""

from datetime import UTC, date, datetime

import pytest

from evenhand.demo import plan as story
from evenhand.forces import services as forces
from evenhand.plan import selectors


@pytest.mark.parametrize(
    ("now", "first_due"),
    [
        (datetime(2026, 10, 3, tzinfo=UTC), date(2025, 12, 31)),
        (datetime(2027, 2, 3, tzinfo=UTC), date(2026, 3, 31)),
        (datetime(2029, 5, 3, tzinfo=UTC), date(2028, 6, 30)),
        (datetime(2026, 2, 3, tzinfo=UTC), date(2025, 3, 31)),
    ],
)
def test_a_later_demonstration_moves_the_story_by_whole_quarters(
    db: None, now: datetime, first_due: date
) -> None:
    forces.load(["demoshire"])
    plan = story.load(now=now)

    one = selectors.action(plan, "record-vehicle-stops", on=now.date())
    assert one is not None
    assert one.now.first.due_on == first_due
    assert max(change.at for change in one.changes) <= now
