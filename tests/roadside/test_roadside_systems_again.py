"""A record that a system sends again is answered as it was, whatever the rules have become."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from encounters.phones import Phone, officer, uuid7
from evenhand.accounts.roles import Role
from evenhand.encounters.models import Stop, Team
from evenhand.encounters.rules import Checked, Problem
from evenhand.encounters.services import taking_in
from evenhand.encounters.services.correcting import correct, current
from evenhand.encounters.services.erasing import erase
from evenhand.encounters.services.redacting import redact
from evenhand.encounters.services.systems import let_in
from evenhand.roadside.api import systems
from evenhand.roadside.api.gates import Gate

pytestmark = pytest.mark.django_db
ADDRESS = "/api/encounters/v1/stops"
NOW = timezone.now


@pytest.fixture(autouse=True)
def gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systems, "GATE", Gate())


@pytest.fixture
def key(db: None) -> str:
    admin = officer("admin", role=Role.ADMINISTRATOR)
    return let_in(name="App", until=NOW() + timedelta(days=30), by=admin, now=NOW()).key


@pytest.fixture
def record(db: None) -> dict[str, Any]:
    """It leaves out what may be left out, and writes a moment in another way than it is kept."""
    made = Phone(officer("ada")).stop(reason="other", reason_text="For a briefing")
    return {**made, "started_at": made["started_at"].replace("+00:00", "Z")}


def post(key: str, *records: Any) -> list[dict[str, Any]]:
    sent = {"Idempotency-Key": str(uuid4()), "Authorization": f"Bearer {key}"}
    text = json.dumps({"records": records})
    answer = Client().post(ADDRESS, text, content_type="application/json", headers=sent)
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def states(key: str, *records: Any) -> list[str]:
    return [one["state"] for one in post(key, *records)]


def test_what_was_kept_is_looked_up_before_anybody_judges_it(
    key: str, record: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = post(key, record)
    gone = Checked(None, (Problem("reason", "unknown_code", "It has gone."),))
    monkeypatch.setattr(taking_in.rules, "check", lambda _raw, **_known: gone)

    assert post(key, record) == first
    new = {**record, "stop_id": str(uuid7(NOW()))}
    assert states(key, new) == ["refused"]
    assert states(key, {**record, "reason": "welfare"}) == ["conflict"]
    assert Stop.objects.count() == 1


def test_a_team_that_ended_since_and_a_year_that_passed_change_no_answer(
    key: str, record: dict[str, Any]
) -> None:
    then = NOW() - timedelta(days=60)
    team = Team.objects.create(force_id="bedfordshire", name="Portwell", since=then)
    first = post(key, record)
    Team.objects.filter(pk=team.pk).update(ended_at=then)
    Team.objects.create(force_id="bedfordshire", name="Harbour", since=NOW())

    assert post(key, record) == first
    system = Stop.objects.get().system
    assert system is not None
    _, later = taking_in.take_in(
        [record],
        system=system,
        idempotency_key="late",
        sha256="0" * 64,
        now=NOW() + timedelta(days=500),
    )
    assert later["results"] == first


@pytest.mark.parametrize(
    "other",
    [
        {"duration_minutes": 7},
        {"duration_minutes": True},
        {"more_reasons": ["welfare"]},
        {"nonsense": 1},
        {"people": []},
        {"people": None},
        {"vehicle": {"kind": "car", "registration_state": "given", "registration": "AB12CDF"}},
        {"officer": "person/1000"},
        {"place": {}},
        {"started_at": "2026-01-01T10:00:00Z"},
        {"reason_text": None},
    ],
)
@pytest.mark.parametrize("gone", [False, True])
def test_what_says_something_else_is_a_conflict_also_when_places_are_erased(
    key: str, record: dict[str, Any], other: dict[str, Any], *, gone: bool
) -> None:
    first = post(key, record)
    if gone:
        stop = Stop.objects.get()
        erase(stops=[stop.pk], why="Asked for", by="x", organisation="", now=NOW())

    (answer,) = post(key, {**record, **other})

    assert answer["state"] == "conflict"
    assert "Another record has this id" in answer["problems"][0]["words"]
    assert post(key, record) == first
    assert post(key, {**record, "more_reasons": [], "arrest_reason": None}) == first


@pytest.mark.parametrize("point", ["52", [], {}, True, 10**400, 51.2, 52])
def test_a_place_that_is_none_is_no_fault_of_ours(
    key: str, record: dict[str, Any], point: Any
) -> None:
    post(key, record)
    erase(stops=[Stop.objects.get().pk], why="Asked for", by="x", organisation="", now=NOW())

    assert states(key, {**record, "place": {**record["place"], "latitude": point}}) == ["conflict"]


def test_a_whole_number_and_one_with_a_point_are_the_same_place(
    key: str, record: dict[str, Any]
) -> None:
    record["place"] = {**record["place"], "latitude": 52, "longitude": -1}
    first = post(key, record)
    erase(stops=[Stop.objects.get().pk], why="Asked for", by="x", organisation="", now=NOW())

    assert post(key, record) == first
    again = {**record["place"], "latitude": 52.0, "accuracy_m": 12.0}
    assert post(key, {**record, "place": again}) == first


def test_what_was_corrected_or_taken_out_since_changes_no_answer(
    key: str, record: dict[str, Any]
) -> None:
    first, boss = post(key, record), officer("boss", role=Role.SUPERVISOR)
    stop = Stop.objects.get()
    said = {**current(stop)[0], "duration_minutes": 9}
    correct(stop=stop.pk, expected=1, record=said, reason="x", by=boss, now=NOW())
    redact(stop=stop.pk, chosen=["For a briefing"], why="Article 17", by=boss, now=NOW())

    assert post(key, record) == first
    assert states(key, {**record, "duration_minutes": 9}) == ["conflict"]
    assert states(key, {**record, "reason_text": "For something else"}) == ["conflict"]


def test_two_of_one_id_in_one_call_are_one_stop_or_a_conflict(
    key: str, record: dict[str, Any]
) -> None:
    other = {**record, "duration_minutes": 9}

    assert states(key, record, record, other) == ["kept", "kept", "conflict"]
    assert Stop.objects.get().duration_minutes == 6
