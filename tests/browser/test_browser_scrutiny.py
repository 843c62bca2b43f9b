"""A panel's whole draw in a real browser: axe and a ruler on every page, the public ones too.

What the browser sends is answered by the site itself, in this process; each person has a browser
and a session of their own.
"""

import os
from contextvars import copy_context
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from accounts.cast import signed_in
from browser.conftest import PHONE
from browser.roadside import TYPES
from browser.test_browser_workspace import look
from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import Role
from evenhand.scrutiny import models
from plan.staff import somebody
from scrutiny.panels import ROLLS, Panel, panel
from workspace.plan_writes import stops
from workspace.scrutiny_desk import ADVICE, ATTEND, DRAW, FOUND, HOME, PANEL

pytestmark = [
    *(pytest.mark.browser, pytest.mark.slow),
    *(pytest.mark.django_db, pytest.mark.any_database),
]

SITE = "http://desk.example"
STATIC = Path(str(files("evenhand.govuk") / "static" / "govuk"))
PUBLISH, RECORD = "Publish it", "Record it"
WHAT = "Tell every driver the reason for the stop before anything is asked."
TEXT = "Ellen Marsh said that she was calm."


class Desk:
    """Somebody at a browser, who presses buttons and follows links; each page is judged once."""

    def __init__(self, browser: Browser, by: Acting | None, seen: set[str], **how: Any) -> None:
        self.client: Client = signed_in(by.person) if by else Client()
        self.context = browser.new_context(base_url=SITE, bypass_csp=True, **how)
        self.context.route("**/*", self._answer)
        self.page: Page = self.context.new_page()
        self.seen, self.wrong = seen, list[str]()
        # Django keeps its connection by context; the browser calls back in another one.
        self.here = copy_context()

    def _answer(self, route: Route) -> None:
        sent = route.request
        path = sent.url.removeprefix(SITE)
        file = STATIC / path.removeprefix("/static/govuk/").partition("?")[0]
        if path.startswith("/static/") and file.is_file():
            kind = TYPES.get(file.suffix, "application/octet-stream")
            route.fulfill(body=file.read_bytes(), content_type=kind)
            return
        if path.startswith("/static/"):
            route.fulfill(status=404, body="")
            return
        kind = sent.headers.get("content-type", "")
        if kind.startswith("multipart/"):
            data = sent.post_data_buffer or b""
            answer = self.here.run(self.client.post, path, data, content_type=kind, follow=True)
        elif sent.method == "POST":
            form = parse_qs(sent.post_data or "", keep_blank_values=True)
            answer = self.here.run(self.client.post, path, form, follow=True)
        else:
            answer = self.here.run(self.client.get, path, follow=True)
        route.fulfill(
            status=answer.status_code,
            body=answer.content.decode(),
            content_type="text/html; charset=utf-8",
        )

    def judge(self, name: str) -> None:
        """Axe and a ruler, with everything that opens open."""
        if name in self.seen:
            return
        self.seen.add(name)
        self.page.evaluate(
            "document.querySelectorAll('details').forEach(one => { one.open = true; })"
        )
        self.wrong += [f"{name}: {one}" for one in look(self.page)]
        if folder := os.environ.get("EVENHAND_LOOK"):
            for width in (360, 1280):
                self.page.set_viewport_size({"width": width, "height": 800})
                self.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)

    def goto(self, address: str, name: str) -> None:
        self.page.goto(address)
        self.judge(name)

    def press(self, button: str, name: str = "") -> None:
        self.page.get_by_role("button", name=button, exact=True).click()
        if name:
            self.judge(name)

    def fill(self, **said: str) -> None:
        for name, value in said.items():
            self.page.locator(f"[name='{name}']").fill(value)

    def choose(self, **said: str) -> None:
        for name, value in said.items():
            self.page.locator(f"[name='{name}'][value='{value}']").check()

    def sees(self, words: str) -> None:
        expect(self.page.locator("body")).to_contain_text(words)


def score(desk: Desk, place: int, overall: str) -> None:
    """Open a case, say that it touches nobody, and fill in the whole sheet."""
    at = f"{DRAW}cases/{place}/"
    desk.goto(at, "case")
    desk.choose(touches="no")
    desk.press("Go on", "record")
    desk.page.get_by_role("button", name="Score it").click()
    desk.judge("score")
    desk.press("Keep my score", "score, wrong")
    sheet(desk, overall)
    desk.press("Keep my score")
    desk.sees("Your score is kept")


def sheet(desk: Desk, overall: str) -> None:
    for field in desk.page.locator("input[type=radio][value=yes]").all():
        field.check()
    desk.choose(overall=overall)
    comment = desk.page.locator("[name='overall-comment']")
    comment.evaluate("one => { one.closest('details').open = true; }")
    comment.fill("Nobody said why the car was stopped.")


def opening(desk: Desk, made: Panel) -> None:
    first, last = made.period
    desk.goto(f"{HOME}draws/new/", "open")
    desk.press("See what the public will read", "open, wrong")
    desk.choose(power="vehicle-stop", dimensions="ethnicity", beacon="dice")
    desk.fill(
        first=f"{first.day}/{first.month}/{first.year}",
        last=f"{last.day}/{last.month}/{last.year}",
        cases="1",
        reserves="0",
        words="We look at stops that led to nothing.",
    )
    desk.press("See what the public will read", "preview")
    desk.press(PUBLISH, "draw, open")


def test_a_panel_goes_from_the_frame_to_a_recommendation_in_the_plan(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
    made, seen = panel(0), set[str]()
    made.stops(12, reason="other", reason_text=TEXT)
    made.log()
    stops()
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    chair, member, manager, supervisor = (
        Desk(browser, one, seen) for one in (made.chair, made.member, made.manager, made.supervisor)
    )
    desks = (chair, member, manager, supervisor)

    chair.goto(HOME, "home, empty")
    opening(chair, made)
    manager.goto(f"{ATTEND}exclude/", "exclude")
    chair.goto(f"{DRAW}total/", "total")
    chair.goto(f"{DRAW}freeze/", "freeze")
    chair.press("See what the public will read", "preview")
    chair.press(PUBLISH, "draw, frozen")
    chair.goto(f"{DRAW}dice/", "dice, not now")
    made.sign()
    for desk, at in ((chair, f"{DRAW}dice/"), (manager, f"{ATTEND}dice/")):
        desk.goto(at, "dice")
        desk.fill(digits=ROLLS)
        desk.press("Check what you typed", "preview, dice")
        desk.press(RECORD)
    manager.sees("The cases are drawn")
    manager.judge("attend")

    chair.goto(f"{DRAW}cases/", "cases")
    [row] = models.Draw.objects.all()
    [case] = made.cases(row)
    chair.goto(f"{DRAW}cases/{case.place}/words/", "words")
    chair.page.locator("[name=read]").check()
    chair.press("See what members will read", "words, preview")
    chair.press(RECORD)
    chair.goto(f"{DRAW}cases/{case.place}/reserve/", "reserve")
    for desk in (chair, member):
        score(desk, case.place, "red")
    chair.goto(f"{DRAW}close/", "close")
    chair.press("See what the public will read", "preview")
    chair.press(PUBLISH, "draw, closed")

    member.goto(f"{DRAW}cases/{case.place}/scores/", "scores")
    chair.goto(f"{DRAW}meeting/", "meeting, open")
    chair.goto(f"{DRAW}cases/{case.place}/agree/", "agree")
    sheet(chair, "red")
    chair.press("Check what you agreed", "agree, preview")
    chair.press(RECORD, "meeting, agreed")
    chair.sees("Red")

    member.goto(f"{DRAW}find/?case={case.place}", "find")
    member.choose(fault="red")
    member.fill(words=FOUND)
    member.press("See what the public will read", "preview")
    member.press(PUBLISH, "draw, agreed")
    member.sees(FOUND)
    supervisor.goto(HOME, "home, supervisor")
    supervisor.page.get_by_role("link", name="Bedfordshire panel: finding 1").click()
    supervisor.judge("answer")
    supervisor.choose(taken="advice")
    supervisor.fill(words="We talked about what a reason is.")
    supervisor.press("See what the public will read", "preview")
    supervisor.press(PUBLISH)

    recommend(chair, manager)
    everybody = Desk(browser, None, seen)
    phone = Desk(browser, None, seen, java_script_enabled=False, viewport=PHONE)
    overseer = Desk(browser, somebody(Role.OVERSIGHT_MEMBER, "oversight"), seen)
    desks = (*desks, everybody, phone, overseer)
    read_in_public(everybody, phone)
    take_in_a_list(overseer)
    chair.goto(DRAW, "draw, answered")
    chair.sees("We talked about what a reason is.")
    for desk in desks:
        desk.context.close()
    assert [one for desk in desks for one in desk.wrong] == []
    assert len(seen) > 30


def recommend(chair: Desk, manager: Desk) -> None:
    """From a finding to the plan's action."""
    chair.goto(f"{HOME}recommendations/new/", "recommend")
    chair.page.get_by_label("Finding 1 of draw 1").check()
    chair.fill(what=WHAT, why=FOUND, to="Chief constable", due="1/1/2096")
    chair.press("See what the public will read", "preview")
    chair.press(PUBLISH, "recommendations")
    manager.goto(ADVICE, "recommendation")
    manager.goto(f"{ADVICE}respond/", "respond")
    manager.choose(response="accepted")
    manager.fill(words="We will say it first.")
    manager.press("See what the public will read", "preview")
    manager.press(PUBLISH)
    manager.goto(f"{ADVICE}carry/", "carry")
    manager.page.locator("[name=action]").select_option(index=1)
    manager.fill(words="It changes what officers say first.")
    manager.press("See what the public will read")
    manager.press(PUBLISH, "recommendation, carried")
    manager.sees("An action of the plan carries it")
    chair.goto(f"{HOME}meetings/new/", "call")
    chair.goto(f"{HOME}meetings/", "visits")


def read_in_public(everybody: Desk, phone: Desk) -> None:
    """What was found, recommended and answered: also on a phone without JavaScript."""
    for address, name, said in (
        (f"/panels/{PANEL}/draws/1/", "public draw", (FOUND, "We talked about what a reason is.")),
        ("/forces/bedfordshire/recommendations/1/", "public recommendation", (WHAT, "Accepted")),
        ("/forces/bedfordshire/recommendations/", "public recommendations", (WHAT,)),
        ("/forces/bedfordshire/scrutiny/", "public scrutiny", ("Draw 1",)),
    ):
        everybody.goto(address, name)
        phone.page.goto(address)
        for desk, words in ((one, each) for one in (everybody, phone) for each in said):
            desk.sees(words)
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def take_in_a_list(overseer: Desk) -> None:
    """What an inspectorate recommended: sent with a fault, mended, and taken in."""
    columns = "force,from,source,said,what,why,to\n"
    row = "bedfordshire,The inspectorate,inspectorate,1/4/2026,Keep every video.,We saw,{to}\n"
    overseer.goto(f"{HOME}recommendations/list/", "list")
    overseer.press("Show what it would add", "list, wrong")
    for to, name in (("", "list, problems"), ("Chief constable", "list, preview")):
        content = (columns + row.format(to=to)).encode()
        file = {"name": "list.csv", "mimeType": "text/csv", "buffer": content}
        overseer.goto(f"{HOME}recommendations/list/", "list")
        overseer.page.locator("[name=table]").set_input_files(files=[file])
        overseer.press("Show what it would add", name)
    overseer.press("Take it in, in public", "recommendations, overseer")
    overseer.sees("1 recommendation is taken in.")
    overseer.sees("Keep every video.")
