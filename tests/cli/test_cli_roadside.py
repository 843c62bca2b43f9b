"""`evenhand roadside`: keys of a force, and answers that are due."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from encounters.made_slips import SIGNERS
from evenhand.encounters.answering import tokens
from evenhand.encounters.keys import files as key_files
from evenhand.encounters.keys import sealing
from evenhand.encounters.models import TokenKey
from evenhand.encounters.services import erasing
from evenhand.ledger.models import Entry

NOW = datetime(2026, 12, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(db, settings, tmp_path, monkeypatch) -> Path:
    """A site in service with an empty key folder, shortly before a new quarter."""
    settings.KEYS, settings.KEYS_MAY_BE_MADE = tmp_path / "keys", False
    made = iter(SIGNERS * 2)
    monkeypatch.setattr(tokens, "new_key", lambda: next(made))
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    monkeypatch.setattr("evenhand.config.server.migrate", lambda: None)
    monkeypatch.setattr("evenhand.encounters.answering.scopes.CLASSES", {"other": ("other",)})
    return Path(settings.KEYS)


def test_a_force_gets_its_keys_once(evenhand, folder: Path) -> None:
    first = evenhand("roadside", "keys", "demoshire")
    again = evenhand("roadside", "keys", "Demoshire Police")

    assert (first.status, again.status) == (0, 0)
    assert first.out == again.out
    assert [line.split()[:3] for line in first.out.splitlines()] == [
        ["seal", sealing.public_key("demoshire", now=NOW).id],
        ["slips", "2026-Q4", "reason:other"],
        ["slips", "2027-Q1", "reason:other"],
    ]
    assert Entry.objects.filter(kind="slips-key").count() == 2
    assert {path.parent.parent.name for path in folder.rglob("*.pem")} == {
        "stops",
        "slips",
        "answers",
        "digests",
    }


def test_a_change_of_key_leaves_the_old_one_where_it_is(evenhand) -> None:
    evenhand("roadside", "keys", "demoshire")
    old = sealing.public_key("demoshire", now=NOW)
    later = NOW.replace(hour=13)

    sealing.new_key("demoshire", now=later)
    said = json.loads(evenhand("roadside", "keys", "demoshire", "--json").out)

    assert said["seal"]["id"] != old.id
    assert sealing.private_key("demoshire", old.id)
    assert len(said["slips"]) == 2
    assert "PRIVATE" not in json.dumps(said)


def test_change_makes_a_new_one(evenhand) -> None:
    evenhand("roadside", "keys", "demoshire")

    assert "sealed to a new key" in evenhand("roadside", "keys", "demoshire", "--change").err
    assert len(key_files.names(sealing.PURPOSE, "demoshire")) == 2


def test_a_mistyped_force_gets_none(evenhand, folder: Path) -> None:
    ran = evenhand("roadside", "keys", "demoshyre")

    assert ran.status == 2
    assert "demoshyre" in ran.err
    assert not folder.exists()


def test_the_next_quarters_keys_are_made_in_time_for_forces_that_have_some(
    evenhand, monkeypatch
) -> None:
    assert evenhand("roadside", "count").err == "0 answers counted; 0 keys made.\n"
    evenhand("roadside", "keys", "demoshire")
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2027, 3, 17, 12, tzinfo=UTC))
    assert json.loads(evenhand("roadside", "count", "--json").out) == {"counted": 0, "keys": 0}

    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2027, 3, 18, 12, tzinfo=UTC))
    assert json.loads(evenhand("roadside", "count", "--json").out) == {"counted": 0, "keys": 1}

    assert set(TokenKey.objects.values_list("quarter", flat=True)) == {
        "2026-Q4",
        "2027-Q1",
        "2027-Q2",
    }
    # What signed the slips of 2026 opens nothing any more: that quarter closed on 1 March.
    assert len(key_files.names("slips", "demoshire")) == 2


def test_what_may_no_longer_be_read_is_erased_by_hand_too(evenhand, monkeypatch) -> None:
    due = []
    monkeypatch.setattr(
        "evenhand.encounters.services.erasing.erase_due",
        lambda *, now: due.append(now) or erasing.Erased(3, 2),
    )
    ran = evenhand("roadside", "erase", "--json")

    assert ran.status == 0
    nothing = {"located": 0, "not_located": 0, "words": 0}
    assert json.loads(ran.out) == {"records": 3, "sealed": 2, **nothing}
    assert "No boundaries are set (EVENHAND_AREAS)" in ran.err
    assert "Erased from 3 records; 2 sealed records are gone." in ran.err
    erasing.by_itself()
    assert due == [NOW, NOW]
