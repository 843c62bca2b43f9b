"""What comes between a saved stop and the force's server: none of it loses or doubles one."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from browser.recording import Officer, officer, phone
from browser.roadside import Answer, Bad, Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

JSON, HTML = {"Content-Type": "application/json"}, {"Content-Type": "text/html"}


@pytest.fixture
def server() -> Iterator[Server]:
    """The force's server, as the recorder knows it."""
    stub = Server()
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
    """An officer who has opened the recorder before."""
    return officer(pocket, server).first_use()


def _said(*answer: Any) -> Bad:
    return lambda _: answer


def _committed_then_died(server: Server) -> Bad:
    def answer(body: bytes) -> Answer:
        server.take(json.loads(body))
        return 502, HTML, b"<h1>Bad gateway</h1>"

    return answer


def _cut_short(server: Server) -> Bad:
    def answer(body: bytes) -> Answer:
        said = json.dumps(server.take(json.loads(body))).encode()
        return 201, JSON, said[: len(said) // 2]

    return answer


def _lost(body: bytes) -> Answer:
    (record,) = json.loads(body)["records"]
    said = {"results": [{"id": record["id"], "state": "lost"}]}
    return 201, JSON, json.dumps(said).encode()


OTHERS = b'{"results": [{"id": "x", "state": "kept"}]}'


def _bad(server: Server) -> dict[str, tuple[Bad, str]]:
    """What may answer in the server's place, by name, and what the officer is told."""
    return {
        "a hotel's page": (_said(200, HTML, b"<h1>Welcome</h1>"), "network answers"),
        "a fault": (_said(500, HTML, b""), "has a fault"),
        "it kept it and died": (_committed_then_died(server), "has a fault"),
        "half an answer": (_cut_short(server), "could not be read"),
        "no object": (_said(201, JSON, b"[]"), "could not be read"),
        "of others only": (_said(201, JSON, OTHERS), "did not speak of these"),
        "a state unheard of": (_lost, "did not speak of these"),
        "too much at once": (_said(429, {**JSON, "Retry-After": "120"}, b"{}"), "asks to wait"),
        "too large for a proxy": (_said(413, HTML, b""), "too large"),
    }


def test_whatever_answers_in_the_servers_place_the_record_stays(
    rec: Officer, server: Server
) -> None:
    for number, (what, (bad, words)) in enumerate(_bad(server).items(), 1):
        server.bad = [bad] * 40
        rec.record()
        expect(rec.page.locator("#net"), what).to_contain_text("1 waiting")
        assert rec.queue()[0] in {"waiting", "sent"}, what
        expect(rec.page.get_by_role("status"), what).to_contain_text(words)
        server.bad = []
        rec.page.get_by_role("button", name="Send now").click()
        kept = rec.page.locator('.eh-queue [data-state="kept"]')
        expect(kept, what).to_have_count(number, timeout=10_000)
        rec.page.goto(server.address)
        rec.wait_for("seen")
    assert len(server.kept) == len(_bad(server))
    assert server.conflicts == []


def test_a_sign_in_that_ran_out_keeps_the_record_and_says_so(rec: Officer, server: Server) -> None:
    server.signed_in = False
    rec.record()
    expect(rec.page.locator("#net")).to_contain_text("1 waiting")
    assert rec.queue() == ["waiting"]
    expect(rec.page.get_by_role("status")).to_contain_text("sign in to send them")
    link = rec.page.get_by_role("link", name="Sign in")
    assert link.get_attribute("href") == (
        "/workspace/account/sign-in/?next=%2Fworkspace%2Froadside%2F"
    )
    server.signed_in = True
    rec.page.goto(server.address)
    expect(rec.page.locator("#net")).to_have_text("Online, nothing waits", timeout=10_000)
    assert len(server.kept) == 1


def test_each_record_says_what_the_server_said_of_it(rec: Officer, server: Server) -> None:
    server.states = {1: "to_mend", 2: "refused", 3: "kept"}
    for _ in range(3):
        rec.record()
        expect(rec.page.locator(".eh-saved")).not_to_have_attribute("data-state", "waiting")
        rec.another()
    assert rec.queue() == ["kept", "refused", "to_mend"]


def test_sixty_records_go_in_batches_of_fifty_and_the_server_hears_how_many_wait(
    rec: Officer, server: Server
) -> None:
    rec.record()
    rec.is_kept()
    server.kept.clear()
    server.batches.clear()
    rec.page.evaluate(
        """async () => {
        const open = indexedDB.open("evenhand-recorder");
        const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
        const all = db.transaction(["records", "about"], "readwrite");
        const [one] = await new Promise((done) => {
          const asked = all.objectStore("records").getAll();
          asked.onsuccess = () => done(asked.result);
        });
        for (let number = 2; number <= 61; number++) {
          all.objectStore("records").put({...one, id: crypto.randomUUID(), sequence: number,
            state: "waiting"});
        }
        await new Promise((done) => (all.oncomplete = done));
        db.close();
      }"""
    )
    rec.page.goto(server.address)
    expect(rec.page.locator("#net")).to_have_text("Online, nothing waits", timeout=15_000)
    assert [len(one["records"]) for one in server.batches] == [50, 10]
    assert [one["unsent"] for one in server.batches] == [60, 10]
    assert len(server.kept) == 60


def test_a_server_put_back_to_yesterday_gets_again_what_it_lost(
    rec: Officer, server: Server
) -> None:
    for _ in range(2):
        rec.record()
        rec.is_kept()
        rec.another()
    before = dict(server.kept)
    server.kept.clear()
    server.ask_again = [1, 2]
    rec.page.goto(server.address)
    for _ in range(100):
        if server.kept == before:
            break
        rec.page.wait_for_timeout(100)
    assert server.kept == before
    assert server.seen[-1]["acknowledged"] == 2


FULL = """() => {
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (...given) {
    const made = add.apply(this, given);
    if (window.full) { this.transaction.abort(); }
    return made;
  };
  const error = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "error");
  Object.defineProperty(IDBTransaction.prototype, "error", { get() {
    return window.full ? new DOMException("full", "QuotaExceededError") : error.get.call(this);
  }});
  window.full = true;
}"""


def test_a_full_phone_says_that_nothing_is_saved_and_keeps_the_answers(
    rec: Officer, server: Server
) -> None:
    rec.record(until="finish", sde__1="M2")
    rec.page.evaluate(FULL)  # a phone that is full says so only by giving the transaction up
    rec.tap("5")
    expect(rec.page.get_by_role("heading", name="This stop is NOT saved")).to_be_visible()
    expect(rec.page.get_by_role("alert")).to_contain_text("storage is full")
    rec.page.evaluate("window.full = false")
    rec.page.get_by_role("button", name="Try again").click()
    expect(rec.page.locator(".eh-saved")).to_be_visible()
    rec.is_kept()

    (kept,) = server.opened()
    assert kept["stop"]["people"][0]["sde"] == "M2"
    assert kept["stop"]["sequence"] == 1  # a number that was not used is not missing


def test_a_stolen_phone_shows_no_record(rec: Officer, server: Server) -> None:
    with server.away():
        rec.record(seen="yes", sde__1="B9")
        held = rec.page.evaluate(
            """async () => {
            const open = indexedDB.open("evenhand-recorder");
            const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
            const all = [];
            for (const name of db.objectStoreNames) {
              const asked = db.transaction(name).objectStore(name).getAll();
              all.push(await new Promise((done) => (asked.onsuccess = () => done(asked.result))));
            }
            db.close();
            return JSON.stringify(all) + JSON.stringify({...localStorage, ...sessionStorage});
          }"""
        )
        (address,) = rec.page.locator(".eh-slip .eh-hash").all_text_contents()
    rec.is_kept()
    for secret in ("sde", "seen_before", "perceived", "51.5", address.split("/")[-2]):
        assert secret not in held


def test_signing_out_elsewhere_on_the_site_does_not_take_the_records_along(
    rec: Officer, server: Server, pocket: BrowserContext
) -> None:
    """What the workspace sends when a session ends; with "storage" every record would be gone."""
    with server.away():
        rec.record()
        # Before it is back: the phone tries again at once when it is, and would be let in.
        server.signed_in = False
    pocket.route(
        "**/ended/",
        lambda route: route.fulfill(
            headers={"Clear-Site-Data": '"cache"'}, content_type="text/html", body="Signed out"
        ),
    )
    rec.page.goto(server.address.replace("roadside/", "ended/"))
    assert officer(pocket, server).open().queue() == ["waiting"]
