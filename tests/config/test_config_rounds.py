"""What the site does by itself: each hour what is due, each night snapshots and the watch."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail

from encounters.phones import Phone, kept, officer
from evenhand.config import rounds
from evenhand.forces import services as forces
from evenhand.measures.watch.told import told
from evenhand.monitoring import models
from evenhand.monitoring.services import watching
from evenhand.records.stops import open_stops
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


@pytest.fixture
def nights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A lake of a site in service, into which no night has written yet."""
    monkeypatch.setattr(settings, "LAKE", tmp_path / "lake")
    monkeypatch.setattr(rounds, "_written_on", [])
    monkeypatch.setattr(rounds, "_is_demonstration", lambda: False)
    return tmp_path / "lake"


def test_stops_are_written_into_the_lake_once_a_night_before_the_watch(
    monkeypatch: pytest.MonkeyPatch, nights: Path
) -> None:
    runs: list[Any] = []
    real = rounds.snapshots.snapshot
    monkeypatch.setattr(
        rounds.snapshots, "snapshot", lambda lake, now: runs.append(lake) or real(lake, now=now)
    )
    for when in (
        (2026, 7, 1, 23, 30),  # half past midnight in London, the 2nd
        (2026, 7, 2, 0, 30),  # 1:30: it runs, an hour before the watch may
        (2026, 7, 2, 1, 30),
        (2026, 7, 3, 4, 59),  # 5:59 the night after: it runs
        (2026, 7, 4, 5, 0),  # 6:00: too late
    ):
        at(monkeypatch, *when)
        rounds.snapshot_by_itself()
    assert runs == [nights] * 2
    assert not nights.exists(), "nobody has recorded a stop"
    assert min(rounds.BEFORE_THE_WATCH) < min(rounds.NIGHT)


def test_a_night_writes_what_changed_and_two_processes_write_it_once(
    monkeypatch: pytest.MonkeyPatch, nights: Path
) -> None:
    phone = Phone(officer("ada")).registered()
    kept(phone)
    for day in (1, 2):
        for _process in ("one", "another that knows nothing of it"):
            rounds._written_on.clear()
            at(monkeypatch, 2027, 7, day, 1, 30)
            rounds.snapshot_by_itself()
    assert len(open_stops(nights).commits) == 1

    kept(phone, duration_minutes=9)
    at(monkeypatch, 2027, 7, 3, 1, 30)
    rounds.snapshot_by_itself()
    lake = open_stops(nights)
    assert len(lake.commits) == 2 and [one.rows for one in lake.supplied()] == [2]


def test_a_night_that_could_not_write_is_tried_again_and_said(
    monkeypatch: pytest.MonkeyPatch, nights: Path
) -> None:
    kept(Phone(officer("ada")).registered())
    nights.write_text("a file stands where the folder should be")
    at(monkeypatch, 2027, 7, 1, 1, 30)
    with pytest.raises(Exception, match="lake"):
        rounds.snapshot_by_itself()
    nights.unlink()
    rounds.snapshot_by_itself()
    assert len(open_stops(nights).commits) == 1


def test_the_demonstrations_lake_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, nights: Path
) -> None:
    kept(Phone(officer("ada")).registered())
    monkeypatch.setattr(rounds, "_is_demonstration", lambda: True)
    at(monkeypatch, 2027, 7, 1, 1, 30)
    rounds.snapshot_by_itself()
    assert not nights.exists()
