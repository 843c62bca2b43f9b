"""A reader follows a promise on a phone without JavaScript: what was said first, and what now."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
GRID = "/forces/demoshire/plan/"


def test_a_promise_can_be_followed_to_its_first_word(plain: Page, site: str) -> None:
    plain.goto(GRID)
    card = plain.locator(".eh-card", has_text="Record every vehicle stop")
    expect(card).to_contain_text("First promised")
    card.get_by_role("link").click()

    expect(plain.get_by_role("heading", level=1)).to_have_text(
        "Record every vehicle stop, and publish"
    )
    history = plain.locator(".eh-chain__item")
    expect(history.last).to_contain_text("Promised for")
    assert history.count() >= 6


def test_the_plan_can_be_asked_for_on_a_past_day(plain: Page, site: str) -> None:
    plain.goto(GRID)
    plain.get_by_label("Show the plan as it stood on").fill("2024-01-01")
    plain.get_by_role("button", name="Show").click()

    expect(plain.locator("main")).to_contain_text("Nothing had been promised by then.")
    plain.get_by_role("link", name="The plan today").click()
    assert plain.locator(".eh-card").count() == 18


def test_the_grid_is_a_table_to_a_screen_reader_on_a_phone(plain: Page, site: str) -> None:
    plain.goto(GRID)

    expect(plain.get_by_role("table")).to_have_count(1)
    assert plain.get_by_role("columnheader").count() == 8
    assert plain.get_by_role("rowheader").count() == 6
