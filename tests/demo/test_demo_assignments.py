"""Of Demoshire's people, the lead leads a workstream and the owner does two actions."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from evenhand.accounts import selectors as people
from evenhand.demo import accounts, assignments
from evenhand.demo import plan as story
from evenhand.forces import services as forces
from evenhand.plan import models, selectors


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[models.Plan]:
    """The story and its people, once for all tests of this module and then forgotten."""
    with django_db_blocker.unblock(), transaction.atomic():
        forces.load([accounts.FORCE])
        plan = story.load(now=timezone.now())
        accounts.load(now=timezone.now())
        assignments.load(now=timezone.now())
        yield plan
        transaction.set_rollback(True)


@pytest.fixture
def loaded(told: models.Plan, db: None) -> models.Plan:
    return told


@pytest.mark.parametrize(
    ("email", "workstreams", "actions"),
    [
        ("lead@demoshire.example", {"respected"}, set()),
        ("owner@demoshire.example", set(), {"record-ethnicity", "hate-crime-at-work"}),
        ("manager@demoshire.example", set(), set()),
    ],
)
def test_each_has_what_their_role_is_for(
    loaded: models.Plan, email: str, workstreams: set[str], actions: set[str]
) -> None:
    person = people.person_of(email)
    assert person is not None
    by = people.acting(person, accounts.FORCE, now=timezone.now())
    assert by is not None

    what = selectors.assigned(by, loaded)

    assert (what.workstreams, what.actions) == (workstreams, actions)


def test_what_is_given_is_in_the_plan_and_can_still_be_worked_on(loaded: models.Plan) -> None:
    found = {one.key: one for one in selectors.tracked(loaded, on=timezone.localdate())}

    assert set(assignments.DOES) <= set(found)
    assert any(one.workstream in assignments.LEADS for one in found.values())
    assert not any(found[key].now.withdrawn for key in assignments.DOES)


def test_giving_it_again_changes_nothing(loaded: models.Plan) -> None:
    before = list(models.Assignment.objects.values())

    assignments.load(now=timezone.now())

    assert list(models.Assignment.objects.values()) == before
