"""Slips for a device over HTTP: the keys, signing blind, limits, and what is refused."""

import base64
import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.cast import signed_in
from encounters import devices
from encounters.made_slips import SIGNERS
from encounters.phones import Phone, officer
from evenhand.accounts.roles import Role
from evenhand.encounters.answering import issuing, scopes, tokens
from evenhand.encounters.answering.tokens import Token
from evenhand.encounters.models import Device, Drawn, Signed

API = "/workspace/roadside/api/tokens"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key folder of this test."""
    settings.KEYS = tmp_path / "keys"
    made = iter(SIGNERS)
    monkeypatch.setattr(tokens, "new_key", lambda: next(made))


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def raw(written: str) -> bytes:
    return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))


def post(client: Client, said: Any) -> Any:
    return client.post(API, json.dumps(said), content_type="application/json")


def asked(phone: Phone, key: str, blinded: list[str], **more: Any) -> dict[str, Any]:
    wanted = [{"key": key, "blinded": blinded}]
    return {"device_id": str(phone.id), "requests": wanted, **more}


def a_key(client: Client, scope: str = "reason:routine") -> dict[str, Any]:
    (found,) = [one for one in client.get(API).json()["keys"] if one["scope"] == scope]
    return found


def test_the_whole_way_to_a_slip_that_takes_an_answer(phone: Phone) -> None:
    client = signed_in(phone.by.person)
    listed = a_key(client)
    waiting = devices.prepare(raw(listed["public"]))

    answer = post(client, asked(phone, listed["id"], [text(waiting.blinded)]))

    assert answer.status_code == 201
    assert "no-store" in answer["Cache-Control"]
    (result,) = answer.json()["results"]
    assert result["key"] == listed["id"]
    slip = waiting.finish(raw(result["signed"][0]))
    assert tokens.check(Token.parse(str(slip)), raw(listed["public"]))
    assert Client().get(f"/f/{slip}/").status_code == 200
    assert Signed.objects.get(pk=listed["id"]).slips == 1


def test_a_device_is_shown_the_keys_that_everybody_is_shown(phone: Phone) -> None:
    issuing._new(phone.force, scopes.quarter_of(timezone.now()), "team:Portwell", timezone.now())
    issuing.open_quarter(phone.force, quarter="2031-Q1", now=timezone.now())
    client = signed_in(phone.by.person)

    plain = client.get(API).json()["keys"]
    of_team = client.get(f"{API}?team=Portwell").json()["keys"]
    everybody = Client().get("/f/keys.json").json()["keys"]

    assert not [one for one in plain if one["scope"].startswith("team:")]
    assert [one["scope"] for one in of_team if one["scope"].startswith("team:")] == [
        "team:Portwell"
    ]
    assert all(one in everybody for one in of_team)


@pytest.mark.parametrize(
    ("said", "status", "error"),
    [
        ({"requests": []}, 400, "not_understood"),
        ({"requests": [{"key": "x", "blinded": []}]}, 400, "not_understood"),
        ({"requests": [{"key": "0" * 64, "blinded": ["AA"]}]}, 503, "no_key"),
        ({"extra": 1}, 400, "not_understood"),
        ({"device_id": "nobody"}, 400, "not_a_batch"),
        ({"device_id": str(uuid4())}, 409, "not_registered"),
        ([], 400, "not_understood"),
    ],
)
def test_what_cannot_be_signed_is_refused_and_not_counted(
    phone: Phone, said: Any, status: int, error: str
) -> None:
    client = signed_in(phone.by.person)
    whole = asked(phone, a_key(client)["id"], [text(bytes(256))])

    answer = post(client, {**whole, **said} if isinstance(said, dict) else said)

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert not Drawn.objects.exists()


@pytest.mark.parametrize("blinded", ["", "!!", "AA", text(b"\xff" * 256), text(bytes(255))])
def test_what_is_no_blinded_slip_is_refused(phone: Phone, blinded: str) -> None:
    client = signed_in(phone.by.person)

    answer = post(client, asked(phone, a_key(client)["id"], [blinded]))

    assert (answer.status_code, answer.json()["error"]) == (400, "not_a_slip")
    assert not Drawn.objects.exists()


def test_more_than_a_shift_can_use_is_for_later(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issuing, "MOST_A_DAY", 2)
    client = signed_in(phone.by.person)
    wanted = asked(phone, a_key(client)["id"], [text(bytes(255) + b"\x02")] * 2)
    assert post(client, wanted).status_code == 201

    refused = post(client, wanted)

    assert (refused.status_code, refused.json()["error"]) == (429, "too_many_slips")
    assert int(refused["Retry-After"]) > 0


def test_a_lost_device_and_another_forces_get_none(phone: Phone) -> None:
    client = signed_in(phone.by.person)
    wanted = asked(phone, a_key(client)["id"], [text(bytes(255) + b"\x02")])
    Device.objects.filter(pk=phone.id).update(lost_at=timezone.now())
    stranger = Phone(officer("eve", force="kent")).registered()

    assert post(client, wanted).json()["error"] == "lost"
    wanted["device_id"] = str(stranger.id)
    assert post(client, wanted).json()["error"] == "wrong_force"


def test_who_does_not_record_stops_gets_none(phone: Phone) -> None:
    owner = officer("olu", role=Role.ACTION_OWNER)

    assert signed_in(owner.person).get(API).status_code == 403
    assert Client().get(API).status_code == 401


def test_signing_keeps_nothing_about_the_officer(phone: Phone) -> None:
    client = signed_in(phone.by.person)
    listed = a_key(client)

    post(client, asked(phone, listed["id"], [text(bytes(255) + b"\x02")] * 3))

    assert list(Signed.objects.filter(slips__gt=0).values_list("key", "slips")) == [
        (listed["id"], 3)
    ]
    assert [(one.device, one.slips) for one in Drawn.objects.all()] == [(phone.id, 3)]
