"""Alerts of one area of a force, and what the page of the watch says is never looked at."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import crawling
import pytest
from alerts_site import record
from crawling import Page
from django.test import Client

from evenhand.forces import services as forces
from evenhand.measures.watch.found import Untold
from evenhand.measures.watch.told import told
from monitoring.made_alerts import SERIES, found, with_series

pytestmark = pytest.mark.django_db
LUTON = with_series(SERIES, area="E06000032")
AREAS = Untold(SERIES, "Demoshire Police, stop and search: we cannot tell.", "Areas", 0)
MANY = Untold(with_series(LUTON, group=""), "Luton: of 4 of 9 series we cannot tell.", many=4)


@pytest.fixture(autouse=True)
def site(db: None, alerts_today: date) -> Iterator[None]:
    forces.load(["demoshire"])
    yield


def read(client: Client, address: str) -> Page:
    page = crawling._ask(client, address)
    assert page.status == 200, address
    return page


def test_the_page_of_an_alert_names_its_area_and_not_its_code(client: Client) -> None:
    record(found(LUTON, related=(SERIES,)))
    page = read(client, "/forces/demoshire/alerts/1/")

    assert page.main.all("h1")[0].text.startswith("Luton: ")
    assert "E06000032" not in page.main.text


def test_of_an_area_beside_a_small_one_the_page_tells_the_direction_alone(client: Client) -> None:
    record(told(replace(found(LUTON), few=("events", "reference_events", "unknown"))))
    text = read(client, "/forces/demoshire/alerts/1/").main.text

    assert "The numbers are not shown to protect people." in text
    for count in ("400", "900", "95", "110"):
        assert f"about {count}" not in text


def test_what_is_never_looked_at_stands_on_the_page_and_is_no_series(client: Client) -> None:
    record(found(), untold=(AREAS, MANY))
    text = read(client, "/forces/demoshire/watch/").main.text

    assert "Areas 1 Demoshire Police, stop and search: we cannot tell." in text
    assert "Luton: of 4 of 9 series we cannot tell." in text
    assert "Of 4 more series it cannot tell anything" in text
