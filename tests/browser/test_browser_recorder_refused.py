"""A record that the server does not take: counted, listed, asked about again, and never stuck."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from browser.recording import Officer, officer, phone
from browser.roadside import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "The record is too large."


@pytest.fixture
def server() -> Iterator[Server]:
    """The force's server; it does not take the first record."""
    stub = Server(states={1: "refused"}, words={"refused": WORDS})
    stub.start()
    yield stub
    stub.stop()


@pytest.fixture
def pocket(browser: Browser) -> Iterator[BrowserContext]:
    """An officer's phone."""
    context = phone(browser)
    yield context
    context.close()


@pytest.fixture
def rec(pocket: BrowserContext, server: Server) -> Officer:
    """An officer whose stop the server has refused."""
    someone = officer(pocket, server).first_use()
    someone.record()
    expect(someone.page.locator('.eh-saved[data-state="refused"]')).to_be_visible()
    return someone


def test_a_refused_record_is_counted_and_told_of_until_the_server_takes_it(
    rec: Officer, server: Server
) -> None:
    net = rec.page.locator("#net")
    expect(rec.page.locator(".eh-saved")).to_contain_text(WORDS)
    expect(net).to_have_text("Online, 1 not taken")
    rec.another()
    rec.record()
    rec.is_kept()
    expect(net).to_have_text("Online, 1 not taken")
    assert [one["unsent"] for one in server.batches] == [1, 2]

    rec.page.goto(server.address)
    expect(net).to_have_text("Online, 1 not taken")
    for _ in range(100):
        if server.seen[-1]["unsent"] == 1:
            break
        rec.page.wait_for_timeout(100)
    assert (server.seen[-1]["unsent"], server.seen[-1]["acknowledged"]) == (1, 2)
    assert rec.queue() == ["kept", "refused"]
    row = rec.page.locator('.eh-queue [data-state="refused"]')
    expect(row).to_contain_text(WORDS)
    expect(row).to_contain_text("Not taken once. This phone asks again after")
    expect(rec.page.get_by_role("status")).to_contain_text("did not take every record")

    rec.page.get_by_role("button", name="Send now").click()
    expect(row).to_contain_text("Not taken 2 times.")
    server.states = {}
    rec.page.get_by_role("button", name="Send now").click()
    expect(net).to_have_text("Online, nothing waits")
    expect(row).to_have_count(0)
    assert [one["stop"]["sequence"] for one in server.opened()] == [1, 2]


def test_a_refused_record_that_the_server_misses_is_sent_again(
    rec: Officer, server: Server
) -> None:
    server.states, server.ask_again = {}, [1]
    rec.page.goto(server.address)
    expect(rec.page.locator("#net")).to_have_text("Online, nothing waits")
    assert len(server.kept) == 1


def test_a_sealed_copy_is_carried_by_another_phone_and_changes_nothing_here(
    rec: Officer, server: Server, browser: Browser, tmp_path: Path
) -> None:
    rec.queue()
    with rec.page.expect_download() as saving:
        rec.page.get_by_role("button", name="Save a sealed copy to hand over").click()
    copy = tmp_path / "copy.json"
    saving.value.save_as(copy)
    (record,) = json.loads(copy.read_text(encoding="utf-8"))["records"]
    assert set(record) == {"id", "sequence", "saved_at", "key", "sealed"}

    server.states, server.officer = {}, ("person/8", "PC Bo Hill")
    context = phone(browser)
    other = officer(context, server).first_use()
    other.queue()
    carry = other.page.get_by_label("Send a sealed copy from another phone")
    wrong = tmp_path / "wrong.json"
    wrong.write_text("[1", encoding="utf-8")
    carry.set_input_files(wrong)
    expect(other.page.get_by_text("not a sealed copy")).to_be_visible()
    carry.set_input_files(copy)
    expect(other.page.get_by_text("Record 1 of the other phone: Kept")).to_be_visible()
    context.close()

    (kept,) = server.opened()  # it opens under the number of the phone that saved it
    assert kept["stop"]["officer"] == "person/7"
    assert rec.queue() == ["refused"]
    rec.page.get_by_role("button", name="Send now").click()
    expect(rec.page.locator('.eh-queue [data-state="kept"]')).to_have_count(1)
    assert server.conflicts == []
