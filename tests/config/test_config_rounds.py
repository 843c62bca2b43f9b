"""What the site does about alerts by itself: each hour what is due, each night the watch."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail

from evenhand.config import rounds
from evenhand.forces import services as forces
from evenhand.measures.watch.told import told
from evenhand.monitoring import models
from evenhand.monitoring.services import watching
from evenhand.scrutiny.models import RecommendationStep
from monitoring.made_alerts import RAISED, draw, found, watched
from scrutiny.made_recommendations import make

pytestmark = pytest.mark.django_db


def at(monkeypatch: pytest.MonkeyPatch, *when: int) -> None:
    moment = datetime(*when, tzinfo=UTC)  # type: ignore[arg-type,misc]
    monkeypatch.setattr(rounds.timezone, "now", lambda: moment)


def test_what_is_due_is_recorded_by_itself_and_no_mail_is_written_without_a_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forces.load(["demoshire"])
    watching.record(watched(found()), by="x", now=RAISED, draw=draw, tell=told)
    at(monkeypatch, 2026, 6, 30, 12)
    rounds.due_by_itself()
    rounds.due_by_itself()

    assert models.Step.objects.filter(kind="fell-silent").count() == 1
    assert mail.outbox == []


def test_recommendations_that_are_overdue_are_escalated_by_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make()
    at(monkeypatch, 2026, 3, 31, 12)
    rounds.recommendations_by_itself()
    rounds.recommendations_by_itself()

    assert RecommendationStep.objects.filter(kind="escalated").count() == 1
    assert mail.outbox == []


def test_the_watch_runs_once_a_night_by_london_s_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []
    monkeypatch.setattr(rounds, "watch", lambda: runs.append(1))
    monkeypatch.setattr(rounds, "_watched_on", [])
    for when in (
        (2026, 7, 1, 0, 30),  # 1:30 in London
        (2026, 7, 1, 1, 30),  # 2:30: it runs
        (2026, 7, 1, 2, 30),
        (2026, 7, 1, 5, 30),
        (2026, 7, 2, 4, 59),  # 5:59 the night after: it runs
        (2026, 7, 3, 5, 0),  # 6:00: too late
    ):
        at(monkeypatch, *when)
        rounds.watch_by_itself()
    assert len(runs) == 2


def test_a_night_that_failed_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def fails_at_first() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("the disk is away")

    monkeypatch.setattr(rounds, "watch", fails_at_first)
    monkeypatch.setattr(rounds, "_watched_on", [])
    at(monkeypatch, 2026, 7, 1, 2, 30)
    with pytest.raises(OSError, match="disk"):
        rounds.watch_by_itself()
    rounds.watch_by_itself()
    assert len(tries) == 2


def test_without_a_lake_there_is_nothing_to_watch(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "LAKE", tmp_path / "lake")
    forces.load(["demoshire"])
    assert rounds.watch() is None
    assert not (tmp_path / "lake").exists()
