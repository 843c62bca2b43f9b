"""One phone, several officers: whose name stands there, and whose draft nobody else reads."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from browser.recording import Officer, officer, phone
from browser.roadside import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BO = ("person/8", "PC Bo Hill")
HELD = """async () => {
  const asked = indexedDB.open("evenhand-recorder");
  const open = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  const all = (name) => new Promise((done) => {
    const asked = open.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => done(asked.result);
  });
  const [drafts, about] = [await all("drafts"), await all("about")];
  open.close();
  return [drafts.length, JSON.stringify(about)];
}"""
BACK_TO_IT = 'document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))'


@pytest.fixture
def server() -> Iterator[Server]:
    """The force's server, as the recorder knows it."""
    stub = Server()
    stub.start()
    yield stub
    stub.stop()


@pytest.fixture
def pocket(browser: Browser) -> Iterator[BrowserContext]:
    """A phone that officers share."""
    context = phone(browser)
    yield context
    context.close()


@pytest.fixture
def rec(pocket: BrowserContext, server: Server) -> Officer:
    """An officer who has begun a stop."""
    someone = officer(pocket, server).first_use()
    expect(someone.page.locator("#who")).to_have_text("Recording as PC Ada Lane")
    someone.record(until="perceived.1", sde__1="M2")
    someone.page.wait_for_timeout(300)  # until the draft is written
    return someone


def _forgotten(rec: Officer, server: Server) -> None:
    """What the officer before had begun is told of and gone; the next one's stop is their own."""
    expect(rec.page.locator("h1")).to_have_text("Another officer has signed in")
    expect(rec.page.locator("main")).to_contain_text("PC Ada Lane began a stop")
    expect(rec.page.locator("#who")).to_have_text("Recording as PC Bo Hill")
    drafts, about = rec.page.evaluate(HELD)
    assert drafts == 0
    assert "Ada Lane" not in about and "person/7" not in about

    rec.page.get_by_role("button", name="Record a stop").click()
    rec.wait_for("team")  # each has their own
    rec.record()
    rec.is_kept()
    (kept,) = server.opened()
    assert kept["stop"]["officer"] == "person/8"
    assert kept["stop"]["people"][0]["sde"] == "B1"


def test_another_officers_draft_is_forgotten_when_the_recorder_opens(
    rec: Officer, server: Server
) -> None:
    server.officer = BO
    rec.page.goto(server.address)
    _forgotten(rec, server)
    server.officer = ("person/7", "PC Ada Lane")
    rec.page.goto(server.address)
    expect(rec.page.locator("#who")).to_have_text("Recording as PC Ada Lane")
    assert rec.shown in {"team", "seen"}


def test_another_officers_draft_is_forgotten_in_a_page_that_stayed_open(
    rec: Officer, server: Server
) -> None:
    server.officer = BO  # signed in in another tab
    rec.page.evaluate(BACK_TO_IT)
    _forgotten(rec, server)


def test_a_draft_waits_unseen_until_its_officer_has_signed_in_again(
    rec: Officer, server: Server
) -> None:
    server.signed_in = False
    rec.page.goto(server.address)
    expect(rec.page.locator("h1")).to_have_text("You are signed out")
    expect(rec.page.locator("main")).to_contain_text("sign in as PC Ada Lane to go on with it")
    expect(rec.page.locator("#who")).to_have_text("Signed out. Recording as PC Ada Lane")
    assert rec.page.evaluate(HELD)[0] == 2
    rec.page.get_by_role("button", name="Begin another stop").click()
    rec.wait_for("seen")

    server.signed_in = True
    rec.page.goto(server.address)
    rec.wait_for("perceived.1")
    rec.record()
    rec.is_kept()
    (kept,) = server.opened()
    assert kept["stop"]["people"][0]["sde"] == "M2"


def test_a_draft_goes_on_without_a_connection_under_its_officers_name(
    rec: Officer, pocket: BrowserContext, server: Server
) -> None:
    rec.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    with server.away():
        rec.crash()
        again = officer(pocket, server).open()
        assert again.shown == "perceived.1"
        expect(again.page.locator("#who")).to_have_text("Recording as PC Ada Lane")
        again.record()
    again.is_kept()


def test_signing_out_warns_forgets_what_is_not_saved_and_keeps_what_is_sealed(
    rec: Officer, server: Server
) -> None:
    rec.record()
    rec.is_kept()
    rec.another()
    server.stop()
    rec.record()
    assert rec.state == "waiting"
    rec.another()
    rec.record(until="perceived.1")
    rec.queue()
    rec.page.get_by_role("button", name="Sign out of this phone").click()
    expect(rec.page.locator("h1")).to_have_text("Sign out of this phone?")
    expect(rec.page.locator("main")).to_contain_text("not saved. Signing out forgets it.")
    expect(rec.page.locator("main")).to_contain_text("1 saved stop stays here, sealed.")
    rec.page.get_by_role("button", name="Sign out of this phone").click()
    expect(rec.page.locator("h1")).to_have_text("Connect once to begin")
    expect(rec.page.locator("#who")).to_have_text("")
    drafts, about = rec.page.evaluate(HELD)
    assert drafts == 0
    assert "Ada Lane" not in about and "signed-by-the-server" not in about

    server.start()  # the sign-in that was left open ends with the first connection
    rec.page.goto(server.address)
    expect(rec.page.locator("h1")).to_have_text("Connect once to begin")
    expect(rec.page.locator("#net")).to_have_text("Online, 1 waiting")
    for _ in range(100):
        if server.signed_out:
            break
        rec.page.wait_for_timeout(100)
    assert (server.signed_in, server.signed_out) == (False, 1)
    server.signed_in, server.officer = True, BO
    rec.page.goto(server.address)
    expect(rec.page.locator("#net")).to_have_text("Online, nothing waits")
    expect(rec.page.locator("#who")).to_have_text("Recording as PC Bo Hill")
    assert server.signed_out == 1
    assert [one["stop"]["officer"] for one in server.opened()] == ["person/7", "person/7"]


def test_whoever_signs_in_where_a_stop_is_begun_is_told_what_that_costs(
    rec: Officer, server: Server
) -> None:
    server.signed_in = False
    rec.record()
    expect(rec.page.locator("#net")).to_contain_text("1 waiting")
    rec.another()
    rec.record(until="reason")
    rec.queue()
    expect(rec.page.get_by_role("link", name="Sign in")).to_be_visible()
    expect(rec.page.locator("main")).to_contain_text("If somebody else signs in here")
