"""Every statement and commit of receiving, mending and correcting is cut once: nothing half there.

Afterwards the same is sent again, as a device does that was not answered, and everything is there
exactly once. What a phone's other requests do, and a system's, is cut in
test_encounters_faults_cuts_requests.py; bench/stops_cuts.py counts all cuts, on PostgreSQL.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from accounts.cast import signed_in
from encounters.cuts import Cut, How, cuts, cutting, kinds
from encounters.phones import Phone, Record, officer
from evenhand.audit.models import Act, Entry
from evenhand.encounters import stop_log
from evenhand.encounters.errors import EditedMeanwhile, NotNow
from evenhand.encounters.models import (
    Finding,
    Receipt,
    Restricted,
    Sealed,
    Sent,
    Settled,
    Stop,
    StopEntry,
    ToMend,
    Version,
)
from evenhand.encounters.services.correcting import correct, current
from evenhand.encounters.services.mending import mend
from evenhand.roadside.api import device
from evenhand.roadside.api.gates import Gate

RECORDS = "/workspace/roadside/api/records"
pytestmark = pytest.mark.slow
each_kind = pytest.mark.parametrize("how", kinds())


@pytest.fixture
def phone(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Phone:
    monkeypatch.setattr(device, "GATE", Gate(each_minute=1_000_000))
    return Phone(officer("ada")).registered()


def entries(record: str) -> list[str]:
    """What the log of stops and the private log say of a record."""
    private = Entry.objects.filter(subject=f"stop/{record}").order_by("pk")
    of_stops = StopEntry.objects.filter(subject=stop_log.subject(UUID(record))).order_by("pk")
    return [*of_stops.values_list("kind", flat=True), *private.values_list("kind", flat=True)]


def there(record: str) -> dict[str, Any]:
    """All that belongs to one record; empty where there is nothing."""
    found = {
        "states": list(Sent.objects.filter(record=record).values_list("state", flat=True)),
        "sealed": Sealed.objects.filter(sent__record=record).count(),
        "stops": Stop.objects.filter(pk=record).count(),
        "versions": Version.objects.filter(stop=record).count(),
        "apart": Restricted.objects.filter(version__stop=record).count(),
        "receipts": Receipt.objects.filter(record=record).count(),
        "to mend": ToMend.objects.filter(sent__record=record).count(),
        "settled": Settled.objects.filter(to_mend__sent__record=record).count(),
        "findings": Finding.objects.filter(sent__record=record).count(),
        "entries": entries(record),
    }
    return {name: value for name, value in found.items() if value}


KEPT = {
    "states": ["kept"],
    "sealed": 1,
    "stops": 1,
    "versions": 1,
    "apart": 1,
    "receipts": 1,
    "entries": [stop_log.KEPT, Act.COLLECTION],
}
WITH_A_CONFLICT = KEPT | {
    "states": ["kept", "conflict"],
    "sealed": 2,
    "findings": 1,
    "entries": [stop_log.KEPT, Act.COLLECTION, Act.COLLECTION],
}
TO_MEND = {
    "states": ["to_mend"],
    "sealed": 1,
    "receipts": 1,
    "to mend": 1,
    "entries": [Act.COLLECTION],
}
MENDED = KEPT | {
    "states": ["to_mend"],
    "to mend": 1,
    "settled": 1,
    "entries": [stop_log.KEPT, Act.COLLECTION, Act.COLLECTION, Act.ALTERATION],
}
CORRECTED = KEPT | {
    "versions": 2,
    "apart": 2,
    "entries": [stop_log.KEPT, stop_log.CORRECTED, Act.COLLECTION, Act.ALTERATION],
}


@each_kind
def test_receiving_is_cut_at_every_step_and_keeps_each_record_once(
    phone: Phone, how: How, record_property: Callable[[str, object], None]
) -> None:
    """Over HTTP, with all that stands around the view: a record kept, one to mend, a conflict."""
    client = signed_in(phone.by.person)
    client.raise_request_exception = False

    def send(batch: Record) -> Any:
        return client.post(RECORDS, batch, content_type="application/json")

    def one(cut: Cut) -> None:
        good = phone.stop()
        sent = [phone.sealed(good), phone.sealed(good)]
        sent.insert(1, phone.sealed(phone.stop(duration_minutes=-6)))
        batch, answer = phone.batch(*sent), None
        with cutting(cut):
            answer = send(batch)

        held = [there(each["id"]) for each in sent[:2]]
        assert held in ([{}, {}], [WITH_A_CONFLICT, TO_MEND]), f"{cut}: half there"
        told = answer is not None and answer.status_code == 201
        assert not told or held[0], f"{cut}: said to be kept, and is not"

        again = send(batch)
        assert again.status_code == 201, f"{cut}: not taken the second time"
        states = [each["state"] for each in again.json()["results"]]
        assert states == ["kept", "to_mend", "conflict"]
        assert again.json()["ask_again"] == []
        held = [there(each["id"]) for each in sent[:2]]
        assert held == [WITH_A_CONFLICT, TO_MEND], f"{cut}: not there once"

    made, steps = cuts(how, one)
    assert made == 2 * steps
    assert made > 50
    record_property("receiving", made)


def again_and_again(
    how: How, begin: Callable[[], tuple[str, Callable[[datetime], object]]], whole: Record
) -> int:
    """Cut work on one record at every step; how many cuts were made."""

    def one(cut: Cut) -> None:
        record, work = begin()
        before = there(record)
        with cutting(cut):
            work(timezone.now())

        held = there(record)
        assert held in (before, whole), f"{cut}: half there"
        if held == before:
            work(timezone.now())
        else:
            with pytest.raises((NotNow, EditedMeanwhile)):
                work(timezone.now())
        assert there(record) == whole, f"{cut}: not there once"

    made, steps = cuts(how, one)
    assert made == 2 * steps
    return made


@each_kind
def test_mending_is_cut_at_every_step_and_makes_one_stop(
    phone: Phone, how: How, record_property: Callable[[str, object], None]
) -> None:
    def begin() -> tuple[str, Callable[[datetime], object]]:
        record = phone.stop(duration_minutes=-6)
        phone.send(phone.sealed(record))
        waiting = ToMend.objects.get(sent__record=record["stop_id"])
        mended = {**record, "duration_minutes": 6}
        return record["stop_id"], lambda now: mend(
            number=waiting.pk, record=mended, reason="A slip of the thumb", by=phone.by, now=now
        )

    made = again_and_again(how, begin, MENDED)
    assert made > 12
    record_property("mending", made)


@each_kind
def test_correcting_is_cut_at_every_step_and_adds_one_version(
    phone: Phone, how: How, record_property: Callable[[str, object], None]
) -> None:
    def begin() -> tuple[str, Callable[[datetime], object]]:
        record = phone.stop()
        phone.send(phone.sealed(record))
        whole, _ = current(Stop.objects.get(pk=record["stop_id"]))
        return record["stop_id"], lambda now: correct(
            stop=UUID(record["stop_id"]),
            expected=1,
            record={**whole, "duration_minutes": 7},
            reason="Seven",
            by=phone.by,
            now=now,
        )

    made = again_and_again(how, begin, CORRECTED)
    assert made > 12
    record_property("correcting", made)
