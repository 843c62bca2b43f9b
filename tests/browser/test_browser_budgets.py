"""What a page costs and asks: bytes, requests, script, nobody else, no cookie before a choice."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from browser.kinds import kinds

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIRST_VISIT, NEXT_VISIT, SCRIPT, REQUESTS = 75_000, 15_000, 12_000, 10
MOMENT, LONGEST = 20, 10_000  # milliseconds
NOT_FOUND = ("/nowhere/", "/follow/stop/")  # kinds of pages that say that something is not there
POLICY = """addEventListener("securitypolicyviolation", (one) =>
    console.error(`refused: ${one.violatedDirective} ${one.blockedURI}`));"""


@dataclass
class Visit:
    """What a browser saw on the way to a page."""

    asked: list[str] = field(default_factory=list)
    begun: dict[str, str] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=dict)
    sizes: list[tuple[str, int]] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Listen to a page from now on."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._begun)
        session.on("Network.responseReceived", self._typed)
        session.on("Network.loadingFailed", self._ended)
        session.on("Network.loadingFinished", self._weighed)
        page.on("request", lambda one: self.asked.append(one.url))
        page.on("console", lambda one: self.complaints.append(one.text))
        page.on("pageerror", lambda one: self.complaints.append(str(one)))
        page.add_init_script(POLICY)

    def is_over(self, icon: str) -> bool:
        """Whether all that was asked for has come; a browser asks for the icon after the rest."""
        return icon in self.begun.values() and set(self.begun) == self.ended

    def begin(self) -> None:
        """Count from here on."""
        self.begun.clear()
        self.ended.clear()
        self.sizes.clear()

    def _begun(self, event: dict[str, Any]) -> None:
        self.begun[event["requestId"]] = event["request"]["url"]

    def _ended(self, event: dict[str, Any]) -> None:
        self.ended.add(event["requestId"])

    def _typed(self, event: dict[str, Any]) -> None:
        self.types[event["requestId"]] = event["type"]

    def _weighed(self, event: dict[str, Any]) -> None:
        self.sizes.append((self.types.get(event["requestId"], ""), event["encodedDataLength"]))
        self._ended(event)

    def bytes_of(self, kind: str = "") -> int:
        """What was received, of one kind or of all."""
        return int(sum(size for name, size in self.sizes if kind in {"", name}))


@pytest.fixture(scope="module")
def costs(browser: Browser, site: str, two_forces: str) -> dict[str, list[str]]:
    """By promise, the pages that break it."""
    broken: dict[str, list[str]] = {
        name: [] for name in ("first", "next", "script", "requests", "others", "cookies", "console")
    }
    for address in _addresses(site, two_forces):
        for promise, what in _broken(browser, address):
            broken[promise].append(f"{address}: {what}")
    return broken


def _addresses(site: str, two_forces: str) -> Iterator[str]:
    yield from (site + address for address in kinds(site).values())
    several = kinds(two_forces)
    for name in ("all forces", "across", "over time", "analyst", "figure of all forces"):
        yield two_forces + several[name]


def _broken(browser: Browser, address: str) -> Iterator[tuple[str, str]]:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page, visit = context.new_page(), Visit()
    visit.watch(page)
    _arrive(page, visit, address)
    first, script, asked = visit.bytes_of(), visit.bytes_of("Script"), len(visit.asked)
    visit.begin()
    _arrive(page, visit, address + ("&" if "?" in address else "?") + "again")
    cookies = [one["name"] for one in context.cookies()]
    context.close()

    limits = (
        *(("first", first, FIRST_VISIT), ("next", visit.bytes_of(), NEXT_VISIT)),
        *(("script", script, SCRIPT), ("requests", asked, REQUESTS)),
    )
    yield from ((name, f"{found:,}") for name, found, limit in limits if not 0 < found <= limit)
    here = address[: address.index("/", 8)]
    yield from (("others", one) for one in visit.asked if not one.startswith(f"{here}/"))
    yield from (("cookies", name) for name in cookies)
    missing = "404" if address.endswith(NOT_FOUND) else "no such complaint"
    yield from (("console", one) for one in visit.complaints if missing not in one)


def _arrive(page: Page, visit: Visit, address: str) -> None:
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => true)")
    icon = page.evaluate("document.querySelector('link[rel=icon]').href")
    for _ in range(LONGEST // MOMENT):
        if visit.is_over(icon):
            return
        page.wait_for_timeout(MOMENT)
    pending = [visit.begun[one] for one in set(visit.begun) - visit.ended]
    raise AssertionError(f"{address} still waits for {pending or icon}")


@pytest.mark.parametrize(
    "promise", ["first", "next", "script", "requests", "others", "cookies", "console"]
)
def test_every_kind_of_page_keeps_its_promise(costs: dict[str, list[str]], promise: str) -> None:
    assert not costs[promise], "\n".join(costs[promise])
