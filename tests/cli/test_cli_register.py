"""`evenhand register`: as a force's team runs it, by hand and from cron."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from encounters.registers import STRIP, days_ago, sent, strip
from evenhand.cli.exits import Exit
from evenhand.encounters.models import Registered, RegisteredVersion

Evenhand = Callable[..., Any]
pytestmark = pytest.mark.django_db
OF = ("--force", "bedfordshire", "--power", "custody-strip-search")


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenhand.config.server.migrate", lambda: None)


def given(folder: Path, *rows: str) -> tuple[Any, ...]:
    (folder / "map.yaml").write_bytes(STRIP)
    (folder / "rows.csv").write_bytes(sent(*rows))
    return ("register", "import", folder / "rows.csv", "--mapping", folder / "map.yaml", *OF)


def test_a_file_is_registered_told_row_by_row_and_words_go(
    evenhand: Evenhand, tmp_path: Path
) -> None:
    good = [strip("1", days_ago(3)), strip("2", days_ago(3), reason="Hid it, as one had before.")]
    bad = strip("3", days_ago(3), ethnicity="?\x1b[31m")
    alike = strip("4", days_ago(3), reason="Hid it, as one had before.")

    first = evenhand(*given(tmp_path, *good))
    again = evenhand(*given(tmp_path, *good, bad, alike), "--json")

    assert first.status == 0
    assert "2 new, 0 changed, 0 unchanged, 0 refused." in first.err
    assert again.status == Exit.FOUND
    assert "Row 4, sde: Ethnicity as the person stated it" in again.err
    assert "1 new rows say the same as a record of another reference (row 5 first)" in again.err
    assert "\x1b" not in again.err
    said = json.loads(again.out)
    assert (said["new"], said["unchanged"], said["refused"], said["alike"]) == (1, 2, 1, [5])
    assert [one["row"] for one in said["rows"]] == [4]
    assert Registered.objects.count() == 3

    words = ("--reference", "2", "--why", "Names a third person.", "--by", "records manager")
    gone = evenhand("register", "redact", *OF, *words)
    assert gone.status == 0
    assert "Words were taken out of 1 version." in gone.err
    assert RegisteredVersion.objects.filter(record__contains="[redacted]").count() == 1


def test_what_cannot_be_taken_in_is_said(evenhand: Evenhand, tmp_path: Path) -> None:
    nothing = evenhand(*given(tmp_path, strip("1", days_ago(3), ethnicity="Black")))
    strange = evenhand(*given(tmp_path, strip("1", days_ago(3)))[:-1], "phone-search")
    gone = ("--reference", "9", "--why", "Names a third person.", "--by", "records manager")
    unknown = evenhand("register", "redact", *OF, *gone)

    assert nothing.status == Exit.FOUND
    assert "No row could be taken in, so nothing was changed: look at the mapping." in nothing.err
    assert strange.status == Exit.BAD_INPUT
    assert "There is no register of “phone-search”" in strange.err
    assert unknown.status == Exit.BAD_INPUT
    assert "no record of this reference" in unknown.err
