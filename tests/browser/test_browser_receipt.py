"""The receipt on a phone without JavaScript: light, whole, and usable to its end."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from browser.layout import faults
from browser.receipts import CODES
from browser.serving import Kind, served
from evenhand.encounters.receipts import slips

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HEAVIEST = 25_000  # bytes, with everything that the page asks for
SCREENS = 2
PHONE = {"width": 360, "height": 740}
RECEIPTS = Kind(
    "receipts",
    make="""
import sys
from pathlib import Path
from browser.receipts import make
make(Path(sys.argv[1]))
""",
    serve="""
import sys
from evenhand.config import server
server.serve(port=int(sys.argv[2]))
""",
)


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Of two receipts, and of one whose record is not complete."""
    with served(RECEIPTS, tmp_path_factory) as site:
        codes = json.loads((site.folder / CODES).read_text(encoding="utf-8"))
        yield [f"{site.address}/r/{code}/" for code in codes]


@pytest.fixture
def address(addresses: list[str]) -> str:
    """Of a receipt that nothing is done with."""
    return addresses[0]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone without JavaScript."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]  # a size
    yield context.new_page()
    context.close()


def test_all_of_it_comes_in_25_kilobytes_and_from_nowhere_else(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]  # a size
    page = context.new_page()
    session, sizes, asked = context.new_cdp_session(page), list[int](), list[str]()
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda one: sizes.append(one["encodedDataLength"]))
    page.on("request", lambda one: asked.append(one.url))
    page.goto(address, wait_until="networkidle")

    assert 0 < sum(sizes) < HEAVIEST
    assert {one.split("/")[2] for one in asked} == {address.split("/")[2]}
    assert context.cookies() == []
    context.close()


def test_it_takes_two_screens_of_a_phone_and_nothing_is_cut(page: Page, address: str) -> None:
    page.goto(address)

    height = page.locator("main").bounding_box()
    assert height is not None
    assert height["y"] + height["height"] <= SCREENS * PHONE["height"]


def test_everything_can_be_done_without_javascript(page: Page, addresses: list[str]) -> None:
    address = addresses[1]
    page.goto(address)
    page.get_by_role("link", name="Correct your ethnicity").click()
    page.get_by_role("button", name="Keep this").click()
    assert page.get_by_role("alert").inner_text().startswith("There is a problem")
    page.get_by_label("White and Black Caribbean").check()
    page.get_by_role("button", name="Keep this").click()
    assert page.url == address
    assert "You say: White and Black Caribbean." in page.inner_text("main")

    page.get_by_role("link", name="Ask for a copy").first.click()
    page.get_by_label("The record", exact=True).check()
    page.get_by_label("Where should it go?").fill("lee@example.org")
    page.get_by_role("button", name="Ask").click()
    assert "You asked for a copy of the record on" in page.inner_text("main")

    page.get_by_text("Is it in the public log?").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="The proof, as a file").first.click()
    assert download.value.suggested_filename == "receipt-proof-0.txt"
    page.get_by_text("How to complain, and who helps").click()
    assert page.get_by_text("which is not the police").is_visible()
    assert page.get_by_role("link", name="Leave this site").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_axe_and_a_ruler_find_nothing(
    browser: Browser, addresses: list[str], width: int, scheme: Any
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 740}, color_scheme=scheme, bypass_csp=True
    )
    page, found = context.new_page(), list[str]()
    unused = slips.code(b"sixteen bytes ..")
    rests = ("", "ethnicity/", "copy/", "slip/", f"../{unused}/", "../", "../wrong/", addresses[2])
    for rest in rests if width == 360 else ("", "ethnicity/"):
        page.goto(rest if rest.startswith("http") else addresses[0] + rest)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        page.evaluate(AXE_SCRIPT)
        violations = page.evaluate("axe.run().then((found) => found.violations)")
        found += [f"{rest}: {one['id']}: {one['nodes'][0]['html']}" for one in violations]
        found += [f"{rest}: {one}" for one in faults(page)]
    context.close()
    assert found == []
