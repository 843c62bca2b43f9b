"""On a phone without JavaScript: where a force's word and others' differ, and why."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
ALL = "/forces/demoshire/maturity/"


def test_a_difference_can_be_followed_to_the_reasons_of_each(plain: Page, site: str) -> None:
    plain.goto(ALL)
    row = plain.get_by_role("row", name="Explain or reform")
    expect(row).to_contain_text("The force says level 3, the independent assessment")
    row.get_by_role("link", name="Explain or reform").click()

    expect(plain.get_by_role("heading", level=1)).to_have_text("Explain or reform")
    expect(plain.get_by_text("Three of nine explanations were checked by nobody")).to_be_visible()
    expect(plain.get_by_text("Before, on 24 February 2025: Level 2 of 4")).to_be_visible()
