"""A site that shows Demoshire's plan as the demonstration tells it, seen on its last day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from evenhand.demo import plan as story
from evenhand.forces import services as forces
from evenhand.plan.models import Plan
from evenhand.publications.models import Figure

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """Pages are read on the last day of the story."""
    monkeypatch.setattr("evenhand.public.views.plan.today", lambda: TODAY)
    monkeypatch.setattr("evenhand.public.views.plan_files.today", lambda: TODAY)
    return TODAY


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Plan]:
    """The story, told once for all tests of a module and then forgotten."""
    with django_db_blocker.unblock(), transaction.atomic():
        forces.load(["demoshire", "fablesea"])
        yield story.load(now=NOW)
        transaction.set_rollback(True)


@pytest.fixture
def plan(told: Plan, db: None, today: date) -> Plan:
    """The plan alone, without figures; a second force has none."""
    return told


@pytest.fixture
def whole_plan(demo_site: list[Figure], today: date) -> Plan:
    """The plan beside the figures that it names."""
    return story.load(now=NOW)
