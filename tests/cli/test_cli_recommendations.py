"""`evenhand recommendations`: a list is taken in, and what is overdue is escalated."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone
from typer.testing import CliRunner, Result

from evenhand.accounts.roles import Role
from evenhand.cli.app import app
from evenhand.forces import services as forces
from evenhand.scrutiny.models import Recommendation, RecommendationStep
from plan.staff import somebody
from scrutiny.made_recommendations import make

pytestmark = pytest.mark.django_db
WHO = ("--by", "Oversight member", "--organisation", "Oversight body")
GOOD = "demoshire,The inspectorate,inspectorate,2025-03-04,{what},Why not,Chief constable,,,,\r\n"


@pytest.fixture(autouse=True)
def site(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site whose database is there already."""
    monkeypatch.setattr("evenhand.config.server.migrate", lambda: None)
    forces.load(["demoshire"])


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["recommendations", *map(str, words)])


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A template with two rows filled in."""
    file = tmp_path / "list.csv"
    assert run("template", file).exit_code == 0
    rows = (GOOD.format(what=f"Number {n}.").encode() for n in (1, 2))
    file.write_bytes(file.read_bytes() + b"".join(rows))
    return file


def test_the_template_says_what_belongs_in_it(tmp_path: Path) -> None:
    said = run("template", tmp_path / "list.csv")
    assert "by: The day by which it should be done" in said.stdout
    assert "(may be empty)" in said.stdout


def test_a_list_is_previewed_and_then_taken_in_once(listed: Path) -> None:
    seen = run("import", listed, *WHO)
    assert "Row 2: new for Demoshire Police" in seen.stdout
    assert "--apply" in seen.stderr
    assert Recommendation.objects.count() == 0
    done = run("import", listed, *WHO, "--apply", "--json")
    assert json.loads(done.stdout)["made"] == [
        "recommendation/demoshire/1",
        "recommendation/demoshire/2",
    ]
    again = run("import", listed, *WHO, "--apply")
    assert "Row 2: is recommendation/demoshire/1 already" in again.stdout
    assert "0 recommendations taken in" in again.stderr
    assert Recommendation.objects.count() == 2


def test_what_is_wrong_ends_with_1_and_takes_nothing_in(listed: Path) -> None:
    with listed.open("a", encoding="utf-8") as file:
        file.write(GOOD.format(what="Third.").replace("2025-03-04", "\x1b[31msoon"))
    done = run("import", listed, *WHO, "--apply")
    assert (done.exit_code, Recommendation.objects.count()) == (1, 0)
    assert "Row 4, said: “" in done.stdout
    assert "\x1b" not in done.stdout
    assert "1 problem. Nothing was taken in." in done.stderr


def test_what_is_overdue_is_escalated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    make(
        now=timezone.now() - timedelta(days=30),
        due=timezone.localdate() + timedelta(days=90),
    )
    overseer = somebody(Role.OVERSIGHT_MEMBER, "oversight")
    assert "EVENHAND_MAIL_URL" in run("due").stderr
    monkeypatch.setattr(settings, "MAIL_IS_SET", True)
    second = run("due", "--json")
    assert json.loads(second.stdout) == {"escalated": [], "told": 1}
    assert [letter.to for letter in mail.outbox] == [[overseer.person.email]]
    assert RecommendationStep.objects.filter(kind="escalated").count() == 1
    assert "0 recommendations escalated, 0 mails sent" in run("due").stderr
