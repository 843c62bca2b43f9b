"""On paper: one figure with its address, black and white safe, without the furniture."""

import re
import zlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

FURNITURE = (
    *(".eh-bar", ".eh-nav", ".eh-ask", ".govuk-phase-banner", ".moj-sub-navigation", ".eh-foot"),
    *(".eh-files", "form", ".govuk-link[href^='#']", "details:not(.eh-made)"),
)
A_FEW_PAGES = 6
SHEET = {"width": 688, "height": 1032}  # what the margins leave of A4, in pixels of a style sheet


@pytest.fixture
def paper(browser: Browser, site: str, force: str) -> Iterator[Page]:
    """A force's page as it is printed."""
    context = browser.new_context(viewport=SHEET)
    page = context.new_page()
    page.goto(site + force)
    page.emulate_media(media="print")
    yield page
    context.close()


def test_the_furniture_goes_and_the_figure_stays_with_its_address(paper: Page, site: str) -> None:
    for part in FURNITURE:
        assert not any(one.is_visible() for one in paper.locator(part).all()), part
    for part in (".eh-lead", "table", ".eh-picture svg"):
        expect(paper.locator(f"{part}:visible").first).to_be_visible()
    printed = paper.locator("main").inner_text()
    assert re.search(r"https?://\S+/figures/search-rate/\S+/five-groups/\d+", printed)
    assert len({*re.findall(r"/figures/[\w./-]+?/\d+\b", printed)}) == 1


def test_the_first_two_sheets_hold_all_that_a_reader_must_know(paper: Page) -> None:
    def foot(part: str) -> float:
        box = paper.locator(part).first.bounding_box()
        assert box is not None, part
        return box["y"] + box["height"]

    for part in (".eh-lead", ".eh-when", ".eh-paper"):
        assert foot(part) < SHEET["height"], part
    assert "at the 2021 Census" in paper.locator(".eh-note:has(+ .eh-paper)").inner_text()
    for part in ("figure", ".eh-table"):
        assert foot(part) < 2 * SHEET["height"], part


def test_no_path_of_the_site_is_printed_after_its_link(paper: Page) -> None:
    links = paper.locator('main .govuk-link[href^="/"]:visible')
    after = "one => getComputedStyle(one, '::after').content"

    assert {link.evaluate(after) for link in links.all()} <= {"none"}
    licence = paper.locator('main .govuk-link[href^="https:"]:visible').first
    assert "attr(href)" in licence.evaluate(after) or "https" in licence.evaluate(after)


def test_the_formulas_of_every_group_are_printed_though_they_were_closed(paper: Page) -> None:
    formulas = paper.locator(".eh-made .govuk-details__text")

    assert formulas.count() >= 2
    for one in formulas.all():
        assert one.evaluate("one => one.checkVisibility()")


def test_each_picture_is_printed_once_and_no_table_row_is_cut(paper: Page) -> None:
    for picture in paper.locator(".eh-picture").all():
        assert sum(one.is_visible() for one in picture.locator("svg").all()) == 1
    assert paper.locator("tr").first.evaluate("one => getComputedStyle(one).breakInside") == (
        "avoid"
    )


def test_nothing_on_paper_is_white_on_white(browser: Browser, site: str, force: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(site + force)
    page.emulate_media(media="print", color_scheme="dark")
    ink = page.locator(".eh-lead").evaluate("one => getComputedStyle(one).color")
    context.close()

    assert sum(int(part) for part in re.findall(r"\d+", ink)[:3]) < 3 * 128


def test_a_pdf_has_words_and_pictures_on_every_page(paper: Page) -> None:
    pdf = paper.pdf(format="A4")
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    drawn = [
        _unpacked(stream) for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    ]
    written = [one for one in drawn if re.search(rb"\bT[jJ]\b", one)]

    assert 1 <= pages <= A_FEW_PAGES
    assert len(written) >= pages


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_a_plan_is_printed_on_its_side_with_every_action_and_nothing_cut(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(viewport={"width": SHEET["height"], "height": SHEET["width"]})
    page = context.new_page()
    page.goto(f"{site}/forces/demoshire/plan/")
    shown = page.locator(".eh-card").count()
    page.emulate_media(media="print")

    assert shown > 10
    cards = page.locator(".eh-card").all()
    assert sum(one.is_visible() for one in cards) == shown
    for part in (".eh-bar", ".eh-nav", ".moj-sub-navigation", "form"):
        assert not any(one.is_visible() for one in page.locator(part).all()), part
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= SHEET["height"]
    cut = "one => getComputedStyle(one).breakInside"
    assert {one.evaluate(cut) for one in cards} == {"avoid"}
    pdf = page.pdf(prefer_css_page_size=True)
    assert re.search(rb"/MediaBox\s*\[\s*0 0 84[12][.\d]* 59[45]", pdf), "A4, landscape"
    context.close()
