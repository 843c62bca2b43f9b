"""Leaving by a plain link; with the script at once, by Escape, and out of the history."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import WEATHER, weather

pytestmark = pytest.mark.browser

ABOUT = "About this service – Evenhand"


@pytest.fixture
def typist(browser: Browser, site: str, force: str) -> Iterator[Page]:
    """A reader with a keyboard and JavaScript, who came from another page."""
    context = browser.new_context(base_url=site)
    context.route(f"{WEATHER}**", weather)
    page = context.new_page()
    page.goto("/about/")
    page.goto(force)
    yield page
    context.close()


def is_away(page: Page) -> None:
    expect(page).to_have_url(WEATHER)
    expect(page.get_by_role("heading", name="Sunny")).to_be_visible()


def is_still_here(page: Page) -> None:
    page.wait_for_timeout(100)
    expect(page.get_by_role("link", name="Leave this site")).to_be_visible()


def test_a_reader_leaves_from_any_kind_of_page_by_its_first_link(
    reader: Page, site: str, kinds: dict[str, str]
) -> None:
    for name in ("home", "across", "files of a force", "feedback about a page", "no such page"):
        reader.goto(site + kinds[name])
        first = reader.locator("a[href]").first
        expect(first).to_have_text("Leave this site")
        expect(first).to_be_in_viewport()
        first.click()
        is_away(reader)


def test_escape_leaves_and_back_does_not_return(typist: Page) -> None:
    typist.keyboard.press("Escape")
    is_away(typist)

    typist.go_back()
    expect(typist).to_have_title(ABOUT)


def test_the_link_takes_the_place_of_the_page_in_the_history(typist: Page) -> None:
    typist.get_by_role("link", name="Leave this site").click()
    is_away(typist)

    typist.go_back()
    expect(typist).to_have_title(ABOUT)


def test_the_page_is_blank_before_the_next_one_comes(typist: Page) -> None:
    typist.context.route(f"{WEATHER}**", lambda route: route.fulfill(status=204))  # it never comes
    typist.keyboard.press("Escape")

    assert typist.evaluate("document.body.textContent.trim()") == ""
    assert typist.title() == "www.bbc.co.uk"


@pytest.mark.parametrize("field", ["#doing", "#wrong"])
def test_escape_while_typing_leaves_neither_the_page_nor_the_words(
    typist: Page, field: str
) -> None:
    typist.goto("/feedback/")
    typist.fill(field, "What I was saying")
    typist.press(field, "Escape")

    is_still_here(typist)
    expect(typist.locator(field)).to_have_value("What I was saying")


def test_escape_while_asking_for_a_place_or_a_group_stays(typist: Page, site: str) -> None:
    typist.goto("/")
    typist.get_by_label("Find your police force").press("Escape")
    is_still_here(typist)

    typist.goto("/measures/search-rate/")
    typist.get_by_label("Ethnic group").press("Escape")
    is_still_here(typist)


def test_escape_after_a_part_of_the_page_was_opened_still_leaves(typist: Page) -> None:
    typist.get_by_text("The files counted").click()
    typist.keyboard.press("Escape")

    is_away(typist)


def test_escape_closes_a_dialogue_and_stays(typist: Page) -> None:
    typist.evaluate(
        """() => {
            const box = document.createElement("dialog");
            box.append(document.createElement("button"));
            document.body.append(box);
            box.showModal();
        }"""
    )
    typist.keyboard.press("Escape")

    expect(typist.locator("dialog")).to_be_hidden()
    is_still_here(typist)
    typist.keyboard.press("Escape")
    is_away(typist)


@pytest.mark.parametrize("keys", ["Shift+Escape", "Control+Escape", "Alt+Escape"])
def test_escape_held_with_another_key_is_not_ours(typist: Page, keys: str) -> None:
    typist.keyboard.press(keys)

    is_still_here(typist)


def test_without_javascript_the_link_is_a_link_and_escape_is_not_promised(
    plain: Page, force: str
) -> None:
    plain.goto(force)

    expect(plain.get_by_text("The Escape key leaves too")).to_be_hidden()
    link = plain.get_by_role("link", name="Leave this site")
    expect(link).to_have_attribute("href", WEATHER)
    expect(link).to_have_attribute("rel", "noreferrer nofollow")
