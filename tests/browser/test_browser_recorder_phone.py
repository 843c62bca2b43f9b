"""What befalls a phone: it fills up, throws files away, is updated, has a wrong clock; its code."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, expect

from browser.recording import Officer, officer, phone
from browser.roadside import Server
from evenhand.encounters.receipts import slips
from evenhand.govuk.pictures import qr

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EARLIER = sorted((Path(__file__).parent / "phones").glob("version-*.json"))
"""What the recorder's database held in each version of it, as it was then."""
AN_ADDRESS = "https://stops.example.police.uk/r/mbtrqzyecj3bpnntf98v485tgd7w/"


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


def read(picture: bytes | Image.Image) -> list[str]:
    """What a phone's camera reads in a picture."""
    image = picture if isinstance(picture, Image.Image) else Image.open(io.BytesIO(picture))
    return [one.text for one in zxingcpp.read_barcodes(image.convert("L"))]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_code_on_the_screen_and_on_paper_opens_the_receipt(
    browser: Browser, server: Server, colours: str
) -> None:
    context = phone(browser, color_scheme=colours)
    rec = officer(context, server).first_use()
    rec.record()
    (address,) = rec.page.locator(".eh-slip .eh-hash").all_text_contents()

    assert address.startswith(server.address.removesuffix("/workspace/roadside/") + "/r/")
    assert read(rec.page.screenshot()) == [address]
    paper = pypdfium2.PdfDocument(rec.page.pdf(format="A4"))
    assert len(paper) == 1
    assert read(paper[0].render(scale=2).to_pil()) == [address]
    assert address in paper[0].get_textpage().get_text_bounded().replace("\r\n", "")
    context.close()


def test_the_code_on_a_printed_slip_of_the_server_opens_the_receipt(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(f'<div style="width: 40mm">{qr(AN_ADDRESS, label="Receipt")}</div>')

    assert read(page.screenshot()) == [AN_ADDRESS]
    page.close()


FILL = """async () => {
  const asked = indexedDB.open("evenhand-recorder");
  const open = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  const fits = (size, number) => new Promise((done) => {
    const all = open.transaction("stock", "readwrite", { durability: "strict" });
    all.oncomplete = () => done(true);
    all.onabort = () => done(false);
    const data = crypto.getRandomValues(new Uint8Array(size));
    all.objectStore("stock").put({ id: `fill-${number}`, data });
  });
  let number = 0;
  for (const size of [60_000, 6_000, 600, 60]) while (await fits(size, number)) number += 1;
  open.close();
  return number;
}"""
EMPTY = """async () => {
  const asked = indexedDB.open("evenhand-recorder");
  const open = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  const all = open.transaction("stock", "readwrite");
  all.objectStore("stock").clear();
  await new Promise((done) => (all.oncomplete = done));
  open.close();
}"""


def test_storage_that_is_really_full_is_never_said_to_have_saved(
    pocket: BrowserContext, server: Server
) -> None:
    page = pocket.new_page()
    page.goto(server.address.replace("roadside/", "nothing/"))
    origin = {"origin": server.address.removesuffix("/workspace/roadside/")}
    pocket.new_cdp_session(page).send(
        "Storage.overrideQuotaForOrigin", {**origin, "quotaSize": 3_000_000}
    )
    rec = officer(pocket, server).first_use()
    rec.record()
    rec.is_kept()
    rec.another()
    rec.record(until="finish")
    assert rec.page.evaluate(FILL) > 10
    rec.tap("5")

    expect(rec.page.get_by_role("heading", name="This stop is NOT saved")).to_be_visible()
    expect(rec.page.get_by_role("alert")).to_contain_text("storage is full")
    expect(rec.page.locator(".eh-saved")).to_have_count(0)
    assert len(server.kept) == 1
    rec.page.evaluate(EMPTY)
    rec.page.get_by_role("button", name="Try again").click()
    rec.is_kept()
    assert [one["stop"]["sequence"] for one in server.opened()] == [1, 2]


WROTE_BUT_FAILED = """() => {
  const get = IDBObjectStore.prototype.get;
  let written = false;
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (...given) {
    written = true;
    return add.apply(this, given);
  };
  IDBObjectStore.prototype.get = function (...given) {
    if (written && this.transaction.mode === "readonly" && this.name === "records") {
      IDBObjectStore.prototype.get = get;
      throw new Error("read back");
    }
    return get.apply(this, given);
  };
}"""


def test_a_stop_that_was_written_and_not_read_back_keeps_its_one_slip(
    rec: Officer, server: Server
) -> None:
    """The second try finds the record there; the code shown must be the one sealed in it."""
    rec.record(until="finish")
    rec.page.evaluate(WROTE_BUT_FAILED)
    rec.tap("5")
    expect(rec.page.get_by_role("heading", name="This stop is NOT saved")).to_be_visible()
    rec.page.get_by_role("button", name="Try again").click()
    rec.is_kept()

    (address,) = rec.page.locator(".eh-slip .eh-hash").all_text_contents()
    secret = slips.read(address.rstrip("/").rpartition("/")[2])
    assert secret is not None
    (kept,) = server.opened()
    assert kept["receipt"]["secret_digest"] == slips.of(secret).secret_digest


def test_files_that_the_browser_threw_away_cost_no_record_and_come_back(
    rec: Officer, pocket: BrowserContext, server: Server
) -> None:
    """Cache pressure takes the app's files: with the next connection it opens offline again."""
    rec.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    with server.away():
        rec.record()
        assert rec.state == "waiting"
        rec.page.evaluate(
            "caches.keys().then((all) => Promise.all(all.map((one) => caches.delete(one))))"
        )
    rec.page.goto(server.address)
    expect(rec.page.locator("#net")).to_have_text("Online, nothing waits", timeout=15_000)
    assert len(server.kept) == 1
    there = "caches.match(location.href).then(Boolean)"
    for _ in range(100):
        if rec.page.evaluate(there):
            break
        rec.page.wait_for_timeout(100)
    with server.away():
        assert officer(pocket, server).open().shown == "seen"


MAKE = """async ({ version, stores }) => {
  const asked = indexedDB.open("evenhand-recorder", version);
  asked.onupgradeneeded = () => {
    for (const [name, { keyPath, index, rows }] of Object.entries(stores)) {
      const store = asked.result.createObjectStore(name, { keyPath });
      if (index) store.createIndex(index, index);
      for (const row of rows) store.put(row);
    }
  };
  await new Promise((done, failed) => { asked.onsuccess = done; asked.onerror = failed; });
  asked.result.close();
}"""


@pytest.mark.parametrize("earlier", EARLIER, ids=lambda path: path.stem)
def test_what_an_earlier_version_left_is_sent_and_counted_on(
    pocket: BrowserContext, server: Server, earlier: Path
) -> None:
    before = json.loads(earlier.read_text(encoding="utf-8"))
    page = pocket.new_page()
    page.goto(server.address.replace("roadside/", "nothing/"))
    page.evaluate(MAKE, before)
    page.close()

    rec = officer(pocket, server).open()
    expect(rec.page.locator("#net")).to_have_text("Online, nothing waits", timeout=15_000)
    rows = before["stores"]["records"]["rows"]
    waited = {one["id"]: one["sealed"] for one in rows if one["state"] != "kept"}
    assert {one["id"]: one["sealed"] for one in server.kept.values()} == waited
    rec.record()
    rec.is_kept()
    assert max(int(one["sequence"]) for one in server.kept.values()) == len(rows) + 1


def test_a_phone_whose_clock_is_an_hour_behind_records_the_servers_time(
    pocket: BrowserContext, server: Server
) -> None:
    server.ahead = timedelta(hours=1)
    rec = officer(pocket, server).first_use()
    rec.record()
    rec.is_kept()

    (kept,) = server.opened()
    recorded = datetime.fromisoformat(kept["stop"]["recorded_at"])
    assert abs(recorded - datetime.now(UTC) - server.ahead) < timedelta(minutes=5)
    rec.queue()
    expect(rec.page.locator("main")).to_contain_text("60 minutes")


def test_two_phones_of_one_officer_count_each_for_itself(browser: Browser, server: Server) -> None:
    pockets = [phone(browser) for _ in range(2)]
    for one in pockets:
        rec = officer(one, server).first_use()
        rec.record()
        rec.is_kept()
        rec.another()
        rec.record()
        rec.is_kept()
    stops = [one["stop"] for one in server.opened()]

    assert len({one["stop_id"] for one in stops}) == 4
    by_phone: dict[str, list[int]] = {}
    for one in stops:
        by_phone.setdefault(one["device_id"], []).append(one["sequence"])
    assert [sorted(one) for one in by_phone.values()] == [[1, 2], [1, 2]]
    assert {one["officer"] for one in stops} == {"person/7"}
    for one in pockets:
        one.close()


def test_an_answer_that_was_meant_for_another_phone_is_not_used(
    pocket: BrowserContext, server: Server
) -> None:
    """A proxy that kept it: another phone's pass would leave the record without its officer."""
    rec = officer(pocket, server).first_use()
    server.whose = "another"
    rec.page.evaluate("""() => new Promise((done) => {
      const asked = indexedDB.open("evenhand-recorder");
      asked.onsuccess = () => {
        const about = asked.result.transaction("about", "readwrite");
        about.objectStore("about").delete("hello");
        about.oncomplete = () => { asked.result.close(); done(); };
      };
    })""")
    rec.page.goto(server.address)
    expect(rec.page.locator("h1")).to_be_visible()
    expect(rec.page.locator("main[data-shown]")).to_have_count(0)
