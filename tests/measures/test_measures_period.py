"""Months are whole, and both ends are included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.measures.errors import BadPeriod
from evenhand.measures.period import months_between, runs

months = st.integers(2014 * 12, 2030 * 12).map(lambda n: f"{n // 12}-{n % 12 + 1:02d}")


def test_a_year_has_twelve_months_across_new_year() -> None:
    found = months_between("2021-05", "2022-04")
    assert len(found) == 12
    assert found[0] == "2021-05"
    assert found[-1] == "2022-04"
    assert found[7:9] == ["2021-12", "2022-01"]


def test_one_month_is_a_period() -> None:
    assert months_between("2021-05", "2021-05") == ["2021-05"]


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadPeriod, match="2021-04, comes before the first, 2021-05"):
        months_between("2021-05", "2021-04")


@pytest.mark.parametrize("text", ["2021", "2021-13", "2021-5", "May 2021", "2021-05-01", ""])
def test_what_is_not_a_month_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadPeriod, match="such as 2021-05"):
        months_between(text, "2021-05")


@given(st.sets(months).map(sorted))
def test_runs_hold_every_month_once(given_months: list[str]) -> None:
    joined = [month for first, last in runs(given_months) for month in months_between(first, last)]
    assert joined == given_months


def test_a_finding_of_many_months_is_said_once() -> None:
    from evenhand.measures.words.notes import found_again

    assert found_again("Kent, 2021-09: odd.", ["2021-01", "2021-02", "2021-05"]) == (
        "Kent, 2021-09: odd. The same was found in 3 other months "
        "(January 2021 to February 2021 and May 2021)."
    )
    assert found_again("Kent, 2021-09: odd.", ["2021-01"]) == (
        "Kent, 2021-09: odd. The same was found in January 2021."
    )
