"""Cookies and feedback: nothing is kept that was not asked for, nothing typed is lost."""

import json
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from browser.serving import Site

pytestmark = pytest.mark.browser

SAVED = "Your choice is saved."
REMEMBER = "Show this force first from now on"
WRONG = "What went wrong, or what is missing?"
THANKS = "Thank you, it has arrived"


def names(reader: Page) -> set[str]:
    """The cookies that a reader's device keeps."""
    return {one["name"] for one in reader.context.cookies()}


@pytest.mark.parametrize(("answer", "kept"), [("Accept", "preferences"), ("Reject", "essential")])
def test_a_choice_is_made_in_one_tap_confirmed_and_not_asked_again(
    reader: Page, site: str, force: str, answer: str, kept: str
) -> None:
    reader.goto(site + force)
    assert names(reader) == set()
    reader.get_by_role("button", name=answer).click()

    expect(reader).to_have_url(f"{site}{force}#saved")
    expect(reader.get_by_text(SAVED)).to_be_visible()
    assert {one["name"]: one["value"] for one in reader.context.cookies()} == {
        "evenhand_cookies": kept
    }
    reader.goto(f"{site}/methods/")
    expect(reader.get_by_role("button", name=answer)).to_be_hidden()
    expect(reader.get_by_text(SAVED)).to_be_hidden()


def test_yes_and_no_weigh_the_same(reader: Page, site: str) -> None:
    reader.goto(site)
    yes, no = (reader.get_by_role("button", name=name) for name in ("Accept", "Reject"))

    for property_ in ("background-color", "color", "font-size", "border-top-color"):
        value = yes.evaluate(f"one => getComputedStyle(one)['{property_}']")
        expect(no).to_have_css(property_, value)
    assert [one.bounding_box()["height"] for one in (yes, no)] == [no.bounding_box()["height"]] * 2


def test_a_reader_customises_and_every_page_is_called_evenhand(
    reader: Page, site: str, force: str
) -> None:
    reader.goto(site)
    reader.get_by_role("link", name="Customise").click()
    reader.get_by_role("button", name="Save my choice").click()
    expect(reader.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert names(reader) == set()

    reader.get_by_label("My preferences").check()
    reader.get_by_label("Call every page “Evenhand”").check()
    reader.get_by_role("button", name="Save my choice").click()
    expect(reader.get_by_text(SAVED)).to_be_visible()
    assert names(reader) == {"evenhand_cookies", "evenhand_titles"}
    reader.goto(site + force)
    expect(reader).to_have_title("Evenhand")


def test_a_force_is_remembered_only_after_a_yes_and_forgotten_when_asked(
    reader: Page, site: str, force: str
) -> None:
    reader.goto(site + force)
    name = reader.locator(".govuk-caption-xl").inner_text().split("\n")[0]
    reader.get_by_role("button", name=REMEMBER).click()
    expect(reader.get_by_role("heading", name="Cookies", exact=True)).to_be_visible()
    assert names(reader) == set()

    reader.get_by_label("My preferences").check()
    reader.get_by_role("button", name="Save my choice").click()
    expect(reader).to_have_url(f"{site}{force}#saved")
    assert names(reader) == {"evenhand_cookies", "evenhand_force"}
    reader.goto(site)
    first = reader.locator("main a").first
    assert first.get_attribute("href") == force
    assert first.inner_text() in name

    reader.goto(site + force)
    reader.get_by_role("button", name="Stop remembering").click()
    assert names(reader) == {"evenhand_cookies"}


def test_a_no_after_a_yes_forgets_everything_else(reader: Page, site: str, force: str) -> None:
    reader.goto(site + force)
    reader.get_by_role("button", name="Accept").click()
    reader.get_by_role("button", name=REMEMBER).click()
    assert "evenhand_force" in names(reader)

    reader.goto(f"{site}/cookies/")
    reader.get_by_label("Only this choice").check()
    reader.get_by_role("button", name="Save my choice").click()
    expect(reader.get_by_text(SAVED)).to_be_visible()
    assert names(reader) == {"evenhand_cookies"}


def test_feedback_that_cannot_be_sent_keeps_its_words_and_leads_to_what_is_missing(
    reader: Page, site: str, force: str
) -> None:
    reader.goto(site + force)
    reader.get_by_role("link", name="feedback").click()
    reader.get_by_label("What were you doing?").fill("Reading about my town")
    reader.get_by_label("Dissatisfied", exact=True).check()
    reader.get_by_role("button", name="Send").click()

    expect(reader).to_have_title("Error: Tell us what is wrong or missing – Evenhand")
    expect(reader.get_by_label("What were you doing?")).to_have_value("Reading about my town")
    expect(reader.get_by_label("Dissatisfied", exact=True)).to_be_checked()
    reader.get_by_role("link", name="Tell us what went wrong").click()
    expect(reader.get_by_label(WRONG)).to_be_in_viewport()


def test_feedback_arrives_once_even_when_it_is_sent_twice(
    reader: Page, demonstration: Site, force: str, request: pytest.FixtureRequest
) -> None:
    words = f"The sum is off by one, {request.node.callspec.id}."
    reader.goto(demonstration.address + force)
    reader.get_by_role("link", name="feedback").click()
    ticket = reader.locator("[name=ticket]").input_value()
    reader.get_by_label(WRONG).fill(words)
    reader.get_by_role("button", name="Send").click()
    expect(reader.get_by_role("heading", name=THANKS)).to_be_visible()

    reader.go_back()
    reader.get_by_label(WRONG).fill(words)
    if reader.locator("[name=ticket]").input_value() == ticket:  # else it is another message
        reader.get_by_role("button", name="Send").click()
        expect(reader.get_by_role("heading", name=THANKS)).to_be_visible()
    assert [one["wrong"] for one in _arrived(demonstration)].count(words) == 1


def test_say_this_is_wrong_names_the_figure(reader: Page, site: str, force: str) -> None:
    reader.goto(site + force)
    reader.get_by_role("link", name="Say this is wrong about").first.click()

    expect(reader.get_by_text("This is about:")).to_be_visible()
    expect(reader.locator("main .eh-hash")).to_contain_text("search-rate/")


def _arrived(site: Site) -> list[dict[str, str]]:
    command = [sys.executable, "-m", "evenhand.cli", "feedback", "--json"]
    done = subprocess.run(
        command,
        env={**site.environment, "EVENHAND_DEMO": "1"},
        check=True,
        capture_output=True,
        text=True,
    )
    found: list[dict[str, str]] = json.loads(done.stdout)
    return found
