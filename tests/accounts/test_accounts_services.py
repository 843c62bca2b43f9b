"""Inviting, accepting, changing and ending: who may, once, and what the log keeps of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.cast import PASSWORD, Cast, acting
from evenhand.accounts import selectors
from evenhand.accounts.errors import AlreadyThere, MayNot, NotHere, NotOpen, WrongRole
from evenhand.accounts.models import Invitation, Membership, Person
from evenhand.accounts.roles import Role
from evenhand.accounts.services import accept, change_role, end, give_role, invite, withdraw
from evenhand.audit.models import Act, Entry

NEW = "new@beds.example"


def held(person: Person) -> Membership:
    """The only membership of a person that has not ended."""
    return Membership.objects.get(person=person, ended_at__isnull=True)


def test_an_invitation_makes_a_person_with_one_role(cast: Cast) -> None:
    now = timezone.now()
    sent = invite(email=" New@Beds.example ", role=Role.ANALYST, by=acting(cast.owner), now=now)

    given = accept(secret=sent.secret, by=None, name="New", password=PASSWORD, now=now)

    assert (given.person.email, given.role, given.given_by) == (NEW, Role.ANALYST, cast.owner)
    assert given.person.check_password(PASSWORD)
    assert acting(given.person).organisation == cast.force


def test_an_invitation_is_used_once(cast: Cast) -> None:
    now = timezone.now()
    sent = invite(email=NEW, role=Role.ANALYST, by=acting(cast.owner), now=now)
    accept(secret=sent.secret, by=None, name="New", password=PASSWORD, now=now)

    with pytest.raises(NotOpen):
        accept(secret=sent.secret, by=None, name="Thief", password=PASSWORD, now=now)
    assert Person.objects.filter(email=NEW).count() == 1


def test_what_is_in_the_link_is_not_in_the_database(cast: Cast) -> None:
    sent = invite(email=NEW, role=Role.ANALYST, by=acting(cast.owner), now=timezone.now())

    kept = Invitation.objects.filter(pk=sent.invitation.pk).values()[0]
    assert sent.secret not in str(kept)
    assert len(sent.secret) >= 43, "256 random bits"


def test_an_invitation_runs_out_and_can_be_taken_back(cast: Cast) -> None:
    now, by = timezone.now(), acting(cast.owner)
    late = invite(email=NEW, role=Role.ANALYST, by=by, now=now - timedelta(days=8))
    back = invite(email="b@beds.example", role=Role.ANALYST, by=by, now=now)
    withdraw(number=back.invitation.pk, by=by, now=now)

    for sent in (late, back):
        with pytest.raises(NotOpen):
            accept(secret=sent.secret, by=None, name="New", password=PASSWORD, now=now)
    again = invite(email=NEW, role=Role.ANALYST, by=by, now=now)
    assert again.invitation.pk != late.invitation.pk, "a new one replaces one that ran out"


def test_an_invitation_is_for_its_own_address(cast: Cast) -> None:
    now = timezone.now()
    sent = invite(email=NEW, role=Role.ANALYST, by=acting(cast.owner), now=now)

    with pytest.raises(NotOpen):
        accept(secret=sent.secret, by=cast.stranger, now=now)
    assert acting(cast.stranger).organisation == cast.other_force


def test_who_has_an_account_must_be_signed_in_to_accept(cast: Cast) -> None:
    now = timezone.now()
    sent = invite(email=cast.mate.email, role=Role.ANALYST, by=acting(cast.owner), now=now)

    with pytest.raises(AlreadyThere):
        accept(secret=sent.secret, by=None, name="Thief", password=f"{PASSWORD}s", now=now)
    cast.mate.refresh_from_db()
    assert cast.mate.check_password(PASSWORD), "nobody's password was changed"
    accept(secret=sent.secret, by=cast.mate, now=now)
    assert acting(cast.mate).roles == {Role.ACTION_OWNER, Role.ANALYST}


def test_the_same_offer_is_made_once(cast: Cast) -> None:
    now, by = timezone.now(), acting(cast.owner)
    invite(email=NEW, role=Role.ANALYST, by=by, now=now)

    with pytest.raises(AlreadyThere):
        invite(email=NEW.upper(), role=Role.ANALYST, by=by, now=now)
    with pytest.raises(AlreadyThere):
        invite(email=cast.mate.email, role=Role.ACTION_OWNER, by=by, now=now)
    assert Invitation.objects.count() == 1


def test_a_role_that_the_organisation_does_not_have_cannot_be_given(cast: Cast) -> None:
    for role in (Role.PANEL_CHAIR, Role.OVERSIGHT_MEMBER):
        with pytest.raises(WrongRole):
            invite(email=NEW, role=role, by=acting(cast.owner), now=timezone.now())


def test_a_programme_manager_cannot_make_an_administrator(cast: Cast) -> None:
    now = timezone.now()
    give_role(
        person=cast.mate, organisation=cast.force, role=Role.PROGRAMME_MANAGER, by=None, now=now
    )
    by = acting(cast.mate)

    with pytest.raises(WrongRole):
        invite(email=NEW, role=Role.ADMINISTRATOR, by=by, now=now)
    with pytest.raises(WrongRole):
        end(number=held(cast.owner).pk, by=by, now=now)
    assert held(cast.owner)


def test_a_role_taken_away_while_a_page_is_open_allows_nothing(cast: Cast) -> None:
    now = timezone.now()
    before = acting(cast.owner)
    Membership.objects.filter(person=cast.owner).update(ended_at=now)

    with pytest.raises(MayNot):
        invite(email=NEW, role=Role.ANALYST, by=before, now=now)
    with pytest.raises(MayNot):
        end(number=held(cast.mate).pk, by=before, now=now)
    assert not Invitation.objects.exists()


def test_access_expires_by_itself(cast: Cast) -> None:
    now = timezone.now()
    Membership.objects.filter(person=cast.mate).update(expires_at=now)

    assert selectors.acting(cast.mate, None, now=now) is None
    assert selectors.acting(cast.mate, None, now=now - timedelta(seconds=1)) is not None


def test_access_given_again_after_it_ran_out_leaves_the_first_one_in_the_list(cast: Cast) -> None:
    now = timezone.now() + timedelta(days=400)

    give_role(person=cast.mate, organisation=cast.force, role=Role.ACTION_OWNER, by=None, now=now)

    first, second = Membership.objects.filter(person=cast.mate).order_by("starts_at")
    assert first.ended_at == first.expires_at
    assert second.starts_at == now


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_nobody_is_given_access_for_longer_than_a_year_or_for_no_time(
    cast: Cast, days: int
) -> None:
    now = timezone.now()

    with pytest.raises(WrongRole):
        invite(
            email=NEW,
            role=Role.ANALYST,
            by=acting(cast.owner),
            now=now,
            until=now + timedelta(days=days),
        )


def test_ending_twice_ends_once(cast: Cast) -> None:
    now, by, number = timezone.now(), acting(cast.owner), held(cast.mate).pk
    first = end(number=number, by=by, now=now, why="Moved on")
    logged = Entry.objects.count()

    again = end(number=number, by=by, now=now + timedelta(days=1), why="Something else")

    assert (again.ended_at, again.why_ended) == (first.ended_at, "Moved on")
    assert Entry.objects.count() == logged
    assert selectors.acting(cast.mate, None, now=timezone.now()) is None


def test_changing_a_role_keeps_what_was(cast: Cast) -> None:
    now, by, number = timezone.now(), acting(cast.owner), held(cast.mate).pk
    until = held(cast.mate).expires_at

    given = change_role(number=number, role=Role.ANALYST, by=by, now=now, why="New post")

    old = Membership.objects.get(pk=number)
    assert (old.role, old.ended_by, old.why_ended) == (Role.ACTION_OWNER, cast.owner, "New post")
    assert (given.role, given.expires_at) == (Role.ANALYST, until)
    with pytest.raises(NotHere):
        change_role(number=number, role=Role.PUBLISHER, by=by, now=now)


def test_nobody_changes_their_own_role(cast: Cast) -> None:
    now, by, number = timezone.now(), acting(cast.owner), held(cast.owner).pk

    with pytest.raises(MayNot):
        change_role(number=number, role=Role.PUBLISHER, by=by, now=now)
    with pytest.raises(MayNot):
        end(number=number, by=by, now=now)


def test_people_of_another_organisation_are_not_there(cast: Cast) -> None:
    now, by = timezone.now(), acting(cast.stranger)
    sent = invite(email=NEW, role=Role.ANALYST, by=acting(cast.owner), now=now)

    with pytest.raises(NotHere):
        end(number=held(cast.mate).pk, by=by, now=now)
    with pytest.raises(NotHere):
        change_role(number=held(cast.mate).pk, role=Role.ANALYST, by=by, now=now)
    with pytest.raises(NotHere):
        withdraw(number=sent.invitation.pk, by=by, now=now)
    assert [one.person.email for one in selectors.memberships(by)] == [cast.stranger.email]
    assert selectors.open_invitations(by, now=now) == []


def test_every_change_of_access_is_in_the_log_without_a_name(cast: Cast) -> None:
    now, by = timezone.now(), acting(cast.owner)
    before = Entry.objects.count()
    sent = invite(email=NEW, role=Role.ANALYST, by=by, now=now)
    given = accept(secret=sent.secret, by=None, name="Newcomer", password=PASSWORD, now=now)
    change_role(number=given.pk, role=Role.PUBLISHER, by=by, now=now)
    end(number=held(given.person).pk, by=by, now=now, why="Moved on")

    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds[before:] == [Act.ACCESS, Act.COLLECTION, *[Act.ACCESS] * 4]
    said = str(list(Entry.objects.values()))
    assert NEW not in said
    assert "Newcomer" not in said
