"""The public page of coverage: ranges, nobody ranked, and never a number where nothing is known."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from crawling import parsed
from django.test import Client

from evenhand.encounters.known.coverage import Fact
from evenhand.encounters.services import covering
from evenhand.forces import services as forces

pytestmark = pytest.mark.django_db
PAGE = "/forces/demoshire/stops/coverage/"
NOW = datetime(2026, 5, 2, tzinfo=UTC)
MONTHS = ["2026-01", "2026-02", "2026-03"]
TEAMS = ["Zinc", "<b>Ash</b>", "Small"]


@pytest.fixture(autouse=True)
def force(db: None) -> None:
    forces.load(["demoshire"])


def tell(now: datetime = NOW, **more: int) -> None:
    counts = {"recorded": 60, "unsure": 6, "not_recorded": 12} | more
    facts = [
        Fact("control_room", month, team, 20 + number, fate, "", count)
        for number, team in enumerate(TEAMS)
        for month in MONTHS
        for fate, count in counts.items()
    ]
    said = covering.content(
        "demoshire",
        facts,
        months={"control_room": MONTHS},
        officers={"Zinc": 30, "<b>Ash</b>": 12, "Small": 4},
        now=now,
    )
    covering.keep("demoshire", said, now=now)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_where_nothing_is_known_it_says_so_and_gives_no_number(client: Client) -> None:
    shown = text(client.get(PAGE))
    assert "Coverage not known" in shown
    assert "Until it does, nobody can say that the records are complete" in shown
    assert "100%" not in shown
    assert " in 100" not in shown
    assert client.get(f"{PAGE[:-1]}.csv").status_code == 404
    assert client.get("/forces/nowhere/stops/coverage/").status_code == 404


def test_the_page_tells_shares_as_ranges_by_team_quarter_month_and_hour(client: Client) -> None:
    tell()
    answer = client.get(PAGE)
    page, shown = parsed(answer.content.decode(), PAGE), text(answer)
    assert "Of every 100 vehicle stops that the control room knows of, 76 to 85 were" in shown
    captions = [one.all("caption")[0].text for one in page.main.all("table")]
    assert captions == [
        "By team, in the order of the alphabet",
        "By quarter",
        "By month",
        "By hour of the day",
    ]
    teams = [one.all("th")[0].text for one in page.main.all("table")[0].all("tr")][1:]
    assert teams == ["<b>Ash</b>", "Zinc", "Smaller teams, or none named"]
    assert "Coverage by body-worn video is not known: nothing was given." in shown
    assert "January 2026 to March 2026" in shown


def test_the_files_say_the_same_as_the_page(client: Client) -> None:
    tell()
    said = json.loads(client.get(f"{PAGE[:-1]}.json").content)
    assert said["sources"][0]["all"]["low"] == 76
    table = client.get(f"{PAGE[:-1]}.csv")
    assert table["Content-Disposition"].startswith("attachment")
    assert b"control_room,all,,700,540,50,76,85," in table.content
    assert client.get(f"{PAGE[:-1]}.xlsx").status_code == 404
    assert client.post(PAGE).status_code == 405


def test_what_is_told_later_stands_beside_and_the_page_shows_the_latest(client: Client) -> None:
    tell()
    tell(datetime(2026, 6, 2, tzinfo=UTC), recorded=70)
    assert "2 June 2026" in text(client.get(PAGE))
    assert "-coverage-2.csv" in client.get(f"{PAGE[:-1]}.csv")["Content-Disposition"]


def test_few_known_stops_give_no_share(client: Client) -> None:
    tell(recorded=1, unsure=0, not_recorded=0)
    shown = text(client.get(PAGE))
    assert "Too few stops are known from elsewhere to say" in shown
    assert " in 100" not in shown.split("How we got these numbers")[0]
