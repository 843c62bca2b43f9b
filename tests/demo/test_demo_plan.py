"""The story of Demoshire's plan: told through the services, as it would have happened."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from evenhand.demo import plan as story
from evenhand.forces import services as forces
from evenhand.ledger.models import Entry
from evenhand.plan import models, selectors
from evenhand.plan.history import Kind
from evenhand.plan.status import Status

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[models.Plan]:
    """The story, told once for all tests of this module and then forgotten."""
    with django_db_blocker.unblock(), transaction.atomic():
        forces.load(["demoshire"])
        yield story.load(now=NOW)
        transaction.set_rollback(True)


def test_the_story_has_every_status_and_two_years(told: models.Plan) -> None:
    found = selectors.tracked(told, on=date(2026, 11, 22))

    assert {one.standing.status for one in found} == set(Status)
    assert any(one.standing.said for one in found)
    assert {one.workstream for one in found} >= {"represented", "respected", "involved"}
    days = sorted(change.on for one in found for change in one.changes)
    assert days[-1] - days[0] > (date(2026, 11, 1) - date(2024, 11, 10))


def test_one_dispute_was_answered_and_one_waits(told: models.Plan) -> None:
    found = {one.key: one for one in selectors.tracked(told, on=date(2026, 11, 22))}

    answered = [one.kind for one in found["review-of-searches"].changes]
    assert (Kind.DISPUTED in answered, Kind.ANSWERED in answered) == (True, True)
    assert found["strip-searches"].now.open_disputes


def test_telling_it_again_adds_nothing(told: models.Plan) -> None:
    before = (models.Change.objects.count(), Entry.objects.count())

    story.load(now=NOW)
    assert (models.Change.objects.count(), Entry.objects.count()) == before
