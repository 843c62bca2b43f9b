"""Numbers are written to one decimal, and never so that they say something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.measures.words import numbers

ratios = st.floats(min_value=1e-4, max_value=1e4)


def read(text: str) -> float:
    return float(text.replace(",", ""))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.82, "3.8"),
        (1.04, "1.04"),
        (0.96, "0.96"),
        (1.0, "1.0"),
        (0.94, "0.9"),
        (1.0004, "1.0004"),
        (0.03, "0.03"),
        (0.0, "0"),
        (1194.2, "1,194.2"),
    ],
)
def test_a_ratio_is_written(value: float, text: str) -> None:
    assert numbers.times(value) == text


def test_ends_that_would_look_equal_get_another_decimal() -> None:
    assert numbers.times_range(0.886, 0.930) == ("0.89", "0.93")
    assert numbers.times_range(3.41, 4.27) == ("3.4", "4.3")
    assert numbers.times_range(1.04, 2.63) == ("1.04", "2.63")
    assert numbers.times_range(1.0, 1.0) == ("1.0", "1.0")


@given(ratios, ratios)
def test_a_range_looks_as_if_it_leaves_out_1_only_if_it_does(one: float, other: float) -> None:
    low, high = sorted((one, other))
    written_low, written_high = map(read, numbers.times_range(low, high))
    assert (written_low > 1) == (low > 1)
    assert (written_high < 1) == (high < 1)
    assert written_low <= written_high


@given(st.lists(ratios, min_size=3, max_size=3))
def test_a_printed_point_lies_within_its_printed_range(three: list[float]) -> None:
    low, value, high = sorted(three)
    for written in (
        numbers.times_with_range(value, low, high),
        numbers.rate_with_range(value, low, high, share=False),
    ):
        middle, first, last = map(read, written)
        assert first <= middle <= last
        assert middle > 0
        assert len({len(text.partition(".")[2]) for text in written}) == 1


@given(ratios)
def test_what_could_be_seen_is_rounded_away_from_1(value: float) -> None:
    assert 0 < read(numbers.times_at_least(value)) <= value * 1.00001
    assert read(numbers.times_at_most(value)) >= value * 0.99999


@given(ratios)
def test_what_is_written_is_near_the_truth(value: float) -> None:
    assert read(numbers.times(value)) == pytest.approx(value, abs=0.05001)


@given(st.floats(min_value=0, max_value=1))
def test_some_is_never_none_and_most_is_never_all(share: float) -> None:
    text = read(numbers.rate(share, share=True))
    assert (text == 0) == (share == 0)
    assert (text == 100) == (share * 100 == 100)


@given(st.floats(min_value=0, max_value=1), st.floats(min_value=0, max_value=1))
def test_two_shares_look_equal_only_if_they_are(one: float, other: float) -> None:
    first, second = numbers.rate_range(one, other, share=True)
    if abs(one - other) > 1e-12:
        assert first != second


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.13, "13"),
        (0.004, "fewer than 1"),
        (0.9951, "more than 99"),
        (1.0, "100"),
        (0.0, "0"),
    ],
)
def test_so_many_of_every_100(share: float, text: str) -> None:
    assert numbers.of_every_100(share) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_not_a_number_is_not_written(value: float) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        numbers.times(value)


def test_a_count_has_its_thousands_marked() -> None:
    assert numbers.whole(12345) == "12,345"
