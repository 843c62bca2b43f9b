"""A real browser, the demonstration as `make demo` serves it, and a site of two forces."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from browser import kinds as found
from browser.serving import DEMONSTRATION, TWO_FORCES, Site, served

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_CHROMIUM = (
    "The browser journeys need Chromium and none was found. `make test` installs it; by hand: "
    "apt-get install chromium, or .venv/bin/playwright install chromium."
)
PHONE = {"width": 360, "height": 640}
WEATHER = "https://www.bbc.co.uk/weather"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's own Chromium; Playwright's where there is none."""
    found_at = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    own = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    if found_at is None and not list(own.glob("chromium*")):
        pytest.fail(NO_CHROMIUM)
    path = {} if found_at is None else {"executable_path": found_at}
    return {**browser_type_launch_args, **path, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, served by the real server from a folder of its own."""
    with served(DEMONSTRATION, tmp_path_factory) as site:
        yield site


@pytest.fixture(scope="session")
def site(demonstration: Site) -> str:
    """The address of the demonstration."""
    return demonstration.address


@pytest.fixture(scope="session")
def two_forces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with two forces, one of them corrected since."""
    with served(TWO_FORCES, tmp_path_factory) as site:
        yield site.address


@pytest.fixture(scope="session")
def kinds(site: str) -> dict[str, str]:
    """Every kind of page of the demonstration, by name."""
    return found.kinds(site)


@pytest.fixture(scope="session")
def force(site: str) -> str:
    """The address of a force that has figures."""
    return found.matching(site, "/find/", "/forces/[^/]+/")[0]


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """A phone without JavaScript."""
    context = browser.new_context(base_url=site, viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def phone(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A phone with JavaScript, then one without; the weather is made up: nothing leaves here."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=request.param)
    context.route(f"{WEATHER}**", weather)
    yield context
    context.close()


@pytest.fixture
def reader(phone: BrowserContext) -> Page:
    """A reader with that phone."""
    return phone.new_page()


def weather(route: Route) -> None:
    """Answer as the site that readers leave to."""
    if "referer" in route.request.headers:
        raise ValueError("the weather is told where the reader came from")
    route.fulfill(content_type="text/html", body="<title>Weather</title><h1>Sunny</h1>")
