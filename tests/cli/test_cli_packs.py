"""`evenhand packs`: made before meetings, once; one that may not stay is emptied."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from typer.testing import CliRunner, Result

from evenhand.cli.app import app
from evenhand.config import rounds
from evenhand.forces import services as forces
from evenhand.publications.errors import NoPaper
from evenhand.publications.models import Pack, PackPaper
from evenhand.scrutiny.visiting import services as visits
from plan.staff import organisation

pytestmark = pytest.mark.django_db
WHO = ("--by", "Panel chair", "--why", "It names somebody who was never charged.")
PRESS = "evenhand.publications.packs.services.on_paper"


@pytest.fixture(autouse=True)
def site(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site whose panel meets in ten days, and which prints without a press."""
    monkeypatch.setattr("evenhand.config.server.migrate", lambda: None)
    monkeypatch.setattr(PRESS, lambda *_, **__: b"%PDF-1.7")
    forces.load(["demoshire"])
    now = timezone.now()
    starts = now + timedelta(days=10)
    slot = {"starts": starts, "ends": starts + timedelta(hours=2), "where": "Town hall"}
    visits.call(
        panel=organisation("panel"),
        what="meeting",
        slot=slot,
        words="To meet.",
        by="Panel chair",
        organisation="Demoshire scrutiny panel",
        now=now,
    )


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["packs", *map(str, words)])


def test_packs_are_made_once_within_so_many_days() -> None:
    assert "0 packs made, 0 PDFs made." in run("due").stderr
    done = run("due", "--days", "14", "--json")
    assert json.loads(done.stdout) == {"made": ["pack/panel/1/1"], "printed": 2}
    assert "0 packs made, 0 PDFs made." in run("due", "--days", "14").stderr
    assert (Pack.objects.count(), PackPaper.objects.count()) == (1, 2)


def test_without_a_press_the_pack_is_made_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> bytes:
        raise NoPaper("No press here.")

    monkeypatch.setattr(PRESS, none)
    done = run("due", "--days", "14")
    assert done.exit_code == 0
    assert "No press here." in done.stderr
    assert "1 packs made, 0 PDFs made." in done.stderr


def test_a_pack_is_taken_down_by_name() -> None:
    run("due", "--days", "14")
    for name in ("pack/panel/1", "panel/1/1", "pack/panel/one/1", "figure/panel/1/1"):
        wrong = run("take-down", name, *WHO)
        assert wrong.exit_code == 2, name
        assert "names no pack" in wrong.stderr
    assert "There is no pack/panel/1/2." in run("take-down", "pack/panel/1/2", *WHO).stderr
    done = run("take-down", "pack/panel/1/1", *WHO)
    assert done.exit_code == 0, done.stderr
    assert Pack.objects.get().content == {}
    assert {bytes(one.content) for one in PackPaper.objects.all()} == {b""}


def test_the_site_makes_them_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now() + timedelta(days=4)
    monkeypatch.setattr(rounds.timezone, "now", lambda: later)
    rounds.packs_by_itself()
    rounds.packs_by_itself()
    assert (Pack.objects.count(), PackPaper.objects.count()) == (1, 2)
