"""Every kind of page of the workspace, as each role reaches it by links: axe finds nothing there.

A page that is added is found by its link; one that nothing leads to fails the last test, unless it
is named here with the reason.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page

from browser.test_browser_workspace import DESK, look, sign_in
from evenhand.accounts.access import every
from evenhand.workspace.urls import urlpatterns

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PEOPLE = {
    "manager": "manager@demoshire.example",
    "lead": "lead@demoshire.example",
    "owner": "owner@demoshire.example",
    "publisher": "publisher@demoshire.example",
    "investigator": "investigator@demoshire.example",
    "administrator": "admin@demoshire.example",
    "chair": "chair@portwell.example",
    "overseer": "oversight@programme.example",
}
MOST_OF_A_KIND = 2
"""An action's page is another when it is complete or disputed: two of each kind are looked at."""
SEEN: set[str] = set()


def kind(address: str) -> str:
    """What the addresses of the site call a page of the workspace; nothing for any other."""
    parts = urlsplit(address)
    if not parts.path.startswith("/workspace/") or "sign-out" in parts.path:
        return ""
    try:
        return resolve(parts.path).view_name or ""
    except Resolver404:
        return ""


def links(page: Page) -> list[str]:
    """Where the links of a page lead on this site."""
    found: list[str] = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    here = urlsplit(page.url).netloc
    return [one for one in dict.fromkeys(found) if urlsplit(one).netloc == here]


@pytest.fixture
def desk(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, viewport=DESK, bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_that_somebody_reaches_is_without_fault(desk: Page, who: str) -> None:
    sign_in(desk, PEOPLE[who])
    waiting, wrong = links(desk), []
    looked: dict[str, int] = {}
    asked: set[str] = set()
    while waiting:
        address = waiting.pop(0).partition("#")[0]
        name = kind(address)
        if not name or address in asked or looked.get(name, 0) >= MOST_OF_A_KIND:
            continue
        asked.add(address)
        answer = desk.goto(address)
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        if answer.status != 200:
            wrong.append(f"{address}: {answer.status}, though a link leads there")
            continue
        looked[name] = looked.get(name, 0) + 1
        if name not in SEEN or looked[name] == 1:
            wrong += look(desk)
        SEEN.add(name)
        waiting += links(desk)
    assert not wrong, "\n".join(wrong)


ELSEWHERE = {
    "report-begin": "only sent to, by the list of reports",
    "report-publish": "only sent to, by the page that shows a report before it is published",
    "report-paper": "only sent to, by the list of reports, where a PDF is missing",
    "invitation": "reached from a mail; test_browser_workspace",
}
"""Pages that no link of the workspace leads to, and why, or where they are looked at."""


def test_no_page_of_the_workspace_is_out_of_reach() -> None:
    """Runs after the others of this file, in the same process (``--dist=loadfile``)."""
    if not SEEN:
        pytest.skip("the pages were not looked at in this run")
    names = {one.name for one in every(urlpatterns) if one.name}
    forms = {name for name in names if name not in SEEN and name not in ELSEWHERE}
    assert not {one for one in forms if one.startswith(("plan-", "desk-", "report", "maturity"))}
