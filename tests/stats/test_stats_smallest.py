"""The smallest change that could have been seen, checked by simulating whether it is seen."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.stats import (
    InvalidCounts,
    StatsError,
    ratio_of_rates,
    smallest_detectable_change,
    smallest_detectable_change_in_ratio,
    smallest_detectable_ratio,
)


def test_a_quarter_of_28_searches_shows_only_a_fall_to_36_per_cent():
    """The rule of small numbers: 28 searches a quarter, power 80%."""
    assert smallest_detectable_change(28) == pytest.approx(0.36, abs=0.005)


def test_50_searches_show_a_fall_by_half():
    assert smallest_detectable_change(50) == pytest.approx(0.50, abs=0.005)


@pytest.mark.parametrize(("before", "k"), [(28, 1.0), (12, 1.0), (300, 0.25), (40, 4.0)])
@pytest.mark.parametrize("direction", ["fall", "rise"])
def test_such_a_change_is_noticed_four_times_in_five(before, k, direction):
    """Simulated: the exact interval of now over before leaves out 1."""
    ratio = float(smallest_detectable_change(before, exposure_ratio=k, direction=direction))
    rng = np.random.default_rng(2028)
    then = rng.poisson(before, 20_000)
    now = rng.poisson(before * k * ratio, 20_000)
    found = ratio_of_rates(now, k, then, 1.0)
    seen = found.high < 1 if direction == "fall" else found.low > 1
    assert np.mean(seen) == pytest.approx(0.8, abs=0.012)


@pytest.mark.parametrize("direction", ["fall", "rise"])
def test_such_a_change_in_a_ratio_is_noticed_about_four_times_in_five(direction):
    ratio = float(smallest_detectable_change_in_ratio(112, 1_400, direction=direction))
    rng = np.random.default_rng(2029)
    then, now = (rng.poisson(mean, 20_000) for mean in (112, 112 * ratio))
    base_then, base_now = rng.poisson(1_400, 20_000), rng.poisson(1_400, 20_000)
    logs = np.log(now / base_now) - np.log(then / base_then)
    error = np.sqrt(1 / then + 1 / now + 1 / base_then + 1 / base_now)
    assert np.mean(np.abs(logs) > 1.959964 * error) == pytest.approx(0.8, abs=0.02)


def test_very_few_events_cannot_tell():
    """With 5 searches a quarter, even none at all would often pass for chance."""
    assert np.isnan(smallest_detectable_change([0, 1, 5])).all()
    assert smallest_detectable_change(9) < 0.05
    assert np.isnan(smallest_detectable_change_in_ratio(10, 100))


@settings(max_examples=25, deadline=None)
@given(st.integers(10, 500), st.floats(0.3, 3))
def test_more_events_see_smaller_changes(events, k):
    fewer = smallest_detectable_change(events, exposure_ratio=k)
    more = smallest_detectable_change(2 * events, exposure_ratio=k)
    assert np.isnan(fewer) or 0 < fewer < more < 1
    rise = smallest_detectable_change(events, exposure_ratio=k, direction="rise")
    assert 1 < smallest_detectable_change(2 * events, exposure_ratio=k, direction="rise") < rise


def test_asking_for_more_certainty_asks_for_a_larger_change():
    usual = smallest_detectable_change(60)
    assert smallest_detectable_change(60, power=0.95) < usual
    assert smallest_detectable_change(60, confidence=0.99) < usual


def test_the_quick_way_meets_the_exact_way():
    few, many = smallest_detectable_change([2_000, 2_001])
    assert few == pytest.approx(many, abs=7e-4)
    few, many = smallest_detectable_change([2_000, 2_001], direction="rise")
    assert few == pytest.approx(many, abs=7e-4)


def test_a_ratio_between_groups_is_a_change_from_the_references_rate():
    """A small group beside a large reference."""
    found = smallest_detectable_ratio(1_382, 733_925, 5_315)
    same = smallest_detectable_change(1_382, exposure_ratio=5_315 / 733_925, direction="rise")
    assert found == same
    rng = np.random.default_rng(2030)
    group = rng.poisson(1_382 * 5_315 / 733_925 * float(found), 20_000)
    seen = ratio_of_rates(group, 5_315, rng.poisson(1_382, 20_000), 733_925).low > 1
    assert np.mean(seen) == pytest.approx(0.8, abs=0.012)


def test_a_longer_later_period_sees_more():
    year = smallest_detectable_change_in_ratio(28, 350, exposure_ratio=4)
    assert smallest_detectable_change_in_ratio(28, 350) < year < 1


def test_many_cells_keep_their_shape():
    found = smallest_detectable_change([[20, 40], [20, 60]])
    assert found.shape == (2, 2)
    assert found[0, 0] == found[1, 0] == smallest_detectable_change(20)
    assert smallest_detectable_change_in_ratio([30, 50, 70], [[400], [500]]).shape == (2, 3)


def test_impossible_questions_are_refused():
    with pytest.raises(InvalidCounts, match="events is -1"):
        smallest_detectable_change(-1)
    with pytest.raises(InvalidCounts, match="exposure_ratio is 0"):
        smallest_detectable_change(10, exposure_ratio=0)
    with pytest.raises(StatsError, match="power is 80"):
        smallest_detectable_change(10, power=80)
    with pytest.raises(StatsError, match="direction is 'down'"):
        smallest_detectable_change_in_ratio(10, 100, direction="down")
