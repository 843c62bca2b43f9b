"""Saying something in public as somebody who has signed in: asked again, by role, and kept."""

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.cast import Cast, acting
from evenhand.accounts import selectors
from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot, NoOverseer
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import May, OrganisationKind, Role
from evenhand.accounts.services import add_organisation, give_role, oversee
from evenhand.accounts.services.writing import Signature, written
from evenhand.audit.models import Act, Entry


def signs(by: Acting) -> Signature | None:
    """Whoever may say how actions go signs by that role."""
    may = by.may(May.UPDATE_ACTIONS)
    return Signature(by.called(May.UPDATE_ACTIONS), "Bedfordshire Police") if may else None


def write(by: Acting) -> dict[str, object]:
    with written(by, signs=signs, subject="plan/x", step="said", now=timezone.now()) as who:
        assert transaction.get_connection().in_atomic_block
        return dict(who)


def kept() -> list[Entry]:
    return list(Entry.objects.filter(kind=Act.ALTERATION))


def test_the_public_reads_a_role_and_the_private_log_keeps_the_person(cast: Cast) -> None:
    said = write(acting(cast.mate))

    assert (said["by"], said["organisation"]) == ("Action owner", "Bedfordshire Police")
    [entry] = kept()
    assert (entry.by, entry.subject) == (f"person/{cast.mate.pk}", "plan/x")
    assert "said" in entry.body


def test_who_may_not_is_refused_before_anything_is_written(cast: Cast) -> None:
    with pytest.raises(MayNot, match="Your role does not allow this"):
        write(acting(cast.owner))
    assert kept() == []


def test_a_role_that_ended_meanwhile_allows_nothing(cast: Cast) -> None:
    by = acting(cast.mate)
    Membership.objects.filter(person=cast.mate).update(ended_at=timezone.now(), why_ended="Left")

    with pytest.raises(MayNot):
        write(by)


def test_what_fails_inside_is_not_in_the_log(cast: Cast) -> None:
    by, now = acting(cast.mate), timezone.now()

    with (
        pytest.raises(RuntimeError),
        written(by, signs=signs, subject="plan/x", step="said", now=now),
    ):
        raise RuntimeError
    assert kept() == []


def test_who_somebody_is_to_a_force(cast: Cast) -> None:
    ours, theirs = acting(cast.mate), acting(cast.stranger)

    assert ours.is_of("bedfordshire")
    assert not ours.is_of("kent")
    assert not theirs.is_of("bedfordshire")
    assert not ours.looks_at("bedfordshire")
    assert not theirs.looks_at("bedfordshire")


def test_an_oversight_body_looks_at_the_forces_it_was_named_for_or_at_all(cast: Cast) -> None:
    now = timezone.now()
    body = add_organisation(id="body", name="A body", kind=OrganisationKind.OVERSIGHT_BODY)
    give_role(person=cast.mate, organisation=body, role=Role.OVERSIGHT_MEMBER, by=None, now=now)

    def sees() -> list[bool]:
        by = selectors.acting(cast.mate, "body", now=timezone.now())
        assert by is not None
        return [by.looks_at(one) for one in ("bedfordshire", "kent")]

    named = []
    for forces in ([], [cast.force.force], [cast.force.force, cast.other_force.force]):
        oversee(organisation=body, forces=forces)
        told = (selectors.overseers_of(one) for one in ("bedfordshire", "kent"))
        named.append((sees(), [list(each) for each in told]))
    assert named == [
        ([True, True], [[body], [body]]),
        ([True, False], [[body], []]),
        ([True, True], [[body], [body]]),
    ]


def test_only_an_oversight_body_is_named_for_forces(cast: Cast) -> None:
    with pytest.raises(NoOverseer, match="no oversight body"):
        oversee(organisation=cast.force, forces=[cast.other_force.force])
    assert list(cast.force.oversees.all()) == []
