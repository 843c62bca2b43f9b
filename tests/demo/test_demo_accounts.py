"""The demonstration's people: one of each role, the same however often it is loaded."""

import pytest
from django.utils import timezone

from evenhand.accounts.models import Membership, Person
from evenhand.accounts.roles import Role
from evenhand.accounts.signing_in.factors import has_second_step
from evenhand.demo import accounts, assignments
from evenhand.forces import services as forces


def test_there_is_somebody_in_every_role_and_one_who_acts_for_two(db: None) -> None:
    forces.load([accounts.FORCE])
    said = accounts.load(now=timezone.now())

    assert set(Membership.objects.values_list("role", flat=True)) == set(Role)
    assert all(has_second_step(person) for person in Person.objects.all())
    assert len(said) == len(accounts.PEOPLE)
    both = Person.objects.get(email="oversight@programme.example").memberships.all()
    assert len({one.organisation_id for one in both}) == 2


def test_loading_them_again_changes_nothing(db: None) -> None:
    forces.load([accounts.FORCE])
    accounts.load(now=timezone.now())
    before = list(Membership.objects.values()), list(Person.objects.values("email", "password"))

    accounts.load(now=timezone.now())

    assert before == (
        list(Membership.objects.values()),
        list(Person.objects.values("email", "password")),
    )


def test_people_without_a_plan_are_given_nothing(db: None) -> None:
    forces.load([accounts.FORCE])
    accounts.load(now=timezone.now())

    with pytest.raises(LookupError, match="once there is one"):
        assignments.load(now=timezone.now())
