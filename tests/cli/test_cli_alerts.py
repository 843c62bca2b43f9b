"""`evenhand alerts`: what the watch finds is raised, and what nobody answered is recorded."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone
from typer.testing import CliRunner, Result

from evenhand.cli.app import app
from evenhand.forces import services as forces
from evenhand.ledger.models import Entry
from evenhand.measures.watch.told import told
from evenhand.monitoring import models
from evenhand.monitoring.services import watching
from evenhand.records.importing import import_police_uk
from measures.made_lakes import BEDS, write_month, year
from monitoring.made_alerts import draw, found, watched

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with an empty lake of its own, whose database is there already."""
    monkeypatch.setattr(settings, "LAKE", tmp_path / "lake")
    monkeypatch.setattr("evenhand.config.server.migrate", lambda: None)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["alerts", *words])


def test_without_records_it_says_where_they_should_be() -> None:
    forces.load([BEDS])
    done = run("watch", "--by", "Analyst")

    assert done.exit_code == 2
    assert "EVENHAND_LAKE" in done.stderr


def test_watching_twice_is_recorded_once(site: Path) -> None:
    (site / "files").mkdir()
    for (force, month), rows in year().items():
        write_month(site / "files", force, month, rows)
    import_police_uk([site / "files"], site / "lake")
    forces.load([BEDS])
    said = [json.loads(run("watch", "--by", "Analyst", "--json").stdout) for _ in range(2)]

    assert [(one["run"], one["new"], one["raised"]) for one in said] == [
        (1, True, []),
        (1, False, []),
    ]
    assert Entry.objects.get(kind="watch-run").by == "Analyst"


def test_what_is_due_is_done_once(monkeypatch: pytest.MonkeyPatch) -> None:
    forces.load(["demoshire"])
    long_ago = timezone.now() - timedelta(days=43)
    watching.record(watched(found()), by="x", now=long_ago, draw=draw, tell=told)
    monkeypatch.setattr(settings, "MAIL_IS_SET", True)

    first, second = run("due", "--json"), run("due")
    assert "demoshire 1 is reform now" in first.stdout
    assert '"unmeasured": 0' in first.stdout
    assert "0 reviews became reform" in second.stderr
    assert models.Step.objects.filter(kind="fell-silent").count() == 1
    assert mail.outbox == []  # nobody holds forces to account here


def test_without_a_mail_server_it_says_that_nobody_is_told() -> None:
    assert "EVENHAND_MAIL_URL" in run("due").stderr
