"""What people type into the forms of the plan, as it becomes a change; and what is said if not."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_plans import Played, terms

from evenhand.plan.forms.changing import ChangeForm
from evenhand.plan.forms.merging import merge
from evenhand.plan.forms.possible import refusal
from evenhand.plan.forms.questions import About, DayField
from evenhand.plan.forms.steps import LinkForm, ReachForm, ReportForm
from evenhand.plan.history import Kind
from evenhand.plan.terms import Goal, Milestone, Target, Terms
from workspace.plan_writes import as_shown

DAY = date(2025, 2, 3)


def about(played: Played) -> About:
    return About(played.action.plan, played.now(date(2026, 11, 22)))


def changed(played: Played, **other: Any) -> ChangeForm:
    """The form as it is shown, sent back with some answers changed."""
    return ChangeForm(as_shown(played, **other), about=about(played))


def wrong(form: ChangeForm) -> Mapping[str, str]:
    assert not form.is_valid()
    return {name: str(said[0]) for name, said in form.errors.items()}


@pytest.mark.parametrize(
    "typed",
    [
        "31/3/2027",
        "31/03/27",
        "2027-03-31",
        "31 March 2027",
        "31 mar 2027",
        "31st March, 2027",
        " 31.3.2027 ",
        "31-3-2027",
        "31 3 2027",
    ],
)
def test_a_day_is_read_as_people_here_write_it(typed: str) -> None:
    assert DayField(missing="").clean(typed) == date(2027, 3, 31)


@pytest.mark.parametrize("typed", ["soon", "3/31/2027", "31/2/2027", "0/0/0", "1" * 5000])
def test_what_is_no_day_says_how_to_write_one(typed: str) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="Enter a day, like 31/3/2027"):
        DayField(missing="").clean(typed)


def test_a_day_is_shown_so_that_it_can_be_typed_again() -> None:
    field = DayField(missing="")

    assert field.clean(field.prepare_value(date(2027, 3, 1))) == date(2027, 3, 1)


def test_the_form_as_it_is_shown_changes_nothing(stops: Played) -> None:
    stops.step(
        "change",
        DAY,
        reason="More.",
        terms=terms(
            partners=("Youth forum", "Panel"),
            commitments=("record-traffic-stops", "fair-hiring"),
            targets=(
                Target(
                    aim="It falls.",
                    by=date(2025, 9, 1),
                    measure="search-rate",
                    goal=Goal(quantity="ratio", group="Black", direction="at-most", level="2.5"),
                ),
                Target(aim="People say so.", by=date(2025, 9, 2)),
            ),
        ),
    )
    unbound = ChangeForm(about=about(stops))
    shown = {
        name: unbound[name].field.prepare_value(unbound[name].initial) for name in unbound.fields
    }
    sent = {name: value for name, value in shown.items() if value not in (None, False)}

    form = ChangeForm({**sent, "words": "No reason."}, about=about(stops))

    assert form.is_valid(), form.errors
    assert form.said["terms"] == stops.now(date(2026, 1, 1)).now


def test_a_milestone_that_is_reworded_keeps_its_key_and_a_new_one_gets_its_own(
    stops: Played,
) -> None:
    form = changed(
        stops,
        **{
            "milestones-0-words": "A pilot, in three districts",
            "milestones-1-words": "Pilot",
            "milestones-1-due_on": "1/7/2025",
        },
    )

    assert form.is_valid(), form.errors
    assert [(one.key, one.words) for one in form.said["terms"].milestones] == [
        ("pilot", "A pilot, in three districts"),
        ("pilot-2", "Pilot"),
    ]


def test_a_milestone_is_taken_out(stops: Played) -> None:
    form = changed(stops, **{"milestones-0-gone": "on"})

    assert form.is_valid(), form.errors
    assert form.said["terms"].milestones == ()


def test_a_key_that_somebody_made_up_is_not_taken(stops: Played) -> None:
    form = changed(
        stops,
        **{
            "milestones-1-key": "pilot/../x",
            "milestones-1-words": "Ünïcode_only — ✓",
            "milestones-1-due_on": "1/7/2025",
        },
    )

    assert form.is_valid(), form.errors
    assert form.said["terms"].milestones[1].key == "unicode-only"


@pytest.mark.parametrize(
    ("answers", "question", "sentence"),
    [
        ({"due_on": "soon"}, "due_on", "Enter a day, like 31/3/2027"),
        ({"due_on": ""}, "due_on", "Enter the day by which it is promised"),
        ({"due_on": "1/5/2025"}, "milestones-0-due_on", "“Pilot in two districts” is due after"),
        ({"due_on": "1/1/2020"}, "due_on", "The promise is due before it starts."),
        (
            {"due_on": "1/1/2020", "milestones-0-gone": "on"},
            "due_on",
            "The promise is due before it starts.",
        ),
        ({"owner": ""}, "owner", "Enter the role that leads it"),
        ({"title": "x" * 121}, "title", "Use 120 characters or fewer"),
        ({"what": "x" * 1001}, "what", "Use 1,000 characters or fewer"),
        ({"what": "un\u202eseen"}, "what", "a character in the text that nobody can see"),
        ({"words": ""}, "words", "Say why it changes"),
        ({"words": "x" * 2001}, "words", "Use 2,000 characters or fewer"),
        ({"partners": "\n".join(f"P{n}" for n in range(21))}, "partners", "more than 20"),
        ({"partners": "x" * 121}, "partners", "Use 120 characters or fewer"),
        ({"commitments": ["no-such"]}, "commitments", "Choose commitments of the list"),
        ({"adopts": "somewhere"}, "adopts", "Write it like plan/dorset/1/vehicle-stops"),
        ({"adopts": "plan/dorset/1/no-such"}, "adopts", "No other force has the action"),
        ({"milestones-0-due_on": ""}, "milestones-0-due_on", "Enter the day"),
        ({"milestones-0-words": ""}, "milestones-0-words", "Write something here"),
        ({"milestones-0-words": "x" * 121}, "milestones-0-words", "Use 120 characters"),
        ({"targets-0-aim": "It falls."}, "targets-0-by", "Enter the day"),
        (
            {"targets-0-aim": "It falls.", "targets-0-by": "1/7/2025", "targets-0-level": "low"},
            "targets-0-level",
            "Enter a number, like 3.5",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_its_question(
    stops: Played, answers: Mapping[str, Any], question: str, sentence: str
) -> None:
    assert sentence in wrong(changed(stops, **answers))[question]


def test_a_goal_that_says_half_of_what_it_must_names_the_question(stops: Played) -> None:
    row = {"targets-0-aim": "It falls.", "targets-0-by": "1/7/2025"}
    whole = {
        "targets-0-measure": "search-rate",
        "targets-0-quantity": "ratio",
        "targets-0-group": "Black",
        "targets-0-direction": "at-most",
        "targets-0-level": "2.50",
    }

    assert changed(stops, **row, **whole).is_valid()
    for left_out in whole:
        said = wrong(changed(stops, **row, **{**whole, left_out: ""}))
        assert any(name.startswith("targets-0-") for name in said), left_out


def test_a_goal_that_its_measure_does_not_allow_is_said_beside_the_measure(stops: Played) -> None:
    row = {"targets-0-aim": "It falls.", "targets-0-by": "1/7/2025"}
    goal = {"quantity": "ratio", "group": "White", "direction": "at-most", "level": "1"}
    more = {f"targets-0-{part}": value for part, value in goal.items()}

    said = wrong(changed(stops, **row, **more, **{"targets-0-measure": "search-rate"}))

    assert said == {
        "targets-0-measure": "Other groups are compared with this one. Name another.",
    }


@pytest.mark.parametrize("count", ["99999999999999999999", "-1", "", "x", "400"])
def test_no_number_of_rows_that_is_sent_can_ask_for_more_than_there_may_be(
    stops: Played, count: str
) -> None:
    form = changed(stops, milestones=count)

    assert form.rows["milestones"] <= 12


def test_lines_of_a_browser_are_plain_lines(stops: Played) -> None:
    form = ReportForm({"words": "One.\r\nTwo."}, about=about(stops))

    assert form.is_valid()
    assert form.said["words"] == "One.\nTwo."


def test_only_a_milestone_that_is_still_to_be_reached_is_offered(stops: Played) -> None:
    assert ReachForm(about=about(stops))["milestone"].initial == "pilot"
    stops.step("reach", DAY, milestone="pilot", words="Done.")

    form = ReachForm({"milestone": "pilot", "words": "Again."}, about=about(stops))

    assert "Choose a milestone that is still to be reached" in form.errors["milestone"]


@pytest.mark.parametrize(
    "address",
    ["http://x.example", "javascript:alert(1)", "https://", "https://a b", "https://a\x00b", ""],
)
def test_a_link_is_an_address_that_begins_with_https(stops: Played, address: str) -> None:
    form = LinkForm({"title": "T", "words": "W", "address": address}, about=about(stops))

    assert not form.is_valid()
    assert re.search("https://|nobody can see", form.errors["address"][0])


WORDS = st.sampled_from(["one", "two", "three"])
SOME = st.builds(
    lambda title, owner, why, pilot, due, names: terms(
        title=title,
        owner=owner,
        why=why,
        pilot=pilot,
        due_on=date(2026, 1, due),
        milestones=tuple(
            Milestone(key=name, words=name, due_on=date(2025, 6, 1)) for name in sorted(names)
        ),
    ),
    WORDS,
    WORDS,
    WORDS,
    st.booleans(),
    st.integers(1, 3),
    st.sets(WORDS),
)


@given(SOME, SOME, SOME)
def test_what_only_one_of_two_changed_is_kept_and_what_both_did_is_said(
    seen: Terms, theirs: Terms, mine: Terms
) -> None:
    found = merge(seen=seen, theirs=theirs, mine=mine)

    for part in Terms.model_fields:
        was, other, own = (getattr(one, part) for one in (seen, theirs, mine))
        if own == was:
            assert found.values[part] == other, "what they changed is not undone"
        else:
            assert found.values[part] == own, "what I changed is not lost"
        assert (part in found.both) == (own != was and other not in (was, own))


def test_a_promise_that_somebody_else_changed_is_put_together_with_mine(stops: Played) -> None:
    mine = changed(stops, due_on="31/3/2027", title="Mine")
    assert mine.is_valid(), mine.errors
    stops.step("change", DAY, terms=terms(owner="Head of roads", title="Theirs"), reason="Moved.")

    form = mine.again(about(stops))

    assert form["owner"].value() == "Head of roads"
    assert form["due_on"].value() == "31/3/2027"
    assert form["title"].value() == "Mine"
    assert form.both == ("title",)
    assert form["words"].value() == "The supplier is late."
    assert form["expected"].value() == 2


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (Kind.COMPLETED, "Nothing shows that it was done. Add evidence first."),
        (Kind.ANSWERED, "There is no such dispute to answer."),
        (Kind.REOPENED, "The action is not said to be complete."),
        (Kind.OVERRIDE_ENDED, "No other status is stated."),
    ],
)
def test_why_a_step_cannot_be_taken_now_is_said_before_anybody_types(
    stops: Played, kind: Kind, sentence: str
) -> None:
    now = stops.now(DAY)

    said = refusal(
        now,
        kind,
        organisation="Demoshire Police",
        force="Demoshire Police",
        at=stops.moment(DAY),
    )

    assert said == sentence


def test_what_can_be_done_now_is_not_refused(stops: Played) -> None:
    force = {"organisation": "Demoshire Police", "force": "Demoshire Police"}
    for kind in (
        *(Kind.REPORTED, Kind.REACHED, Kind.EVIDENCE),
        *(Kind.CHANGED, Kind.OVERRIDDEN, Kind.WITHDRAWN),
    ):
        assert refusal(stops.now(DAY), kind, **force, at=stops.moment(DAY)) == ""
    stops.step("reach", DAY, milestone="pilot", words="Done.")

    said = refusal(stops.now(DAY), Kind.REACHED, **force, at=stops.moment(DAY))

    assert said == "Every milestone was reached."
