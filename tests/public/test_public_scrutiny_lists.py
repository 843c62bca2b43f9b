"""What lists, panels and the calendar say, and what pages say where there is nothing yet."""

from dataclasses import replace
from datetime import UTC, date, datetime

import crawling
import pytest
from django.test import Client

from evenhand.encounters.told.rounding import about
from evenhand.forces import services as forces
from evenhand.public.presenters.scrutiny.advice import recommendation_page
from evenhand.public.presenters.scrutiny.lists import draw_item, owed, short
from evenhand.public.presenters.scrutiny.meetings import calendar
from evenhand.public.presenters.scrutiny.panel import panel_page
from evenhand.scrutiny.terms import (
    Status,
)
from evenhand.scrutiny.told.listed import Listed
from evenhand.scrutiny.told.meetings import Totals
from evenhand.scrutiny.told.panels import Composition, Group, ToldPanel
from evenhand.scrutiny.told.recommendations import Figures, Tally, Told

DAY = date(2026, 10, 1)


def listed(**said: object) -> Listed:
    row = Listed(
        *("a-panel", "A panel", "demoshire", "Demoshire Police", 1, "draw/a-panel/1"),
        *("vehicle-stop", date(2026, 7, 1), date(2026, 7, 1), Status.AGREED, DAY),
        *(100, 20, 0, 0, "ab", "", 20, 2, 1, 0, 0),
    )
    return replace(row, **said)


def test_a_draw_in_a_list_says_what_was_seen_and_what_waits() -> None:
    whole = draw_item(listed())
    few = draw_item(listed(cases=9, red=None, findings=0), panels=2)
    late = draw_item(listed(findings=3, unanswered=2, overdue=1))

    assert whole.title == "Draw 1: vehicle stops, 1 July 2026"
    assert "20 were looked at, and 2 of them were judged red." in whole.lead
    for red, said in ((0, "and none was judged red"), (1, "and 1 of them was judged red")):
        assert said in draw_item(listed(red=red)).lead
    assert whole.note == "1 finding, and it was answered."
    assert draw_item(listed(unanswered=1)).note == "1 finding, and no answer yet."
    assert draw_item(listed(unanswered=1, overdue=1)).note.endswith("its answer is overdue.")
    assert draw_item(listed(findings=2)).note == "2 findings, and all were answered."
    assert few.title.startswith("A panel, draw 1")
    assert "too few to show" in few.lead
    assert few.note == ""
    assert late.note == "3 findings, 2 of them without an answer and 1 overdue."
    assert "1 of 100 was drawn." in draw_item(listed(drawn=1)).lead


@pytest.mark.parametrize(
    ("rows", "sentences"),
    [
        ([], ()),
        ([listed()], ()),
        ([listed(unanswered=1)], ("1 finding awaits an answer.",)),
        ([listed(unanswered=2)], ("2 findings await an answer.",)),
        ([listed(unanswered=1, overdue=1)], ("1 finding awaits an answer and is overdue.",)),
        (
            [listed(unanswered=2, overdue=1)] * 2,
            ("4 findings await an answer, 2 of them overdue.",),
        ),
    ],
)
def test_what_is_owed_is_counted(rows: list[Listed], sentences: tuple[str, ...]) -> None:
    assert owed(rows, []) == sentences


def test_meetings_that_nobody_told_of_are_not_zero_hours() -> None:
    now = datetime(2026, 10, 1, tzinfo=UTC)

    assert calendar([], Totals(0, 0, 0, 0, 0), now=now).took == (
        "No meeting or visit has been held yet.",
    )
    assert calendar([], Totals(1, 0, 0, 0, 3), now=now).took == (
        "1 meeting or visit was held.",
        "Members of the public who came: 3.",
    )
    assert calendar([], Totals(2, 1, 30, 4250, 3), now=now).took[-1] == (
        "Members gave 30 hours and were paid £42.50 of expenses in 1 of the 2; of the others that "
        "was not said."
    )


def test_whom_a_panel_is_made_of_is_told_in_tens_or_not_at_all() -> None:
    panels = [ToldPanel("a", "A panel", "demoshire", "Demoshire Police", 1, 1)]
    made = Composition(2026, 1, about(12), about(11), (Group("Black", about(3), 100, 1),))
    tally = Tally(Figures(), ("Nothing has been recommended yet.",))
    rest = {
        "meetings": [],
        "taken": Totals(0, 0, 0, 0, 0),
        "now": datetime(2026, 10, 1, tzinfo=UTC),
    }
    told = panel_page(panels, [], [], tally, made=made, **rest)
    kept = panel_page(panels, [], [], tally, made=None, **rest)

    assert [(row.name, row.members) for row in told.made.rows] == [("Black", "fewer than 5")]
    assert told.panels == (("A panel", "1 member."),)
    assert kept.made.rows == ()
    assert "not shown, to protect people" in kept.made.sentences[0]


def test_a_refused_recommendation_asks_for_no_action() -> None:
    one = Told(
        *("demoshire", "Demoshire Police", 1, "recommendation/demoshire/1", "A panel"),
        *("Demoshire Police", "panel", "A scrutiny panel", "W" * 201, "Why.", "Chief constable"),
        *(DAY, DAY, date(2027, 1, 1), "", "", "", (), (), (), "refused", "Refused", "view"),
        *("The view of those who recommended it", date(2026, 11, 26), True, 0, 0, False, ()),
        *("refused", "No room.", DAY, (), (), "", "", None, False, "You said.", "We did.", ()),
    )
    page = recommendation_page(one, [], lambda _: False)

    assert page.no_action == ""
    assert page.mark.words == "Refused"
    assert page.title == short(one) != one.what == page.what


# Nothing yet


@pytest.mark.django_db
def test_silence_is_never_all_is_well(client: Client) -> None:
    forces.load(["demoshire"])
    addresses = ("/scrutiny/", "/forces/demoshire/scrutiny/", "/forces/demoshire/recommendations/")
    pages = [crawling._ask(client, one) for one in addresses]
    every, force, advice = (one.main.text for one in pages)

    assert "No scrutiny panel is on this site yet. That does not mean" in every
    assert "No scrutiny panel of this force is on this site." in force
    assert "No panel has opened a draw yet." in force
    assert "No meetings or visits are planned." in force
    assert "Nothing has been recommended yet." in advice
    assert not [one for page in pages for one in crawling.too_many_queries(page)]
    for ending in ("scrutiny.atom", "scrutiny.csv", "scrutiny/calendar.ics"):
        assert client.get(f"/forces/demoshire/{ending}").status_code == 200
