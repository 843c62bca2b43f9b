"""`evenhand draws waiting`: which frames were frozen and never drawn, for whoever runs the site."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from typer.testing import CliRunner, Result

from evenhand.cli.app import app
from evenhand.ledger.models import Entry
from evenhand.scrutiny import services
from evenhand.scrutiny.frozen import DAYS
from scrutiny.panels import Panel
from scrutiny.panels import made as made  # noqa: PLC0414  (pytest finds it by name)
from scrutiny.panels import panel_once as panel_once  # noqa: PLC0414  (the same)

pytestmark = pytest.mark.django_db


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["draws", "waiting", *words])


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    day = timezone.localdate() + timedelta(days=days)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day)


def waiting(*words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("--json", *words).stdout)["waiting"]
    return found


def test_only_frames_that_wait_are_listed_with_their_days(
    made: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.opened()
    drawn, left, gone = made.drawn(), made.frozen(), made.frozen(dimensions=[])
    services.frames.abandon(draw=gone, reason="The wrong days.", by=made.chair, now=made.now)
    before = Entry.objects.count()

    fresh = run()
    assert fresh.exit_code == 0
    assert "1 frozen and not drawn, 0 overdue." in fresh.stderr
    later(monkeypatch, DAYS + 3)
    late = run()

    assert late.exit_code == 1
    heading, line = late.stdout.splitlines()
    assert "days overdue" in heading
    assert line.startswith(f"draw/{left.panel_id}/{left.number} ")
    assert "Bedfordshire panel" in line
    [row] = waiting("--force", "bedfordshire")
    assert (row["days"], row["overdue"]) == (DAYS + 3, 3)
    assert str(drawn.number) not in row["draw"].split("/")
    assert Entry.objects.count() == before, "it reads, and changes nothing"
    assert not left.steps.filter(kind="overdue").exists()


def test_a_force_that_is_not_there_is_named(made: Panel) -> None:
    made.frozen()
    refused = run("--force", "atlantis")
    assert refused.exit_code == 2
    assert "atlantis" in refused.stderr
    assert run().exit_code == 0


def test_a_site_without_draws_says_so() -> None:
    said = run()
    assert (said.exit_code, said.stdout) == (0, "")
    assert "0 frozen and not drawn" in said.stderr
