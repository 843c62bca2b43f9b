"""The plan from the command line: opened, filled in, previewed, taken in, shown and written."""

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from evenhand.cli.exits import Exit
from evenhand.plan import files
from evenhand.plan.models import Action, Plan

pytestmark = pytest.mark.django_db
Evenhand = Callable[..., Any]
FORCE = ("--force", "demoshire")
WHO = (*FORCE, "--by", "Head of performance")
ROW = {
    "action": "stops",
    "workstream": "respected",
    "title": "Record every vehicle stop",
    "what": "Every vehicle stop is recorded.",
    "owner": "Superintendent, operations",
    "starts": "01/04/2025",
    "due": "31/12/2025",
}


@pytest.fixture(autouse=True)
def no_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's database is up to date."""
    monkeypatch.setattr("evenhand.config.server.migrate", lambda: None)


@pytest.fixture
def opened(evenhand: Evenhand) -> None:
    ran = evenhand("plan", "open", *WHO, "--title", "Our plan", "--column", "2025-Q1 to 2025-Q2")
    assert ran.status == Exit.FINE, ran.err


def filled(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        names = list(dict.fromkeys(name for row in rows for name in row))
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_plan_is_previewed_and_then_taken_in(
    evenhand: Evenhand, opened: None, tmp_path: Path
) -> None:
    file = filled(tmp_path / "plan.csv", ROW)

    shown = evenhand("plan", "import", file, *WHO)
    assert shown.status == Exit.FINE
    assert shown.out == "new        stops, due 2025-12-31\n"
    assert "Nothing was changed" in shown.err
    assert not Action.objects.exists()

    done = evenhand("plan", "import", file, *WHO, "--apply", "--json")
    assert json.loads(done.out)["applied"] is True
    assert [one.key for one in Action.objects.all()] == ["stops"]

    again = evenhand("plan", "import", file, *WHO)
    assert again.out == "unchanged  stops\n"


def test_what_is_wrong_is_told_by_row_and_column(
    evenhand: Evenhand, opened: None, tmp_path: Path
) -> None:
    file = filled(tmp_path / "plan.csv", ROW, {**ROW, "action": "b", "due": "soon"})

    ran = evenhand("plan", "import", file, *WHO, "--apply")
    assert ran.status == Exit.FOUND
    assert ran.out.startswith("row 3, due: “soon” is no day")
    assert "1 problem. Nothing was taken in." in ran.err
    assert not Action.objects.exists()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_a_template_can_be_taken_in_again(
    evenhand: Evenhand, opened: None, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"template.{ending}"
    assert evenhand("plan", "template", file, *FORCE).status == Exit.FINE

    assert evenhand("plan", "import", file, *WHO).out == "The file has no actions.\n"


def test_a_plan_is_shown_and_written_with_both_dates(
    evenhand: Evenhand, opened: None, tmp_path: Path
) -> None:
    evenhand("plan", "import", filled(tmp_path / "a.csv", ROW), *WHO, "--apply")
    moved = {**ROW, "due": "31/03/2026", "reason": "The pilot started late."}
    evenhand("plan", "import", filled(tmp_path / "b.csv", moved), *WHO, "--apply")

    shown = evenhand("plan", "show", *FORCE).out
    assert "2025-12-31" in shown
    assert "2026-03-31" in shown
    target = tmp_path / "out.json"
    assert evenhand("plan", "export", target, *FORCE).status == Exit.FINE
    [action] = json.loads(target.read_text(encoding="utf-8"))["actions"]
    assert [one["words"] for one in action["changes"]] == ["", "The pilot started late."]
    assert evenhand("plan", "show", *FORCE, "--on", "2024-01-01").out == ""
    as_json = json.loads(evenhand("plan", "show", *FORCE, "--json").out)
    assert as_json["actions"][0]["moved"] == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show", "--force", "fablesea"), "has no plan here"),
        (("export", "plan.pdf", *FORCE), "must end in .csv, .xlsx, .ods"),
        (("template", "plan.json", *FORCE), "must end in .csv, .xlsx, .ods"),
        (("import", "plan.csv", *WHO), "There is no “plan.csv”"),
        (("open", *WHO, "--title", "x", "--column", "Q1"), "is not a quarter"),
    ],
)
def test_what_cannot_be_done_is_said(
    evenhand: Evenhand, opened: None, words: tuple[str, ...], sentence: str
) -> None:
    ran = evenhand("plan", *words)

    assert ran.status == Exit.BAD_INPUT
    assert sentence in ran.err
    assert Plan.objects.count() == 1


def test_a_framework_of_ones_own_is_checked(evenhand: Evenhand, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("name: own\n", encoding="utf-8")

    ran = evenhand("plan", "open", *WHO, "--title", "x", "--framework", file)
    assert ran.status == Exit.BAD_INPUT
    assert "cannot be used" in ran.err
    assert not Plan.objects.exists()


def test_files_that_nobody_published_are_removed(
    evenhand: Evenhand, opened: None, settings: LazySettings, tmp_path: Path
) -> None:
    settings.FILES = tmp_path
    digest = files.put(b"never published\n")
    place = tmp_path / digest[:2] / digest

    assert json.loads(evenhand("plan", "forget-files", "--json").out) == {"gone": 0}
    os.utime(place, (1, 1))

    assert json.loads(evenhand("plan", "forget-files", "--json").out) == {"gone": 1}
    assert not place.exists()
