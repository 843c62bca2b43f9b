"""Pages and files of a disparity that stands: its range, what is usual, benchmarks side by side."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import crawling
import pytest
from alerts_site import RAISED, record
from crawling import Page
from django.test import Client

from evenhand.forces import services as forces
from evenhand.publications.charts.alert import draw
from monitoring.made_alerts import SERIES, with_series
from publications.found_alerts import STANDS, stands

pytestmark = pytest.mark.django_db
ALERT = "/forces/demoshire/alerts/1/"
ALONE = replace(
    STANDS,
    forces=1,
    centre=None,
    spread=None,
    alone=True,
    drawn_to=1.0,
    drawn_spread=0.69,
    expected_low=None,
    expected_high=None,
    benchmarks=(),
)


@pytest.fixture(autouse=True)
def site(db: None, alerts_today: date) -> Iterator[None]:
    forces.load(["demoshire"])
    yield


def read(client: Client, address: str = ALERT) -> Page:
    page = crawling._ask(client, address)
    assert page.status == 200, address
    return page


def test_the_page_says_what_stands_and_against_what(client: Client) -> None:
    record(stands(related=(with_series(SERIES, measure="drugs-search-rate"),)))
    page = read(client)
    text = page.main.text

    assert page.main.all("h1")[0].text == (
        "2.4 to 3.8 times as often as White people: Black people were searched. It stood so "
        "throughout May 2024 to April 2026."
    )
    assert "An alert says that a difference stands. It does not say why." in text
    assert "What stands" in text and "What moved" not in text
    assert "most likely moved" not in text
    assert "Between 1.5 and 3.7 times is what to expect of a force with so many records" in text
    assert "That it is above 1.5 times is more than 99 in 100 sure." in text
    assert "1,284 ratios were examined in this run." in text
    assert "Higher under 2 of 2 benchmarks" in text
    assert "2.7 to 4.2 times: Residents at the Census of 2011" in text
    assert "None of these is the right benchmark." in text
    assert "Stand with it, and told under this alert" in text
    assert "how small a change could have been seen" not in text


def test_one_force_alone_makes_no_claim_about_others(client: Client) -> None:
    record(stands(said=ALONE))
    text = read(client).main.text

    assert "We cannot tell what is usual for forces: fewer than 10 are compared here (1)." in text
    assert "once drawn towards no difference" in text
    assert "benchmarks" not in text


def test_what_is_usual_for_forces_is_not_called_fair(client: Client) -> None:
    record(stands())
    assert "that it is usual does not make it fair" in read(client).main.text

    asian = with_series(SERIES, group="Asian")
    record(stands(1, series=asian, said=replace(STANDS, beyond=True)), inputs="another")
    assert "This is more." in read(client, "/forces/demoshire/alerts/2/").main.text


def test_a_later_run_says_how_large_it_is_now(client: Client) -> None:
    record(stands())
    record(stands(), as_of="2026-07", inputs="later", now=RAISED + timedelta(days=90))

    assert "it is still seen, between 2.4 and 3.8" in read(client).main.text


def test_it_stands_in_the_lists_and_in_the_feed(client: Client) -> None:
    record(stands())

    for address in ("/alerts/", "/forces/demoshire/alerts/"):
        assert (
            "Black people were searched. It stood so throughout" in read(client, address).main.text
        )
    feed = client.get("/alerts.atom").content.decode()
    assert "Demoshire Police. Alert raised. 2.4 to 3.8 times as often as White people" in feed


def test_the_files_carry_its_numbers(client: Client) -> None:
    record(stands())
    table = client.get("/forces/demoshire/alerts.csv").content.decode("utf-8-sig")
    [row] = list(csv.DictReader(io.StringIO(table)))
    assert (row["stands"], row["standing_low"], row["expected_high"]) == ("true", "2.4", "3.7")
    assert row["stated"] == "1.5"

    said = json.loads(client.get("/forces/demoshire/alerts.json").content)
    assert said["alerts"][0]["told"]["standing"]["benchmarks"][1]["census"] == 2011


def test_the_picture_has_what_is_usual_and_no_moment_of_a_move() -> None:
    drawn = draw(stands())["620"]
    assert "moved from here" not in drawn
    assert "A force with so many records would lie between 1.5 and 3.7." in drawn
    assert "usual" not in draw(stands(said=ALONE))["620"]
