"""What a draw says of all cases, at every edge; what pages say where there is nothing yet."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from evenhand.public.presenters.scrutiny.draw import draw_page
from evenhand.public.presenters.scrutiny.places import place
from evenhand.scrutiny.strata import OTHERS
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
from evenhand.scrutiny.told.draws import ToldDraw, ToldFinding, ToldStratum
from evenhand.scrutiny.told.results import ToldRange, ToldResult
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
        "Judged from 59 of 1,000, between 0 and 5.0 of every 100 of these stop and searches were "
        "red."
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
    assert said(red=None).untold.startswith("In one part of the frame no case could be judged")


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
        (Status.ABANDONED, "abandoned in public"),
    ],
)
def test_a_draw_says_how_it_stands(status: Status, words_of_it: str) -> None:
    page = draw_page(replace(DRAW, status=status, result=None, abandoned="Why."), [], [])

    assert words_of_it in page.lead


def test_nobody_witnessed_is_said() -> None:
    """Where a site has no witness, its own signature alone says when a frame was fixed."""
    unseen = replace(DRAW, witnesses=(), seed="")
    names = ("panel.example/witness", "university.example/witness")
    for told, begins, says in (
        (replace(DRAW, witnesses=()), "No outside witness had signed", "own signature alone"),
        (replace(unseen, status=Status.FROZEN), "No outside witness has signed it", "for none"),
        (
            replace(unseen, status=Status.FROZEN, asked=names),
            "No outside witness has signed it yet. Nothing is drawn before",
            "panel.example/witness and university.example/witness.",
        ),
        (replace(unseen, status=Status.ABANDONED), "No outside witness signed", "checkpoint."),
    ):
        sentence = draw_page(told, [], []).seed.witnesses
        assert sentence.startswith(begins)
        assert says in sentence
    waits = draw_page(replace(unseen, witnesses=names[:1]), [], []).seed.witnesses
    assert waits == "Witnessed by panel.example/witness."


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
        ("force-used=no/strip-search=yes", "no force; intimate parts exposed"),
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
