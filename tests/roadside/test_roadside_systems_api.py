"""A force's own system sends plain records with its key; each is answered for itself."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from encounters.phones import Phone, officer
from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import Role
from evenhand.audit.models import Entry
from evenhand.encounters.errors import NotAKey, NotHere, NotNow
from evenhand.encounters.models import Call, Restricted, Stop, StopEntry, System
from evenhand.encounters.services.systems import known, let_in, revoke
from evenhand.roadside.api import systems
from evenhand.roadside.api.answering import LARGEST
from evenhand.roadside.api.gates import Gate

API = "/api/encounters/v1/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    opened = Gate()
    monkeypatch.setattr(systems, "GATE", opened)
    return opened


@pytest.fixture
def key(db: None) -> str:
    return let_in(
        name="Records",
        until=timezone.now() + timedelta(days=30),
        by=officer("admin", role=Role.ADMINISTRATOR),
        now=timezone.now(),
    ).key


@pytest.fixture
def phone(db: None) -> Phone:
    """It only writes records here; the system sends them."""
    return Phone(officer("ada"))


def post(said: Any, key: str = "", again: str = "", **headers: str) -> Any:
    text = said if isinstance(said, bytes) else json.dumps(said)
    sent = {"Idempotency-Key": again or str(uuid4()), **headers}
    if key:
        sent["Authorization"] = f"Bearer {key}"
    return Client().post(f"{API}stops", text, content_type="application/json", headers=sent)


def test_a_plain_record_is_a_stop_of_that_system(key: str, phone: Phone) -> None:
    record = phone.stop()

    answer = post({"records": [record]}, key)

    assert (answer.status_code, answer["Cache-Control"]) == (201, "no-store")
    assert answer.json() == {
        "kept": 1,
        "results": [{"id": record["stop_id"], "state": "kept", "problems": []}],
    }
    stop = Stop.objects.get()
    assert (stop.system, stop.officer, stop.sent) == (System.objects.get(), None, None)
    assert Restricted.objects.get().registration == "AB12CDE"
    assert StopEntry.objects.count() == 1
    assert Entry.objects.get(subject=f"stop/{stop.pk}").by == f"system/{stop.system_id}"


def test_record_three_of_five_is_refused_with_every_field_and_the_others_are_kept(
    key: str, phone: Phone
) -> None:
    records: list[Any] = [phone.stop() for _ in range(5)]
    records[2] = {**records[2], "reason": "because", "people": [], "nonsense": 1}

    said = post({"records": records}, key).json()

    assert [one["state"] for one in said["results"]] == ["kept"] * 2 + ["refused"] + ["kept"] * 2
    problems = said["results"][2]["problems"]
    assert {one["field"] for one in problems} == {"reason", "people", "nonsense"}
    assert all(one["words"] and one["code"] for one in problems)
    assert (said["kept"], Stop.objects.count()) == (4, 4)


def test_the_same_call_again_is_answered_as_before_and_kept_once(key: str, phone: Phone) -> None:
    call = {"records": [phone.stop(), phone.stop(reason="because")]}

    answers = [post(call, key, again="one") for _ in range(3)]

    assert {one.status_code for one in answers} == {201}
    assert answers[0].json() == answers[1].json() == answers[2].json()
    assert (Stop.objects.count(), Call.objects.count()) == (1, 1)


def test_another_call_under_the_same_idempotency_key_is_refused(key: str, phone: Phone) -> None:
    post({"records": [phone.stop()]}, key, again="one")

    answer = post({"records": [phone.stop()]}, key, again="one")

    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert Stop.objects.count() == 1


def test_the_same_record_in_another_call_is_kept_once_and_another_is_a_conflict(
    key: str, phone: Phone
) -> None:
    record = phone.stop()
    post({"records": [record]}, key)

    same = post({"records": [record]}, key)
    other = post({"records": [{**record, "duration_minutes": 9}]}, key)

    assert same.json()["results"][0]["state"] == "kept"
    assert (other.status_code, other.json()["results"][0]["state"]) == (422, "conflict")
    assert Stop.objects.get().duration_minutes == 6


def test_a_record_that_a_phone_sent_is_not_taken_over(key: str, phone: Phone) -> None:
    record = phone.registered().stop(reason="because")
    phone.send(phone.sealed(record))

    said = post({"records": [{**record, "reason": "welfare"}]}, key).json()

    assert said["results"][0]["state"] == "conflict"
    assert not Stop.objects.exists()


def test_a_record_of_another_force_is_refused(key: str, phone: Phone) -> None:
    said = post({"records": [phone.stop(force_id="kent")]}, key).json()

    assert said["results"][0]["problems"][0]["code"] == "wrong_force"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"{}", 400),
        (b'{"records": {}}', 400),
        (b'{"records": [], "more": 1}', 400),
        (b'{"records": [' + b"1," * 100 + b"1]}", 413),
        (b" " * (LARGEST + 1), 413),
        (b'{"records": [null, 1, "x", [], {}]}', 422),
        (b'{"records": [{"stop_id": "\\u0000"}]}', 422),
        (b'{"records": []}', 201),
    ],
)
def test_hostile_calls_are_answered_and_nothing_is_kept(key: str, said: bytes, status: int) -> None:
    answer = post(said, key)

    assert answer.status_code == status
    assert not Stop.objects.exists()
    if status in {400, 413}:
        assert answer.json()["detail"] and answer["Content-Type"] == systems.MEDIA_TYPE


@pytest.mark.parametrize("again", ["", "x" * 201, "ä"])
def test_a_call_without_a_key_of_its_own_is_refused(key: str, again: str) -> None:
    headers = {"Authorization": f"Bearer {key}", **({"Idempotency-Key": again} if again else {})}

    answer = Client().post(
        f"{API}stops", b'{"records": []}', content_type="application/json", headers=headers
    )

    assert (answer.status_code, answer["Content-Type"]) == (400, systems.MEDIA_TYPE)


def test_only_a_key_that_works_opens_it(key: str, phone: Phone) -> None:
    now, admin = timezone.now(), officer("admin2", role=Role.ADMINISTRATOR)
    number = System.objects.get().pk

    for wrong in ("", "evh_x", key[:-1], key.upper()):
        answer = post({"records": [phone.stop()]}, wrong)
        assert (answer.status_code, answer["WWW-Authenticate"][:6]) == (401, "Bearer")
    with pytest.raises(NotAKey):
        known(key, now=now + timedelta(days=31))
    revoke(number=number, by=admin, now=now)
    assert post({"records": [phone.stop()]}, key).status_code == 401
    assert not Stop.objects.exists()


def test_a_key_is_never_kept_and_every_step_is_noted(key: str) -> None:
    system = System.objects.get()

    assert key.startswith(system.prefix) and len(system.prefix) < len(key) / 3
    assert key not in str(System.objects.values())
    assert Entry.objects.filter(subject=f"system/{system.pk}").count() == 1
    known(key, now=timezone.now())
    system.refresh_from_db()
    assert system.last_used_at


def test_only_an_administrator_of_the_force_looks_after_keys(key: str) -> None:
    now, number = timezone.now(), System.objects.get().pk

    for role in (Role.OFFICER, Role.SUPERVISOR, Role.PROGRAMME_MANAGER):
        with pytest.raises(MayNot):
            revoke(number=number, by=officer("x" + role, role=role), now=now)
    far = officer("far", "kent", role=Role.ADMINISTRATOR)
    with pytest.raises(NotHere):
        revoke(number=number, by=far, now=now)
    with pytest.raises(NotNow):
        let_in(name="Long", until=now + timedelta(days=400), by=far, now=now)


def test_too_much_is_asked_to_come_back(key: str, phone: Phone, gate: Gate) -> None:
    for _ in range(gate.at_once):
        gate._room.acquire()

    answer = post({"records": [phone.stop()]}, key)

    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
    assert not Call.objects.exists(), "it can be sent again under its key"


def test_the_description_says_what_is_answered(client: Client, db: None) -> None:
    said = client.get(f"{API}openapi.json").json()
    schema = client.get(f"{API}stop.schema.json")

    operation = said["paths"][f"{API}stops"]["post"]
    assert {"201", "422", "400", "401", "409", "413", "429"} <= operation["responses"].keys()
    assert systems.MEDIA_TYPE in operation["responses"]["401"]["content"]
    assert operation["requestBody"]["required"] and operation["security"]
    assert schema.json()["$schema"].endswith("2020-12/schema")
    assert client.get(f"{API}stops").status_code == 405
    assert client.post("/workspace/stops/").status_code in {302, 403}
