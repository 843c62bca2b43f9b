"""In another language nothing of the recorder stays English but what a force or a law calls so."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.recording import PLAIN, TEAM, officer, phone
from browser.roadside import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SPEAKS = """document.addEventListener("readystatechange", () => {
  document.documentElement.lang = "%s";
  const brought = document.getElementById("recorder-data");
  if (!brought || document.documentElement.dataset.done) return;
  document.documentElement.dataset.done = "yes";
  const said = JSON.parse(brought.textContent);
  for (const list of Object.values(said.codes)) for (const one of list) one.cy = `Cy ${one.code}`;
  brought.textContent = JSON.stringify(said);
});"""
CODE = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){6}")
"""The receipt's code, to be written down."""
SHOWN = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const over = walk.currentNode.parentElement;
    if (over.checkVisibility() && !over.closest("script, noscript, svg"))
      found.push(walk.currentNode.textContent.trim());
  }
  for (const one of document.querySelectorAll("[aria-label], [placeholder], [title], [alt]"))
    for (const name of ["aria-label", "placeholder", "title", "alt"])
      if (one.getAttribute(name)) found.push(one.getAttribute(name).trim());
  return found.filter((text) => /[A-Za-z]{2}/.test(text));
}"""
LABELS = """() => Object.values(
  JSON.parse(document.getElementById("recorder-data").textContent).codes
).flat().map((one) => one.label)"""


@pytest.fixture
def server() -> Iterator[Server]:
    stub = Server()
    stub.start()
    yield stub
    stub.stop()


def english(page: Page) -> list[str]:
    """What is shown in neither the made-up language nor as the label of a code."""
    known = {one.lower() for one in (TEAM, "Roads policing", *page.evaluate(LABELS))}
    return [
        one
        for one in page.evaluate(SHOWN)
        if "⟦" not in one and one.lower() not in known and not CODE.fullmatch(one)
        if not set(one.lower().split(", ")) <= known  # an age and a sex stand on one button
    ]


def test_every_sentence_speaks_the_made_up_language(browser: Browser, server: Server) -> None:
    context = phone(browser, bypass_csp=True)
    context.add_init_script(SPEAKS % "en-XA")
    rec = officer(context, server).open()
    left: dict[str, list[str]] = {"team": english(rec.page)}
    rec.tap(TEAM)
    for screen in ("seen", "before", "reason", "sde.1", "perceived.1", "age.1"):
        rec.wait_for(screen)
        left[screen] = english(rec.page)
        rec.tap("yes" if screen == "seen" else PLAIN[screen])
    rec.wait_for("result")
    left["result"] = english(rec.page)
    rec.tap(PLAIN["result"])
    rec.wait_for("finish")
    left["finish"] = english(rec.page)
    rec.chip("all")
    left["all"] = english(rec.page)
    for screen in ("time", "place", "plate", "told", "known", "passengers", "video", "vehicle"):
        rec.chip(screen)
        left[screen] = english(rec.page)
        rec.page.locator("main a, header a").filter(has_text="⟦Báck⟧").first.click()
        rec.wait_for("all")
    rec.page.locator("main a, header a").filter(has_text="⟦Báck⟧").first.click()
    rec.wait_for("finish")
    rec.tap(PLAIN["finish"])
    rec.is_kept()
    left["saved"] = english(rec.page)
    rec.page.locator("#net").click()
    expect(rec.page.locator("h1")).to_contain_text("⟦")
    left["queue"] = english(rec.page)
    rec.page.locator("main button").last.click()
    expect(rec.page.locator("h1")).to_contain_text("?⟧")
    left["signing out"] = english(rec.page)

    server.states = {2: "refused"}
    rec.page.goto(server.address)
    rec.wait_for("seen")
    rec.record()
    expect(rec.page.locator('.eh-saved[data-state="refused"]')).to_be_visible()
    left["refused"] = english(rec.page)
    rec.page.locator("#net").click()
    expect(rec.page.locator('.eh-queue [data-state="refused"]')).to_be_visible()
    left["queue with a refused one"] = english(rec.page)
    rec.open().record(until="result")
    server.signed_in = False
    rec.page.goto(server.address)
    expect(rec.page.locator("main .govuk-button--secondary")).to_be_visible()
    left["locked"] = english(rec.page)
    server.signed_in, server.officer = True, ("person/8", "PC Bo Hill")
    rec.page.goto(server.address)
    expect(rec.page.locator("#who")).to_contain_text("PC Bo Hill")
    expect(rec.page.locator("main[data-shown]")).to_have_count(0)
    left["changed"] = english(rec.page)
    context.close()

    assert len(left) >= 23
    assert not {screen: texts for screen, texts in left.items() if texts}


def test_a_code_that_has_a_welsh_label_is_shown_by_it(browser: Browser, server: Server) -> None:
    context = phone(browser, bypass_csp=True)
    context.add_init_script(SPEAKS % "cy")
    rec = officer(context, server).first_use()

    rec.tap("no")
    rec.wait_for("reason")

    shown = rec.page.locator('main [data-code="moving_offence"]').inner_text()
    context.close()
    assert "Cy moving_offence" in shown and "Moving offence" not in shown


def test_a_code_without_one_stays_english(browser: Browser, server: Server) -> None:
    context = phone(browser, bypass_csp=True)
    lists = SPEAKS.replace("one.cy = `Cy ${one.code}`", "one.cy = null")
    context.add_init_script(lists % "cy")
    rec = officer(context, server).first_use()

    rec.tap("no")
    rec.wait_for("reason")

    shown = rec.page.locator('main [data-code="moving_offence"]').inner_text()
    context.close()
    assert "Moving offence" in shown
