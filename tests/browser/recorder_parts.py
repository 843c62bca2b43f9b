"""Parts of the recorder on their own in a real browser, without a site behind them."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Route

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
ADDRESS = "https://device.example/"  # encrypted, or browsers offer no cryptography


@contextmanager
def loaded(browser: Browser, module: str) -> Iterator[Page]:
    """A page on which ``part`` is one of the recorder's modules; nothing leaves the machine."""
    program = FRONTEND / "node_modules" / ".bin" / "esbuild"
    source = FRONTEND / "src" / "recorder" / f"{module}.ts"
    built = subprocess.run(
        [program, source, "--bundle", "--format=iife", "--global-name=part"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout

    def answer(route: Route) -> None:
        route.fulfill(body="<!doctype html><title>Device</title>", content_type="text/html")

    context = browser.new_context()
    context.route("**/*", answer)
    page = context.new_page()
    page.goto(ADDRESS)
    page.add_script_tag(content=built)
    yield page
    context.close()
