"""Every kind of page of the workspace, as each role reaches it by links: axe finds nothing there.

Axe judges a page of a kind where somebody meets it first, and again wherever it has other parts;
the ruler measures it there too, and at a few more desks, where other words stand in the same parts.

A page that is added is found by its link; one that nothing leads to fails the last test, unless it
is named here with the reason.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page

from browser.parts import parts
from browser.test_browser_workspace import DESK, look, sign_in
from evenhand.accounts.access import every
from evenhand.workspace.urls import urlpatterns
from evenhand.workspace.views.alerts.writing import STEPS as REVIEWED
from evenhand.workspace.views.scrutiny.advising import STEPS as ADVISED
from evenhand.workspace.views.scrutiny.anchors import OF_CASE, OF_SET
from evenhand.workspace.views.scrutiny.visiting import STEPS as VISITED
from evenhand.workspace.views.scrutiny.writing import STEPS as DRAWN

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PEOPLE = {
    "manager": "manager@demoshire.example",
    "lead": "lead@demoshire.example",
    "owner": "owner@demoshire.example",
    "publisher": "publisher@demoshire.example",
    "investigator": "investigator@demoshire.example",
    "chief officer": "chief@demoshire.example",
    "administrator": "admin@demoshire.example",
    "analyst": "analyst@demoshire.example",
    "officer": "officer@demoshire.example",
    "supervisor": "supervisor@demoshire.example",
    "chair": "chair@portwell.example",
    "panel member": "member@portwell.example",
    "chair of the panel": "chair@panel.example",
    "member of the panel": "member@panel.example",
    "overseer": "oversight@programme.example",
    "commissioner": "oversight@commissioner.example",
}
MOST_OF_A_KIND = 2
"""So many of each kind are looked at."""
ALL_OF = {"desk-action"}
"""Their links are others when an action is complete or disputed: all are followed."""
FILE = re.compile(r"\.[a-z]+$")
SEEN: set[str] = set()
JUDGED: dict[str, set[str]] = defaultdict(set)
"""The parts of the pages of each kind that axe has judged."""
MEASURED: Counter[str] = Counter()
OFTEN = 5
"""After so many of a kind, a page without any part of its own lies on the screen as they did."""


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
    if kind(desk.url) == "choose-organisation":
        desk.get_by_label("Programme of the four forces").check()
        desk.locator("main form button").first.click()
    waiting, wrong = links(desk), []
    looked: dict[str, int] = {}
    asked: set[str] = set()
    while waiting:
        address = waiting.pop(0).partition("#")[0]
        name = kind(address)
        enough = looked.get(name, 0) >= MOST_OF_A_KIND
        if not name or address in asked or (enough and name not in ALL_OF):
            continue
        asked.add(address)
        if FILE.search(urlsplit(address).path):
            SEEN.add(name)
            continue
        answer = desk.goto(address)
        assert answer is not None
        if answer.status != 200:
            wrong.append(f"{address}: {answer.status}, though a link leads there")
            continue
        looked[name] = looked.get(name, 0) + 1
        if not enough:
            found = parts(desk)
            known = found <= JUDGED[name]
            if not known or MEASURED[name] < OFTEN:
                wrong += look(desk, known=known)
                MEASURED[name] += 1
            JUDGED[name] |= found
        SEEN.add(name)
        waiting += links(desk)
    assert not wrong, "\n".join(wrong)


TAKES_FORMS_ALONE = {
    "advice-draft-away",
    *("withdraw", "end-assignment", "plan-draft-away", "report-publish", "report-discard"),
    *("stop-aside", "stop-review", "stop-system-end"),
}
ON_THE_WAY = {
    "plan-draft": "only once a table was sent: test_workspace_tables",
    "advice-draft": "only once a list was sent: test_browser_scrutiny",
    "look-at-file": "only once a file was sent: test_plan_evidence_pages",
    "see-file": "the same",
    "report-draft": "only once a report was begun: test_workspace_reports",
    "report-preview": "the same",
    "report-paper": "a file of a report that was published",
    "audit-check": "a form: test_audit_pages",
    "report-begin": "a form: test_workspace_reports",
    "audit-read": "only once a reason was given: test_audit_pages",
    "audit-file": "the same",
    "audit-take-out": "the same, for one entry of it: test_audit_reasons",
    "plan-redact-lead": "only once a lead was named with words: test_plan_redaction_pages",
    "desk-complete": "only where an action has all that it needs: test_browser_plan_journeys",
    **{
        f"alert-{step}": "only while a review waits for it: test_browser_alert_desk"
        for step in REVIEWED
    },
    "alert-redact": "from a review, for publishers: test_workspace_alert_redaction",
    **dict.fromkeys(
        [
            *(f"draw-{step}" for step in DRAWN),
            *("draw", "draw-cases", "draw-meeting", "draw-file", "case", "case-record"),
            *("case-video", "case-words", "case-reserve", "case-score", "case-scores"),
            "case-agree",
            *("attend", "attend-dice", "attend-exclude", "finding-answer"),
        ],
        "only while a draw waits for it: test_browser_scrutiny",
    ),
    **dict.fromkeys(
        [
            *("desk-recommendation", *(f"recommendation-{step}" for step in ADVISED)),
            *("desk-visit", *(f"visit-{step}" for step in VISITED)),
        ],
        "only once there is one: test_browser_scrutiny, test_workspace_scrutiny_advice",
    ),
    **dict.fromkeys(
        [*(f"anchors-{step}" for step in OF_SET), *(f"anchor-{step}" for step in OF_CASE)],
        "only while a set waits for it: test_browser_anchors",
    ),
    "anchor-video": "only where an anchor case has a video: test_workspace_anchors",
    "stop": "only once a stop was recorded: test_browser_stop_journey",
    "stop-correct": "the same",
    "stop-redact": "the same, and looked at in test_browser_stop_desk",
    "stop-mend": "only once a record that breaks a rule was sent: test_browser_stop_desk",
    "stop-finding": "only once something odd was sent: test_browser_stop_desk",
    "stop-device": "only once a phone has fallen silent: test_browser_stop_desk",
    "stop-unmatched": "only once an event is in no record: test_workspace_known",
    "stop-team": "only once a team was taken up: test_workspace_teams",
    "invitation": "reached from a mail: test_browser_workspace",
}
"""Pages that no link leads to before something was done, and where they are looked at."""


def test_no_page_of_the_workspace_is_out_of_reach() -> None:
    """Runs after the others of this file, in the same process (``--dist=loadfile``)."""
    names = {
        one.name for one in every(urlpatterns) if one.name and not one.name.startswith(ELSEWHERE)
    }
    assert SEEN, "the pages were not looked at: run the whole file"
    assert sorted(names - SEEN - TAKES_FORMS_ALONE - ON_THE_WAY.keys()) == []


ELSEWHERE = ("account_", "mfa_", "socialaccount_", "usersessions_", "openid_connect_")
"""Signing in, which test_browser_workspace goes through page by page."""
