"""A real browser, and the demonstration as `make demo` serves it."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import urllib3
from playwright.sync_api import Browser, Page

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_CHROMIUM = (
    "The browser journeys need Chromium and none was found. `make test` installs it; by hand: "
    "apt-get install chromium, or .venv/bin/playwright install chromium."
)
SERVE = """
import sys
from pathlib import Path
from evenhand.config.server import demo
for sentence in demo(Path(sys.argv[1]), port=int(sys.argv[2])):
    print(sentence, flush=True)
"""
SECONDS_TO_START = 120


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's own Chromium; Playwright's where there is none."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    own = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    if found is None and not list(own.glob("chromium*")):
        pytest.fail(NO_CHROMIUM)
    path = {} if found is None else {"executable_path": found}
    return {**browser_type_launch_args, **path, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration, served by the real server from a folder of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("demonstration")
    command = [sys.executable, "-c", SERVE, str(folder), str(port)]
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(command, stdout=log, stderr=log) as server,
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}/", server, folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the site answers."""
    retries = urllib3.Retry(total=SECONDS_TO_START, backoff_factor=1, backoff_max=1)
    try:
        urllib3.request("GET", address, retries=retries, timeout=10)
    except urllib3.exceptions.HTTPError:
        server.kill()
        pytest.fail(f"The demonstration did not start:\n{log.read_text()}")


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """A phone without JavaScript."""
    context = browser.new_context(
        base_url=site,
        viewport={"width": 360, "height": 640},
        java_script_enabled=False,
    )
    yield context.new_page()
    context.close()
