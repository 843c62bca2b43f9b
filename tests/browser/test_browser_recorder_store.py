"""What the phone holds: through cuts at every step, through updates, and in the right form."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page

from browser.recorder_parts import SAVE, together
from evenhand.encounters.receipts import slips

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CUTS = [
    (Path(__file__).parent / name).read_text(encoding="utf-8")
    for name in ("cuts.js", "cut_works.js")
]
SOME_WORKS = (
    "stops saved and sent one by one",
    "what arrived and was not answered is sent again",
    "what a server that was put back asks for is sent again",
    "one to mend, one in conflict, one kept",
    "one refused, and taken when it is asked again",
    "a stop saved on a full phone that holds copies",
    "an update of the app with stops waiting",
    "the first draft of a shift",
    "slips are given",
)
"""What is cut here; bench/stops_cuts.py asks for all of it."""


@pytest.fixture
def device(browser: Browser) -> Iterator[Page]:
    """A page on which ``part`` is the recorder's modules."""
    with together(browser) as page:
        yield page


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


def test_no_clock_takes_a_draft_of_this_shift_away(device: Page) -> None:
    found = device.evaluate(
        """async () => {
        const drafts = new part.Drafts(new part.Database());
        const draft = part.blank("stop-1", {force_id: "f", officer: "o"}, part.USUAL, 1000);
        const hours = 60 * 60 * 1000, count = async (...when) => (await drafts.all(...when)).length;
        await drafts.keep(draft, 20 * hours, false);
        return [
          await count(1 * hours, false),   // put back by hand
          await count(31 * hours, false),  // put a day on by mistake: not shown, not gone
          await count(21 * hours, true),   // and the server said what time it is
          await count(1 * hours, true),    // or that it was wrong before
          await count(10 * hours, true),   // from then on it has a shift
          await count(12 * hours, true),
        ];
      }"""
    )
    assert found == [1, 0, 1, 1, 1, 0]


def test_a_draft_that_an_earlier_version_kept_is_read_and_goes_with_its_shift(
    device: Page,
) -> None:
    found = device.evaluate(
        """async () => {
        const drafts = new part.Drafts(new part.Database());
        const draft = part.blank("stop-1", {force_id: "f", officer: "o"}, part.USUAL, 1000);
        const hours = 60 * 60 * 1000;
        await drafts.keep(draft, 1000);
        const open = indexedDB.open("evenhand-recorder");
        const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
        const store = db.transaction("drafts", "readwrite").objectStore("drafts");
        const asked = store.get("stop-1");
        await new Promise((done) => (asked.onsuccess = done));
        const { since, ...before } = asked.result;
        store.put(before);
        return [(await drafts.all(9 * hours)).length, (await drafts.all(11 * hours)).length];
      }"""
    )
    assert found == [1, 0]


CLOCK = """() => {
  const hour = 60 * 60 * 1000, day = 24 * hour;
  let wall = day;
  const made = () => new part.Clock(() => wall, () => 0);  // all this within a moment
  const told = (clock) => [(clock.now() - day) / hour, clock.doubtful, clock.sure];
  const found = {};

  let clock = made();
  clock.measured(hour);                       // the phone is an hour ahead
  found.measured = told(clock);
  wall -= hour; found["put right"] = told(clock);

  wall = day; clock = made(); clock.measured(0);
  wall -= hour; found["put back by mistake"] = told(clock);

  wall = day; clock = made(); clock.measured(-hour);  // an hour behind
  wall += hour; found["forward by as much"] = told(clock);

  wall = day; clock = made(); clock.measured(-hour);
  wall += 8 * hour; found.slept = told(clock);

  wall = day; clock = made(); clock.remembered(hour, day - hour);
  found["opened again"] = told(clock);
  wall -= hour; found["and put back"] = told(clock);

  wall = day; clock = made(); clock.remembered(0, day + hour);
  found["earlier than ever"] = told(clock);
  clock = made(); clock.remembered(0, day - hour);
  found.usual = told(clock);
  return found;
}"""


def test_a_clock_that_is_put_right_without_a_connection_is_believed_again(device: Page) -> None:
    """Each with the hours that it tells, whether it is in doubt, and whether it is sure."""
    assert device.evaluate(CLOCK) == {
        "measured": [-1, False, True],
        "put right": [-1, False, True],
        "put back by mistake": [0, False, True],
        "forward by as much": [1, True, False],
        "slept": [9, False, False],
        "opened again": [0, True, False],
        "and put back": [-1, True, False],
        "earlier than ever": [0, True, False],
        "usual": [0, False, False],
    }


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
    browser: Browser, zone: str, time: str, written: str
) -> None:
    with together(browser, timezone_id=zone) as page:
        assert page.evaluate("(time) => part.moment(Date.parse(time))", time) == written
