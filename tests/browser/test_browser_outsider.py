"""An outsider keeps a checkpoint, comes back after a promise has moved on, and checks the ledger.

Nothing but a browser and Python's standard library is used: the program that checks is the one that
the site gives out.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser.conftest import PHONE
from browser.test_browser_workspace import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEDGER, ACTION = "/log/", "/workspace/plan/demoshire/1/monthly-check/"
CHECKPOINT, EVERYTHING = "The checkpoint as text", "Everything in the ledger"


@pytest.fixture
def outsider(browser: Browser, site: str) -> Iterator[Page]:
    """Somebody with a phone, without an account and without JavaScript."""
    context = browser.new_context(base_url=site, viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def manager(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    sign_in(page, "manager@demoshire.example")
    yield page
    context.close()


def kept(page: Page, words: str, file: Path) -> Path:
    """What a link of the ledger's page leads to, as the browser has it."""
    page.goto(LEDGER)
    address = page.get_by_role("link", name=words).get_attribute("href")
    assert address
    file.write_bytes(page.request.get(address).body())
    return file


def check(program: Path, *files: Path) -> tuple[int, str]:
    """Run what was downloaded, away from everything of ours."""
    done = subprocess.run(
        [sys.executable, "-I", str(program), *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def moves_on(page: Page, words: str) -> None:
    """The force reports on one of its actions."""
    page.goto(f"{ACTION}report/")
    page.get_by_label("How is it going?").fill(words)
    page.locator("main form button").first.click()
    page.wait_for_url(f"**{ACTION}")


def until_it_is_in(page: Page, before: Path, file: Path) -> Path:
    """The checkpoint once it is a new one: each second gives new entries their place."""
    for _ in range(60):
        if kept(page, CHECKPOINT, file).read_bytes() != before.read_bytes():
            return file
        time.sleep(0.5)
    raise AssertionError("no new checkpoint came")


def test_an_outsider_proves_with_two_checkpoints_that_the_past_was_not_rewritten(
    outsider: Page, manager: Page, tmp_path: Path
) -> None:
    program = kept(outsider, "a program of under a hundred lines", tmp_path / "check_log.py")
    first = kept(outsider, CHECKPOINT, tmp_path / "first.txt")

    moves_on(manager, "The outsider’s phone has yesterday’s checkpoint.")

    second = until_it_is_in(outsider, first, tmp_path / "second.txt")
    today = kept(outsider, EVERYTHING, tmp_path / "today.jsonl")
    for checkpoint in (first, second):
        status, said = check(program, today, checkpoint)
        assert status == 0, said

    words = today.read_text(encoding="utf-8")
    told = words.replace("yesterday’s checkpoint", "no checkpoint at all")
    assert told != words
    rewritten = tmp_path / "rewritten.jsonl"
    rewritten.write_text(told, encoding="utf-8")
    status, said = check(program, rewritten, first)
    assert status == 1
    shorter = tmp_path / "shorter.jsonl"
    shorter.write_text("\n".join(words.splitlines()[:-1]) + "\n", encoding="utf-8")
    assert check(program, shorter, second)[0] == 1


def test_every_page_on_the_way_is_read_without_javascript(outsider: Page) -> None:
    outsider.goto("/plans/")
    outsider.get_by_role("link", name="Demoshire").first.click()
    outsider.get_by_role("link", name="Differences looked at every month").first.click()
    assert outsider.locator("h1").inner_text().startswith("Differences looked at every")
    outsider.get_by_text("public ledger").first.scroll_into_view_if_needed()
    proof = outsider.locator("a[href*='/proof/']").first.get_attribute("href")
    assert "tlog-proof" in outsider.request.get(str(proof)).text()


def test_every_kind_of_public_page_says_all_it_has_to_say_without_javascript(
    outsider: Page, kinds: dict[str, str]
) -> None:
    """Nothing waits for a script: each page has its heading, and no empty place for one to fill."""
    wrong = []
    for name, address in kinds.items():
        answer = outsider.goto(address)
        assert answer is not None
        if "html" not in answer.headers.get("content-type", ""):
            continue
        heading, main = outsider.locator("h1"), outsider.locator("main")
        if heading.count() != 1 or not heading.inner_text().strip():
            wrong.append(f"{name}: no heading")
        if len(main.inner_text()) < 80:
            wrong.append(f"{name}: hardly any words")
        if outsider.locator("main [hidden], main [aria-busy=true]").count():
            wrong.append(f"{name}: something waits for a script")
    assert not wrong, "\n".join(wrong)
