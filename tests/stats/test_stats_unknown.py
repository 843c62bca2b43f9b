"""What a ratio could be when the group of some was not recorded."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evenhand.stats import (
    InvalidCounts,
    ratio_of_rates,
    tipping_share,
    unknown_range,
    unknown_range_of_proportions,
)

counts = st.integers(0, 2_000)
some = st.integers(1, 2_000)
exposures = st.floats(1, 1e7)


@given(counts, exposures, some, exposures, counts)
def test_the_range_contains_the_ratio_among_the_known(a, n, b, m, u):
    crude = ratio_of_rates(a, n, b, m).value
    found = unknown_range(a, n, b, m, u)
    assert found.low <= crude * (1 + 1e-12)
    assert crude <= found.high * (1 + 1e-12)
    assert found.low == pytest.approx(found.if_all_reference)
    assert found.high == pytest.approx(found.if_all_group)


@given(counts, exposures, some, exposures)
def test_nobody_unknown_leaves_one_value(a, n, b, m):
    found = unknown_range(a, n, b, m, 0)
    np.testing.assert_allclose([found.low, found.high], ratio_of_rates(a, n, b, m).value, rtol=1e-9)


def test_every_way_of_dividing_the_unknown_lies_in_the_range():
    """By brute force over small tables."""
    for a, b, u in itertools.product(range(4), range(1, 4), range(5)):
        found = unknown_range(a, 50.0, b, 200.0, u)
        ratios = [((a + q) / 50) / ((b + u - q) / 200) for q in range(u + 1) if b + u - q]
        assert found.low == pytest.approx(min(ratios))
        assert found.high == pytest.approx(max(ratios))


def test_england_and_wales_in_2022_23():
    """Forty-three forces: 106,012 searches without an ethnicity; 4.080 among the rest."""
    four = 57_121, 2_409_283, 282_957, 48_699_231
    found = unknown_range(*four, 106_012)
    assert found.low == pytest.approx(4.0799 * 282_957 / (282_957 + 106_012), rel=1e-3)
    assert found.high == pytest.approx(4.0799 * (57_121 + 106_012) / 57_121, rel=1e-3)
    assert np.isnan(tipping_share(*four, 106_012))


@given(counts, exposures, counts, exposures, some)
def test_at_the_tipping_share_the_rates_are_equal(a, n, b, m, u):
    share = tipping_share(a, n, b, m, u)
    assume(not np.isnan(share))
    np.testing.assert_allclose(
        (a + share * u) / n, (b + (1 - share) * u) / m, rtol=1e-9, atol=1e-12 * u / min(n, m)
    )


@given(counts, exposures, some, exposures, some)
def test_a_tipping_share_exists_exactly_when_the_range_includes_one(a, n, b, m, u):
    found = unknown_range(a, n, b, m, u)
    assume(abs(found.low - 1) > 1e-9 and abs(found.high - 1) > 1e-9)
    assert np.isnan(tipping_share(a, n, b, m, u)) != (found.low < 1 < found.high)


def test_nobody_unknown_has_no_tipping_share():
    assert np.isnan(tipping_share(1, 10, 1, 10, 0))


def test_unknown_searches_widen_a_find_rate_on_both_sides_of_it():
    """With searches of their own, the unknown move both the finds and the searches."""
    found = unknown_range(20, 100, 50, 200, 30, unknown_exposure=40)
    assert found.if_all_reference == pytest.approx(0.2 / (80 / 240))
    assert found.if_all_group == pytest.approx((50 / 140) / 0.25)
    assert found.low <= 0.8 <= found.high


def test_an_empty_reference_is_endless_until_the_unknown_fill_it():
    found = unknown_range(5, 10, 0, 10, 2)
    assert found.low == pytest.approx(2.5)
    assert found.high == np.inf


def test_tables_of_many_cells_keep_their_shape():
    found = unknown_range([[1, 2], [3, 4]], 10.0, [[5], [6]], 20.0, 7)
    assert found.low.shape == found.high.shape == (2, 2)
    assert tipping_share([1, 2], 10.0, 5, 20.0, 7).shape == (2,)


def test_impossible_unknowns_are_refused():
    with pytest.raises(InvalidCounts, match="unknown_events is -1"):
        unknown_range(1, 10, 1, 10, -1)
    with pytest.raises(InvalidCounts, match="unknown_exposure is -2"):
        unknown_range(1, 10, 1, 10, 1, unknown_exposure=-2)
    with pytest.raises(InvalidCounts, match=r"unknown_events is 0\.5"):
        tipping_share(1, 10, 1, 10, 0.5)


few = st.integers(0, 4)


finds_and_failures = st.tuples(few, few)


@settings(deadline=None)
@given(finds_and_failures, finds_and_failures, finds_and_failures)
def test_no_way_of_dividing_unknown_searches_leads_outside_the_range(group, reference, unknown):
    """Every allocation of the unknown finds and failures, tried one by one."""
    (a, b), (n, m), (u, f) = (group[0], reference[0]), (sum(group), sum(reference)), unknown
    assume(n > 0 and m > 0)
    found = unknown_range_of_proportions(a, n, b, m, u, u + f)
    ratios = []
    for finds, failures in itertools.product(range(u + 1), range(f + 1)):
        top = (a + finds) / (n + finds + failures)
        below = (b + u - finds) / (m + u - finds + f - failures)
        if top or below:
            ratios.append(top / below if below else np.inf)
    if not ratios:
        assert np.isnan(found.low)
        assert np.isnan(found.high)
        return
    assert found.low == pytest.approx(min(ratios))
    assert found.high == pytest.approx(max(ratios))
    for end in (found.if_all_reference, found.if_all_group):
        assert np.isnan(end) or found.low * (1 - 1e-12) <= end <= found.high * (1 + 1e-12)


def test_everybody_in_one_group_is_milder_than_finds_and_failures_apart():
    found = unknown_range_of_proportions(20, 100, 50, 200, 30, 40)
    assert found.if_all_reference == pytest.approx(0.2 / (80 / 240))
    assert found.if_all_group == pytest.approx((50 / 140) / 0.25)
    assert found.low == pytest.approx((20 / 110) / (80 / 230))
    assert found.high == pytest.approx((50 / 130) / (50 / 210))


def test_impossible_unknown_searches_are_refused():
    with pytest.raises(InvalidCounts, match="unknown_successes is 5: it cannot exceed"):
        unknown_range_of_proportions(1, 10, 1, 10, 5, 4)
    with pytest.raises(InvalidCounts, match="reference_trials is 0"):
        unknown_range_of_proportions(1, 10, 0, 0, 1, 4)
