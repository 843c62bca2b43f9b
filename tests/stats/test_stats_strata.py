"""Ratios within strata: the pooled figure and what it hides."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from evenhand.stats import (
    InvalidCounts,
    indirect_ratio,
    mantel_haenszel_rate_ratio,
    mantel_haenszel_risk_ratio,
    ratio_of_proportions,
    ratio_of_rates,
)

counts = st.integers(1, 2_000)
exposures = st.floats(1, 1e7)


@pytest.fixture(scope="module")
def black_and_white(searches):
    forces, events, residents = searches("2022/23")
    return forces, (events[:, 3], residents[:, 3], events[:, 0], residents[:, 0])


@pytest.mark.parametrize(
    ("year", "expected"), [("2020/21", 5.487), ("2021/22", 4.811), ("2022/23", 4.080)]
)
def test_pooled_black_to_white_ratios_of_forty_three_forces(searches, year, expected):
    """Oracle B, as Home Office open tables were counted by others, on Census 2021."""
    _, events, residents = searches(year)
    a, n = events.sum(axis=0), residents.sum(axis=0)
    assert ratio_of_rates(a[3], n[3], a[0], n[0]).value == pytest.approx(expected, abs=6e-4)


ORACLE_B = {  # searches, rates per 1,000 and ratios to White: White, Mixed, Asian, Black, Other
    "2020/21": (
        [353_531, 20_853, 74_237, 95_962, 11_332],
        [7.259, 12.138, 13.460, 39.830, 9.025],
        [1, 1.672, 1.854, 5.487],
    ),
    "2021/22": (
        [269_272, 15_837, 48_343, 64_094, 8_400],
        [5.529, 9.218, 8.765, 26.603, 6.690],
        [1, 1.667, 1.585, 4.811],
    ),
    "2022/23": (
        [282_957, 16_341, 45_725, 57_121, 9_209],
        [5.810, 9.512, 8.290, 23.709, 7.334],
        [1, 1.637, 1.427, 4.080],
    ),
    "2023/24": (
        [284_494, 16_223, 43_154, 50_939, 9_881],
        [5.842, 9.443, 7.824, 21.143, 7.869],
        [1, 1.616, 1.339, 3.619],
    ),
}


@pytest.mark.parametrize("year", ORACLE_B)
def test_every_group_of_oracle_b(searches, year):
    from evenhand.stats import rate, rate_ratio

    counted, rates, ratios = ORACLE_B[year]
    _, events, residents = searches(year)
    a, n = events.sum(axis=0), residents.sum(axis=0)
    np.testing.assert_array_equal(a, counted)
    np.testing.assert_allclose(rate(a, n, per=1000).value, rates, atol=6e-4)
    found = rate_ratio(a, n, reference=0)
    np.testing.assert_allclose(found.value[:4], ratios, atol=6e-4)


def test_the_pooled_ratio_hides_what_happens_within_forces(black_and_white):
    """2022/23: 4.080 pooled, 2.877 in the Metropolitan Police, 2.855 elsewhere, 2.858 within."""
    forces, four = black_and_white
    met = forces.index("Metropolitan Police")
    others = np.arange(len(forces)) != met
    crude = ratio_of_rates(*(part.sum() for part in four))
    alone = ratio_of_rates(*(part[met] for part in four))
    rest = ratio_of_rates(*(part[others].sum() for part in four))
    within = mantel_haenszel_rate_ratio(*four)
    assert crude.value == pytest.approx(4.080, abs=6e-4)
    assert alone.value == pytest.approx(2.877, abs=6e-4)
    assert rest.value == pytest.approx(2.855, abs=6e-4)
    assert within.value == pytest.approx(2.858, abs=6e-4)
    assert within.high < crude.low


def test_within_forces_without_the_city(black_and_white):
    forces, four = black_and_white
    kept = np.array([not force.startswith("London") for force in forces])
    assert kept.sum() == 42
    found = mantel_haenszel_rate_ratio(*(part[kept] for part in four))
    assert found.value == pytest.approx(2.848, abs=6e-4)


def test_observed_over_expected_within_forces(black_and_white):
    """2022/23: 57,121 observed, 19,973.6 expected at each force's White rate."""
    _, four = black_and_white
    found = indirect_ratio(*four)
    assert found.value == pytest.approx(2.860, abs=6e-4)
    assert 57_121 / found.value == pytest.approx(19_973.6, abs=0.06)
    counted = indirect_ratio(*four, reference="counted")
    assert counted.value == found.value
    assert counted.low < found.low < found.high < counted.high


@given(counts, exposures, counts, exposures)
def test_one_stratum_is_the_crude_ratio(a, n, b, m):
    within = mantel_haenszel_rate_ratio([a], [n], [b], [m])
    crude = ratio_of_rates(a, n, b, m, method="wald")
    for part in ("value", "low", "high"):
        np.testing.assert_allclose(getattr(within, part), getattr(crude, part), rtol=1e-9)


@given(st.lists(st.tuples(counts, exposures, counts, exposures), min_size=1, max_size=6))
def test_swapping_the_groups_turns_the_ratio_over(strata):
    a, n, b, m = (np.array(part) for part in zip(*strata, strict=True))
    one, other = mantel_haenszel_rate_ratio(a, n, b, m), mantel_haenszel_rate_ratio(b, m, a, n)
    np.testing.assert_allclose(one.value * other.value, 1, rtol=1e-9)
    np.testing.assert_allclose(one.low * other.high, 1, rtol=1e-9)


@given(st.lists(st.tuples(counts, exposures, counts, exposures), min_size=1, max_size=6))
def test_the_pooled_ratio_lies_among_the_strata(strata):
    a, n, b, m = (np.array(part, dtype=float) for part in zip(*strata, strict=True))
    each = ratio_of_rates(a, n, b, m).value
    for pooled in (mantel_haenszel_rate_ratio(a, n, b, m), indirect_ratio(a, n, b, m)):
        assert each.min() * (1 - 1e-9) <= pooled.value <= each.max() * (1 + 1e-9)


@given(st.lists(st.tuples(*[st.integers(1, 60)] * 4), min_size=2, max_size=5))
def test_statsmodels_agrees_on_the_pooled_risk_ratio(strata):
    tables = [np.array([[a, c], [b, d]], dtype=float) for a, c, b, d in strata]
    theirs = StratifiedTable(tables).riskratio_pooled
    a, c, b, d = (np.array(part) for part in zip(*strata, strict=True))
    found = mantel_haenszel_risk_ratio(a, a + c, b, b + d)
    np.testing.assert_allclose(found.value, theirs, rtol=1e-9)


@given(st.integers(1, 50), st.integers(0, 50), st.integers(1, 50), st.integers(0, 50))
def test_one_stratum_is_the_crude_risk_ratio(a, c, b, d):
    assume(c + d > 0)
    within = mantel_haenszel_risk_ratio([a], [a + c], [b], [b + d])
    crude = ratio_of_proportions(a, a + c, b, b + d, method="wald")
    for part in ("value", "low", "high"):
        np.testing.assert_allclose(getattr(within, part), getattr(crude, part), rtol=1e-9)


def test_a_stratum_without_searches_of_one_group_has_no_weight():
    one = mantel_haenszel_risk_ratio([8, 3], [40, 9], [30, 0], [100, 0])
    other = mantel_haenszel_risk_ratio([8], [40], [30], [100])
    assert (one.value, one.low, one.high) == (other.value, other.low, other.high)


def test_many_tables_at_once_equal_one_at_a_time():
    rng = np.random.default_rng(3)
    a, b = rng.poisson(9, (4, 5, 7)), rng.poisson(40, (4, 5, 7))
    n, m = rng.uniform(1, 9, (7,)), rng.uniform(1, 9, (7,))
    together = mantel_haenszel_rate_ratio(a, n, b, m)
    alone = mantel_haenszel_rate_ratio(a[3, 1], n, b[3, 1], m)
    assert together.value.shape == (4, 5)
    assert together.high[3, 1] == alone.high


def test_intervals_within_strata_cover_about_as_stated():
    rng = np.random.default_rng(2026)
    n, m = np.array([10.0, 50.0, 5.0]), np.array([400.0, 300.0, 900.0])
    rates = np.array([0.5, 0.1, 1.0])
    a = rng.poisson(2 * rates * n, (10_000, 3))
    b = rng.poisson(rates * m, (10_000, 3))
    for found in (
        mantel_haenszel_rate_ratio(a, n, b, m),
        indirect_ratio(a, n, b, m, reference="counted"),
    ):
        covered = np.mean((found.low <= 2) & (found.high >= 2))
        assert 0.94 <= covered <= 0.97


def test_intervals_of_shares_within_strata_cover_about_as_stated():
    rng = np.random.default_rng(2030)
    n, m = np.array([60, 150, 30]), np.array([900, 400, 1_500])
    shares = np.array([0.3, 0.1, 0.2])
    a, b = rng.binomial(n, 0.8 * shares, (20_000, 3)), rng.binomial(m, shares, (20_000, 3))
    found = mantel_haenszel_risk_ratio(a, n, b, m)
    assert 0.94 <= np.mean((found.low <= 0.8) & (found.high >= 0.8)) <= 0.96


def test_a_known_expectation_covers_at_least_as_often_as_stated():
    rng = np.random.default_rng(2031)
    n, rates = np.array([10.0, 50.0, 5.0]), np.array([0.5, 0.1, 1.0])
    a = rng.poisson(1.5 * rates * n, (20_000, 3))
    # The reference is so large that its rates are as good as known.
    found = indirect_ratio(a, n, np.round(rates * 1e8), 1e8, method="exact")
    assert 0.95 <= np.mean((found.low <= 1.5) & (found.high >= 1.5)) <= 0.98


def test_no_events_anywhere_is_not_defined_and_some_are_nothing_or_endless():
    zero, some, size = [0, 0], [3, 2], [10, 10]
    nothing = mantel_haenszel_rate_ratio(zero, size, zero, size)
    assert np.isnan([nothing.value, nothing.low, nothing.high]).all()
    none = mantel_haenszel_rate_ratio(zero, size, some, size)
    assert (none.value, none.low) == (0, 0)
    assert mantel_haenszel_rate_ratio(some, size, zero, size).value == np.inf


def test_strata_are_required():
    for function in (mantel_haenszel_rate_ratio, indirect_ratio, mantel_haenszel_risk_ratio):
        with pytest.raises(InvalidCounts, match="at least one stratum"):
            function(1, 10, 2, 20)
        with pytest.raises(InvalidCounts, match="at least one stratum"):
            function([], [], [], [])
