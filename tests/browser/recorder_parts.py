"""Parts of the recorder on their own in a real browser, without a site behind them."""

import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
ADDRESS = "https://device.example/"  # encrypted, or browsers offer no cryptography
PARTS = (
    *("database", "store", "sync", "seal", "names", "stop", "receipt", "drafts"),
    *("hello", "stock", "clock"),
)
"""What a phone does behind its screens."""
SAVE = """async (database, id) => {
  const store = new part.Store(database);
  await store.save(async (device) => ({id, device_id: device.id, sequence: device.sequence,
    saved_at: "now", key: "k", sealed: "bytes of " + id}));
  return (await store.unsent()).map((one) => one.id);
}"""
"""Saves a record under an id; gives the ids of those that are not sent."""


@cache
def bundled(source: str) -> str:
    """A module, given as its text, and all that it asks for, as one script that makes ``part``."""
    program = FRONTEND / "node_modules" / ".bin" / "esbuild"
    return subprocess.run(
        [program, "--bundle", "--format=iife", "--global-name=part", "--loader=ts"],
        input=source,
        cwd=FRONTEND,
        capture_output=True,
        check=True,
        text=True,
    ).stdout


@contextmanager
def loaded(browser: Browser, *modules: str, **how: Any) -> Iterator[Page]:
    """A page on which ``part`` is the recorder's modules; nothing leaves the machine."""
    built = bundled("\n".join(f'export * from "./src/recorder/{name}";' for name in modules))

    def answer(route: Route) -> None:
        route.fulfill(body="<!doctype html><title>Device</title>", content_type="text/html")

    context = browser.new_context(**how)
    context.route("**/*", answer)
    page = context.new_page()
    page.goto(ADDRESS)
    page.add_script_tag(content=built)
    yield page
    context.close()


def together(browser: Browser, **how: Any) -> AbstractContextManager[Page]:
    """The same with all that a phone does behind its screens."""
    return loaded(browser, *PARTS, **how)
