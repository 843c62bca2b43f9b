"""Every screen of the recorder, as axe, a ruler, a thumb and a keyboard find it."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, expect

from browser.recording import PLAIN, Officer, officer, phone
from browser.roadside import Server
from browser.test_browser_axe import Eye

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MEASURED = """() => {
  const wrong = [], boxes = [...document.querySelectorAll(".eh-taps:not([hidden]) button")]
    .filter((one) => one.checkVisibility())
    .map((one) => [one.textContent, one.getBoundingClientRect()]);
  for (const [name, box] of boxes) if (box.height < 60) wrong.push(`${name} is ${box.height} high`);
  for (const [name, one] of boxes) for (const [other, two] of boxes) {
    const across = one.left < two.right && two.left < one.right;
    const gap = across && two.top >= one.bottom ? two.top - one.bottom : 8;
    if (gap < 8) wrong.push(`${name} and ${other} are ${gap} apart`);
  }
  for (const one of document.querySelectorAll("main a, main button, header a")) {
    const box = one.getBoundingClientRect();
    if (one.checkVisibility({visibilityProperty: true}) && box.height < 44)
      wrong.push(`${one.textContent} is ${box.height} high`);
  }
  return wrong;
}"""
UNPAINTED = "document.querySelectorAll('[style]').forEach((one) => one.removeAttribute('style'))"
ASIDE = ("time", "place", "plate", "told", "known", "passengers", "video", "vehicle", "duty")


@pytest.fixture
def server() -> Iterator[Server]:
    """The force's server, as the recorder knows it."""
    stub = Server()
    stub.start()
    yield stub
    stub.stop()


class Looking:
    """Looks at each screen in every way and keeps what is wrong."""

    def __init__(self, someone: Officer) -> None:
        self.someone = someone
        self.wrong: list[str] = []
        self.seen: list[str] = []
        self.eye = Eye(someone.page, {})
        someone.page.evaluate(AXE_SCRIPT)

    def look(self, name: str) -> None:
        """Look at what is shown now."""
        self.seen.append(name)
        for screen, found in self.eye.look().items():
            self.wrong += [f"{name}, {screen}: {one}" for one in found]
        self.someone.page.evaluate(UNPAINTED)
        self.someone.page.emulate_media(color_scheme="light", forced_colors="none")
        self.eye.session.send(
            "Emulation.setDeviceMetricsOverride",
            {"width": 360, "height": 640, "deviceScaleFactor": 1, "mobile": False},
        )
        self.wrong += [f"{name}: {one}" for one in self.someone.page.evaluate(MEASURED)]


def test_axe_a_ruler_and_a_thumb_find_nothing_wrong_on_any_screen(
    browser: Browser, server: Server
) -> None:
    context = phone(browser, bypass_csp=True)
    rec = officer(context, server).open()
    looking = Looking(rec)
    looking.look("team")
    rec.tap(PLAIN["team"])
    for screen in ("seen", "before", "reason", "sde.1", "perceived.1", "age.1"):
        rec.wait_for(screen)
        looking.look(screen)
        rec.tap("yes" if screen == "seen" else PLAIN[screen])
    rec.wait_for("result")
    looking.look("result")
    rec.chip("results")
    looking.look("results")
    rec.page.get_by_role("link", name="Back").click()
    rec.wait_for("result")
    rec.tap("search")
    rec.wait_for("search.0.of")
    given = {"of": "1", "power": "misuse_of_drugs_s23", "object": "controlled_drugs"}
    for field, answer in given.items():
        rec.wait_for(f"search.0.{field}")
        looking.look(f"search {field}")
        rec.tap(answer)
    rec.wait_for("search.0.grounds")
    rec.page.get_by_role("button", name="Use this").click()
    expect(rec.page.get_by_role("alert")).to_be_visible()
    looking.look("search grounds, with an error")
    rec.page.get_by_role("textbox").fill("Smoke from the window of the car.")
    rec.page.get_by_role("button", name="Use this").click()
    rec.wait_for("search.0.gowisely")
    looking.look("search gowisely")
    rec.tap("all")
    more = {"depth": "2", "found": "nothing", "outcome": "no_further_action"}
    rec.record(
        until="finish",
        **{f"search__0__{name}": code for name, code in more.items()},
        result="search_only",
    )
    looking.look("finish")
    rec.chip("all")
    looking.look("all")
    for screen in ASIDE:
        rec.chip(screen)
        looking.look(screen)
        rec.page.get_by_role("link", name="Back").click()
        rec.wait_for("all")
    rec.page.get_by_role("link", name="Back").click()
    rec.wait_for("finish")
    rec.tap("5")
    expect(rec.page.locator(".eh-saved")).to_be_visible()
    rec.is_kept()
    looking.look("saved and kept")
    rec.another()
    with server.away():
        rec.record()
        expect(rec.page.locator("#net")).to_have_text("Offline, 1 waiting")
        looking.look("saved here")
        expect(rec.page.locator("#net")).to_have_text("Offline, 1 waiting")
        rec.queue()
        looking.look("queue")
        rec.page.get_by_role("button", name="Sign out of this phone").click()
        looking.look("signing out")
    context.close()
    assert len(looking.seen) >= 25
    assert not looking.wrong, "\n".join(sorted(set(looking.wrong)))


def test_a_plain_stop_is_recorded_with_the_keyboard_alone(browser: Browser, server: Server) -> None:
    context = phone(browser)
    rec = officer(context, server).first_use()
    for screen in ("seen", "before", "reason", "sde.1", "perceived.1", "age.1", "result", "finish"):
        rec.wait_for(screen)
        assert rec.page.evaluate("document.activeElement.tagName") == "H1"  # it is read out
        wanted = "yes" if screen == "seen" else PLAIN[screen]
        for _ in range(40):
            rec.page.keyboard.press("Tab")
            if rec.page.evaluate("document.activeElement.dataset.code") == wanted:
                break
        rec.page.keyboard.press("Enter")
    rec.is_kept()
    context.close()
    assert len(server.kept) == 1
