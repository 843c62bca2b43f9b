"""What can never be true of people, organisations, memberships and invitations."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from accounts.cast import NOW, Cast
from evenhand.accounts.models import Invitation, Membership, NeverDeleted, Organisation, Person
from evenhand.accounts.roles import OrganisationKind, Role

LATER = NOW + timedelta(days=30)


def refused(rule: str, model: type[models.Model], **fields: Any) -> None:
    """The database itself must refuse the row, by the rule of that name."""
    assert rule in {one.name for one in model._meta.constraints}, "there is no such rule"
    with pytest.raises(IntegrityError) as found, transaction.atomic():
        model.objects.bulk_create([model(**fields)])  # goes past what a model's own code might do
    by_name = str(found.value)
    unique = [c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    if rule not in {one.name for one in unique}:  # SQLite tells columns, not names, of these
        assert rule in by_name, by_name


def membership(cast: Cast, **changed: Any) -> dict[str, Any]:
    """A membership that may stand, but for what is changed."""
    return {
        "person": cast.mate,
        "organisation": cast.force,
        "role": Role.ANALYST,
        "starts_at": NOW,
        "expires_at": LATER,
        **changed,
    }


def invitation(cast: Cast, **changed: Any) -> dict[str, Any]:
    """An invitation that may stand, but for what is changed."""
    return {
        "secret_hash": "a" * 64,
        "email": "new@beds.example",
        "organisation": cast.force,
        "role": Role.ANALYST,
        "access_until": LATER,
        "invited_at": NOW,
        "expires_at": LATER,
        **changed,
    }


def test_what_each_rule_starts_from_may_stand(cast: Cast) -> None:
    Membership.objects.create(**membership(cast))
    Invitation.objects.create(**invitation(cast))


def test_an_address_is_one_person_however_it_is_written(cast: Cast) -> None:
    refused("an_address_is_in_small_letters", Person, email="A@b.example", name="A", joined_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(email=cast.mate.email, name="Again", joined_at=NOW)


def test_a_person_has_a_name(cast: Cast) -> None:
    refused("a_person_has_a_name", Person, email="a@b.example", name="", joined_at=NOW)


@pytest.mark.parametrize(
    ("rule", "changed"),
    [
        ("an_organisation_has_a_name", {"name": ""}),
        ("an_organisation_is_of_a_kind_we_know", {"kind": "club", "force": None}),
        ("a_local_organisation_has_its_force", {"kind": "scrutiny panel", "force": None}),
        ("a_local_organisation_has_its_force", {"kind": "oversight body"}),
        ("a_force_is_one_organisation", {}),
    ],
)
def test_rules_of_organisations(cast: Cast, rule: str, changed: dict[str, Any]) -> None:
    like_it = {"id": "x", "name": "X", "kind": OrganisationKind.FORCE, "force": cast.force.force}

    refused(rule, Organisation, **{**like_it, **changed})


@pytest.mark.parametrize(
    ("rule", "changed"),
    [
        ("a_role_is_one_we_know", {"role": "king"}),
        ("access_ends_after_it_starts", {"expires_at": NOW}),
        ("nobody_leaves_before_they_came", {"ended_at": NOW - timedelta(days=1)}),
        ("only_what_ended_was_ended_by_somebody", {"why_ended": "moved on"}),
    ],
)
def test_rules_of_memberships(cast: Cast, rule: str, changed: dict[str, Any]) -> None:
    refused(rule, Membership, **membership(cast, **changed))


def test_a_role_is_held_once_at_a_time_and_again_after_it_ended(cast: Cast) -> None:
    Membership.objects.create(**membership(cast, ended_at=NOW))
    Membership.objects.create(**membership(cast))

    refused("a_role_is_held_once_at_a_time", Membership, **membership(cast))


@pytest.mark.parametrize(
    ("rule", "changed"),
    [
        ("an_invitation_is_to_a_role_we_know", {"role": "king"}),
        ("an_invited_address_is_in_small_letters", {"email": "New@beds.example"}),
        ("an_invitation_can_be_taken_up", {"expires_at": NOW}),
        ("an_invitation_is_taken_up_by_somebody", {"accepted_at": NOW}),
    ],
)
def test_rules_of_invitations(cast: Cast, rule: str, changed: dict[str, Any]) -> None:
    refused(rule, Invitation, **invitation(cast, **changed))


def test_an_invitation_is_taken_up_or_taken_back(cast: Cast) -> None:
    both = {"accepted_at": NOW, "accepted_by": cast.mate, "withdrawn_at": NOW}

    refused("an_invitation_is_taken_up_or_taken_back", Invitation, **invitation(cast, **both))


def test_a_role_is_offered_once_at_a_time(cast: Cast) -> None:
    Invitation.objects.create(**invitation(cast))

    refused(
        "a_role_is_offered_once_at_a_time", Invitation, **invitation(cast, secret_hash="b" * 64)
    )


def test_a_membership_ends_and_is_never_deleted(cast: Cast) -> None:
    held = Membership.objects.create(**membership(cast))

    with pytest.raises(NeverDeleted):
        held.delete()
    with pytest.raises(NeverDeleted):
        Membership.objects.filter(pk=held.pk).delete()
    with pytest.raises(ProtectedError):
        cast.mate.delete()
    assert Membership.objects.filter(pk=held.pk).exists()
