"""Saying something in public as somebody who has signed in: asked again, by role, and kept."""

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.cast import Cast, acting
from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import May
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
