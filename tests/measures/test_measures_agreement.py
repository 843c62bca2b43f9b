"""Two views of the same people: a table by hand, and what may be shown of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_lakes import MakeLake, searches

from evenhand.measures import compute
from evenhand.measures.two_views import agreement_of
from evenhand.records.lake import Lake

GROUPS = ["Asian", "Black", "White"]
NOBODY: frozenset[str] = frozenset()


def views(table: list[list[int]]) -> dict[tuple[str, str], int]:
    return {
        (own, seen): n
        for own, line in zip(GROUPS, table, strict=True)
        for seen, n in zip(GROUPS, line, strict=True)
    }


def of(table: list[list[int]]) -> dict[str, object]:
    return agreement_of(views(table), GROUPS, shown=5, hidden_groups=NOBODY)


def test_kappa_of_a_table_worked_by_hand() -> None:
    """30 + 40 + 80 of 200 agree; by chance 50 x 40 + 60 x 60 + 90 x 100 of 200 squared would."""
    found = of([[30, 10, 10], [0, 40, 20], [10, 10, 70]])
    assert found["n"] == 200
    assert found["observed"] == pytest.approx(0.70)
    expected = (50 * 40 + 60 * 60 + 90 * 100) / 200**2
    assert found["expected"] == pytest.approx(expected)
    assert found["kappa"] == pytest.approx((0.70 - expected) / (1 - expected))
    assert found["table"] == [[30, 10, 10], [0, 40, 20], [10, 10, 70]]


def test_kappa_with_a_hidden_cell_is_not_given_for_few_searches() -> None:
    found = of([[30, 2, 10], [9, 40, 20], [10, 10, 70]])
    assert found["kappa"] is found["observed"] is found["expected"] is None
    assert found["table"][0][1] is None


def test_kappa_with_a_hidden_cell_is_rounded_for_many() -> None:
    found = of([[3000, 2, 10], [9, 4000, 20], [10, 10, 7000]])
    assert found["kappa"] == round(found["kappa"], 2)


def test_nobody_with_both_views_has_no_agreement() -> None:
    found = of([[0, 0, 0], [0, 0, 0], [0, 0, 0]])
    assert found["n"] == 0
    assert found["kappa"] is None


small = st.lists(st.integers(0, 9), min_size=9, max_size=9)


@settings(max_examples=60, deadline=None)
@given(small)
def test_totals_of_rows_and_columns_give_no_hidden_cell_back(cells: list[int]) -> None:
    table = np.array(cells).reshape(3, 3)
    shown = of(table.tolist())["table"]
    gone = np.array([[cell is None for cell in line] for line in shown])
    for number in range(3):
        for lost, line in ((gone[number], table[number]), (gone[:, number], table[:, number])):
            small_ones = lost & (line > 0) & (line < 5)
            assert not (small_ones.any() and lost.sum() == 1), (table.tolist(), shown)


def test_agreement_is_measured_where_both_views_were_recorded(lake_of: MakeLake) -> None:
    seen = "Officer-defined ethnicity"
    rows = (
        searches(60, "Black", **{seen: "Black"})
        + searches(20, "Black", **{seen: "Asian"})
        + searches(95, "White", **{seen: "White"})
        + searches(5, "White", **{seen: "Black"})
        + searches(12, "White", **{seen: ""})
        + searches(8, "", **{seen: "White"})
    )
    lake = lake_of({("bedfordshire", "2021-05"): rows})
    result = compute(
        "ethnicity-agreement", lake, forces=["bedfordshire"], first="2021-05", last="2021-05"
    )
    assert (result.row("Black").events, result.row("Black").exposure) == (60, 80)
    assert result.row("Black").rate == 0.75
    assert (result.row("White").events, result.row("White").exposure) == (95, 100)
    assert result.left_out == 20
    found = result.as_json()["agreement"]
    assert found["n"] == 180
    assert found["observed"] == pytest.approx(155 / 180)
    assert (result.unknown_events, result.unknown_exposure) == (20, 20)
    assert result.unknown_share == pytest.approx(0.1)
    assert any(
        "matched in 86.1 of every 100 searches where both were recorded. One of them was missing "
        "in 10 of every 100" in note
        for note in result.notes
    )


def test_the_searches_that_lack_a_view_leave_no_range_that_could_be_given(
    lake_of: MakeLake,
) -> None:
    """A range from one number to the same one would say that nothing is unknown."""
    seen = "Officer-defined ethnicity"
    rows = (
        searches(60, "Black", **{seen: "Black"})
        + searches(20, "Black", **{seen: "Asian"})
        + searches(95, "White", **{seen: "White"})
        + searches(5, "White", **{seen: "Black"})
    )
    lacking = searches(35, "Black", **{seen: ""})
    lake = lake_of({("bedfordshire", "2021-05"): rows + lacking})
    row = compute(
        "ethnicity-agreement", lake, forces=["bedfordshire"], first="2021-05", last="2021-05"
    ).row("Black")
    assert row.ratio == pytest.approx(0.75 / 0.95)
    assert row.ratio_if_unknown_all_reference is row.ratio_if_unknown_all_group is None
    assert row.unknown_low is row.unknown_high is row.unknown_sentence is None


def test_how_often_both_views_match_is_one_number(real_lake: Lake) -> None:
    """The table hides small cells, and kappa is rounded for it; everyone together is not."""
    result = compute(
        "ethnicity-agreement", real_lake, forces=["bedfordshire"], first="2021-05", last="2022-04"
    )
    found = result.as_json()["agreement"]
    assert any(None in line for line in found["table"])
    assert result.overall.rate is not None
    assert found["observed"] == result.overall.rate
    shown = f"{result.overall.rate * 100:.1f} of every 100 searches"
    assert sum(shown in note for note in result.notes) == 2
    assert result.unknown_events == result.left_out
    assert {row.unknown_low for row in result.rows} == {None}


def test_one_to_four_searches_that_lack_a_view_are_not_told(lake_of: MakeLake) -> None:
    seen = "Officer-defined ethnicity"
    rows = (
        searches(80, "Black", **{seen: "Black"})
        + searches(90, "White", **{seen: "White"})
        + searches(10, "White", **{seen: "Black"})
        + searches(3, "White", **{seen: ""})
    )
    lake = lake_of({("bedfordshire", "2021-05"): rows})
    result = compute(
        "ethnicity-agreement", lake, forces=["bedfordshire"], first="2021-05", last="2021-05"
    )
    assert result.unknown_events is result.unknown_share is result.left_out is None
    assert not any("was missing" in note for note in result.notes)
