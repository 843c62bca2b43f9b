"""What the phone holds: through cuts at every step, through updates, and in the right form."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page

from browser.recorder_parts import ADDRESS, FRONTEND
from evenhand.encounters.receipts import slips

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PARTS = "\n".join(
    f'export * from "./src/recorder/{name}";'
    for name in (
        *("database", "store", "sync", "seal", "names", "stop", "receipt", "drafts"),
        *("hello", "stock"),
    )
)
CUTS = [
    (Path(__file__).parent / name).read_text(encoding="utf-8")
    for name in ("cuts.js", "cut_works.js")
]
SOME_WORKS = (
    "stops saved and sent one by one",
    "what arrived and was not answered is sent again",
    "what a server that was put back asks for is sent again",
    "one to mend, one in conflict, one kept",
    "a stop saved on a full phone that holds copies",
    "an update of the app with stops waiting",
    "the first draft of a shift",
    "slips are given",
)
"""What is cut here; bench/stops_cuts.py asks for all of it."""


@pytest.fixture(scope="module")
def parts() -> str:
    """The recorder's own modules, as one script."""
    program = FRONTEND / "node_modules" / ".bin" / "esbuild"
    return subprocess.run(
        [program, "--bundle", "--format=iife", "--global-name=part", "--loader=ts"],
        input=PARTS,
        cwd=FRONTEND,
        capture_output=True,
        check=True,
        text=True,
    ).stdout


@pytest.fixture
def device(browser: Browser, parts: str) -> Iterator[Page]:
    """A page on which ``part`` is the recorder's modules; nothing leaves the machine."""
    context = browser.new_context()
    context.route(
        "**/*", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html")
    )
    page = context.new_page()
    page.goto(ADDRESS)
    page.add_script_tag(content=parts)
    yield page
    context.close()


def test_no_cut_at_any_step_loses_doubles_or_alters_a_stop(
    device: Page, record_property: Callable[[str, object], None]
) -> None:
    for script in CUTS:
        device.add_script_tag(content=script)
    device.set_default_timeout(1_200_000)
    names = None if os.environ.get("EVENHAND_EVERY_CUT") else SOME_WORKS
    cuts = device.evaluate("(names) => everyCut(names)", names)

    assert set(cuts) >= set(SOME_WORKS)
    for work, modes in cuts.items():
        assert set(modes) == {"fails", "done", "killed", "killed after"}
        made = sum(map(len, modes.values()))
        record_property(work, made)
        assert made >= 4 * 6, work
    for mode, fired in cuts["stops saved and sent one by one"].items():
        assert len(fired) >= 100, mode
        for step in ("open", "transaction", "complete", "put", "encrypt", "lock", "message"):
            assert any(one.endswith(f" {step}") for one in fired), f"{mode}: {step}"


SAVE = """async (database, id) => {
  const store = new part.Store(database);
  await store.save(async (device) => ({id, device_id: device.id, sequence: device.sequence,
    saved_at: "now", key: "k", sealed: "bytes of " + id}));
  return (await store.unsent()).map((one) => one.id);
}"""
ADDED = '(database) => database.createObjectStore("later")'


def test_an_update_that_adds_a_store_keeps_what_waits(device: Page) -> None:
    waiting = device.evaluate(
        f"""async () => {{
        const save = {SAVE};
        const before = new part.Database();
        await save(before, "one");
        const after = new part.Database("evenhand-recorder", [...part.ADDITIONS, {ADDED}]);
        return [await save(after, "two"), await save(before, "three"), after.upgradeFailed];
      }}"""
    )
    # the page before goes on in the same database: it opens it again as it now stands
    assert waiting == [["one", "two"], ["one", "two", "three"], False]


def test_an_update_that_throws_leaves_what_waits_readable(device: Page) -> None:
    waiting = device.evaluate(
        f"""async () => {{
        const save = {SAVE};
        const before = new part.Database();
        await save(before, "one");
        await before.close();
        const broken = [...part.ADDITIONS, () => {{ throw new Error("a mistake"); }}];
        const after = new part.Database("evenhand-recorder", broken);
        return [await save(after, "two"), after.upgradeFailed];
      }}"""
    )
    assert waiting == [["one", "two"], True]


def test_a_tab_that_holds_up_an_update_holds_up_no_record(device: Page) -> None:
    waiting = device.evaluate(
        f"""async () => {{
        const save = {SAVE};
        const before = new part.Database();
        await save(before, "one");
        await before.close();
        const open = indexedDB.open("evenhand-recorder");  // an app of ours would let go
        await new Promise((done) => (open.onsuccess = done));
        const after = new part.Database("evenhand-recorder", [...part.ADDITIONS, {ADDED}]);
        const trying = save(after, "two").catch((error) => String(error));
        await new Promise((done) => setTimeout(done, 200));
        open.result.close();
        return trying;
      }}"""
    )
    assert waiting == ["one", "two"]


def test_the_same_stop_is_saved_once_however_often_it_is_asked(device: Page) -> None:
    waiting = device.evaluate(
        f"""async () => {{
        const save = {SAVE};
        const [one, other] = [new part.Database(), new part.Database()];
        await Promise.all(["a", "a", "b", "c"].map((id, at) => save(at % 2 ? one : other, id)));
        const records = await new part.Store(one).records();
        return records.map((one) => one.sequence);
      }}"""
    )
    assert waiting == [1, 2, 3]


def test_a_draft_goes_with_its_shift_and_cannot_be_read_without_its_key(device: Page) -> None:
    found = device.evaluate(
        """async () => {
        const drafts = new part.Drafts(new part.Database());
        const draft = part.blank("stop-1", {force_id: "f", officer: "o"}, part.USUAL, 1000);
        draft.stop.reason = "welfare";
        await drafts.keep(draft, 1000);
        const open = indexedDB.open("evenhand-recorder");
        const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
        const asked = db.transaction("drafts").objectStore("drafts").getAll();
        const rows = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
        const key = rows.find((one) => one.id === "key").key;
        const row = new TextDecoder().decode(rows.find((one) => one.id !== "key").sealed);
        const exported = await crypto.subtle.exportKey("raw", key).catch(() => "refused");
        const hours = 60 * 60 * 1000;
        return [exported, row.includes("welfare"), (await drafts.all(9 * hours)).length,
                (await drafts.all(11 * hours)).length, (await drafts.all(9 * hours)).length];
      }"""
    )
    assert found == ["refused", False, 1, 0, 0]


def test_names_are_uuids_in_the_order_of_time(device: Page) -> None:
    names = device.evaluate("[1, 2, 1790000000000].map((now) => part.uuid7(now))")
    assert names == sorted(names)
    assert {UUID(one).version for one in names} == {7}
    assert {UUID(one).variant for one in names} == {"specified in RFC 4122"}


def test_the_slip_on_the_phone_is_the_one_that_the_server_reads(device: Page) -> None:
    secret = bytes(range(16))
    made = device.evaluate(
        "(secret) => part.receipt('https://x.example', new Uint8Array(secret))", list(secret)
    )
    code = made["address"].removeprefix("https://x.example/r/").removesuffix("/")
    assert slips.read(code) == slips.read(made["spelled"]) == secret
    assert made["spelled"] == slips.spelled(code)
    assert slips.sent(made["sealed"]) == slips.of(secret)


@pytest.mark.parametrize(
    ("zone", "time", "written"),
    [
        ("Europe/London", "2026-07-01T12:00:00Z", "2026-07-01T13:00:00+01:00"),
        ("Europe/London", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00+01:00"),
        ("Europe/London", "2026-10-25T01:30:00Z", "2026-10-25T01:30:00+00:00"),
        ("Europe/London", "2026-12-31T23:59:59Z", "2026-12-31T23:59:59+00:00"),
        ("America/St_Johns", "2027-01-01T02:00:00Z", "2026-12-31T22:30:00-03:30"),
    ],
)
def test_a_moment_says_how_far_its_clock_is_from_greenwich(
    browser: Browser, parts: str, zone: str, time: str, written: str
) -> None:
    context = browser.new_context(timezone_id=zone)
    page = context.new_page()
    page.add_script_tag(content=parts)
    assert page.evaluate("(time) => part.moment(Date.parse(time))", time) == written
    context.close()
