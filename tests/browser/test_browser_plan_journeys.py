"""People run the plan in a browser, and a reader without an account sees what they did."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import PHONE
from browser.serving import DEMONSTRATION, Site, served
from browser.test_browser_axe import OPEN
from browser.test_browser_workspace import DESK, look, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OFFICE = "/workspace/plan/demoshire/1/"
PUBLIC = "/forces/demoshire/plan/1/actions/"
STOPS, CHECKS = "record-vehicle-stops", "intelligence-checks"
REASON = "The mounts for the other five districts have to be made again."
STEPS = (
    *("report", "reach", "link", "figure", "note", "change", "complete"),
    *("answer", "override", "end-override", "withdraw"),
)
DISPUTE = "Two of the four reviews were held. We were not sent what was found."
ANSWER = "The group is right. It stays open until the fourth review is published."


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A demonstration of its own: what is done here is public there for good."""
    with served(DEMONSTRATION, tmp_path_factory) as site:
        yield site


@pytest.fixture(scope="module")
def sessions() -> dict[str, Any]:
    """Who has signed in already: a code of an authenticator app is taken once."""
    return {}


@pytest.fixture
def somebody(
    browser: Browser, changing: Site, sessions: dict[str, Any]
) -> Iterator[Callable[..., Page]]:
    """A signed-in person with a browser of their own; axe is a script that no policy lets in."""
    contexts: list[BrowserContext] = []

    def signed_in(email: str, screen: dict[str, int] = DESK, **how: bool) -> Page:
        context = browser.new_context(
            base_url=changing.address,
            viewport=screen,
            bypass_csp=True,
            storage_state=sessions.get(email),
            **how,
        )
        contexts.append(context)
        page = context.new_page()
        if email in sessions:
            page.goto("/workspace/")
        else:
            sign_in(page, email)
            sessions[email] = context.storage_state()
        return page

    yield signed_in
    for context in contexts:
        context.close()


@pytest.fixture
def reader(browser: Browser, changing: Site) -> Iterator[Page]:
    """A reader on a phone without JavaScript, and without an account."""
    context = browser.new_context(
        base_url=changing.address, viewport=PHONE, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def see(page: Page) -> None:
    """Go on to what the public will read."""
    press(page, "See what the public will read")
    expect(page.get_by_text("This cannot be taken back.")).to_be_visible()


def test_a_lead_moves_a_date_and_the_public_reads_both_dates_and_the_reason(
    somebody: Callable[..., Page], reader: Page
) -> None:
    reader.goto(f"{PUBLIC}{STOPS}/")
    first = re.search(r"Promised for (.+?)\.", reader.locator(".eh-say").inner_text())
    assert first is not None

    page, wrong = somebody("lead@demoshire.example"), []
    expect(page.get_by_role("heading", name="Your work")).to_be_visible()
    wrong += look(page)
    page.get_by_role("link", name="Record every vehicle stop, and publish").click()
    wrong += look(page)
    page.get_by_role("link", name="Change the promise").click()
    wrong += look(page)
    page.get_by_label("By when?").first.fill("31 March 2031")
    press(page, "See what the public will read")
    expect(page.get_by_role("link", name="Say why it changes")).to_be_visible()
    wrong += look(page)
    assert page.get_by_label("By when?").first.input_value() == "31 March 2031"
    page.get_by_label("Why does it change?").fill(REASON)
    press(page, "See what the public will read")

    expect(page.get_by_role("heading", name="What the public will read")).to_be_visible()
    expect(page.get_by_text("This cannot be taken back.")).to_be_visible()
    expect(page.get_by_text(REASON)).to_be_visible()
    wrong += look(page)
    reader.reload()
    expect(reader.locator("main")).not_to_contain_text("2031")
    press(page, "Publish it")
    expect(page.get_by_text("The promise is changed, and the reason is public.")).to_be_visible()
    wrong += look(page)

    reader.reload()
    expect(reader.locator(".eh-say")).to_contain_text(f"Promised for {first[1]}.")
    expect(reader.locator(".eh-say")).to_contain_text("is now 31 March 2031")
    latest = reader.locator(".eh-chain__item").first
    expect(latest).to_contain_text("Date moved to 31 March 2031")
    expect(latest).to_contain_text(REASON)
    expect(latest).to_contain_text("Superintendent, operations, Demoshire Police")
    assert not wrong, "\n".join(wrong)


def test_the_group_disputes_a_completion_and_its_word_stands_until_it_is_answered(
    somebody: Callable[..., Page], reader: Page
) -> None:
    manager = somebody("manager@demoshire.example")
    manager.goto(f"{OFFICE}{CHECKS}/")
    manager.get_by_role("link", name="Add a note as evidence").click()
    manager.get_by_label("What is it called?").fill("What the reviewers said")
    manager.get_by_label("What does it show?").fill("Their notes of two meetings.")
    press(manager, "Add it")
    manager.get_by_role("link", name="Say that it is complete").click()
    manager.get_by_label("What was done?").fill("The reviews are held.")
    see(manager)
    press(manager, "Publish it")

    chair, wrong = somebody("chair@portwell.example", PHONE), []
    expect(chair.get_by_role("heading", name="Your work")).to_be_visible()
    wrong += look(chair)
    title = "Community review of intelligence checks"
    chair.get_by_role("link", name=title).click()
    wrong += look(chair)
    chair.get_by_role("link", name="Dispute the completion").click()
    wrong += look(chair)
    chair.get_by_label("What was promised and is not there?").fill(DISPUTE)
    see(chair)
    expect(chair.get_by_text("Disputed by Portwell reference group on")).to_be_visible()
    wrong += look(chair)
    press(chair, "Publish it")
    expect(chair.get_by_text("stands beside the force’s word").first).to_be_visible()

    reader.goto(f"{PUBLIC}{CHECKS}/")
    marks = reader.get_by_role("list", name="How it stands")
    expect(marks).to_contain_text("Complete, the force says")
    expect(marks).to_contain_text("Disputed by Portwell reference group")
    expect(reader.locator(".eh-chain__item").first).to_contain_text(DISPUTE)

    manager.goto("/workspace/")
    wrong += look(manager)
    expect(manager.get_by_role("heading", name="Disputed, and not answered")).to_be_visible()
    manager.get_by_role("link", name=title).click()
    manager.get_by_role("link", name="Answer the dispute").click()
    wrong += look(manager)
    manager.get_by_label("They are right").check()
    manager.get_by_label("Why?").fill(ANSWER)
    see(manager)
    wrong += look(manager)
    press(manager, "Publish it")

    reader.reload()
    expect(marks).not_to_contain_text("Disputed")
    expect(reader.locator(".eh-chain__item").first).to_contain_text(ANSWER)
    expect(reader.locator(".eh-chain__item").nth(1)).to_contain_text(DISPUTE)
    chair.goto("/workspace/")
    expect(chair.get_by_text("the force reopened it").first).to_be_visible()
    assert not wrong, "\n".join(wrong)


def test_the_second_of_two_who_edit_at_once_sees_the_change_of_the_first(
    somebody: Callable[..., Page],
) -> None:
    lead, manager = somebody("lead@demoshire.example"), somebody("manager@demoshire.example")
    for page, date in ((lead, "30/6/2031"), (manager, "31/7/2031")):
        page.goto(f"{OFFICE}explain-portwell/change/")
        page.get_by_label("By when?").first.fill(date)
        page.get_by_label("Why does it change?").fill(f"We need until {date}.")
        press(page, "See what the public will read")
    press(lead, "Publish it")
    press(manager, "Publish it")

    warning = manager.get_by_role("alert")
    expect(warning).to_contain_text("Somebody changed this action while you were writing")
    expect(warning).to_contain_text("We need until 30/6/2031.")
    expect(warning).to_contain_text("Theirs: “30 June 2031”. Yours: “31 July 2031”.")
    expect(manager.get_by_label("Why does it change?")).to_have_value("We need until 31/7/2031.")
    assert not look(manager)
    press(manager, "See what the public will read")
    press(manager, "Publish it")
    expect(manager.locator(".eh-chain__item").first).to_contain_text("Was “30 June 2031”")


def test_what_was_typed_is_still_there_when_the_session_has_ended(
    somebody: Callable[..., Page],
) -> None:
    page = somebody("owner@demoshire.example")
    page.goto(f"{OFFICE}hate-crime-at-work/report/")
    other = page.context.new_page()
    other.goto("/workspace/")
    press(other, "Sign out")
    page.get_by_label("How is it going?").fill("In use in all seven districts.")
    press(page, "Record it")

    expect(page.get_by_role("heading", name="You were signed out")).to_be_visible()
    expect(page.get_by_text("In use in all seven districts.")).to_be_visible()
    assert not look(page)
    page.get_by_role("button", name="Sign in and open the form again").click()
    expect(page.get_by_label("E-mail address")).to_be_visible()


def test_a_form_of_the_plan_is_filled_in_with_the_keyboard_alone(
    somebody: Callable[..., Page],
) -> None:
    page = somebody("lead@demoshire.example")
    page.goto(f"{OFFICE}{STOPS}/link/")
    page.get_by_label("What is it called?").focus()
    for typed in ("A report", "https://demoshire.example/report", "What was done."):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Add it"
    page.keyboard.press("Enter")

    expect(page.get_by_text("The link is added as evidence.")).to_be_visible()


def test_every_page_of_the_plan_is_whole_narrow_and_wide(somebody: Callable[..., Page]) -> None:
    manager, wrong = somebody("manager@demoshire.example"), []
    for step in ("", *STEPS):
        manager.goto(f"{OFFICE}{STOPS}/{step}/".replace("//", "/"))
        manager.evaluate(OPEN)
        wrong += look(manager)
    for address in (OFFICE, f"{OFFICE}?show=late", f"{OFFICE}strip-searches/"):
        manager.goto(address)
        wrong += look(manager)
    oversight = somebody("oversight@programme.example")
    oversight.get_by_label("Programme of the four forces").check()
    press(oversight, "Go on")
    expect(oversight.get_by_role("heading", name="What moved in the last 28 days")).to_be_visible()
    wrong += look(oversight)
    for address in ("/workspace/plan/", OFFICE, f"{OFFICE}{STOPS}/comment/"):
        oversight.goto(address)
        wrong += look(oversight)
    assert not wrong, "\n".join(wrong)


def test_pages_of_the_plan_are_light_and_whole_without_javascript(
    somebody: Callable[..., Page],
) -> None:
    page = somebody("manager@demoshire.example", PHONE, java_script_enabled=False)
    for address in ("/workspace/", OFFICE, f"{OFFICE}{STOPS}/", f"{OFFICE}{STOPS}/change/"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200
        assert len(answer.body()) < 60_000, address
    page.goto(f"{OFFICE}?show=late")
    expect(page.get_by_role("link", name="Record every vehicle stop, and publish")).to_be_visible()
    page.goto(f"{OFFICE}{STOPS}/change/")
    page.get_by_text("Milestones", exact=True).click()
    expect(page.get_by_label("Milestone", exact=True).first).to_be_visible()
