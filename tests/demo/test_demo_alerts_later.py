"""The story of the alerts, loaded on other days than the one that it was written for."""

from datetime import UTC, datetime

import pytest

from demo.demonstration import lake
from evenhand.demo import alerts, truth
from evenhand.demo import plan as plan_story
from evenhand.forces import services as forces
from evenhand.monitoring import selectors
from evenhand.monitoring.history import Status


@pytest.mark.django_db
def test_loaded_much_later_one_still_awaits_its_first_answer() -> None:
    later = datetime(2027, 8, 10, 12, tzinfo=UTC)
    forces.load(["demoshire"])
    plan_story.load(now=later)
    alerts.load([lake()], now=later)
    stories = {
        one: alerts.review_about(one)
        for one in (truth.NEW, truth.IN_AN_OPERATION, truth.NO_SUSPICION)
    }
    status = {
        one: selectors.story_of(review, on=later.date()).status
        for one, review in stories.items()
        if review is not None
    }

    assert status == {
        truth.NEW: Status.OPEN,
        truth.IN_AN_OPERATION: Status.EXPLAINED,
        truth.NO_SUSPICION: Status.REFORM,
    }


@pytest.mark.django_db
def test_before_the_first_run_there_is_nothing_to_tell() -> None:
    assert alerts.load([lake()], now=datetime(2026, 4, 20, tzinfo=UTC)) == []
