"""The page of an alert: other charts of its months, and records that did not come."""

from collections.abc import Iterator
from datetime import date

import crawling
import pytest
from alerts_site import record
from crawling import Page
from django.test import Client

from evenhand.forces import services as forces
from evenhand.measures.watch.beside import OtherCharts, Part, Places
from evenhand.measures.watch.found import (
    Change,
    Direction,
    Finding,
    Found,
    Looks,
    Span,
)
from monitoring.made_alerts import SERIES, with_series
from publications.found_alerts import rise, stands

pytestmark = pytest.mark.django_db
TITLE = "Other charts of the same months"


@pytest.fixture(autouse=True)
def site(db: None, alerts_today: date) -> Iterator[None]:
    forces.load(["demoshire"])
    yield


def read(client: Client) -> Page:
    page = crawling._ask(client, "/forces/demoshire/alerts/1/")
    assert page.status == 200
    assert [*crawling.technical_words(page), *crawling.unexplained_numbers(page)] == []
    return page


def test_other_charts_stand_beside_what_moved_and_are_no_evidence(client: Client) -> None:
    record(rise(0, others=OtherCharts(("2026-01",), ("2026-02",), ("beyond",))))
    text = read(client).main.text

    assert TITLE in text
    assert "described best with a new stretch from January 2026 on." in text
    assert "it went beyond its limits too, first in February 2026." in text
    assert "a month more than three standard errors away from the past." in text
    assert "they make nothing surer" in text


def test_a_ratio_is_taken_apart_by_area_and_never_without_what_that_is_not(client: Client) -> None:
    record(rise(0, places=Places(4, Part(1.6, 1.2, 2.1), Part(0.97, 0.9, 1.05))))
    text = read(client).main.text

    assert "Within areas, and between them" in text
    assert "Within the same areas the ratio is between 1.2 and 2.1 times what it was" in text
    assert "Between areas it is between 0.9 and 1.1 times" in text
    assert "4 areas are set side by side" in text
    assert "This takes a number apart; it does not say why. Each part is an association" in text


@pytest.mark.parametrize("found", [rise(0), stands(0)])
def test_where_none_were_drawn_nothing_is_said_of_them(client: Client, found: Found) -> None:
    record(found)
    text = read(client).main.text
    assert TITLE not in text
    assert "between them" not in text


def test_records_that_did_not_come_have_no_chart_and_say_since_when(client: Client) -> None:
    months = ("2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04")
    words = "No whole month of records has come (November 2025 to April 2026)."
    record(
        rise(
            0,
            series=with_series(SERIES, looks=Looks.COVERAGE, group="", reference=""),
            quality=True,
            direction=Direction.FALL,
            since="2025-11",
            before=Span("2023-04", "2025-10", 31, status="missing"),
            after=Span("2025-11", "2026-04", 0, status="missing"),
            change=Change(1.0, 1.0, 1.0),
            smallest=None,
            evidence=0.0,
            quarters=(),
            findings=(Finding("nothing-came", months, words),),
            sentence="Demoshire Police: no whole month of searches has come since October 2025.",
        )
    )
    page = read(client)

    assert page.main.all("h1")[0].text == (
        "No whole month of searches has come since October 2025."
    )
    assert "There is nothing to draw" in page.main.text
    assert "It most likely moved" not in page.main.text
    assert "as much" not in page.main.text
    assert page.main.all("figure") == []
    assert page.main.all("table") == []
    assert "none of the last 5 months came whole, or more" in page.main.text
