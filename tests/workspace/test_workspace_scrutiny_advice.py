"""Recommendations, meetings and visits at the desk, page by page, by a panel and its force."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from evenhand.monitoring.steps import day_of
from evenhand.scrutiny import models
from evenhand.scrutiny.recommending import selectors
from scrutiny.panels import Panel, panel
from workspace.plan_writes import stops
from workspace.scrutiny_desk import ADVICE, HOME, MEETING, browser, send, words

pytestmark = pytest.mark.django_db
NEW = f"{HOME}recommendations/new/"
WHAT = "Record the grounds of every search at night in full sentences."
REASON = "The form that officers fill in at night has no room for sentences before next year."


def recommending(made: Panel, **other: str) -> dict[str, str]:
    due = day_of(made.started) + timedelta(days=120)
    said = {
        "what": WHAT,
        "why": "In 14 of 20 cases nobody could tell why.",
        "to": "Chief constable",
        "due": f"{due.day}/{due.month}/{due.year}",
    }
    return {**said, **other}


def test_a_recommendation_is_made_answered_carried_done_and_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = panel(0)
    stops()
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    chair, manager = browser(made.chair), browser(made.manager)

    wrong = send(chair, NEW, **recommending(made, due="1/1/2001"))
    assert "The day by which it should be done is later" in words(wrong)
    preview = words(chair.post(NEW, recommending(made)))
    assert "What the public will read" in preview
    assert "To Bedfordshire Police: Chief constable." in preview
    for _ in range(2):
        answer = send(chair, NEW, **recommending(made))
        assert answer.status_code == 303
    assert "This was recorded already" in words(chair.get(answer.url))
    assert models.Recommendation.objects.count() == 1

    assert "The force’s answer" in words(manager.get(HOME))
    short = send(manager, f"{ADVICE}respond/", response="refused", words="No.")
    assert "Say why not, or why not all of it" in words(short)
    assert "cannot be done now" in words(manager.get(f"{ADVICE}complete/"))
    assert send(manager, f"{ADVICE}respond/", response="in-part", words=REASON).status_code == 303
    [action] = re.findall(r'value="(plan/[^"]+)"', manager.get(f"{ADVICE}carry/").content.decode())
    assert send(manager, f"{ADVICE}carry/", action=action, words="All of it.").status_code == 303
    proof = {"kind": "link", "title": "The new form", "address": "https://beds.example/form"}
    bad = send(manager, f"{ADVICE}evidence/", **{**proof, "address": "form"}, words="The form.")
    assert "Evidence is a link that begins with https://" in words(bad)
    assert send(manager, f"{ADVICE}evidence/", **proof, words="The form.").status_code == 303
    assert send(manager, f"{ADVICE}complete/", words="It is in use.").status_code == 303
    stale = {"words": "Once more.", "expected": "2", "stage": "save"}
    assert manager.post(f"{ADVICE}complete/", stale).status_code == 409

    assert "Say what you think of what came of it" in words(chair.get(HOME))
    assert send(chair, f"{ADVICE}view/", view="satisfied", words="We saw it.").status_code == 303
    page = words(manager.get(ADVICE))
    assert "Done" in page
    assert "Bedfordshire panel said that it is satisfied." in page
    [one] = selectors.stories(on=day_of(made.now))
    assert one.now.followed


def test_more_time_needs_a_ground_and_stands_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    made = panel(0)
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    chair, manager = browser(made.chair), browser(made.manager)
    assert send(chair, NEW, **recommending(made)).status_code == 303
    until = day_of(made.started) + timedelta(days=10)
    said = {"until": f"{until.day}/{until.month}/{until.year}", "words": "A hearing comes first."}

    assert send(manager, f"{ADVICE}extend/", **said).status_code == 400
    assert send(manager, f"{ADVICE}extend/", **said, ground="proceedings").status_code == 303

    page = words(chair.get(ADVICE))
    assert "The clock stands still" in page
    assert "A court case, an inquest or a misconduct hearing" in page


def test_a_visit_is_proposed_agreed_and_held_with_what_was_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = panel(0)
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    chair, manager = browser(made.chair), browser(made.manager)
    day = timezone.localdate() + timedelta(days=3)
    new = {
        "what": "custody",
        "on": f"{day.day}/{day.month}/{day.year}",
        "begins": "18:30",
        "ends": "20:00",
        "where": "Custody, Luton",
        "places": "2",
        "how": "",
        "words": "We look at how detainees are told their rights.",
    }
    at = f"{HOME}meetings/new/"
    assert "Say how members of the public ask for a place" in words(send(chair, at, **new))
    assert "It ends after it begins" in words(send(chair, at, **{**new, "ends": "17:00"}))
    for _ in range(2):
        assert send(chair, at, **{**new, "how": "Write to us."}).status_code == 303
    assert models.Appointment.objects.count() == 1

    assert "Agree to the visit, or say why not" in words(manager.get(HOME))
    assert send(manager, f"{MEETING}agree/", words="You are welcome.").status_code == 303
    assert "It has not begun." in words(chair.get(f"{MEETING}held/"))
    made.wait(days=4)
    chair, manager = browser(made.chair), browser(made.manager)
    few = {"members": "2", "public": "0", "hours": "4", "pounds": "30", "words": "It went well."}
    found = {"findings": "The notice of rights is in one language.\n\nThe cells were clean."}
    held = send(chair, f"{MEETING}held/", **few, **found)
    assert "would be those of somebody" in words(held)
    assert send(chair, f"{MEETING}held/", **{**few, "members": "3"}, **found).status_code == 303
    page = words(manager.get(MEETING))
    assert "The notice of rights is in one language." in page
    assert "£30.00" in page
    assert "Held" in words(chair.get(f"{HOME}meetings/"))


def test_a_meeting_is_called_moved_and_called_off(monkeypatch: pytest.MonkeyPatch) -> None:
    made = panel(0)
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    chair = browser(made.chair)
    day = timezone.localdate() + timedelta(days=3)
    slot = {"on": f"{day.day}/{day.month}/{day.year}", "begins": "18:30", "ends": "20:00"}
    slot |= {"where": "Town hall", "places": "0", "how": "", "words": "To score the cases."}
    assert send(chair, f"{HOME}meetings/new/", what="meeting", **slot).status_code == 303
    assert "A visit has no" not in words(chair.get(f"{MEETING}agenda/"))
    agenda = {"others": "Tea\nThe next visit", "words": "All that is open."}
    assert send(chair, f"{MEETING}agenda/", **agenda).status_code == 303
    moved = {**slot, "begins": "19:00", "where": "Library"}
    assert send(chair, f"{MEETING}move/", **moved).status_code == 303
    assert send(chair, f"{MEETING}call-off/", words="The chair is ill.").status_code == 303

    page = words(chair.get(MEETING))
    assert "Called off" in page
    assert "Library" in page
    assert "The next visit" in page
    assert "It was held or called off." in words(chair.get(f"{MEETING}move/"))
