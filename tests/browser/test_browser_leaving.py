"""Leaving by a plain link; with the script at once, by Escape, and out of the history."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser

FORCE = "/forces/demoshire/"
WEATHER = "https://www.bbc.co.uk/weather"


@pytest.fixture
def reader(browser: Browser, site: str) -> Iterator[Page]:
    """A reader who came from another page; the weather is made up: nothing leaves here."""
    context = browser.new_context(base_url=site)
    context.route(f"{WEATHER}**", weather)
    page = context.new_page()
    page.goto("/about/")
    page.goto(FORCE)
    yield page
    context.close()


def weather(route: Route) -> None:
    assert "referer" not in route.request.headers
    route.fulfill(content_type="text/html", body="<title>Weather</title><h1>Sunny</h1>")


def is_away(page: Page) -> None:
    expect(page).to_have_url(WEATHER)
    expect(page.get_by_role("heading", name="Sunny")).to_be_visible()


def test_escape_leaves_and_back_does_not_return(reader: Page) -> None:
    reader.keyboard.press("Escape")
    is_away(reader)

    reader.go_back()
    expect(reader).to_have_title("About this service – Evenhand")


def test_the_link_takes_the_place_of_the_page_in_the_history(reader: Page) -> None:
    reader.get_by_role("link", name="Leave this site").click()
    is_away(reader)

    reader.go_back()
    expect(reader).to_have_title("About this service – Evenhand")


def test_the_first_press_of_tab_reaches_the_way_out(reader: Page) -> None:
    reader.keyboard.press("Tab")
    expect(reader.get_by_role("link", name="Leave this site")).to_be_focused()
    reader.keyboard.press("Tab")
    expect(reader.get_by_role("link", name="Skip to main content")).to_be_focused()


def test_the_page_is_blank_before_the_next_one_comes(browser: Browser, site: str) -> None:
    page = browser.new_page(base_url=site)
    page.route(f"{WEATHER}**", lambda route: route.fulfill(status=204))  # it never comes
    page.goto(FORCE)
    page.keyboard.press("Escape")

    assert page.evaluate("document.body.textContent.trim()") == ""
    assert page.title() == "www.bbc.co.uk"
    page.close()


@pytest.mark.parametrize("field", ["#doing", "#wrong"])
def test_escape_while_typing_leaves_neither_the_page_nor_the_words(
    reader: Page, field: str
) -> None:
    reader.goto("/feedback/")
    reader.fill(field, "What I was saying")
    reader.press(field, "Escape")

    expect(reader.locator(field)).to_have_value("What I was saying")
    expect(reader).to_have_title("Tell us what is wrong or missing – Evenhand")


def test_escape_closes_a_dialogue_and_stays(reader: Page) -> None:
    reader.evaluate(
        """() => {
            const box = document.createElement("dialog");
            box.append(document.createElement("button"));
            document.body.append(box);
            box.showModal();
        }"""
    )
    reader.keyboard.press("Escape")

    expect(reader.locator("dialog")).to_be_hidden()
    expect(reader).to_have_title("Stop and search – Demoshire Police – Evenhand")
    reader.keyboard.press("Escape")
    is_away(reader)


@pytest.mark.parametrize("keys", ["Shift+Escape", "Control+Escape", "Alt+Escape"])
def test_escape_held_with_another_key_is_not_ours(reader: Page, keys: str) -> None:
    reader.keyboard.press(keys)

    expect(reader).to_have_title("Stop and search – Demoshire Police – Evenhand")


def test_without_javascript_the_link_is_a_link_and_escape_is_not_promised(plain: Page) -> None:
    plain.goto(FORCE)

    expect(plain.get_by_text("The Escape key leaves too")).to_be_hidden()
    link = plain.get_by_role("link", name="Leave this site")
    expect(link).to_have_attribute("href", WEATHER)
    expect(link).to_have_attribute("rel", "noreferrer nofollow")


def test_a_choice_about_cookies_is_made_kept_and_confirmed_without_javascript(plain: Page) -> None:
    plain.goto(FORCE)
    plain.get_by_role("button", name="Reject").click()

    expect(plain.get_by_text("Your choice is saved.")).to_be_visible()
    assert [one["name"] for one in plain.context.cookies()] == ["evenhand_cookies"]
    plain.goto("/methods/")
    expect(plain.get_by_role("button", name="Reject")).to_be_hidden()
    expect(plain.get_by_text("Your choice is saved.")).to_be_hidden()


def test_a_reader_tells_us_what_is_wrong_without_javascript(plain: Page) -> None:
    plain.goto(FORCE)
    plain.get_by_role("link", name="feedback").click()
    plain.get_by_role("button", name="Send").click()
    expect(plain.get_by_role("link", name="Tell us what went wrong")).to_be_visible()

    plain.get_by_label("What went wrong, or what is missing?").fill("The sum is off by one.")
    plain.get_by_role("button", name="Send").click()
    expect(plain.get_by_role("heading", name="Thank you, it has arrived")).to_be_visible()
