"""The story of Demoshire's plan: told through the services, as it would have happened."""

from datetime import UTC, date, datetime

import pytest

from evenhand.demo import plan as story
from evenhand.forces import services as forces
from evenhand.ledger.models import Entry
from evenhand.plan import models, selectors
from evenhand.plan.history import Kind
from evenhand.plan.status import Status

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def demoshire() -> None:
    forces.load(["demoshire"])


def test_the_story_has_every_status_and_two_years() -> None:
    found = selectors.tracked(story.load(now=NOW), on=date(2026, 11, 22))

    assert {one.standing.status for one in found} == set(Status)
    assert any(one.standing.said for one in found)
    assert {one.workstream for one in found} >= {"represented", "respected", "involved"}
    days = sorted(change.on for one in found for change in one.changes)
    assert days[-1] - days[0] > (date(2026, 11, 1) - date(2024, 11, 10))


def test_one_dispute_was_answered_and_one_waits() -> None:
    found = {one.key: one for one in selectors.tracked(story.load(now=NOW), on=date(2026, 11, 22))}

    answered = [one.kind for one in found["review-of-searches"].changes]
    assert (Kind.DISPUTED in answered, Kind.ANSWERED in answered) == (True, True)
    assert found["strip-searches"].now.open_disputes


def test_telling_it_again_adds_nothing() -> None:
    story.load(now=NOW)
    before = (models.Change.objects.count(), Entry.objects.count())

    story.load(now=NOW)
    assert (models.Change.objects.count(), Entry.objects.count()) == before


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
    now: datetime, first_due: date
) -> None:
    plan = story.load(now=now)

    one = selectors.action(plan, "record-vehicle-stops", on=now.date())
    assert one is not None
    assert one.now.first.due_on == first_due
    assert max(change.at for change in one.changes) <= now
