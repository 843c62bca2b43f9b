"""An officer with a phone: taps answers, one screen after another, and counts what it costs."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from browser.roadside import Server

PORTWELL = {"latitude": 51.5, "longitude": -0.1, "accuracy": 12}
LONDON = "Europe/London"
TEAM = "Portwell response"
TYPED = "typed:"
PLAIN: Mapping[str, str] = {
    "team": TEAM,
    "seen": "no",
    "before": "black",
    "reason": "routine_check_no_specific_reason",
    "sde.1": "B1",
    "perceived.1": "black",
    "age.1": "male 18_24",
    "result": "no_action",
    "finish": "5",
}
"""What a plain stop is answered, by screen."""


def phone(browser: Browser, **more: Any) -> BrowserContext:
    """A phone that knows where it is."""
    given: dict[str, Any] = {
        "viewport": {"width": 360, "height": 640},
        "geolocation": PORTWELL,
        "permissions": ["geolocation"],
        "timezone_id": LONDON,
    }
    context = browser.new_context(**{**given, **more})
    context.set_default_timeout(15_000)
    return context


@dataclass
class Officer:
    """Records stops in one tab."""

    page: Page
    server: Server
    taps: int = 0
    screens: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Hear what the browser complains of."""
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._heard)

    def _heard(self, message: Any) -> None:
        away = "Failed to load resource"  # what a browser says where there is no connection
        if message.type == "error" and away not in message.text:
            self.complaints.append(message.text)

    def open(self) -> "Officer":
        """Open the recorder and wait for its first question."""
        self.page.goto(self.server.address)
        expect(self.page.locator("main[data-shown]")).to_be_visible()
        return self

    def first_use(self) -> "Officer":
        """Open it for the first time: the team is asked once, before any stop."""
        self.open()
        if self.shown == "team":
            self.tap(TEAM)
            self.wait_for("seen")
        return self

    @property
    def shown(self) -> str:
        """The screen that is shown."""
        return str(self.page.locator("main").get_attribute("data-shown"))

    def wait_for(self, screen: str) -> None:
        """Wait until a screen is shown."""
        expect(self.page.locator(f'main[data-shown="{screen}"]')).to_be_visible()

    def tap(self, code: str) -> None:
        """Tap an answer."""
        self.page.locator(f'main [data-code="{code}"]').click()
        self.taps += 1

    def chip(self, screen: str) -> None:
        """Tap what the phone filled in, or a further way at the foot."""
        self.page.locator(f'main [data-screen="{screen}"]').click()
        self.wait_for(screen)

    def record(self, until: str = "", **answers: str) -> None:
        """Answer whatever is asked, until it is saved or a screen is shown.

        Two underlines in a name stand for a dot; "a+b+" chooses several; what is typed says so.
        """
        given = {**PLAIN, **{name.replace("__", "."): code for name, code in answers.items()}}
        self.taps, self.screens = 0, []
        while (screen := self.shown) != until:
            self.screens.append(screen)
            self._give(given[screen])
            if screen == "finish":
                # While it is being sent it says nothing, and takes no room.
                expect(self.page.locator(".eh-saved")).to_be_attached()
                return
            expect(self.page.locator(f'main[data-shown="{screen}"]')).to_have_count(0)

    def _give(self, answer: str) -> None:
        if answer.startswith(TYPED):
            self.page.locator("main form").get_by_role("textbox").or_(
                self.page.locator("main form input")
            ).first.fill(answer.removeprefix(TYPED))
            self.page.locator("main form button").click()
            return
        for code in filter(None, answer.split("+")):
            self.tap(code)
        if "+" in answer:
            self.page.get_by_role("button", name="Done").click()

    def another(self) -> None:
        """Begin the next stop."""
        self.page.get_by_role("button", name="Record another stop").click()
        self.wait_for("seen")

    @property
    def state(self) -> str:
        """Where the stop that was just saved is."""
        return str(self.page.locator(".eh-saved").get_attribute("data-state"))

    def is_kept(self) -> None:
        """Wait until the server has it."""
        expect(self.page.locator('.eh-saved[data-state="kept"]')).to_be_visible(timeout=10_000)

    def queue(self) -> list[str]:
        """Where each record is, as the phone shows it, latest first."""
        self.page.locator("#net").click()
        expect(self.page.locator("h1")).to_have_text("Records on this phone")
        rows = self.page.locator(".eh-queue li")
        return [str(one.get_attribute("data-state")) for one in rows.all()]

    def crash(self) -> None:
        """Kill the tab, as a phone does that needs the memory."""
        with self.page.expect_event("crash"), suppress(Error):
            self.page.goto("chrome://crash", timeout=1000)  # never answers
        self.page.close()


def officer(context: BrowserContext, server: Server) -> Officer:
    """Whoever holds this phone, with a new tab."""
    return Officer(context.new_page(), server)
