"""Rate differences and excess events: laws, coverage, agreement with the rates themselves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.stats import InvalidCounts, excess_events, rate, rate_difference

counts = st.integers(0, 5_000)
exposures = st.floats(1, 1e8)


@given(counts, exposures, counts, exposures)
def test_swapping_the_groups_turns_the_difference_round(a, n, b, m):
    one, other = rate_difference(a, n, b, m), rate_difference(b, m, a, n)
    for part, opposite in [("value", "value"), ("low", "high"), ("high", "low")]:
        np.testing.assert_allclose(getattr(one, part), -getattr(other, opposite), rtol=1e-12)


@given(counts, exposures, counts, exposures)
def test_the_value_lies_inside_its_interval(a, n, b, m):
    found = rate_difference(a, n, b, m)
    assert found.low <= found.value <= found.high


@given(counts, exposures, counts, exposures)
def test_excess_is_the_difference_over_the_groups_own_exposure(a, n, b, m):
    excess, difference = excess_events(a, n, b, m), rate_difference(a, n, b, m)
    np.testing.assert_allclose(excess.value, a - n * b / m, rtol=1e-9, atol=1e-6 * (a + n * b / m))
    np.testing.assert_allclose(excess.low / n, difference.low, rtol=1e-12)
    np.testing.assert_allclose(excess.high / n, difference.high, rtol=1e-12)


def test_beside_a_huge_reference_it_is_the_groups_own_interval_moved():
    group, found = rate(20, 10.0), rate_difference(20, 10.0, 10**9, 10**9)
    np.testing.assert_allclose([found.low, found.high], [group.low - 1, group.high - 1], rtol=1e-4)


def test_equal_small_rates_give_an_interval_that_lets_both_be_higher():
    found = rate_difference(0, 100, 0, 100, per=100)
    assert found.value == 0
    assert found.low < 0 < found.high
    assert found.high == pytest.approx(3.689, abs=0.001)


def test_black_people_in_forty_three_forces(searches):
    """2022/23: 57,121 searches; at the White rate of 5.81 per 1,000 there would be 13,999."""
    _, events, residents = searches("2022/23")
    a, n = events.sum(axis=0), residents.sum(axis=0)
    found = excess_events(a[3], n[3], a[0], n[0])
    assert found.value == pytest.approx(57_121 - 2_409_283 * 282_957 / 48_699_231)
    difference = rate_difference(a[3], n[3], a[0], n[0], per=1000)
    assert difference.value == pytest.approx(23.709 - 5.810, abs=0.001)


def test_intervals_cover_about_as_stated():
    rng = np.random.default_rng(2024)
    for mean, reference_mean in [(4.0, 40.0), (30.0, 30.0)]:
        a, b = rng.poisson(mean, 20_000), rng.poisson(reference_mean, 20_000)
        found = rate_difference(a, 1.0, b, 10.0)
        truth = mean - reference_mean / 10
        covered = np.mean((found.low <= truth) & (truth <= found.high))
        assert 0.945 <= covered <= 0.99


def test_a_difference_refuses_by_name():
    with pytest.raises(InvalidCounts, match="reference_events is -4"):
        rate_difference(1, 10, -4, 10)
    with pytest.raises(InvalidCounts, match="exposure is 0"):
        excess_events(1, 0, 4, 10)
    with pytest.raises(InvalidCounts, match="do not fit together"):
        rate_difference([1, 2], 10, [1, 2, 3], 10)
