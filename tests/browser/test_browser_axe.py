"""Every kind of page, as axe and a ruler find it: narrow and wide, light and dark, made larger.

In light colours, narrow and wide, axe judges every page whole. In other colours and made larger it
judges each part of a page, such as a heading in a panel, where that part is met first; the ruler
measures every page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, CDPSession, Page

from browser.kinds import kinds, matching
from browser.layout import faults
from browser.parts import keep, parts

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@dataclass(frozen=True)
class Screen:
    """How a page is looked at. Widths are in CSS pixels, as a page that is made larger has them."""

    width: int
    height: int = 800
    scale: int = 1
    scheme: str = "light"
    forced: bool = False

    @property
    def recoloured(self) -> bool:
        """Whether it is a screen in other colours, of a size that another one has."""
        return self.forced or self.scheme != "light"

    @property
    def whole(self) -> bool:
        """Whether axe judges all of each page here."""
        return not self.recoloured and self.scale == 1

    @property
    def rules(self) -> dict[str, Any]:
        """What axe has to look for here that it does not see on another screen."""
        if self.recoloured:
            return COLOURS
        return SIZES if self.scale > 1 else {}


SCREENS = {
    "phone, light": Screen(360),
    "phone, dark": Screen(360, scheme="dark"),
    "desk, light": Screen(1280),
    "desk, dark": Screen(1280, scheme="dark"),
    "forced colours": Screen(1280, forced=True),
    "forced colours, dark": Screen(360, forced=True, scheme="dark"),
    "200% of 1280": Screen(640, 400, 2),
    "400% of 1280": Screen(320, 256, 4),
}
PRESSED = {
    "feedback with errors": ("/feedback/", "Send"),
    "cookies with an error": ("/cookies/", "Save my choice"),
    "a choice that was saved": ("/", "Reject"),
}
OPEN = "document.querySelectorAll('details').forEach(one => { one.open = true; })"
# In forced colours a browser tells axe the author's fill of letters and paints another: the colour.
PAINTED = """() => [...document.body.querySelectorAll("*")]
    .map((one) => [one, getComputedStyle(one).color])
    .forEach(([one, colour]) => one.style.setProperty("-webkit-text-fill-color", colour))"""
SETTLE = "document.getAnimations().forEach(one => one.finish())"  # colours that still change
RUN = """({fresh = false, ...how}) => axe.run(
    fresh ? {include: window.fresh} : document, {resultTypes: ["violations"], ...how}
).then(found => found.violations)"""
# What another colour can change, and what another size cannot.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
SIZES = {"rules": {"color-contrast": {"enabled": False}}}


class Eye:
    """Looks at one page after another in every way, and keeps what is wrong."""

    def __init__(self, page: Page, wrong: dict[str, list[str]]) -> None:
        self.page = page
        self.wrong = wrong
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.known: set[str] = set()
        """Parts of the pages that were looked at before."""

    def visit(self, name: str, address: str, button: str = "") -> None:
        """Go to a page, press a button if one is named, open all that opens, and look."""
        self.page.context.clear_cookies()
        self.page.goto(address)
        if button:
            self.page.get_by_role("button", name=button, exact=True).click()
        self.page.evaluate(OPEN)
        self.page.evaluate(AXE_SCRIPT)
        for screen, told in self.look().items():
            self.wrong[screen] += [f"{name}: {fault}" for fault in told]

    def look(self) -> dict[str, list[str]]:
        """What is wrong with the page on each screen."""
        fresh = parts(self.page) - self.known
        self.known |= fresh
        keep(self.page, fresh)
        return {name: self._on(screen, bool(fresh)) for name, screen in SCREENS.items()}

    def _on(self, screen: Screen, fresh: bool) -> list[str]:
        if screen.recoloured and not fresh:
            return []
        scheme: Any = screen.scheme
        self.page.emulate_media(
            color_scheme=scheme, forced_colors="active" if screen.forced else "none"
        )
        self.session.send(
            "Emulation.setDeviceMetricsOverride",
            {
                **{"width": screen.width, "height": screen.height},
                **{"deviceScaleFactor": screen.scale, "mobile": False},
            },
        )
        self.page.evaluate(SETTLE)
        if screen.forced:
            self.page.evaluate(PAINTED)
        found: list[dict[str, Any]] = []
        if screen.whole or fresh:
            found = self.page.evaluate(RUN, {**screen.rules, "fresh": not screen.whole})
        told = [f"{one['id']}: {one['help']}: {_first(one['nodes'])}" for one in found]
        return told if screen.recoloured else told + faults(self.page)


def _first(nodes: list[dict[str, Any]]) -> str:
    said = [check["message"] for check in (*nodes[0]["any"], *nodes[0]["all"], *nodes[0]["none"])]
    return f"{len(nodes)} times, first {nodes[0]['html'][:120]}: {'; '.join(said)}"


@pytest.fixture(scope="module")
def eye(browser: Browser) -> Iterator[Eye]:
    """Axe itself is a script, which no page's policy would let in."""
    context = browser.new_context(bypass_csp=True)
    yield Eye(context.new_page(), {screen: [] for screen in SCREENS})
    context.close()


@pytest.fixture(scope="module")
def wrong(eye: Eye, site: str, two_forces: str) -> dict[str, list[str]]:
    """What is wrong on each screen, over every kind of page."""
    for name, address in kinds(site).items():
        eye.visit(name, site + address)
    for name, (address, button) in PRESSED.items():
        eye.visit(name, site + address, button)
    several = kinds(two_forces)
    for name in ("home", "all forces", "across", "over time", "analyst", "figure of all forces"):
        eye.visit(f"{name}, of two", two_forces + several[name])
    force = matching(two_forces, "/find/", "/forces/[^/]+/")[0]
    corrected = next(one for one in several.values() if one.startswith("/figures/"))
    eye.visit("force that was corrected", two_forces + force)
    eye.visit("figure that was corrected", two_forces + corrected.replace("/2/", "/1/"))
    return eye.wrong


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_and_a_ruler_find_nothing_wrong_on_any_page(
    wrong: dict[str, list[str]], screen: str
) -> None:
    assert not wrong[screen], "\n".join(wrong[screen])


PLANTED = """<html lang="en"><title>Planted</title><main><h1 style="color: #bbb">Pale</h1>
    <img src="data:,"><p style="width: 2000px">A line that goes on</p>
    <p style="width: 3em; overflow: hidden; white-space: nowrap">What nobody can read</p>
    <p>Below</p><p style="margin-top: -2em">Above</p></main>"""
PALE_IN_THE_DARK = """<html lang="en"><title>Planted</title><style>.note { color: #222 }
    @media (prefers-color-scheme: dark) { body { background: #000 } }</style>
    <main><h1>As it was</h1><p>%s</p></main>"""


def test_the_eye_sees_what_is_planted(eye: Eye) -> None:
    eye.page.set_content(PLANTED)
    eye.page.evaluate(AXE_SCRIPT)

    told = " ".join(eye.look()["phone, light"])
    for fault in ("color-contrast", "image-alt", "scrolls sideways", "cut off", "covered by"):
        assert fault in told


def test_the_eye_sees_a_part_in_other_colours_where_it_meets_it_first(eye: Eye) -> None:
    pages = ["As it was", "As it was, too", '<span class="note">In a note</span>']
    told = []
    for words in pages:
        eye.page.set_content(PALE_IN_THE_DARK % words)
        eye.page.evaluate(AXE_SCRIPT)
        eye.known |= parts(eye.page) if words == pages[0] else set()
        told.append(" ".join(eye.look()["phone, dark"]))

    assert told[:2] == ["", ""]
    assert "color-contrast" in told[2]
    assert "In a note" in told[2]
