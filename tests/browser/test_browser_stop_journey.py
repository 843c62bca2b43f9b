"""A stop from the roadside to the person's receipt and the supervisor's desk, on a real server."""

import re
import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import PHONE
from browser.recording import TEAM, TYPED, Officer, phone
from browser.serving import DEMONSTRATION, Site, served
from browser.test_browser_workspace import DESK, look, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RECORDER = "/workspace/roadside/"


@pytest.fixture(scope="module")
def force(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A demonstration of its own: what is recorded here stays."""
    with served(DEMONSTRATION, tmp_path_factory) as site:
        yield site


@pytest.fixture
def pocket(browser: Browser, force: Site) -> Iterator[BrowserContext]:
    """The phone of an officer who has signed in."""
    context = phone(browser, base_url=force.address)
    sign_in(context.new_page(), "officer@demoshire.example")
    yield context
    context.close()


@pytest.fixture
def driver(browser: Browser, force: Site) -> Iterator[Page]:
    """The driver's own phone: no account, no JavaScript."""
    context = browser.new_context(base_url=force.address, viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_stop_is_recorded_kept_shown_to_the_driver_and_read_by_the_supervisor(
    pocket: BrowserContext, driver: Page, browser: Browser, force: Site
) -> None:
    rec = Officer(pocket.new_page(), SimpleNamespace(address=force.address + RECORDER))
    rec.open()
    rec.record(team=f"{TYPED}{TEAM}")  # the demonstration lists no teams: it is typed once
    rec.is_kept()
    code = re.search(r"\b(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}\b", rec.page.locator("main").inner_text())
    assert code is not None
    assert rec.complaints == []

    driver.goto("/r/")
    driver.get_by_role("textbox").fill(code.group())
    driver.get_by_role("button").first.click()
    told = driver.locator("main")
    expect(told).to_contain_text("Routine check, no specific reason")
    expect(told).to_contain_text("No action")
    assert TEAM not in told.inner_text()

    context = browser.new_context(base_url=force.address, viewport=DESK, bypass_csp=True)
    desk = context.new_page()
    sign_in(desk, "supervisor@demoshire.example")
    desk.goto("/workspace/stops/queue/")
    expect(desk.locator("main")).to_contain_text("1 stop waits for a supervisor.")
    desk.locator("main table a, main dl a, main ul a").first.click()
    expect(desk.locator("main")).to_contain_text("Routine check, no specific reason")
    wrong = look(desk)
    desk.locator('main a[href*="/correct/"]').first.click()
    wrong += look(desk)
    assert not wrong, "\n".join(wrong)
    context.close()

    said = subprocess.run(
        [sys.executable, "-m", "evenhand.cli", "verify"],
        env={
            **force.environment,
            "EVENHAND_DEMO": "1",
            "EVENHAND_LEDGER_KEY": str(force.folder / "ledger.key"),
            "EVENHAND_KEYS": str(force.folder / "keys"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout + said.stderr
    assert "stops" in said.stdout + said.stderr
