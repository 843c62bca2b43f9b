"""Journeys of a reader, in a real browser."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

FORCE = "/forces/demoshire/"
PAGES = (
    *("/", "/methods/", "/nowhere"),
    *(FORCE, f"{FORCE}measures/", f"{FORCE}files/", f"{FORCE}measures/find-rate/"),
)


def test_a_reader_finds_a_force_and_opens_how_we_know_without_javascript(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_role("link", name="Demoshire Police").click()

    expect(plain).to_have_title("Stop and search – Demoshire Police – Evenhand")
    expect(plain.get_by_text("Black people were searched between")).to_be_visible()
    expect(plain.get_by_text("How we know")).to_be_visible()
    formula = plain.get_by_text("residents × years × 1,000 =").first
    expect(formula).to_be_hidden()
    plain.get_by_text("How we know").click()
    expect(formula).to_be_visible()
    expect(plain.get_by_text("2026-09-demoshire-stop-and-search.csv")).to_be_visible()


def test_a_reader_takes_the_numbers(plain: Page) -> None:
    plain.goto(FORCE)
    with plain.expect_download() as download:
        plain.get_by_role("link", name="Figures as CSV").click()

    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("force,measure,measure_version,from,to,group_by,group,status,")
    assert [line.split(",")[6] for line in lines[1:]] == [
        "Asian",
        "Black",
        "Mixed",
        "Other",
        "White",
    ]


def test_the_first_screen_of_a_phone_holds_force_measure_and_the_whole_sentence(
    plain: Page,
) -> None:
    plain.goto(FORCE)
    height = 640

    for part in (
        plain.locator(".govuk-caption-xl", has_text="Demoshire Police"),
        plain.get_by_role("heading", name="Stop and search"),
        plain.locator(".eh-lead"),
    ):
        box = part.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_scrolls_sideways(browser: Browser, site: str, address: str, width: int) -> None:
    page = browser.new_page(base_url=site, viewport={"width": width, "height": 640})
    page.goto(address)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.fixture(params=[(w, s) for w in (360, 1280) for s in ("light", "dark")], ids=str)
def reader(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """A reader on a phone or at a desk, in the light or in the dark."""
    width, scheme = request.param
    context = browser.new_context(
        base_url=site,
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        bypass_csp=True,  # axe itself is a script; the pages have none
    )
    yield context.new_page()
    context.close()


def test_axe_finds_nothing_wrong_on_any_page(reader: Page) -> None:
    for address in PAGES:
        reader.goto(address)
        for summary in reader.locator("summary").all():
            summary.click()
        found = Axe().run(reader)
        assert found.violations_count == 0, f"{address}\n{found.generate_report()}"


def test_one_picture_of_each_kind_is_shown_and_fits(reader: Page) -> None:
    reader.goto(FORCE)
    width = reader.viewport_size["width"] if reader.viewport_size else 0
    shown = [one for one in reader.locator(".eh-picture svg").all() if one.is_visible()]
    boxes = [one.bounding_box() for one in shown]

    assert len(shown) == 4
    assert all(box is not None and box["x"] + box["width"] <= width for box in boxes)


def test_words_in_pictures_stay_inside_them(reader: Page) -> None:
    reader.goto(FORCE)
    beyond = reader.evaluate(
        """() => [...document.querySelectorAll('.eh-picture svg')]
            .filter(svg => svg.getBoundingClientRect().width > 0)
            .flatMap(svg => [...svg.querySelectorAll('text')].filter(text => {
                const inside = svg.getBoundingClientRect(), word = text.getBoundingClientRect();
                return word.right > inside.right + 0.5 || word.left < inside.left - 4.5;
            }).map(text => text.textContent))"""
    )

    assert beyond == []


def test_a_keyboard_reaches_the_way_out_in_three_steps(browser: Browser, site: str) -> None:
    page = browser.new_page(base_url=site)
    page.goto(FORCE)
    for _ in range(3):
        page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Leave this site"
    page.close()


def test_on_paper_the_furniture_goes_and_the_sentences_stay(browser: Browser, site: str) -> None:
    page = browser.new_page(base_url=site)
    page.goto(FORCE)
    page.emulate_media(media="print")

    expect(page.get_by_text("Leave this site")).to_be_hidden()
    expect(page.get_by_text("Black people were searched between")).to_be_visible()
    expect(page.locator("table")).to_be_visible()
    page.close()


def test_a_page_asks_for_nothing_but_its_own_style_typeface_and_mark(
    browser: Browser, site: str
) -> None:
    page = browser.new_page(base_url=site)
    asked: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: refused.append(message.text))
    page.goto(FORCE, wait_until="networkidle")

    assert {address.removeprefix(site).split("/")[1] for address in asked} <= {"forces", "static"}
    assert refused == []
    page.close()
