"""A force's own app gives the person stopped a receipt: its secret is made there and never sent."""

import json
import secrets
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from encounters.phones import Phone, officer, slip
from evenhand.accounts.roles import Role
from evenhand.encounters.comparing import disagreements
from evenhand.encounters.models import Call, Receipt, Stop, StopEntry
from evenhand.encounters.receipts import proving, slips
from evenhand.encounters.services.systems import let_in
from evenhand.roadside.api import systems
from evenhand.roadside.api.gates import Gate

pytestmark = pytest.mark.django_db
ADDRESS = "/api/encounters/v1/stops"
NOW = timezone.now
STOPPED = "stopped the vehicle you were driving"


@pytest.fixture(autouse=True)
def gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systems, "GATE", Gate())


@pytest.fixture
def key(db: None) -> str:
    admin = officer("admin", role=Role.ADMINISTRATOR)
    return let_in(name="App", until=NOW() + timedelta(days=30), by=admin, now=NOW()).key


@pytest.fixture
def phone(db: None) -> Phone:
    """It only writes records here; the app sends them."""
    return Phone(officer("ada"))


def made(record: dict[str, Any], secret: bytes) -> dict[str, Any]:
    return {"stop_id": record["stop_id"], **slip(secret)}


def post(key: str, again: str = "", **call: Any) -> Any:
    sent = {"Idempotency-Key": again or str(uuid4()), "Authorization": f"Bearer {key}"}
    return Client().post(ADDRESS, json.dumps(call), content_type="application/json", headers=sent)


def test_the_person_opens_what_the_app_sent_and_proves_it(key: str, phone: Phone) -> None:
    record, secret = phone.stop(), secrets.token_bytes(slips.SECRET)

    answer = post(key, records=[record], slips=[made(record, secret)])

    told = {"id": record["stop_id"], "state": "kept", "problems": [], "receipt": True}
    assert (answer.status_code, answer.json()["results"]) == (201, [told])
    page = Client().get(f"/r/{slips.code(secret)}/")
    assert page.status_code == 200 and STOPPED in page.content.decode()
    assert [one.number for one in proving.entries(secret, now=NOW())] == [0]
    entry = StopEntry.objects.get()
    assert bytes(entry.nonce or b"") == slips.of(secret).nonce
    assert not list(disagreements())


def test_the_secret_is_nowhere_here(key: str, phone: Phone) -> None:
    record, secret = phone.stop(), secrets.token_bytes(slips.SECRET)

    post(key, records=[record], slips=[made(record, secret)])

    kept = repr([*Receipt.objects.values(), *Call.objects.values(), *Stop.objects.values()])
    assert secret.hex() not in kept and slips.code(secret) not in kept


def test_sent_again_it_is_answered_as_before_and_a_slip_is_taken_over_by_nobody(
    key: str, phone: Phone
) -> None:
    record, secret = phone.stop(), secrets.token_bytes(slips.SECRET)
    other, stranger = phone.stop(duration_minutes=9), secrets.token_bytes(slips.SECRET)
    call = {"records": [record], "slips": [made(record, secret)]}
    first = post(key, "one", **call).json()

    assert post(key, "one", **call).json() == post(key, **call).json() == first
    second = post(key, records=[record], slips=[made(record, stranger)]).json()["results"][0]
    assert (second["state"], second["receipt"]) == ("kept", False)
    taken = post(key, records=[other], slips=[made(other, secret)]).json()["results"][0]
    assert (taken["state"], taken["receipt"]) == ("kept", False)
    assert Receipt.objects.get().record == Stop.objects.get(duration_minutes=6).pk
    assert STOPPED not in Client().get(f"/r/{slips.code(stranger)}/").content.decode()


def test_without_a_slip_nothing_is_said_of_one_and_there_is_none(key: str, phone: Phone) -> None:
    record = phone.stop()

    assert "receipt" not in post(key, records=[record]).json()["results"][0]
    assert not Receipt.objects.exists()


def test_a_record_that_is_refused_leaves_no_slip_and_costs_none_beside_it(
    key: str, phone: Phone
) -> None:
    good, bad = phone.stop(), phone.stop(reason="because")
    both = [made(one, secrets.token_bytes(slips.SECRET)) for one in (good, bad)]

    results = post(key, records=[good, bad], slips=both).json()["results"]

    assert [one["state"] for one in results] == ["kept", "refused"]
    assert "receipt" not in results[1]
    assert Receipt.objects.get().record == Stop.objects.get().pk


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        {},
        "x",
        [None],
        [{}],
        [{"stop_id": "1", "secret_digest": "0" * 64, "nonce": "0" * 32}],
        [{"stop_id": ..., "secret_digest": "0" * 63, "nonce": "0" * 32}],
        [{"stop_id": ..., "secret_digest": "0" * 64, "nonce": "0" * 31}],
        [{"stop_id": ..., "secret_digest": "0" * 64, "nonce": "0" * 32, "secret": "0" * 32}],
        [{"stop_id": ..., "secret_digest": "0" * 64, "nonce": "0" * 32}] * 2,
    ],
)
def test_slips_that_cannot_be_read_fail_the_call_with_a_sentence(
    key: str, phone: Phone, wrong: Any
) -> None:
    record = phone.stop()
    said = json.loads(json.dumps(wrong, default=lambda _: record["stop_id"]))

    answer = post(key, records=[record], slips=said)

    assert (answer.status_code, answer["Content-Type"]) == (400, systems.MEDIA_TYPE)
    assert "secret_digest" in answer.json()["detail"]
    assert not Stop.objects.exists() and not Call.objects.exists()
