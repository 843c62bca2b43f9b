"""What the phone sends and when: a refused record is not stuck, a bad one in nobody's way."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from browser.recorder_parts import SAVE, together

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def device(browser: Browser) -> Iterator[Page]:
    """A page on which ``part`` is the recorder's modules."""
    with together(browser) as page:
        yield page


SENDING = f"""async (server) => {{
  const save = {SAVE};
  const database = new part.Database(), store = new part.Store(database);
  const state = {{ now: 1_000_000, calls: [], held: new Set(), store }};
  const say = (status, said) => new Response(JSON.stringify(said), {{
    status, headers: {{ "Content-Type": "application/json" }} }});
  const call = async (path, {{ records, unsent }}) => {{
    const ids = records.map((one) => one.id);
    state.calls.push(ids.join("+") + "/" + unsent);
    const answer = server(ids, state);
    return answer === null ? say(503, {{}}) : say(201, answer);
  }};
  const sync = new part.Sync(store, call, () => state.now);
  const kept = (ids, refused) => ids.map((id) => ({{
    id, state: refused.includes(id) ? "refused" : "kept", words: "too large" }}));
  const sent = async () => {{
    state.calls.length = 0;
    const {{ why }} = await sync.send();
    return [why, ...state.calls];
  }};
  const minutes = (n) => (state.now += n * 60_000);
  const states = async () => (await store.records()).map((one) => one.state).join();
  return {{ save: (id) => save(database, id), kept, sent, minutes, states, state }};
}}"""


def test_a_refused_record_is_tried_again_ever_more_seldom_and_never_forgotten(
    device: Page,
) -> None:
    found = device.evaluate(
        f"""async () => {{
        let taken = false;
        const phone = await ({SENDING})((ids) => (
          {{ results: phone.kept(ids, taken ? [] : ["a"]), ask_again: [] }}));
        await phone.save("a");
        const found = [await phone.sent(), await phone.sent()];
        for (const wait of [6, 6, 5, 60 * 24 * 30]) {{
          phone.minutes(wait);
          found.push(await phone.sent());
          await phone.state.store.forgetCopies(phone.state.now);
        }}
        await phone.save("b");
        found.push(await phone.sent());
        phone.minutes(-60 * 24);  // the clock went back: nobody knows how long it has waited
        taken = true;
        found.push(await phone.sent(), await phone.states());
        return found;
      }}"""
    )
    assert found == [
        ["refused", "a/1"],
        ["refused"],
        ["refused", "a/1"],  # after five minutes
        ["refused"],
        ["refused", "a/1"],  # after ten more
        ["refused", "a/1"],
        ["refused", "b/2"],
        ["done", "a/1"],
        "kept,kept",
    ]


def test_a_server_that_asks_for_what_it_refuses_is_not_answered_in_a_circle(device: Page) -> None:
    found = device.evaluate(
        f"""async () => {{
        const phone = await ({SENDING})((ids) => ({{
          results: phone.kept(ids, ["a", "b"]),
          ask_again: [1, 2].filter((n) => !ids.includes(["a", "b"][n - 1])) }}));
        for (const id of ["a", "b"]) {{ await phone.save(id); await phone.sent(); }}
        await phone.save("c");
        return [await phone.sent(), await phone.states()];
      }}"""
    )
    assert found == [["refused", "c/3", "a+b/2"], "refused,refused,kept"]


def test_what_the_server_has_is_not_refused_by_an_answer_that_comes_late(device: Page) -> None:
    states = device.evaluate(
        f"""async () => {{
        const phone = await ({SENDING})((ids) => (
          {{ results: phone.kept(ids, []), ask_again: [] }}));
        await phone.save("a");
        await phone.sent();
        await phone.state.store.answered([{{ id: "a", state: "refused", words: "" }}], 1);
        return phone.states();
      }}"""
    )
    assert states == "kept"


def test_one_record_at_which_the_server_fails_holds_up_none_of_the_others(device: Page) -> None:
    """A fault answers the whole batch with 503; what causes it is found and goes last."""
    found = device.evaluate(
        f"""async () => {{
        const phone = await ({SENDING})((ids) => (
          ids.includes("b") ? null : {{ results: phone.kept(ids, []), ask_again: [] }}));
        for (const id of ["a", "b", "c", "d", "e"]) await phone.save(id);
        let times = 0;
        while ((await phone.states()) !== "kept,waiting,kept,kept,kept" && ++times < 20)
          await phone.sent();
        return [times < 20, await phone.sent()];
      }}"""
    )
    assert found == [True, ["server", "b/1"]]
