"""Medians with intervals that hold for any distribution."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as distributions

from evenhand.stats import InvalidCounts, median

rows = st.lists(st.integers(-50, 400), min_size=1, max_size=120)


def three(found):
    return float(found.value), float(found.low), float(found.high)


@given(rows, st.sampled_from([0.8, 0.95, 0.99]))
def test_scipys_quantile_test_agrees(row, confidence):
    found = median(row, confidence=confidence)
    theirs = distributions.quantile_test(row, q=0, p=0.5).confidence_interval(confidence)
    assert found.value == np.median(row)
    np.testing.assert_equal(three(found)[1:], tuple(theirs))


def test_the_ranks_of_printed_tables():
    """Textbooks print, at 95%: of 6 values the ends, of 10 the 2nd and 9th, of 25 the 8th."""
    for n, rank in ((6, 1), (8, 1), (9, 2), (10, 2), (20, 6), (25, 8), (50, 18), (100, 40)):
        assert three(median(range(1, n + 1)))[1:] == (rank, n + 1 - rank)


@pytest.mark.parametrize("n", [1, 2, 5])
def test_with_five_or_fewer_there_are_no_limits(n):
    found = median(range(n))
    assert found.value == (n - 1) / 2
    assert np.isnan([found.low, found.high]).all()


def test_with_none_there_is_no_median():
    assert np.isnan(three(median([]))).all()
    assert np.isnan(three(median([3.0], counts=[0]))).all()


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)), min_size=1, max_size=30))
def test_counts_are_the_same_as_repeating(pairs):
    values, counts = zip(*pairs, strict=True)
    repeated = np.repeat(values, counts)
    np.testing.assert_equal(three(median(values, counts=counts)), three(median(repeated)))


@given(rows, st.integers(1, 9))
def test_a_change_of_unit_changes_the_unit(row, factor):
    plain, scaled = median(row), median(np.array(row) * factor)
    np.testing.assert_allclose(three(scaled), np.array(three(plain)) * factor)


def test_intervals_cover_at_least_as_stated():
    rng = np.random.default_rng(8)
    draws = rng.exponential(30, (2_000, 41))
    truth = 30 * np.log(2)
    limits = np.array([three(median(draw))[1:] for draw in draws])
    assert 0.95 <= np.mean((limits[:, 0] <= truth) & (truth <= limits[:, 1])) <= 0.98


@pytest.mark.parametrize(
    ("values", "counts", "said"),
    [
        ([1, np.nan], None, r"values\[1\] is nan"),
        ([1, np.inf], None, r"values\[1\] is inf"),
        ([[1, 2]], None, "must be a row"),
        ([1, 2], [1], "one for each"),
        ([1, 2], [1, -1], r"counts\[1\] is -1"),
    ],
)
def test_what_cannot_be_is_refused(values, counts, said):
    with pytest.raises(InvalidCounts, match=said):
        median(values, counts=counts)
