"""People sign in: with a code, with a passkey, without JavaScript; each page is looked at."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.cast import code
from browser.conftest import PHONE
from browser.layout import faults
from browser.serving import Site
from browser.test_browser_axe import RUN
from evenhand.demo.accounts import GROUP, KEY, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK = {"width": 1280, "height": 800}


def password(page: Page, email: str) -> None:
    """The first step."""
    page.goto("/workspace/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_in(page: Page, email: str) -> None:
    """Both steps, as a person takes them."""
    password(page, email)
    page.get_by_label("Code").fill(code(KEY))
    page.get_by_role("button", name="Sign in", exact=True).click()


def look(page: Page, *, known: bool = False) -> list[str]:
    """What axe and a ruler find on a page, narrow and wide; only the ruler where it is known."""
    wrong = []
    for screen in (PHONE, DESK):
        page.set_viewport_size(screen)
        found: list[dict[str, Any]] = []
        if not known:
            page.evaluate(AXE_SCRIPT)
            found = page.evaluate(RUN, {})
        wrong += [f"{page.url} {screen['width']}: {one['id']}: {one['help']}" for one in found]
        wrong += [f"{page.url} {screen['width']}: {fault}" for fault in faults(page)]
    return wrong


@pytest.fixture
def desk(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A desk in an office; axe itself is a script, which no page's policy would let in."""
    context = browser.new_context(base_url=site, viewport=DESK, bypass_csp=True)
    yield context
    context.close()


def test_an_administrator_signs_in_with_a_code_invites_and_ends_access(
    desk: BrowserContext,
) -> None:
    page, wrong = desk.new_page(), []
    page.goto("/workspace/")
    wrong += look(page)
    password(page, "admin@demoshire.example")
    wrong += look(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("This code is not right").first).to_be_visible()
    wrong += look(page)
    page.get_by_label("Code").fill(code(KEY))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your work")).to_be_visible()
    expect(page.get_by_text("for Demoshire Police")).to_be_visible()
    wrong += look(page)

    page.get_by_role("link", name="People").click()
    page.get_by_role("button", name="Invite somebody").click()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("link", name="Choose a role")).to_be_visible()
    wrong += look(page)
    page.get_by_label("E-mail address").fill("new@demoshire.example")
    page.get_by_label("Analyst").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("new@demoshire.example is invited.")).to_be_visible()
    wrong += look(page)
    page.get_by_role("button", name=re.compile("Take back")).click()

    page.get_by_role("link", name="Change role of Joe Lindqvist").click()
    wrong += look(page)
    page.get_by_label("Publisher").check()
    page.get_by_role("button", name="Change the role").click()
    expect(page.get_by_text("Joe Lindqvist has another role now.")).to_be_visible()
    page.get_by_role("link", name="End access of Joe Lindqvist").click()
    wrong += look(page)
    page.get_by_role("button", name="End access").click()
    expect(page.get_by_text("Joe Lindqvist no longer has this role.")).to_be_visible()
    wrong += look(page)

    for part in (
        *("what-i-may-do/", "organisations/", "account/", "account/sessions/"),
        *("account/password/", "account/second-step/", "account/second-step/app/remove/"),
        *("account/second-step/recovery/new/", "account/passkeys/", "account/passkeys/add/"),
        *("invitation/none/", "people/999999/end/"),
    ):
        page.goto(f"/workspace/{part}")
        wrong += look(page)
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert not wrong, "\n".join(wrong)


def test_who_is_invited_chooses_a_password_and_sets_up_a_second_step(
    browser: Browser, demonstration: Site
) -> None:
    invite = ["person", "invite", "new@portwell.example", "--role", "panel-member"]
    made = subprocess.run(
        [sys.executable, "-m", "evenhand.cli", *invite, "--organisation", GROUP],
        env=demonstration.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    context = browser.new_context(base_url=demonstration.address, viewport=PHONE, bypass_csp=True)
    page, wrong = context.new_page(), []
    page.goto(urlsplit(made.stdout.strip()).path)
    expect(page.get_by_text("Portwell reference group invites you as Panel member")).to_be_visible()
    wrong += look(page)
    page.get_by_label("Your name").fill("Newcomer")
    page.get_by_label("Choose a password").fill("password1234")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Thieves have this password").first).to_be_visible()
    wrong += look(page)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Accept").click()
    password(page, "new@portwell.example")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    wrong += look(page)

    page.get_by_role("button", name="Set up an authenticator app").click()
    wrong += look(page)
    key = page.locator("code").inner_text()
    page.get_by_label("Six digits").fill(code(key))
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_text("they are shown once")).to_be_visible()
    wrong += look(page)
    page.get_by_role("button", name="I have kept them").click()

    expect(page.get_by_text("Newcomer, for Portwell reference group")).to_be_visible()
    context.close()
    assert not wrong, "\n".join(wrong)


def test_a_passkey_is_added_and_signs_in_by_itself(browser: Browser, site: str) -> None:
    # An address that is a name: passkeys belong to names, not to numbers.
    context = browser.new_context(base_url=site.replace("127.0.0.1", "localhost"), viewport=PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    phone = {
        **{"protocol": "ctap2", "transport": "internal", "hasResidentKey": True},
        **{"hasUserVerification": True, "isUserVerified": True},
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": phone})
    sign_in(page, "publisher@demoshire.example")
    page.goto("/workspace/account/passkeys/add/")
    page.get_by_label("What will you call it?").fill("Work phone")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/workspace/account/passkeys/")
    expect(page.get_by_role("term")).to_have_text("Work phone")
    page.get_by_role("button", name="Sign out").click()

    page.goto("/workspace/account/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("heading", name="Your work")).to_be_visible()
    expect(page.get_by_text("Grace Mbeki")).to_be_visible()
    context.close()


def test_a_chair_signs_in_and_chooses_nothing_without_javascript(plain: Page) -> None:
    sign_in(plain, "chair@portwell.example")

    expect(plain.get_by_role("heading", name="Your work")).to_be_visible()
    expect(plain.get_by_text("for Portwell reference group")).to_be_visible()
    expect(plain.get_by_role("button", name=re.compile("passkey"))).to_have_count(0)
    plain.goto("/workspace/account/passkeys/add/")
    expect(plain.get_by_text("This needs JavaScript")).to_be_visible()


def test_who_acts_for_two_changes_between_them_without_javascript(plain: Page) -> None:
    sign_in(plain, "oversight@programme.example")

    plain.get_by_label("Programme of the four forces").check()
    plain.get_by_role("button", name="Go on").click()
    expect(plain.get_by_text("for Programme of the four forces")).to_be_visible()
    plain.get_by_role("link", name="Change organisation").click()
    plain.get_by_label("Portwell reference group").check()
    plain.get_by_role("button", name="Go on").click()
    expect(plain.get_by_text("for Portwell reference group")).to_be_visible()


def test_signing_in_leaves_public_pages_without_a_cookie(desk: BrowserContext, site: str) -> None:
    page = desk.new_page()
    sign_in(page, "manager@demoshire.example")
    asked = []
    page.on("request", lambda one: asked.append((one.url, one.all_headers().get("cookie"))))

    page.goto("/")
    page.get_by_role("link", name="Methods").first.click()

    assert asked
    assert not [url for url, cookie in asked if cookie]
