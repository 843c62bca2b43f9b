"""Quarters of the financial year, spans of them, and the columns of a grid."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.plan.quarters import Quarter, Span, columns, quarters

DAYS = st.dates(date(1990, 1, 1), date(2089, 12, 31))
SOME = st.builds(Quarter, st.integers(2000, 2040), st.integers(1, 4))


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2025, 4, 1), "2025-Q1"),
        (date(2025, 6, 30), "2025-Q1"),
        (date(2025, 7, 1), "2025-Q2"),
        (date(2025, 12, 31), "2025-Q3"),
        (date(2026, 1, 1), "2025-Q4"),
        (date(2026, 3, 31), "2025-Q4"),
    ],
)
def test_the_financial_year_begins_in_april(day: date, quarter: str) -> None:
    assert str(Quarter.of(day)) == quarter


@given(DAYS)
def test_every_day_lies_in_its_quarter_and_in_no_other(day: date) -> None:
    one = Quarter.of(day)

    assert one.first_day <= day <= one.last_day
    assert one.before.last_day + timedelta(days=1) == one.first_day
    assert one.following.before == one
    assert Quarter.parse(str(one)) == one


@pytest.mark.parametrize("wrong", ["2025-Q5", "2025Q1", "25-Q1", "", "2025-Q1 "])
def test_what_is_no_quarter_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="is not a quarter"):
        Quarter.parse(wrong)


def test_a_span_ends_after_it_begins() -> None:
    assert str(Span.parse("2025-Q3 to 2025-Q4")) == "2025-Q3 to 2025-Q4"
    assert str(Span.parse("2025-Q3")) == "2025-Q3"
    with pytest.raises(ValueError, match="ends before it begins"):
        Span.parse("2025-Q4 to 2025-Q3")


def test_a_force_has_uneven_columns_as_it_publishes_them() -> None:
    own = (Span.parse("2024-Q3 to 2024-Q4"), Span.parse("2025-Q1"))

    found = columns(Quarter(2024, 2), Quarter(2025, 2), now=Quarter(2025, 1), own=own)

    assert [str(one) for one in found] == ["2024-Q2", "2024-Q3 to 2024-Q4", "2025-Q1", "2025-Q2"]


def test_years_long_past_become_one_column_each_until_the_rest_fits() -> None:
    found = columns(Quarter(2022, 1), Quarter(2026, 4), now=Quarter(2026, 3), own=())

    assert [str(one) for one in found] == [
        "2022-Q1 to 2022-Q4",
        "2023-Q1 to 2023-Q4",
        "2024-Q1 to 2024-Q4",
        "2025-Q1 to 2025-Q4",
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
        "2026-Q4",
    ]


@given(SOME, st.integers(0, 24), st.integers(0, 24), st.lists(st.integers(1, 3), max_size=6))
def test_columns_hold_every_quarter_once_and_in_order(
    first: Quarter, wide: int, now: int, own: list[int]
) -> None:
    every = [first]
    for _ in range(max(wide, sum(own))):
        every.append(every[-1].following)
    spans, start = [], 0
    for width in own:
        spans.append(Span(every[start], every[start + width - 1]))
        start += width
    last = every[wide] if wide > sum(own) else every[-1]

    found = columns(first, last, now=every[min(now, len(every) - 1)], own=tuple(spans))

    held = [quarter for one in found for quarter in quarters(one.first, one.last)]
    assert held == [quarter for quarter in every if quarter <= held[-1]]
    assert held[-1] >= last
