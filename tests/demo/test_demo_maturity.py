"""The story of Demoshire's maturity: two years, told through the services, with differences."""

from datetime import UTC, date, datetime

import pytest

from evenhand.demo import maturity as story
from evenhand.forces import services as forces
from evenhand.ledger.models import Entry
from evenhand.maturity import models, selectors
from evenhand.maturity.history import CANNOT_TELL, View

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def demoshire() -> None:
    forces.load(["demoshire"])


def test_the_story_has_what_a_reader_should_see() -> None:
    found = selectors.maturity(story.load(now=NOW), on=NOW.date())
    standings = found.standings

    assert [key for key, one in standings.items() if not one.latest] == ["young-people"]
    assert [key for key, one in standings.items() if one.differs] == [
        "fair-progress",
        "explain-or-reform",
        "stops-recorded",
    ]
    community = standings["stops-recorded"].of(View.COMMUNITY)
    assert [one.level for one in community] == [1]
    unsure = {one.view for each in standings.values() for one in each.latest if not one.level}
    assert unsure == {View.INDEPENDENT, View.COMMUNITY}
    assert CANNOT_TELL == 0
    days = sorted(one.on for each in standings.values() for one in each.every)
    assert (days[0], days[-1]) == (date(2025, 2, 10), date(2026, 6, 4))


def test_a_level_went_down_when_the_community_said_otherwise() -> None:
    basis = story.load(now=NOW)
    found = selectors.standing(basis, "open-to-scrutiny", on=NOW.date())

    told = [(one.view, one.level) for one in found.every]
    assert told == [
        (View.SELF, 3),
        (View.COMMUNITY, 1),
        (View.SELF, 2),
        (View.COMMUNITY, 2),
    ]


def test_telling_it_again_adds_nothing() -> None:
    story.load(now=NOW)
    before = (models.Assessment.objects.count(), Entry.objects.count())

    story.load(now=NOW)
    assert (models.Assessment.objects.count(), Entry.objects.count()) == before


@pytest.mark.parametrize("year", [2025, 2026, 2029])
def test_a_later_demonstration_moves_the_story_and_nothing_is_said_tomorrow(year: int) -> None:
    now = datetime(year, 5, 3, tzinfo=UTC)
    found = selectors.maturity(story.load(now=now), on=now.date())

    said = [one.at for each in found.standings.values() for one in each.every]
    assert said
    assert max(said) <= now
    assert (now - max(said)).days < 300
