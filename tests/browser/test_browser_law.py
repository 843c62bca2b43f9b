"""An investigator, a publisher and an administrator at work, each page looked at by axe."""

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from browser.test_browser_workspace import desk as desk  # noqa: PLC0414 (pytest finds it by name)
from browser.test_browser_workspace import look, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WHY = "It names a person who is not a public figure."


def test_an_investigator_says_why_and_reads_who_saw_what(desk: BrowserContext) -> None:
    page, wrong = desk.new_page(), []
    sign_in(page, "investigator@demoshire.example")
    page.get_by_role("link", name="Who saw what").click()
    wrong += look(page)
    page.get_by_role("button", name="Show the entries").click()
    expect(page.get_by_role("link", name="Enter why you look")).to_be_visible()
    wrong += look(page)
    page.get_by_label("Why do you look?").fill("Complaint 12 of 2026")
    page.get_by_role("button", name="Show the entries").click()
    expect(page.get_by_text("Each was checked against")).to_be_visible()
    wrong += look(page)
    page.get_by_role("link", name="Ask something else").click()
    page.get_by_role("button", name="Check the whole log now").click()
    expect(page.get_by_text("The log holds")).to_be_visible()
    wrong += look(page)
    assert not wrong, "\n".join(wrong)


def test_a_publisher_looks_twice_before_words_are_taken_out(desk: BrowserContext) -> None:
    page, wrong = desk.new_page(), []
    sign_in(page, "publisher@demoshire.example")
    page.get_by_role("link", name="Take words out").click()
    wrong += look(page)
    page.get_by_role("link", name="Police-powers training").first.click()
    wrong += look(page)
    page.get_by_role("button", name="Look at what would go").click()
    expect(page.get_by_role("link", name="Choose the words to take out")).to_be_visible()
    wrong += look(page)
    page.get_by_label("Six trainers from Portwell").check()
    page.get_by_label("Why does the law not allow them?").fill(WHY)
    page.get_by_role("button", name="Look at what would go").click()
    expect(page.get_by_role("heading", name="Look again")).to_be_visible()
    wrong += look(page)
    expect(page.get_by_role("link", name="Leave everything as it is")).to_be_visible()
    page.get_by_role("button", name="Take the words out, in public").click()
    expect(page.get_by_text("The words are gone")).to_be_visible()

    page.goto("/forces/demoshire/plan/1/actions/police-powers-training/")
    expect(page.get_by_text("Six trainers from Portwell")).to_have_count(0)
    expect(page.get_by_text(WHY).first).to_be_visible()
    wrong += look(page)
    assert not wrong, "\n".join(wrong)


def test_an_administrator_reads_what_erasing_does_before_it_is_done(desk: BrowserContext) -> None:
    page, wrong = desk.new_page(), []
    sign_in(page, "admin@demoshire.example")
    page.get_by_role("link", name="People").click()
    page.get_by_role("link", name=re.compile("Erase who Insp Farah Aziz is")).click()
    wrong += look(page)
    page.get_by_role("button", name="Erase this person").click()
    expect(page.get_by_role("link", name="Enter why they are erased")).to_be_visible()
    wrong += look(page)
    assert not wrong, "\n".join(wrong)
