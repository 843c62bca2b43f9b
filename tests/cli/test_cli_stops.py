"""`evenhand stops`: into the lake from cron, and what only stops can tell."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from encounters.phones import Phone, officer, states
from evenhand.cli.exits import Exit
from made_stops import stops, stops_lake

Evenhand = Callable[..., Any]
SPAN = ("--force", "demoshire", "--from", "2026-03", "--to", "2026-03")


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    rows = [
        *stops(90, seen_before="yes"),
        *stops(90, seen_before="no"),
        *stops(60, sde="B1", seen_before="yes"),
        *stops(30, sde="B1", seen_before="no"),
    ]
    stops_lake(tmp_path, rows)
    return tmp_path


@pytest.mark.django_db
def test_a_snapshot_from_cron_says_what_changed_and_then_that_nothing_did(
    evenhand: Evenhand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenhand.config.server.migrate", lambda: None)
    phone = Phone(officer("ada")).registered()
    assert states(phone.send(phone.sealed(phone.stop()))) == ["kept"]

    first = evenhand("stops", "snapshot", "--lake", tmp_path)
    again = evenhand("stops", "snapshot", "--lake", tmp_path, "--json")

    assert (first.status, again.status) == (0, 0)
    assert "1 stops, 0 not finished (version 1, new; the month has not ended" in first.err
    assert "Nothing has changed" in again.err
    told = json.loads(again.out)
    assert told["commit"] is None
    assert [month["status"] for month in told["months"]] == ["unchanged"]


def test_a_measure_of_stops_is_asked_as_any_other(evenhand: Evenhand, lake: Path) -> None:
    asked = evenhand("measure", "stop-linked-outcome-rate", "--lake", lake, *SPAN, "--json")

    assert asked.status == 0
    assert json.loads(asked.out)["overall"]["exposure"] == 270
    listed = json.loads(evenhand("measures", "--json").out)["measures"]
    powers = {one["name"]: one["power"] for one in listed}
    assert powers["stop-linked-outcome-rate"] == "vehicle-stop"
    assert powers["find-rate"] == "stop-and-search"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("visibility", "Where officers could see the driver's ethnicity before the stop, stops of"),
        ("discretion", "We cannot tell for Black people: at least 30 stops of them"),
        ("darkness", "We cannot tell for Black people: too few stops of them"),
        ("stop-minutes", "Half of all stops took 7 minutes or less (likely range 7 to 7)."),
        ("stop-recording-seconds", "Half of all stops were recorded in 24 seconds or less"),
    ],
)
def test_what_only_stops_can_tell_is_said_in_sentences_and_as_json(
    evenhand: Evenhand, lake: Path, name: str, said: str
) -> None:
    asked = evenhand("stops", "ask", name, "--lake", lake, *SPAN)
    assert asked.status == 0
    assert said in asked.out
    answer = json.loads(evenhand("stops", "ask", name, "--lake", lake, *SPAN, "--json").out)
    assert answer["months"] in (["2026-03"], ("2026-03",))


def test_where_there_are_no_stops_it_says_how_to_get_some(
    evenhand: Evenhand, tmp_path: Path
) -> None:
    asked = evenhand("stops", "ask", "visibility", "--lake", tmp_path, *SPAN)
    assert asked.status == Exit.BAD_INPUT
    assert "evenhand stops snapshot" in asked.err


def test_a_month_without_stops_is_missing_and_not_zero(evenhand: Evenhand, lake: Path) -> None:
    span = ("--force", "demoshire", "--from", "2025-03", "--to", "2025-03")
    asked = evenhand("stops", "ask", "stop-minutes", "--lake", lake, *span)
    assert asked.status == Exit.BAD_INPUT
    assert "That is not zero" in asked.err
