"""Records that nobody would mend: of an officer who left, or sealed with a key that was missing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from encounters.phones import Phone, officer, states, waiting
from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import Role
from evenhand.accounts.services.memberships import end
from evenhand.audit.models import Act, Entry
from evenhand.encounters.comparing import disagreements
from evenhand.encounters.errors import NotHere, NotNow
from evenhand.encounters.keys import files
from evenhand.encounters.models import How, Settled, Stop, Team, ToMend
from evenhand.encounters.selectors import stops as selectors
from evenhand.encounters.services.erasing import erase_due
from evenhand.encounters.services.keeping import READABLE_FOR
from evenhand.encounters.services.mending import mend, opened, takes_over

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


@pytest.fixture
def boss(db: None) -> Acting:
    return officer("boss", role=Role.SUPERVISOR)


def leaves(by: Acting) -> None:
    held = Membership.objects.get(person=by.person)
    end(number=held.pk, by=officer("admin", role=Role.ADMINISTRATOR), now=NOW(), why="Left")


@contextmanager
def without_keys(force: str = "bedfordshire") -> Iterator[Path]:
    """The force's key folder is away, and comes back."""
    here = Path(settings.KEYS, "stops", force)
    away = here.with_name(f"{force}-away")
    here.rename(away)
    files._load.cache_clear()
    try:
        yield here
    finally:
        away.rename(here)
        files._load.cache_clear()


def sent_without_its_key(phone: Phone, **changed: Any) -> ToMend:
    sealed = phone.sealed(phone.stop(**changed))
    with without_keys():
        assert states(phone.send(sealed)) == ["to_mend"]
    return ToMend.objects.latest("pk")


def numbers(found: Any) -> list[int]:
    return [one.pk for one in found]


def test_a_supervisor_mends_for_an_officer_who_left_and_it_is_kept_who_did_and_why(
    phone: Phone, boss: Acting
) -> None:
    one = waiting(phone, reason="because")
    leaves(phone.by)
    record = {**opened(one, now=NOW()).raw, "reason": "welfare"}

    with pytest.raises(NotNow):
        mend(number=one.pk, record=record, reason=" ", by=boss, now=NOW())
    stop = mend(number=one.pk, record=record, reason="The log says so", by=boss, now=NOW())

    assert (stop.officer, stop.mended, stop.reason) == (phone.by.person, True, "welfare")
    first = stop.all_versions.get()
    assert (first.by, first.reason) == (boss.person, "The log says so")
    assert (one.settled.how, one.settled.by) == (How.MENDED, boss.person)
    noted = Entry.objects.filter(kind=Act.ALTERATION, subject=f"stop/{stop.pk}").get()
    said = json.loads(noted.body)
    assert f"person/{phone.by.person.pk}" in noted.body and "The log says so" in noted.body
    assert noted.by == f"person/{boss.person.pk}" and said
    assert not list(disagreements())


def test_while_the_officer_is_here_a_supervisor_mends_nothing_for_them(
    phone: Phone, boss: Acting
) -> None:
    one = waiting(phone, reason="because")

    with pytest.raises(NotHere):
        mend(number=one.pk, record={}, reason="x", by=boss, now=NOW())

    assert numbers(selectors.left_behind(boss, now=NOW())) == []
    assert numbers(selectors.waiting_for_officers(boss, now=NOW())) == [one.pk]
    leaves(phone.by)
    assert numbers(selectors.left_behind(boss, now=NOW())) == [one.pk]
    assert numbers(selectors.waiting_for_officers(boss, now=NOW())) == []
    for other in (officer("mate"), officer("far", "kent", role=Role.SUPERVISOR)):
        with pytest.raises(NotHere):
            mend(number=one.pk, record={}, reason="x", by=other, now=NOW())
    assert not Settled.objects.exists()


def test_what_names_nobody_is_mended_for_who_brought_it_once_they_have_left(
    phone: Phone, boss: Acting
) -> None:
    record = phone.stop()
    phone.send(phone.sealed(record, given="forged"))
    one = ToMend.objects.get()
    assert takes_over(one, opened(one, now=NOW()), boss, now=NOW()) is None
    leaves(phone.by)
    assert numbers(selectors.left_behind(boss, now=NOW())) == [one.pk]

    stop = mend(number=one.pk, record=record, reason="It is in her notebook", by=boss, now=NOW())

    assert stop.officer == phone.by.person


def test_what_is_well_by_itself_is_kept_for_them_with_a_reason_too(
    phone: Phone, boss: Acting
) -> None:
    later = (phone.now + timedelta(minutes=30)).isoformat(timespec="seconds")
    one, then = waiting(phone, recorded_at=later), NOW() + timedelta(hours=1)
    leaves(phone.by)

    stop = mend(number=one.pk, record=None, reason="She has left", by=boss, now=then)

    assert not stop.mended and stop.all_versions.get().changes == []
    assert (stop.all_versions.get().reason, one.settled.reason) == ("She has left",) * 2


def test_records_without_their_key_are_told_of_and_nobody_retells_them(
    phone: Phone, boss: Acting
) -> None:
    sealed = phone.sealed(phone.stop())
    with without_keys():
        phone.send(sealed)
        one = ToMend.objects.get()
        (told,) = selectors.locked_out(boss)
        assert (told.key, told.back, told.records) == (sealed["key"], False, 1)
        leaves(phone.by)
        with pytest.raises(NotHere):
            mend(number=one.pk, record=phone.stop(), reason="x", by=boss, now=NOW())
        erase_due(now=NOW() + READABLE_FOR * 3)
        assert bytes(one.sent.sealed.content), "it waits as long as it must"

    assert selectors.locked_out(boss)[0].back
    assert numbers(selectors.without_key(boss)) == [one.pk]
    assert numbers(selectors.left_behind(boss, now=NOW())) == []
    assert selectors.locked_out(officer("far", "kent", role=Role.SUPERVISOR)) == []


def test_once_the_key_is_back_the_record_is_kept_as_it_came_as_its_officers(
    phone: Phone, boss: Acting
) -> None:
    one = sent_without_its_key(phone)
    assert one.officer is None

    stop = mend(number=one.pk, record=None, reason="The key is back", by=boss, now=NOW())

    assert (stop.officer, stop.mended) == (phone.by.person, False)
    assert stop.all_versions.get().by == boss.person
    assert selectors.locked_out(boss) == [] and Stop.objects.count() == 1
    assert not list(disagreements())


def test_who_brought_it_keeps_it_as_well(phone: Phone) -> None:
    one = sent_without_its_key(phone)

    stop = mend(number=one.pk, record=None, reason="", by=phone.by, now=NOW())

    assert (stop.officer, stop.all_versions.get().by) == (phone.by.person, phone.by.person)


def test_a_record_is_mended_by_the_teams_of_when_it_came(phone: Phone) -> None:
    then = NOW() - timedelta(days=60)
    team = Team.objects.create(force_id=phone.force, name="Portwell", since=then)
    one = waiting(phone, reason="because")
    Team.objects.filter(pk=team.pk).update(ended_at=NOW())
    Team.objects.create(force_id=phone.force, name="Harbour", since=then)
    record = {**opened(one, now=NOW()).raw, "reason": "welfare"}

    later = NOW() + timedelta(days=90)
    assert mend(number=one.pk, record=record, reason="x", by=phone.by, now=later).team == "Portwell"
