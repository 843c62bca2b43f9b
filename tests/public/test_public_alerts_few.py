"""Pages of alerts where there are none, very many, or hardly anything to tell."""

import re
from datetime import date

import crawling
import pytest
from alerts_site import RAISED, record, rise
from atom import complaints
from crawling import Page
from django.test import Client

from evenhand.forces import services as forces
from evenhand.forces.models import Force
from evenhand.measures.watch.found import Change, Span
from evenhand.monitoring.services import watching
from evenhand.public.presenters.alerts import words
from monitoring.made_alerts import draw, watched, with_series

pytestmark = pytest.mark.django_db
ALL, FORCE = "/alerts/", "/forces/demoshire/alerts/"


def read(client: Client, address: str) -> Page:
    page = crawling._ask(client, address)
    assert page.status == 200, address
    return page


def test_forces_stand_in_alphabetical_order(db: None, alerts_today: date, client: Client) -> None:
    forces.load(["demoshire", "fablesea"])
    other = rise(1, series=with_series(rise().series, force="fablesea"))
    record(other, rise(2))

    titles = [one.text for one in read(client, ALL).main.all("ul", "eh-alerts")[0].all("a")]
    assert titles[0].startswith("Demoshire")
    assert titles[2].startswith("Fablesea")


def test_nothing_raised_is_never_good_news(db: None, alerts_today: date, client: Client) -> None:
    forces.load(["demoshire"])
    before = read(client, FORCE).main.text
    assert "No alert has been raised. That does not mean that all is well." in before
    assert "The watch has not run here yet, so nothing has been looked at." in before
    assert "Nothing has been looked at yet." in read(client, "/forces/demoshire/watch/").main.text

    record()
    text = read(client, FORCE).main.text
    assert "That does not mean that all is well. The watch last ran on" in text
    assert "240 series" in text


def test_an_empty_feed_is_a_feed(db: None, client: Client) -> None:
    assert complaints(client.get("/alerts.atom").content) == []


def test_a_very_long_name_and_fifty_alerts_still_make_a_page(
    db: None, alerts_today: date, client: Client
) -> None:
    forces.load(["demoshire"])
    Force.objects.filter(pk="demoshire").update(name="Llanfairpwllgwyngyll" * 5)
    record(*(rise(number) for number in range(50)))

    page = read(client, ALL)
    assert len(page.main.all("ul", "eh-alerts")[0].all("p")) == 150
    weights = crawling.weights_of(client, {ALL: page})
    assert crawling.over_budget(page, weights) == []
    assert crawling.too_many_queries(page) == []


def test_an_alert_of_which_hardly_anything_may_be_told_says_that(
    db: None, alerts_today: date, client: Client
) -> None:
    forces.load(["demoshire"])
    few = Span("2026-01", "2026-04", 4, "too-few")
    record(
        rise(
            before=Span("2023-04", "2025-12", 33, "too-few"),
            after=few,
            quarters=(few,),
            change=Change(1.0, 0.0, 1.0),
            smallest=None,
            sentence="Demoshire Police: we cannot tell by how much it moved.",
        )
    )
    page = read(client, f"{FORCE}1/")

    assert "we cannot tell by how much it moved" in page.main.all("p", "eh-cannot")[0].text
    assert "We cannot tell how small a change could have been seen" in page.main.text
    assert "times as much" not in page.main.all("p")[3].text
    assert "fewer than 10 and fewer than 10" in page.main.text


def test_only_what_may_be_told_is_shown(db: None, alerts_today: date, client: Client) -> None:
    forces.load(["demoshire"])
    exact = rise(after=Span("2026-01", "2026-04", 4, "whole", 987_654, 1, value=7.77))
    watching.record(
        watched(exact),
        by="the watch",
        now=RAISED,
        draw=draw,
        tell=lambda _one: rise(sentence="Told."),
    )
    for address in (f"{FORCE}1/", FORCE, ALL, "/alerts.atom", "/forces/demoshire/alerts.json"):
        body = client.get(address).content
        assert b"987" not in re.sub(rb"[0-9a-f]{64}", b"", body)
        assert b"7.77" not in body


def test_the_words_of_weight_never_divide_by_nothing() -> None:
    assert "At most" not in words.examined(5, 0.0)
    assert words.chance(rise(evidence=0.0)).endswith("fewer than 1 in 1,000 would be false.")
    assert words.chance(rise(evidence=1.0)) == ""
    assert words.change(rise(change=Change(1.0, 0.0, 1.0))) == ""
