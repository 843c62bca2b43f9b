"""A site that shows what the demonstration says of Demoshire's maturity, on its last day."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from plan_site import NOW
from pytest_django import DjangoDbBlocker

from evenhand.demo import maturity as story
from evenhand.forces import services as forces
from evenhand.maturity.models import Basis
from evenhand.publications.models import Figure


@pytest.fixture(scope="module")
def assessed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Basis]:
    """The story, told once for all tests of a module and then forgotten."""
    with django_db_blocker.unblock(), transaction.atomic():
        forces.load(["demoshire", "fablesea"])
        yield story.load(now=NOW)
        transaction.set_rollback(True)


@pytest.fixture
def maturity(assessed: Basis, db: None, today: object, the_day: None) -> Basis:
    """Maturity alone, without figures; a second force has none."""
    return assessed


@pytest.fixture
def whole_maturity(demo_site: list[Figure], today: object, the_day: None) -> Basis:
    """Maturity beside the figures that it rests on."""
    return story.load(now=NOW)


@pytest.fixture
def the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are read on the last day of the story."""
    for name in ("maturity", "maturity_files"):
        monkeypatch.setattr(f"evenhand.public.views.{name}.today", NOW.date)
