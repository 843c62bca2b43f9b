"""Maturity from the command line: a framework loaded, what was said shown and written."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_maturity import STANDARD, says
from test_maturity_frameworks import small

from cli.conftest import evenhand as evenhand  # noqa: PLC0414  (pytest finds it by name)
from evenhand.cli.exits import Exit
from evenhand.maturity import models, selectors
from evenhand.maturity.history import View

pytestmark = pytest.mark.django_db
Evenhand = Callable[..., Any]
FORCE = ("--force", "demoshire")
WHO = (*FORCE, "--by", "Deputy chief constable")


@pytest.fixture(autouse=True)
def no_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's database is up to date."""
    monkeypatch.setattr("evenhand.config.server.migrate", lambda: None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "real.yaml"
    path.write_text(json.dumps(small()), encoding="utf-8")
    return path


def test_without_a_file_the_example_is_loaded_and_says_so(evenhand: Evenhand) -> None:
    ran = evenhand("maturity", "load", *WHO)

    assert (ran.status, ran.out) == (Exit.FINE, "")
    assert "Demoshire Police is assessed by 12 standards from now on." in ran.err
    shown = evenhand("maturity", "show", *FORCE)
    assert shown.out.count("Nobody has assessed this yet.") == 12
    assert "These standards are an example, not the text of any police body." in shown.err


def test_the_real_one_takes_its_place_with_a_reason(evenhand: Evenhand, file: Path) -> None:
    evenhand("maturity", "load", *WHO)

    refused = evenhand("maturity", "load", file, *WHO)
    assert refused.status == Exit.BAD_INPUT
    assert "Say why the framework changes" in refused.err
    assert not models.MaturityFramework.objects.filter(name="small").exists()
    done = evenhand("maturity", "load", file, *WHO, "--reason", "The national text is out.")
    assert done.status == Exit.FINE, done.err
    again = evenhand("maturity", "load", file, *WHO)
    assert "assessed by this framework already. Nothing was changed." in again.err
    basis = selectors.basis("demoshire")
    assert basis is not None
    assert (basis.framework.name, basis.number, basis.words) == (
        "small",
        2,
        "The national text is out.",
    )


def test_what_was_said_is_shown_and_written(
    evenhand: Evenhand, basis: models.Basis, tmp_path: Path
) -> None:
    says(basis, View.SELF, 3)
    says(basis, View.INDEPENDENT, 2)

    shown = evenhand("maturity", "show", *FORCE)
    assert (
        "Explain or reform: The force says level 3, the independent assessment by National "
        "programme says level 2."
    ) in shown.out
    assert "The force. 12 standards: 1 at level 3, 11 not assessed." in shown.err
    then = evenhand("maturity", "show", *FORCE, "--on", "2025-01-31")
    assert then.out.count("Nobody has assessed this yet.") == 12
    told = json.loads(evenhand("maturity", "show", *FORCE, "--json").out)
    for name in ("out.json", "out.csv"):
        ran = evenhand("maturity", "export", tmp_path / name, *FORCE)
        assert ran.status == Exit.FINE, ran.err
        assert "12 standards written" in ran.err
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == told
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as table:
        levels = [one["level"] for one in csv.DictReader(table) if one["standard"] == STANDARD]
    assert levels == ["3", "2", ""]


def test_what_others_wrote_does_nothing_to_a_terminal(
    evenhand: Evenhand, basis: models.Basis
) -> None:
    who = {"by": "Head", "organisation": "Body \x1b[31mred"}
    says(basis, View.INDEPENDENT, 2, who=who)

    ran = evenhand("maturity", "show", *FORCE)
    assert "\x1b" not in ran.out + ran.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show", "--force", "fablesea"), "is not assessed here"),
        (("show", "--force", "narnia"), "narnia"),
        (("export", "out.xlsx", *FORCE), "must end in .json or .csv"),
        (("load", "no.yaml", *WHO), "There is no “no.yaml”"),
    ],
)
def test_what_cannot_be_done_is_said(
    evenhand: Evenhand, basis: models.Basis, words: tuple[str, ...], sentence: str
) -> None:
    ran = evenhand("maturity", *words)

    assert ran.status == Exit.BAD_INPUT
    assert sentence in ran.err


def test_a_file_that_is_no_framework_loads_nothing(evenhand: Evenhand, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("a: &a [x]\nb: *a\n", encoding="utf-8")

    ran = evenhand("maturity", "load", path, *WHO)
    assert ran.status == Exit.BAD_INPUT
    assert "cannot be used" in ran.err
    assert not models.Basis.objects.exists()
