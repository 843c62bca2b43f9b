"""What else a phone or a system asks is cut at every statement and commit: whole or not there."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.cast import signed_in
from encounters.cuts import Cut, How, cuts, cutting, kinds
from encounters.phones import Phone, Record, officer
from encounters.test_encounters_faults_cuts import KEPT, there
from evenhand.accounts.roles import Role
from evenhand.audit.models import Entry
from evenhand.encounters.models import Call, Device, Sent
from evenhand.encounters.services.systems import let_in
from evenhand.roadside.api import device, systems
from evenhand.roadside.api.gates import Gate

PHONES = "/workspace/roadside/api/"
SYSTEMS = "/api/encounters/v1/stops"
GOOD = (200, 201)
pytestmark = pytest.mark.slow
EVERY = bool(os.environ.get("EVENHAND_EVERY_CUT"))
each_kind = pytest.mark.parametrize("how", kinds() if EVERY else [How.KILLED])


@dataclass
class Asked:
    """A request that is cut.

    Attributes
    ----------
    ask : send it.
    look : what of it is there.
    whole : what is there once it was answered.
    """

    ask: Callable[[], Any]
    look: Callable[[], Any]
    whole: Any


@pytest.fixture
def phone(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Phone:
    for api in (device, systems):
        monkeypatch.setattr(api, "GATE", Gate(each_minute=1_000_000))
    return Phone(officer("ada")).registered()


def poster(client: Client, address: str, **more: Any) -> Callable[[Any], Any]:
    client.raise_request_exception = False
    return lambda said: client.post(address, said, content_type="application/json", **more)


def _records(phone: Phone) -> Callable[[Any], Any]:
    return poster(signed_in(phone.by.person), f"{PHONES}records")


def sent_a_second_time(phone: Phone) -> Callable[[], Asked]:
    """What is there already changes nothing and is answered as before."""
    post = _records(phone)

    def begin() -> Asked:
        batch = phone.batch(*[phone.sealed(phone.stop()) for _ in range(3)])
        assert post(batch).status_code == 201
        return Asked(lambda: post(batch), lambda: _kept(batch), [KEPT] * 3)

    return begin


def five_of_which_one_is_unreadable(phone: Phone) -> Callable[[], Asked]:
    """One that is none costs none of the others, wherever it is cut."""
    post = _records(phone)

    def begin() -> Asked:
        sealed = [phone.sealed(phone.stop()) for _ in range(4)]
        batch = phone.batch(*sealed[:2], {"id": "?"}, *sealed[2:])
        return Asked(lambda: post(batch), lambda: _kept(batch), [KEPT] * 4)

    return begin


def carried_by_another(phone: Phone) -> Callable[[], Asked]:
    """Somebody else of the force has signed in on the phone."""
    post = poster(signed_in(officer("grace").person), f"{PHONES}records")

    def begin() -> Asked:
        batch = phone.batch(phone.sealed(phone.stop()))
        return Asked(lambda: post(batch), lambda: _kept(batch), [KEPT])

    return begin


def a_phone_with_a_wrong_clock(phone: Phone) -> Callable[[], Asked]:
    """A phone whose clock is an hour ahead, which the records are marked with."""
    post = _records(phone)

    def begin() -> Asked:
        ahead = (timezone.now() + timedelta(hours=1)).isoformat()
        batch = phone.batch(phone.sealed(phone.stop()), sent_at=ahead)
        return Asked(lambda: post(batch), lambda: _kept(batch), [KEPT])

    return begin


def registered(phone: Phone) -> Callable[[], Asked]:
    """A new phone shows itself for the first time."""
    post = poster(signed_in(phone.by.person), f"{PHONES}devices")

    def begin() -> Asked:
        new = uuid4()

        def look() -> tuple[int, int]:
            said = Entry.objects.filter(subject=f"device/{new}")
            return Device.objects.filter(pk=new).count(), said.count()

        return Asked(lambda: post({"device_id": str(new)}), look, (1, 1))

    return begin


def called_by_a_system(phone: Phone) -> Callable[[], Asked]:
    """A force's own system sends two records with an idempotency key; one breaks a rule."""
    admin = officer("admin", role=Role.ADMINISTRATOR)
    until = timezone.now() + timedelta(days=30)
    key = let_in(name=f"Records {uuid4()}", until=until, by=admin, now=timezone.now()).key

    def begin() -> Asked:
        again = str(uuid4())
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": again}
        post = poster(Client(), SYSTEMS, headers=headers)
        records = [phone.stop(), phone.stop(reason="because")]

        def look() -> Any:
            found = there(records[0]["stop_id"])
            calls = Call.objects.filter(idempotency_key=again)
            return (
                found.get("stops", 0),
                found.get("versions", 0),
                found.get("apart", 0),
                [(one.status, one.answer["kept"]) for one in calls],
            )

        return Asked(lambda: post({"records": records}), look, (1, 1, 1, [(201, 1)]))

    return begin


def _kept(batch: Record) -> list[Record]:
    """What is there of each record of a batch; nothing where there is none of any."""
    ids = [one["id"] for one in batch["records"] if one["id"] != "?"]
    if not Sent.objects.filter(record__in=ids).exists():
        return []
    return [there(one) for one in ids]


SOME = (registered, called_by_a_system)
"""What is cut in each run of the tests; bench/stops_cuts.py cuts all, in every way."""
WORKS = (
    sent_a_second_time,
    five_of_which_one_is_unreadable,
    carried_by_another,
    a_phone_with_a_wrong_clock,
    *SOME,
)


@each_kind
@pytest.mark.parametrize("work", WORKS if EVERY else SOME, ids=lambda work: work.__name__)
def test_a_request_is_cut_at_every_step_and_is_whole_or_not_there(
    phone: Phone, how: How, work: Any, record_property: Callable[[str, object], None]
) -> None:
    begin = work(phone)

    def one(cut: Cut) -> None:
        asked, answer = begin(), None
        before = asked.look()
        with cutting(cut):
            answer = asked.ask()

        held = asked.look()
        assert held in (before, asked.whole), f"{cut}: half there"
        told = answer is not None and answer.status_code in GOOD
        assert not told or held == asked.whole, f"{cut}: said to be done, and is not"
        assert asked.ask().status_code in GOOD, f"{cut}: not taken the second time"
        assert asked.look() == asked.whole, f"{cut}: not there once"

    made, steps = cuts(how, one)
    assert made == 2 * steps
    assert made > 12
    record_property(work.__name__, made)
