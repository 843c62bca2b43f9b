"""What a device asks and sends over HTTP, and what it is told when it cannot be taken."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.cast import signed_in
from encounters.phones import Phone, officer, plain
from evenhand.accounts.roles import Role
from evenhand.audit.models import Act, Entry
from evenhand.encounters.keys import passes
from evenhand.encounters.models import Device, Sent, Stop
from evenhand.roadside.api import device
from evenhand.roadside.api.answering import LARGEST
from evenhand.roadside.api.gates import Gate, TooMuch

API = "/workspace/roadside/api/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


@pytest.fixture(autouse=True)
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Each test begins at an open gate."""
    opened = Gate()
    monkeypatch.setattr(device, "GATE", opened)
    return opened


def post(client: Client, where: str, said: Any, **how: Any) -> Any:
    text = said if isinstance(said, bytes) else json.dumps(said)
    return client.post(f"{API}{where}", text, content_type="application/json", **how)


def test_a_device_is_told_who_may_record_and_what_it_needs_offline(phone: Phone) -> None:
    answer = signed_in(phone.by.person).get(f"{API}hello?device_id={phone.id}")

    said = answer.json()
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert (said["officer"], said["force"]["id"]) == (f"person/{phone.by.person.pk}", phone.force)
    assert said["name"] == phone.by.person.name
    assert said["device_id"] == str(phone.id)
    given = passes.read(said["pass"])
    assert (given.officer, given.force, given.device) == (
        phone.by.person.pk,
        phone.force,
        phone.id,
    )
    assert said["key"]["jwk"]["crv"] == "P-256" and "d" not in said["key"]["jwk"]
    assert said["code_version"] and said["csrf_token"] and said["server_time"]


def test_a_device_ends_the_sign_in_with_the_token_that_it_was_given(phone: Phone) -> None:
    client = signed_in(phone.by.person, checks_tokens=True)
    said = client.get(f"{API}hello").json()
    how = {"X-CSRFToken": said["csrf_token"], "Accept": "application/json"}
    client.post(reverse("account_logout"), "{}", content_type="application/json", headers=how)

    assert client.get(f"{API}hello").status_code == 401


def test_the_whole_way_from_hello_to_a_stop_that_is_kept(phone: Phone) -> None:
    client = signed_in(phone.by.person, checks_tokens=True)
    said = client.get(f"{API}hello").json()
    token = {"headers": {"X-CSRFToken": said["csrf_token"]}}
    phone.id = uuid4()

    registered = post(client, "devices", {"device_id": str(phone.id)}, **token)
    sealed = phone.sealed(phone.stop(), given=said["pass"])
    answer = post(client, "records", phone.batch(sealed), **token)

    assert (registered.status_code, answer.status_code) == (201, 201)
    assert answer.json() == {
        "results": [{"id": sealed["id"], "state": "kept", "words": "Kept by the force."}],
        "ask_again": [],
    }
    assert Stop.objects.get().pk == UUID(sealed["id"])
    assert Device.objects.get(pk=phone.id).unsent == 0


def test_registering_again_is_no_other_device_and_says_what_is_missing(phone: Phone) -> None:
    client = signed_in(phone.by.person)
    said = {"device_id": str(phone.id), "acknowledged": 2, "unsent": 3}

    answers = [post(client, "devices", said) for _ in range(2)]

    assert [(one.status_code, one.json()["ask_again"]) for one in answers] == [(201, [1, 2])] * 2
    assert Device.objects.get().unsent == 3
    noted = Entry.objects.filter(kind=Act.ACCESS, subject=f"device/{phone.id}")
    assert noted.count() == 1


@pytest.mark.parametrize("where", ["hello", "devices", "records"])
def test_signed_out_it_is_told_so_in_json_and_not_sent_to_a_page(phone: Phone, where: str) -> None:
    client = Client()
    answer = client.get(f"{API}{where}") if where == "hello" else post(client, where, {})

    assert (answer.status_code, answer.json()["error"]) == (401, "sign_in")


@pytest.mark.parametrize("where", ["hello", "devices", "records"])
def test_another_role_is_told_so_in_json(db: None, where: str) -> None:
    client = signed_in(officer("desk", role=Role.ANALYST).person)
    answer = client.get(f"{API}{where}") if where == "hello" else post(client, where, {})

    assert (answer.status_code, answer.json()["error"]) == (403, "not_allowed")


def test_without_its_token_nothing_is_taken(phone: Phone) -> None:
    client = signed_in(phone.by.person, checks_tokens=True)

    assert post(client, "records", phone.batch(phone.sealed(phone.stop()))).status_code == 403
    assert Sent.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "status", "error"),
    [
        (b"", 400, "not_json"),
        (b"<html>Welcome to the hotel</html>", 400, "not_json"),
        (b"\xff\xfe\x00", 400, "not_json"),
        (b'{"device_id": "', 400, "not_json"),
        (b"[" * 100_000, 400, "not_json"),
        ([], 400, "not_a_batch"),
        ({}, 400, "not_a_batch"),
        ({"records": []}, 400, "not_a_batch"),
        ({"records": [], "device_id": 7}, 400, "not_a_batch"),
        ({"records": [{}] * 51, "device_id": str(uuid4())}, 400, "not_a_batch"),
        ({"records": [], "device_id": str(uuid4())}, 409, "not_registered"),
        (b" " * (LARGEST + 1), 413, "too_large"),
    ],
)
def test_what_is_no_batch_is_refused_as_a_whole(
    phone: Phone, said: Any, status: int, error: str
) -> None:
    answer = post(signed_in(phone.by.person), "records", said)

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["words"]


def test_fifty_records_of_usual_size_are_taken_at_once(phone: Phone) -> None:
    sealed = [phone.sealed(phone.stop()) for _ in range(50)]

    answer = post(signed_in(phone.by.person), "records", phone.batch(*sealed))

    assert {one["state"] for one in answer.json()["results"]} == {"kept"}
    assert Stop.objects.count() == 50


def test_a_device_of_another_force_is_refused(phone: Phone) -> None:
    stranger = signed_in(officer("stranger", "kent").person)

    sent = post(stranger, "records", phone.batch(phone.sealed(phone.stop())))
    registered = post(stranger, "devices", {"device_id": str(phone.id)})

    assert [(one.status_code, one.json()["error"]) for one in (sent, registered)] == [
        (403, "wrong_force")
    ] * 2


def test_too_many_at_once_are_asked_to_come_back_and_lose_nothing(phone: Phone, gate: Gate) -> None:
    client, batch = signed_in(phone.by.person), phone.batch(phone.sealed(phone.stop()))
    for _ in range(gate.at_once):
        gate._room.acquire()

    answer = post(client, "records", batch)
    for _ in range(gate.at_once):
        gate._room.release()

    assert (answer.status_code, answer.json()["error"]) == (429, "too_much")
    assert int(answer["Retry-After"]) > 0
    assert Sent.objects.count() == 0
    assert post(client, "records", batch).status_code == 201


def test_a_device_in_a_loop_is_slowed_down_and_another_is_not() -> None:
    gate = Gate(each_minute=3)
    for _ in range(3):
        with gate.passed("a"):
            pass

    with pytest.raises(TooMuch) as slowed, gate.passed("a"):
        pass
    assert 0 < slowed.value.seconds <= 60
    with gate.passed("b"):
        pass


def test_the_gate_opens_again_after_an_error() -> None:
    gate = Gate(at_once=1)
    with pytest.raises(ValueError, match="broke"), gate.passed("a"):
        raise ValueError("broke")

    with gate.passed("a"):
        pass


def test_a_broken_record_is_answered_beside_the_others(phone: Phone) -> None:
    good, bad = phone.sealed(phone.stop()), phone.sealed(phone.stop(plain(reason="because")))

    said = post(signed_in(phone.by.person), "records", phone.batch(good, {}, bad)).json()

    assert [one["state"] for one in said["results"]] == ["kept", "refused", "to_mend"]
    assert all(one["words"] for one in said["results"])
