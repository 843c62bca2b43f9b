"""A demonstration that an earlier version made, and its story's panel."""

from datetime import UTC, datetime, timedelta

from evenhand.accounts.models import Membership
from evenhand.demo import accounts, scrutiny
from evenhand.demo import plan as plan_story
from evenhand.demo.accounts import FORCE
from evenhand.encounters.models import Stop
from evenhand.forces import services as forces

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_who_came_later_than_the_story_begins_took_no_part_in_it(db: None) -> None:
    """A demonstration of an earlier version keeps working, and is told no scrutiny."""
    forces.load([FORCE])
    plan_story.load(now=NOW)
    accounts.load(now=NOW)
    Membership.objects.filter(organisation=FORCE).update(starts_at=NOW - timedelta(days=9))

    assert scrutiny.load(now=NOW) == []
    assert not Stop.objects.exists()
