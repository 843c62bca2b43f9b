"""Copies that people stopped ask for: the force's supervisors give them, and forget where to."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.cast import signed_in
from encounters.phones import Phone, officer
from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import Role
from evenhand.audit.models import Act, Entry
from evenhand.encounters.models import CopyAsked
from evenhand.encounters.receipts import showing as receipts

pytestmark = pytest.mark.django_db
COPIES = "/workspace/stops/copies/"


@pytest.fixture
def asked(db: None) -> CopyAsked:
    phone = Phone(officer("ada")).registered()
    phone.send(phone.sealed(phone.stop()))
    receipts.ask_copy(phone.secret, "record", "lee@example.org", now=timezone.now())
    return CopyAsked.objects.get()


def desk(by: Acting) -> Client:
    return signed_in(by.person)


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_supervisor_sees_what_waits_and_that_is_logged(asked: CopyAsked) -> None:
    shown = desk(officer("sue", role=Role.SUPERVISOR)).get(COPIES)

    assert "1 person who was stopped waits for a copy." in words(shown)
    assert "To: lee@example.org" in words(shown)
    assert "Asked 0 days ago" in words(shown)
    assert Entry.objects.filter(kind=Act.CONSULTATION).exists()


def test_once_it_was_given_nobody_knows_where_it_went(asked: CopyAsked) -> None:
    browser = desk(officer("sue", role=Role.SUPERVISOR))

    assert browser.post(COPIES, {"copy": asked.pk}).status_code == 303
    asked.refresh_from_db()
    assert (asked.contact, asked.given_on) == ("", timezone.localdate())
    assert "Nobody waits for a copy." in words(browser.get(COPIES))
    again = browser.post(COPIES, {"copy": asked.pk})
    assert (again.status_code, "It was given before." in words(again)) == (400, True)
    given = Entry.objects.get(kind=Act.DISCLOSURE)
    assert given.subject == f"stop/{asked.stop_id}"
    assert "lee@" not in "".join(Entry.objects.values_list("body", flat=True))


def test_another_force_neither_sees_nor_gives_it(asked: CopyAsked) -> None:
    browser = desk(officer("kim", force="dorset", role=Role.SUPERVISOR))

    assert "lee@" not in words(browser.get(COPIES))
    assert browser.post(COPIES, {"copy": asked.pk}).status_code == 400
    asked.refresh_from_db()
    assert asked.given_on is None


def test_an_officer_may_not_look(asked: CopyAsked) -> None:
    assert desk(officer("bo")).get(COPIES).status_code == 403


@pytest.mark.parametrize("typed", ["", "x", "-1", "9" * 30, "٣"])
def test_a_number_that_is_none_of_a_copy_is_refused(asked: CopyAsked, typed: str) -> None:
    answer = desk(officer("sue", role=Role.SUPERVISOR)).post(COPIES, {"copy": typed})

    assert answer.status_code == 400
    assert "There is no such copy in your force." in words(answer)


def test_what_was_given_may_be_asked_for_again(asked: CopyAsked) -> None:
    by = officer("sue", role=Role.SUPERVISOR)
    desk(by).post(COPIES, {"copy": asked.pk})

    CopyAsked.objects.create(
        stop=asked.stop, of="record", contact="lee@example.org", asked_on=timezone.localdate()
    )
    assert CopyAsked.objects.count() == 2


def test_the_database_refuses_what_could_not_be(asked: CopyAsked) -> None:
    wrong: list[dict[str, Any]] = [
        {"of": "record", "contact": "twice"},
        {"of": "video", "contact": ""},
        {"of": "all", "contact": "x"},
        {"of": "video", "contact": "x", "given_on": timezone.localdate()},
    ]
    for said in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            CopyAsked.objects.create(stop=asked.stop, asked_on=timezone.localdate(), **said)
