"""A measure over time: what is missing stays missing, and the quarters add up to the year."""

import pytest
from made_lakes import BEDS, Files, MakeLake, answer, searches

from evenhand.measures import BadPeriod, measures
from evenhand.measures.over_time import Series, over_time, smallest_of
from evenhand.measures.period import months_between
from evenhand.records.lake import Lake

YEAR = months_between("2021-01", "2021-12")
SURREY = "surrey"


def month(black: int, white: int) -> list[dict[str, str]]:
    return searches(black, "Black") + searches(white, "White") + searches(15, "Asian")


@pytest.fixture
def year(lake_of: MakeLake) -> Lake:
    """Every month but July to September, of which nothing is known, and November."""
    gone = {"2021-07", "2021-08", "2021-09", "2021-11"}
    files: Files = {(BEDS, one): month(8, 12) for one in YEAR if one not in gone}
    return lake_of(files)


def series(lake: Lake, measure: str = "search-rate", **other: object) -> Series:
    asked = {"forces": [BEDS], "first": "2021-01", "last": "2021-12"} | other
    return over_time(measures()[measure], lake, **asked)


def test_a_quarter_of_which_nothing_is_known_is_missing_and_not_zero(year: Lake) -> None:
    found = series(year)

    assert found.unit == "quarter"
    assert [point["status"] for point in found.points] == ["whole", "whole", "missing", "partial"]
    missing = found.points[2]
    assert (missing["from"], missing["to"], missing["months_observed"]) == ("2021-07", "2021-09", 0)
    assert (missing["groups"], missing["ratio"]) == ({}, None)


def test_a_quarter_with_two_months_has_the_rate_of_two_months(year: Lake) -> None:
    *_, whole, _, partly = series(year).points

    assert partly["months_observed"] == 2
    assert partly["groups"]["Black"]["events"] == 16
    assert partly["groups"]["Black"]["rate"] == pytest.approx(whole["groups"]["Black"]["rate"])
    assert partly["groups"]["Black"]["rate_high"] > whole["groups"]["Black"]["rate_high"]


def test_the_quarters_add_up_to_the_year_and_have_its_ratio(year: Lake) -> None:
    whole = answer(year, first="2021-01", last="2021-12")
    points = [point for point in series(year).points if point["groups"]]

    for group in ("Black", "White"):
        parts = [point["groups"][group] for point in points]
        assert sum(part["events"] for part in parts) == whole.row(group).events
        assert sum(part["exposure"] for part in parts) == pytest.approx(whole.row(group).exposure)
    assert points[0]["ratio"] == pytest.approx(whole.row("Black").ratio)
    assert points[0]["ratio_low"] < points[0]["ratio"] < points[0]["ratio_high"]


def test_a_small_count_is_not_shown_nor_anything_made_from_it(lake_of: MakeLake) -> None:
    lake = lake_of({(BEDS, one): month(1, 12) for one in YEAR[:3]})

    (point,) = series(lake, last="2021-03").points

    hidden = point["groups"]["Black"]
    assert hidden == {**dict.fromkeys(hidden), "status": "not shown"}
    assert point["ratio"] is None
    assert point["groups"]["White"]["events"] == 36


def test_none_is_zero_and_not_hidden(lake_of: MakeLake) -> None:
    lake = lake_of({(BEDS, one): month(0, 30) for one in YEAR[:3]})

    (point,) = series(lake, last="2021-03").points

    assert point["groups"]["Black"]["events"] == 0
    assert point["groups"]["Black"]["rate"] == 0


def test_a_force_with_many_searches_is_shown_month_by_month(lake_of: MakeLake) -> None:
    lake = lake_of({(BEDS, one): month(120, 130) for one in YEAR[:6]})

    found = series(lake, last="2021-06")

    assert found.unit == "month"
    assert [point["from"] for point in found.points] == YEAR[:6]
    assert all(point["from"] == point["to"] for point in found.points)


def test_several_forces_are_compared_within_each_and_a_lacking_one_is_said(
    lake_of: MakeLake,
) -> None:
    files = {(BEDS, one): month(8, 12) for one in YEAR[:6]}
    lake = lake_of(files | {(SURREY, one): month(6, 40) for one in YEAR[:3]})

    both, alone = series(lake, forces=[BEDS, SURREY], last="2021-06").points

    assert (both["status"], alone["status"]) == ("whole", "some")
    assert both["pooled_ratio"] != pytest.approx(both["ratio"])
    assert alone["groups"]["White"]["events"] == 36


def test_months_loaded_in_part_make_a_point_partial(year: Lake) -> None:
    first, *_ = series(year, partly=lambda _force, one: one == "2021-02").points

    assert first["status"] == "partial"


def test_the_smallest_change_is_above_one_and_unknown_for_shares(year: Lake) -> None:
    asked = measures()["search-rate"]
    point = series(year).points[0]
    seen = smallest_of(point, asked, several=False)

    assert seen is not None
    assert seen > 1
    assert smallest_of(point, asked, several=True) is None
    assert smallest_of(point, measures()["find-rate"], several=False) is None


def test_months_that_are_not_whole_quarters_are_refused(year: Lake) -> None:
    with pytest.raises(BadPeriod, match="not a whole number of quarters"):
        series(year, last="2021-11")
