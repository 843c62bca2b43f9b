"""Exact goals: what can be wrong with one, how it is said, kept, and read from a table."""

import json
from datetime import date
from typing import Any

import pytest
from made_plans import FORCE, OPENED, new_plan, promised, terms
from pydantic import ValidationError

from evenhand.ledger.selectors import history
from evenhand.plan import goals, models, selectors, services
from evenhand.plan.differing import differences
from evenhand.plan.errors import UnknownReference
from evenhand.plan.exporters import table
from evenhand.plan.goals import Unit, unit
from evenhand.plan.importers.opening import read
from evenhand.plan.importers.rows import rows
from evenhand.plan.terms import Direction, Goal, Quantity, Target
from evenhand.plan.written import body

DAY = date(2026, 9, 30)
RATIO = {"quantity": "ratio", "group": "Black", "direction": "at-most", "level": "3"}
FIGURE = "search-rate/demoshire/2025-01--2025-12/five-groups/1"


def target(measure: str = "search-rate", **goal: str) -> Target:
    return Target(aim="Fewer.", by=DAY, measure=measure, goal=Goal(**{**RATIO, **goal}))


def test_a_target_without_a_goal_is_written_as_it_always_was() -> None:
    """Older rows and ledger entries say nothing of goals, and stay as they are."""
    plain = Target(aim="Fewer.", by=DAY, measure="search-rate")
    said = {"aim": "Fewer.", "by": "2026-09-30", "measure": "search-rate"}
    assert plain.model_dump(mode="json") == said
    assert Target.model_validate(said) == plain


def test_a_goal_is_text_and_comes_back_the_same() -> None:
    one = target(level="2.50", baseline=FIGURE)
    said = json.loads(json.dumps(one.model_dump(mode="json")))
    assert said["goal"]["level"] == "2.5"
    assert Target.model_validate(said) == one


@pytest.mark.parametrize("level", ["3", "3.0", "3.00", " 3 "])
def test_one_number_is_written_one_way(level: str) -> None:
    assert Goal(**{**RATIO, "level": level}).level == "3"


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "-1"},
        {"level": "3,5"},
        {"level": "1e3"},
        {"level": "03"},
        {"level": ""},
        {"level": "nan"},
        {"level": "3.1234"},
        {"quantity": "median"},
        {"direction": "about"},
        {"group": "Everybody"},
        {"group": ""},
        {"quantity": "overall"},
        {"quantity": "unknown-share"},
        {"baseline": "not a reference"},
        {"colour": "red"},
    ],
)
def test_what_is_no_goal_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Goal(**{**RATIO, **wrong})


def test_a_goal_belongs_to_a_measure_and_so_does_its_baseline() -> None:
    with pytest.raises(ValidationError, match="needs the measure"):
        target(measure="")
    with pytest.raises(ValidationError, match="another measure"):
        target(baseline=FIGURE.replace("search-rate", "find-rate"))


@pytest.mark.parametrize(
    ("other", "measure", "why"),
    [
        ({"group": "White"}, "search-rate", "Other groups are compared with this one"),
        ({"quantity": "rate", "level": "101"}, "find-rate", "No more than 100 of every 100"),
        ({}, "search-rates", "There is no measure “search-rates”"),
    ],
)
def test_what_no_figure_could_be_held_against_is_refused(
    plan: models.Plan, other: dict[str, str], measure: str, why: str
) -> None:
    with pytest.raises(UnknownReference, match=why):
        promised(plan, targets=(target(measure, **other),))


def test_a_rate_for_residents_may_be_over_a_hundred() -> None:
    assert goals.refusal(target(quantity="rate", level="101")) == ""


def test_every_goal_has_a_sentence_with_its_level_its_group_and_its_measure() -> None:
    for quantity in Quantity:
        for direction in Direction:
            for measure in ("search-rate", "find-rate", "ethnicity-not-stated"):
                group = "Black" if quantity in {Quantity.RATIO, Quantity.RATE} else ""
                one = target(measure, quantity=quantity, direction=direction, group=group)
                said = goals.in_words(one)
                assert "3" in said
                assert "at most" in said if direction == "at-most" else "at least" in said
                assert not group or "Black" in said
    assert goals.in_words(Target(aim="Fewer.", by=DAY)) == ""


def test_groups_that_officers_saw_are_called_so() -> None:
    assert "people whom officers saw as Black" in goals.in_words(target("ethnicity-not-stated"))


@pytest.mark.parametrize(
    ("quantity", "kind", "expected"),
    [
        ("ratio", "rate", Unit.TIMES),
        ("ratio", "share", Unit.TIMES),
        ("rate", "rate", Unit.PER_1000),
        ("rate", "share", Unit.OF_100),
        ("overall", "agreement", Unit.OF_100),
        ("unknown-share", "rate", Unit.OF_100),
    ],
)
def test_a_level_is_a_number_of_something(quantity: str, kind: str, expected: Unit) -> None:
    group = "Black" if quantity in {"ratio", "rate"} else ""
    goal = Goal(**{**RATIO, "quantity": quantity, "group": group})
    assert unit(goal, kind) is expected


def test_a_goal_is_kept_and_said_in_the_ledger(plan: models.Plan) -> None:
    one = promised(plan, "with-goal", targets=(target(),))
    assert one.now(DAY).now.targets == (target(),)
    [entry] = history(selectors.subject(plan, "with-goal"))
    assert entry.content is not None
    said = entry.content["body"]["promise"]["targets"][0]["goal"]
    assert said == {**RATIO, "baseline": ""}
    assert body(one.changes[0])["promise"] == entry.content["body"]["promise"]


def test_a_goal_that_moves_is_a_change_that_everybody_reads(plan: models.Plan) -> None:
    one = promised(plan, targets=(target(),))
    easier = terms(targets=(target(level="3.5"),))
    services.change(
        action=one.action, expected=1, terms=easier, reason="Too hard.", **FORCE, now=OPENED
    )
    [was] = differences(terms(targets=(target(),)), easier)
    assert "at most 3 times" in was.before
    assert "at most 3.5 times" in was.after


def test_a_baseline_or_a_measure_that_changes_is_told_too() -> None:
    plain = Target(aim="Fewer.", by=DAY)
    before = terms(targets=(plain,))
    for after in (
        target(),
        target(baseline=FIGURE),
        plain.model_copy(update={"measure": "find-rate"}),
    ):
        [was] = differences(before, terms(targets=(after,)))
        assert was.before != was.after
    [was] = differences(terms(targets=(target(),)), terms(targets=(target(baseline=FIGURE),)))
    assert FIGURE in was.after


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_a_table_holds_a_goal_and_gives_it_back(plan: models.Plan, ending: str) -> None:
    several = (target(baseline=FIGURE), Target(aim="In words alone.", by=DAY), target("find-rate"))
    promised(plan, "with-goal", targets=several)
    sent = table(selectors.tracked(plan, on=DAY), ending)
    read_back, wrong = rows(read(sent, name=f"plan.{ending}"))
    assert wrong == []
    assert read_back[0].terms.targets == several


def sheet(**cells: str) -> list[list[str]]:
    good = {
        **{"action": "one", "workstream": "involved", "title": "T", "what": "W", "owner": "Head"},
        **{"starts": "2026-01-01", "due": "2026-12-31"},
        **{"target 1": "Fewer.", "target 1 by": "2026-09-30", "target 1 measure": "search-rate"},
        **{f"target 1 {name}": value for name, value in RATIO.items()},
    }
    row = {**good, **{f"target 1 {name}": value for name, value in cells.items()}}
    return [list(row), list(row.values())]


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"level": "three"}, "target 1 level", "This is no number such as 3 or 2.5."),
        ({"level": ""}, "target 1 level", "empty and may not be"),
        ({"quantity": "median"}, "target 1 quantity", "ratio, rate, overall or unknown-share"),
        ({"direction": "below"}, "target 1 direction", "at-most or at-least"),
        ({"group": "Everybody"}, "target 1 group", "Black"),
        ({"group": ""}, "target 1 group", "of one group"),
        ({"baseline": "here"}, "target 1 baseline", "This is no figure’s reference."),
        ({"measure": ""}, "target 1", "needs the measure"),
    ],
)
def test_a_cell_that_is_wrong_is_named_with_what_belongs_there(
    cells: dict[str, Any], column: str, words: str
) -> None:
    _, [problem] = rows(sheet(**cells))
    assert (problem.row, problem.column) == (2, column)
    assert words in problem.sentence


def test_an_unknown_part_of_a_target_is_no_column() -> None:
    table_, names = sheet(), "target 1 colour"
    table_[0].append(names)
    table_[1].append("red")
    _, [problem] = rows(table_)
    assert (problem.row, problem.column) == (1, names)


def test_the_next_iteration_may_have_another_goal(plan: models.Plan) -> None:
    promised(plan, "with-goal", targets=(target(),))
    later = promised(new_plan(), "with-goal", targets=(target(level="2"),))
    found = selectors.action(plan, "with-goal", on=DAY)
    assert found is not None
    assert found.now.now.targets[0].goal != later.now(DAY).now.targets[0].goal
