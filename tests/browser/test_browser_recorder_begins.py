"""A stop begins with its first touch, there and then; and what a wrong clock does to it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from browser.recording import LONDON, PORTWELL, Officer, officer, phone
from browser.roadside import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ELSEWHERE = {"latitude": 51.75, "longitude": -0.25, "accuracy": 20}
CLOCKS = """(() => {
  window.set = 0;     // milliseconds by which the phone's clock was put on
  window.passed = 0;  // milliseconds for which the page lay there
  const [now, count] = [Date.now, performance.now.bind(performance)];
  Date.now = () => now() + window.set + window.passed;
  performance.now = () => count() + window.passed;
  let away = false;
  Object.defineProperty(document, "hidden", { get: () => away });
  window.away = (how) => {
    away = how;
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  };
})()"""
HOUR = 60 * 60 * 1000
SOON = timedelta(minutes=4)


@pytest.fixture
def server() -> Iterator[Server]:
    """The force's server, as the recorder knows it."""
    stub = Server()
    stub.start()
    yield stub
    stub.stop()


@pytest.fixture
def pocket(browser: Browser) -> Iterator[BrowserContext]:
    """A phone of which the clock can be set."""
    context = phone(browser)
    context.add_init_script(CLOCKS)
    yield context
    context.close()


@pytest.fixture
def rec(pocket: BrowserContext, server: Server) -> Officer:
    """An officer at the first question."""
    return officer(pocket, server).first_use()


def kept(server: Server) -> dict[str, Any]:
    """The one stop that the server has."""
    (one,) = server.opened()
    stop: dict[str, Any] = one["stop"]
    return stop


def is_about(said: str, then: datetime) -> bool:
    """Whether a moment of a record is that one, give or take the test's own time."""
    return abs(datetime.fromisoformat(said) - then) < SOON


def test_a_page_that_lay_open_begins_the_stop_when_and_where_it_is_touched(
    rec: Officer, pocket: BrowserContext, server: Server
) -> None:
    here = rec.page.locator('main [data-screen="place"]')
    expect(here).to_contain_text("Here, within 12 m")
    rec.page.evaluate(f"window.passed = {2 * HOUR}")
    pocket.set_geolocation(ELSEWHERE)  # type: ignore[arg-type]  # the same keys
    then = datetime.now(UTC) + timedelta(hours=2)
    shown = rec.page.locator('main [data-screen="time"]')
    clock = f"{then.astimezone(ZoneInfo(LONDON)):%H:%M}"
    expect(shown).to_contain_text(clock[:3])  # it goes on while nobody touches anything
    rec.record(until="finish")
    expect(here).to_contain_text("Here, within 20 m")
    rec.record(finish="2")
    rec.is_kept()

    stop = kept(server)
    assert is_about(stop["started_at"], then - timedelta(minutes=2))
    assert is_about(stop["recorded_at"], then)
    assert stop["place"]["latitude"] == ELSEWHERE["latitude"]
    assert stop["seconds"]["seen"] <= 90_000
    assert stop["seconds"]["whole"] <= 150_000


def test_the_team_is_no_part_of_a_stop_and_a_chip_is(
    pocket: BrowserContext, server: Server
) -> None:
    rec = officer(pocket, server).open()
    rec.tap("Portwell response")
    rec.wait_for("seen")
    expect(rec.page.locator("#clock")).to_have_text("")
    rec.chip("plate")
    expect(rec.page.locator("#clock")).to_contain_text("00:")
    rec.page.wait_for_timeout(300)  # until the place is found
    pocket.set_geolocation(ELSEWHERE)  # type: ignore[arg-type]  # the same keys
    rec.page.evaluate(f"window.passed = {HOUR}")
    rec.tap("none")
    rec.record(finish="2")
    rec.is_kept()

    stop = kept(server)
    assert is_about(stop["started_at"], datetime.now(UTC))  # an hour ago, as the page has it
    assert stop["place"]["latitude"] == PORTWELL["latitude"]


def test_a_stop_that_began_stays_where_it_began_and_time_away_is_not_counted(
    rec: Officer, pocket: BrowserContext, server: Server
) -> None:
    rec.tap("no")
    rec.wait_for("reason")
    rec.page.evaluate("window.away(true)")
    rec.page.evaluate(f"window.passed = {HOUR}")
    pocket.set_geolocation(ELSEWHERE)  # type: ignore[arg-type]  # the same keys
    rec.page.evaluate("window.away(false)")
    rec.record(finish="2")
    rec.is_kept()

    stop = kept(server)
    assert is_about(stop["started_at"], datetime.now(UTC))
    assert stop["place"]["latitude"] == PORTWELL["latitude"]
    assert stop["seconds"]["reason"] < HOUR / 2


def test_where_the_place_is_not_found_again_a_fresh_one_stays_and_an_old_one_does_not(
    rec: Officer, pocket: BrowserContext
) -> None:
    here = rec.page.locator('main [data-screen="place"]')
    expect(here).to_contain_text("Here, within 12 m")
    pocket.set_geolocation(None)
    rec.tap("no")
    rec.record(until="finish")
    expect(here).to_contain_text("Here, within 12 m")

    pocket.set_geolocation(PORTWELL)  # type: ignore[arg-type]  # the same keys
    rec.tap("5")
    rec.another()
    expect(here).to_contain_text("Here, within 12 m")
    rec.page.evaluate(f"window.passed = {HOUR}")
    pocket.set_geolocation(None)
    rec.record(until="place")


def test_a_clock_that_is_put_right_without_a_connection_is_believed(
    pocket: BrowserContext, server: Server
) -> None:
    server.ahead = timedelta(hours=-1)  # the phone is an hour fast
    rec = officer(pocket, server).first_use()
    expect(rec.page.locator("#net")).to_contain_text("Online")
    server.stop()
    rec.page.evaluate(f"window.set = {-HOUR}")
    rec.record(finish="2")
    rec.queue()
    expect(rec.page.locator("main")).not_to_contain_text("clock")
    server.start()
    rec.page.goto(server.address)
    expect(rec.page.locator("#net")).to_have_text("Online, nothing waits", timeout=15_000)

    assert is_about(kept(server)["recorded_at"], datetime.now(UTC) + server.ahead)


def test_an_error_that_was_measured_before_is_not_believed_when_opened_without_a_connection(
    pocket: BrowserContext, server: Server
) -> None:
    server.ahead = timedelta(hours=-1)
    rec = officer(pocket, server).first_use()
    rec.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    with server.away():
        rec.page.goto(server.address)
        rec.wait_for("seen")
        expect(rec.page.locator('main [data-screen="time"]')).to_contain_text("check it")
        rec.queue()
        expect(rec.page.locator("main")).to_contain_text("Check the time of the stop.")
    rec.page.goto(server.address)
    rec.wait_for("seen")
    expect(rec.page.locator('main [data-screen="time"]')).not_to_contain_text("check it")


def test_a_clock_that_is_put_back_takes_no_draft_away(
    rec: Officer, pocket: BrowserContext, server: Server
) -> None:
    rec.record(until="perceived.1")
    rec.page.wait_for_timeout(300)  # until the draft is written
    rec.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    pocket.add_init_script(f"window.set = {-30 * HOUR}")
    with server.away():
        rec.page.goto(server.address)
        rec.wait_for("perceived.1")
    rec.page.goto(server.address)
    rec.wait_for("perceived.1")
    rec.record()
    rec.is_kept()
