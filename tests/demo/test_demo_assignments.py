"""Of Demoshire's people, the lead leads a workstream and the owner does two actions."""

import pytest
from django.utils import timezone

from evenhand.accounts import selectors as people
from evenhand.demo import accounts, assignments
from evenhand.demo import plan as story
from evenhand.forces import services as forces
from evenhand.plan import models, selectors


@pytest.fixture
def loaded(db: None) -> models.Plan:
    forces.load([accounts.FORCE])
    plan = story.load(now=timezone.now())
    accounts.load(now=timezone.now())
    assignments.load(now=timezone.now())
    return plan


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


def test_people_without_a_plan_are_given_nothing(db: None) -> None:
    forces.load([accounts.FORCE])
    accounts.load(now=timezone.now())

    with pytest.raises(LookupError, match="once there is one"):
        assignments.load(now=timezone.now())
