"""The smallest ratio that could have been seen, checked against the intervals themselves."""

import numpy as np
import pytest

from evenhand import stats
from evenhand.measures.detectable import ratios_of_rates, ratios_of_shares


def test_more_records_see_smaller_differences() -> None:
    below, above = ratios_of_shares(300, 1000, np.array([100.0, 1000.0, 10000.0]))
    assert (np.diff(below) > 0).all()
    assert (np.diff(above) < 0).all()
    assert (below < 1).all()
    assert (above > 1).all()


def test_a_share_cannot_rise_beyond_all_of_them() -> None:
    _, above = ratios_of_shares(97, 100, np.array([20.0]))
    assert np.isnan(above[0]) or above[0] * 0.97 <= 1


def test_without_events_in_the_reference_nothing_is_seen() -> None:
    below, above = ratios_of_shares(0, 100, np.array([20.0]))
    assert np.isnan(below[0])
    assert np.isnan(above[0])


def test_a_share_of_that_size_would_be_seen_four_times_in_five() -> None:
    n, b, m = 400, 300, 1000
    _, above = ratios_of_shares(b, m, np.array([float(n)]))
    draw = np.random.default_rng(6)
    group = draw.binomial(n, above[0] * b / m, 4000)
    reference = draw.binomial(m, b / m, 4000)
    interval = stats.ratio_of_proportions(group, n, reference, m)
    assert (interval.low > 1).mean() == pytest.approx(0.8, abs=0.03)


def test_rates_have_both_sides() -> None:
    below, above = ratios_of_rates(500, 100_000, np.array([5_000.0]))
    assert 0 < below[0] < 1 < above[0]
