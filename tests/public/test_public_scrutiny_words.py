"""What a draw says of all cases, at every edge; what pages say where there is nothing yet."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import crawling
import pytest
from django.test import Client

from evenhand.encounters.told.rounding import about
from evenhand.forces import services as forces
from evenhand.public.presenters.scrutiny.advice import recommendation_page
from evenhand.public.presenters.scrutiny.draw import draw_page
from evenhand.public.presenters.scrutiny.lists import draw_item, owed, short
from evenhand.public.presenters.scrutiny.meetings import calendar
from evenhand.public.presenters.scrutiny.panel import panel_page
from evenhand.public.presenters.scrutiny.places import place
from evenhand.scrutiny.drawing.strata import OTHERS
from evenhand.scrutiny.terms import (
    Dimension,
    Fault,
    Kind,
    Missing,
    Power,
    Status,
    Taken,
    Why,
)
from evenhand.scrutiny.told import words
from evenhand.scrutiny.told.draws import ToldDraw, ToldFinding, ToldRange, ToldResult, ToldStratum
from evenhand.scrutiny.told.listed import Listed
from evenhand.scrutiny.told.meetings import Totals
from evenhand.scrutiny.told.panels import Composition, Group, ToldPanel
from evenhand.scrutiny.told.recommendations import Figures, Tally, Told
from evenhand.scrutiny.told.sentences import Results, results

DAY = date(2026, 10, 1)
NOBODY = ToldRange(0.0, 0.0, 0.0496)
RESULT = ToldResult(
    cases=59,
    unseen=0,
    ratings={"green": 50, "amber": 9, "red": 0, "cannot_tell": 0},
    red=NOBODY,
    if_good=NOBODY,
    if_bad=NOBODY,
    missed=0.0496,
    members=5,
    alpha=ToldRange(0.71, 0.55, 0.84),
    kappa=ToldRange(0.68, None, None),
)
DRAW = ToldDraw(
    panel="demoshire-panel",
    panel_name="Demoshire panel",
    force="demoshire",
    force_name="Demoshire Police",
    number=3,
    subject="draw/demoshire-panel/3",
    power="stop-and-search",
    first=date(2026, 7, 1),
    last=date(2026, 9, 30),
    dimensions=(),
    status=Status.AGREED,
    opened_on=DAY,
    words="We look at searches.",
    beacon="drand",
    round=4_000_000,
    round_at=datetime(2026, 10, 2, 12, 0, tzinfo=UTC),
    fingerprint="ab" * 32,
    frozen_at=datetime(2026, 10, 2, 11, 0, tzinfo=UTC),
    sealed=True,
    witnesses=("university.example/witness",),
    positions=1000,
    strata=(ToldStratum("all", 1000, 59),),
    missing={},
    excluded={"sub-judice": 2, "live-complaint": 1},
    totals=(),
    seed="cd" * 32,
    digits="ef" * 32,
    drawn_on=DAY,
    reserves_called={},
    abandoned="",
    result=RESULT,
    findings=(),
    steps=(),
)


def said(**result: object) -> Results:
    found = results(replace(DRAW, result=replace(RESULT, **result)))
    assert found is not None
    return found


# What a draw found


def test_none_of_59_says_what_it_rules_out_and_what_it_does_not() -> None:
    found = said()

    assert found.lead == (
        "Judged from 59 of 1,000, between 0 and 5.0 of every 100 of these searches that followed "
        "a vehicle stop were red."
    )
    assert found.none_seen.startswith(
        "None of the 59 cases that were looked at was red. That is not “none at all”. It is "
        "unlikely that more than 50 of all 1,000 were, but 25 may have been: of 25, such a draw "
        "shows none "
    )
    assert "Had more than 50 of the 1,000 cases been red" in found.risk
    assert found.worst == ""


def test_none_seen_is_said_shorter_where_some_could_not_be_judged() -> None:
    found = said(ratings={"green": 58, "amber": 0, "red": 0, "cannot_tell": 1}, unseen=1)

    assert "None of the 58 cases" in found.none_seen
    assert "may have been" not in found.none_seen


def test_one_red_is_never_told_as_none() -> None:
    found = said(ratings={"green": 58, "amber": 0, "red": 1, "cannot_tell": 0})

    assert found.none_seen == ""


def test_too_few_cases_are_told_by_no_colour() -> None:
    found = said(cases=9, ratings={}, red=None, if_good=None, if_bad=None, missed=None)

    assert found.lead == ""
    assert found.cannot
    assert found.untold.startswith("Fewer than 10 cases were looked at.")
    assert found.risk == found.none_seen == found.worst == ""


def test_no_case_that_could_be_judged_is_not_zero() -> None:
    found = said(ratings={"green": 0, "amber": 0, "red": 0, "cannot_tell": 12}, red=None)

    assert found.untold.startswith("No case could be judged")
    assert said(red=None).untold.startswith("Of a part of the frame no case could be judged")


def test_a_range_too_wide_says_that_we_cannot_tell() -> None:
    found = said(
        ratings={"green": 6, "amber": 2, "red": 4, "cannot_tell": 0},
        red=ToldRange(0.33, 0.05, 0.75),
    )

    assert found.cannot
    assert found.lead.startswith("We cannot tell how many of the 1,000 cases were red")


def test_what_could_not_be_seen_counts_as_the_worst() -> None:
    found = said(unseen=3, if_bad=ToldRange(0.08, 0.03, 0.17))

    assert "3 drawn cases could not be seen" in found.worst
    assert "the likely range would be 3.0 to 17.0 of every 100 cases" in found.worst


def test_a_draw_that_has_not_concluded_says_nothing_of_all_cases() -> None:
    assert results(replace(DRAW, result=None)) is None


@pytest.mark.parametrize(
    ("members", "alpha", "sentence"),
    [
        (5, ToldRange(0.71, 0.55, 0.84), "5 members agreed beyond chance between 0.55 and 0.84"),
        (5, ToldRange(0.2, -0.1, 0.5), "We cannot tell whether 5 members"),
        (5, ToldRange(0.2, None, None), "We cannot tell how far members agreed"),
        (5, None, "We cannot tell how far members agreed"),
        (1, None, "Fewer than two members scored"),
    ],
)
def test_agreement_is_told_with_its_range_or_not_at_all(
    members: int, alpha: ToldRange | None, sentence: str
) -> None:
    assert sentence in said(members=members, alpha=alpha).agreement


def test_the_page_of_a_draw_names_round_witness_and_exclusions() -> None:
    page = draw_page(DRAW, [], [])

    assert "round 4000000 of drand" in page.seed.rule
    assert "could not be known before 2 October 2026 at 13:00" in page.seed.rule
    assert page.seed.witnesses.endswith("by university.example/witness.")
    assert page.excluded.startswith("3 cases were excluded")
    assert "Krippendorff’s alpha: 0.71 (likely range 0.55 to 0.84)." in page.how
    assert "Fleiss’ kappa: 0.68; its likely range cannot be told." in page.how
    assert [one.name for one in page.strata] == ["All records"]
    assert "That does not mean all is well." in page.no_findings


@pytest.mark.parametrize(
    ("status", "words_of_it"),
    [
        (Status.OPEN, "not frozen yet"),
        (Status.FROZEN, "nobody knows which cases"),
        (Status.DRAWN, "scores them alone"),
        (Status.CLOSED, "agrees on each case"),
        (Status.ABANDONED, "given up in public"),
    ],
)
def test_a_draw_says_how_it_stands(status: Status, words_of_it: str) -> None:
    page = draw_page(replace(DRAW, status=status, result=None, abandoned="Why."), [], [])

    assert words_of_it in page.lead


def test_nobody_witnessed_is_said() -> None:
    page = draw_page(replace(DRAW, witnesses=()), [], [])

    assert page.seed.witnesses.startswith("No witness had signed")


def test_one_reserve_and_several_are_told_with_their_reasons() -> None:
    one = draw_page(replace(DRAW, reserves_called={"live-complaint": 1}), [], [])
    two = draw_page(replace(DRAW, reserves_called={"live-complaint": 1, "sub-judice": 1}), [], [])

    assert one.reserves.startswith("1 reserve was called")
    assert two.reserves.startswith("2 reserves were called")


def test_a_finding_says_whether_it_was_answered_in_time() -> None:
    finding = ToldFinding(
        *("demoshire-panel", 3, 1, "draw/demoshire-panel/3/findings/1", "red", "Words."),
        *(DAY, date(2026, 10, 29), "advice", "We spoke.", date(2026, 10, 30)),
        late=True,
        days_overdue=0,
    )
    waits = replace(finding, taken="", learning="", answered_on=None, late=False, days_overdue=1)
    late, overdue = draw_page(replace(DRAW, findings=(finding, waits)), [], []).findings

    assert (late.mark.words, late.due) == ("Answered late", "")
    assert (overdue.mark.words, overdue.taken) == ("Answer overdue, by 1 day", "")


# Words for every kind there is


def test_everything_that_a_draw_can_say_has_words() -> None:
    said_of: list[tuple[Iterable[str], object]] = [
        (Power, words.power),
        (Dimension, words.dimension),
        (Why, words.excluded),
        (Fault, words.fault),
        (Taken, words.taken),
        (Kind, words.heading),
    ]
    for kinds, put in said_of:
        told = [put(one) for one in kinds]  # type: ignore[operator]  # functions of one word
        assert all(told)
    assert all(words.status(one) for one in Status)
    assert all(words.missing(one) for one in Missing if one)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("all", "All records"),
        ("missing", "Known to exist, and not there"),
        (OTHERS, "All others, too few to be told apart"),
        ("ethnicity=black/no-further-action=yes", "Black people; nothing came of it"),
        ("ethnicity=not-stated/under-18=not-known", "ethnicity not stated; age not known"),
        ("force-used=no/strip-search=yes", "no force; strip search"),
    ],
)
def test_a_part_of_a_frame_has_a_name(key: str, name: str) -> None:
    assert words.stratum(key) == name


@pytest.mark.parametrize(
    ("subject", "url"),
    [
        ("draw/a-panel/2", "/panels/a-panel/draws/2/"),
        ("draw/a-panel/2/findings/3", "/panels/a-panel/draws/2/#finding-3"),
        ("draw/a-panel/2/finding/3", "/panels/a-panel/draws/2/#finding-3"),
        ("visit/a-panel/2", "/panels/a-panel/meetings/2/"),
        ("meeting/a-panel/2", "/panels/a-panel/meetings/2/"),
        ("alert/demoshire/7", "/forces/demoshire/alerts/7/"),
        ("recommendation/demoshire/7", "/forces/demoshire/recommendations/7/"),
        ("plan/demoshire/1/a-key", "/forces/demoshire/plan/1/actions/a-key/"),
        ("something/else", ""),
    ],
)
def test_what_the_ledger_names_has_its_page(subject: str, url: str) -> None:
    assert place(subject).url == url


# Lists, at zero and one


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
    assert "20 were looked at, and 2 of them judged red." in whole.lead
    assert whole.note == "1 finding. All were answered."
    assert few.title.startswith("A panel, draw 1")
    assert "too few to show" in few.lead
    assert few.note == ""
    assert late.note == "3 findings. Without an answer: 2, overdue among them: 1."


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
            ("4 findings await an answer. Overdue among them: 2.",),
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
        "In 1 of 2 it was said what they took: 30 hours of members, £42.50 of expenses."
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
    assert "No meeting or visit is called." in force
    assert "Nothing has been recommended yet." in advice
    assert not [one for page in pages for one in crawling.too_many_queries(page)]
    for ending in ("scrutiny.atom", "scrutiny.csv", "scrutiny/calendar.ics"):
        assert client.get(f"/forces/demoshire/{ending}").status_code == 200
