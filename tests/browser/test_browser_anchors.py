"""Anchor cases in a real browser: axe and a ruler on every page of who keeps or scores them."""

import pytest
from playwright.sync_api import Browser

from browser.test_browser_scrutiny import RECORD, Desk, sheet
from scrutiny.made_anchors import RECORD as WORDS
from scrutiny.made_anchors import Anchored
from workspace.test_workspace_anchors import CASE, HOME, SET, case_form

pytestmark = [
    *(pytest.mark.browser, pytest.mark.slow),
    *(pytest.mark.django_db, pytest.mark.any_database),
]
PUBLISH = "Publish it"


def written(keeper: Desk) -> None:
    """Open a set, write a case as a person would, and seal a score of it."""
    keeper.goto(HOME, "sets, none")
    keeper.goto(f"{HOME}new/", "open")
    keeper.press("See what the public will read", "open, wrong")
    keeper.fill(title="Autumn", words="In which little was said.")
    keeper.press("See what the public will read", "open, preview")
    keeper.press(PUBLISH, "set, empty")
    keeper.goto(f"{SET}issue/", "issue, not now")
    keeper.goto(f"{SET}write/", "write")
    keeper.press("Keep this version", "write, wrong")
    said = case_form()
    keeper.fill(words=said.pop("words"))
    keeper.choose(**said)
    keeper.press("Keep this version", "set, a case")
    keeper.goto(f"{CASE}write/", "write again")
    keeper.goto(f"{CASE}seal/", "seal")
    keeper.press("Seal it", "seal, wrong")
    sheet(keeper, "red")
    keeper.press("Seal it")
    keeper.goto(CASE, "case, sealed")


def issued(keeper: Desk, due: str) -> None:
    """Lay it before every panel."""
    keeper.goto(f"{SET}issue/", "issue")
    keeper.fill(due=due, words="For your next meeting.")
    keeper.press("See what the public will read", "issue, preview")
    keeper.press(PUBLISH, "set, issued")


def scored(desk: Desk) -> None:
    """Score the case alone."""
    desk.goto(CASE, "case")
    desk.goto(f"{CASE}score/", "score")
    desk.press("Keep my score", "score, wrong")
    sheet(desk, "red")
    desk.press("Keep my score")
    desk.sees("Your score is kept")


def agreed(chair: Desk) -> None:
    """Close the scoring of a panel, and agree."""
    chair.goto(f"{SET}close/", "close")
    chair.press("See what the public will read", "close, preview")
    chair.press(PUBLISH, "set, closed")
    chair.goto(CASE, "case, closed")
    chair.goto(f"{CASE}agree/", "agree")
    sheet(chair, "red")
    chair.press("Check what you agreed", "agree, preview")
    chair.press(RECORD, "case, agreed")


def test_a_set_goes_from_the_bodys_desk_to_every_panel_and_back(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
    made, seen = Anchored(), set[str]()
    keeper = Desk(browser, made.keeper, seen)
    panels = [[Desk(browser, one, seen) for one in panel] for panel in (made.beds, made.kent)]
    everybody = Desk(browser, None, seen)

    written(keeper)
    issued(keeper, f"{made.due.day}/{made.due.month}/{made.due.year}")
    everybody.goto("/scrutiny/anchor-cases/", "public, issued")
    assert WORDS not in everybody.page.content()
    for members in panels:
        for desk in members:
            scored(desk)
        agreed(members[0])
    panels[0][1].goto("/workspace/panel/", "panel")
    keeper.goto(f"{SET}reveal/", "reveal")
    keeper.fill(words="All have agreed.")
    keeper.press("See what the public will read", "reveal, preview")
    keeper.press(PUBLISH, "set, revealed")
    everybody.goto("/scrutiny/anchor-cases/", "public, revealed")
    everybody.sees("2 panels")

    desks = [keeper, everybody, *panels[0], *panels[1]]
    for desk in desks:
        desk.context.close()
    assert [one for desk in desks for one in desk.wrong] == []
