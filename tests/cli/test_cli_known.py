"""`evenhand stops import`, `known`, `match` and `coverage`, as cron and people run them."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from encounters.known_tables import (
    CONTROL_ROOM,
    STOPS,
    STOPS_HEAD,
    line,
    system,
    table,
    this_month,
    whole,
)
from evenhand.cli.exits import Exit
from evenhand.encounters.models import KnownEvent, Stop

Evenhand = Callable[..., Any]
pytestmark = pytest.mark.django_db
FORCE = ("--force", "bedfordshire")
AT = timezone.now() - timedelta(hours=3)


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenhand.config.server.migrate", lambda: None)


def written(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def test_stops_are_imported_known_ones_matched_and_coverage_told(
    evenhand: Evenhand, tmp_path: Path
) -> None:
    system()
    mapping = written(tmp_path, "stops.yaml", STOPS.encode())
    rows = [whole("1", AT, log="A1"), whole("2", AT, why="?\x1b[31m")]
    stops = written(tmp_path, "stops.csv", table(*rows, head=STOPS_HEAD))
    events = written(tmp_path, "events.csv", table(line(AT, log="A1"), line(AT, status="X")))
    known = written(tmp_path, "known.yaml", CONTROL_ROOM)
    months = this_month()
    span = ("--from", months["first"], "--to", months["last"])

    taken = evenhand("stops", "known", events, "--mapping", known, *FORCE, *span)
    given = ("--mapping", mapping, *FORCE, "--system", "Records")
    imported = evenhand("stops", "import", stops, *given, "--json")
    matched = evenhand("stops", "match", *FORCE, "--json")
    coverage = evenhand("stops", "coverage", *FORCE)
    published = evenhand("stops", "coverage", *FORCE, "--publish")

    assert taken.status == 0
    assert "1 rows are something else than a vehicle stop" in taken.err
    assert imported.status == Exit.FOUND
    assert "Row 3, reason:" in imported.err
    assert "\x1b" not in imported.err
    said = json.loads(imported.out)
    assert (said["kept"], [one["row"] for one in said["rows"]]) == (1, [3])
    assert json.loads(matched.out) == [
        {"source": "control_room", "events": 1, "recorded": 1, "unsure": 0}
    ]
    assert KnownEvent.objects.get().stop_id == Stop.objects.get().pk
    assert (coverage.status, published.status) == (0, Exit.BAD_INPUT)
    assert "Coverage is not known" in coverage.err or "too few" in coverage.out


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xff\xfe"])
def test_what_cannot_be_read_ends_with_a_sentence(
    evenhand: Evenhand, tmp_path: Path, content: bytes
) -> None:
    bad = written(tmp_path, "events.csv", content)
    known = written(tmp_path, "known.yaml", CONTROL_ROOM)
    asked = evenhand(
        *("stops", "known", bad, "--mapping", known, *FORCE),
        *("--from", "2026-03", "--to", "2026-03"),
    )
    assert asked.status == Exit.BAD_INPUT
    assert "Traceback" not in asked.err
    assert "table" in asked.err or "workbook" in asked.err
    gone = evenhand(
        *("stops", "known", tmp_path / "none", "--mapping", known, *FORCE),
        *("--from", "2026-03", "--to", "2026-03"),
    )
    assert "There is no file" in gone.err
