"""The smallest ratio of two proportions that could be seen, against the interval it inverts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from evenhand.stats import (
    InvalidCounts,
    StatsError,
    ratio_of_proportions,
    smallest_detectable_ratio_of_proportions,
)

DIRECTIONS = ("fall", "rise")


def simulated_power(b: int, m: int, n: int, ratio: float, direction: str) -> float:
    """How often the printed interval leaves out 1, if that were the true ratio."""
    draw = np.random.default_rng(20_221_101)
    group, reference = draw.binomial(n, ratio * b / m, 8_000), draw.binomial(m, b / m, 8_000)
    found = ratio_of_proportions(group, n, reference, m)
    return float((found.high < 1 if direction == "fall" else found.low > 1).mean())


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize(
    ("b", "m", "n"),
    [
        *[(300, 1_000, 400), (120, 900, 43), (20, 40, 8), (5, 100, 60), (95, 100, 30)],
        *[(1, 50, 500), (9_053, 29_200, 2_495), (90_000, 300_000, 40)],
    ],
)
def test_the_interval_leaves_out_one_four_times_in_five_at_the_bound(b, m, n, direction):
    """Or there is no bound, and then the most extreme proportion is not seen so often either."""
    ratio = float(smallest_detectable_ratio_of_proportions(b, m, n, direction=direction))
    if np.isnan(ratio):
        end = 0.0 if direction == "fall" else m / b
        assert simulated_power(b, m, n, end, direction) < 0.81
    else:
        assert 0.78 <= simulated_power(b, m, n, ratio, direction) <= 0.85


def test_power_by_adding_up_every_pair_of_small_counts():
    b, m, n = 6, 20, 9
    ratio = float(smallest_detectable_ratio_of_proportions(b, m, n))
    x, y = np.meshgrid(np.arange(n + 1), np.arange(m + 1))
    seen = ratio_of_proportions(x, n, y, m).low > 1
    chance = scipy_stats.binom.pmf(x, n, ratio * b / m) * scipy_stats.binom.pmf(y, m, b / m)
    assert chance[seen].sum() == pytest.approx(0.8, abs=1e-6)


def test_a_rare_event_in_a_small_group_has_no_lower_bound():
    """Forty-three searches at 4 in 100: nothing at all is what one would expect anyway."""
    assert np.isnan(smallest_detectable_ratio_of_proportions(40, 1_000, 43, direction="fall"))
    assert smallest_detectable_ratio_of_proportions(40, 1_000, 43) > 3


def test_no_proportion_leaves_nought_to_one():
    assert np.isnan(smallest_detectable_ratio_of_proportions(97, 100, 20))
    assert np.isnan(smallest_detectable_ratio_of_proportions(100, 100, 20))
    assert np.isnan(smallest_detectable_ratio_of_proportions(0, 100, 20))


@settings(max_examples=40)
@given(st.integers(0, 300), st.integers(300, 2_000), st.integers(1, 2_000))
def test_bounds_lie_on_either_side_of_one_and_leave_a_proportion(b, m, n):
    low, high = (
        float(smallest_detectable_ratio_of_proportions(b, m, n, direction=each))
        for each in DIRECTIONS
    )
    assert np.isnan(low) or 0 <= low < 1
    assert np.isnan(high) or 1 < high <= m / b


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_more_searches_more_sharply_and_more_surely(direction):
    found = smallest_detectable_ratio_of_proportions(
        300, 1_000, [50, 500, 5_000], direction=direction
    )
    assert (np.diff(np.abs(np.log(found))) < 0).all()
    surer = smallest_detectable_ratio_of_proportions(
        300, 1_000, [50, 500, 5_000], direction=direction, power=0.95
    )
    assert (np.abs(np.log(surer)) > np.abs(np.log(found))).all()


def test_evenly_spaced_counts_change_nothing_that_is_printed():
    """A standard error of 99.9 adds up every count, one of 200 every second one."""
    every, second = (
        float(smallest_detectable_ratio_of_proportions(size // 2, size, 400))
        for size in (39_900, 160_000)
    )
    assert every == pytest.approx(second, rel=0.003)


def test_tables_of_many_cells_keep_their_shape():
    found = smallest_detectable_ratio_of_proportions([[30], [40]], 100, [50, 60, 70])
    assert found.shape == (2, 3)


def test_impossible_questions_are_refused():
    with pytest.raises(InvalidCounts, match="cannot exceed"):
        smallest_detectable_ratio_of_proportions(5, 4, 10)
    with pytest.raises(InvalidCounts, match="trials is 0"):
        smallest_detectable_ratio_of_proportions(1, 4, 0)
    with pytest.raises(StatsError, match="power"):
        smallest_detectable_ratio_of_proportions(1, 4, 10, power=1.0)
    with pytest.raises(StatsError, match="direction"):
        smallest_detectable_ratio_of_proportions(1, 4, 10, direction="down")
