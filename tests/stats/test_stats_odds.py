"""Odds ratios of one table and within strata, against R, SciPy and statsmodels."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import contingency
from statsmodels.stats.contingency_tables import StratifiedTable

from evenhand.stats import InvalidCounts, mantel_haenszel_odds_ratio, odds_ratio

counts = st.integers(0, 60)
tables = st.tuples(counts, counts, counts, counts)


def ends(found):
    return float(found.low), float(found.high)


def whole(table):
    a, b, c, d = table
    return min(a + b, c + d, a + c, b + d) > 0


def test_the_examples_that_r_prints_for_fisher_test():
    """R's own tolerance for a limit is about 0.0001 of its distance from 0 or of its inverse."""
    twins = ends(odds_ratio(2, 15, 10, 3))  # Fisher's criminal twins
    assert twins == pytest.approx((0.003325764, 0.363182271), abs=1e-4)
    twins = ends(odds_ratio(2, 15, 10, 3, confidence=0.99))
    assert twins == pytest.approx((0.001386333, 0.578851645), abs=1e-4)
    low, high = ends(odds_ratio(3, 1, 1, 3))  # the lady who tasted tea
    assert low == pytest.approx(0.2117329, abs=1e-4)
    assert 1 / high == pytest.approx(1 / 621.9337505, abs=1e-4)
    assert odds_ratio(3, 1, 1, 3, confidence=0.9).low == pytest.approx(0.3135693, abs=1e-4)


@given(tables)
@settings(max_examples=40)
def test_scipy_agrees(table):
    assume(whole(table))
    a, b, c, d = table
    theirs = contingency.odds_ratio([[a, b], [c, d]]).confidence_interval(0.95)
    ours = odds_ratio(*table)
    assert ends(ours) == pytest.approx((theirs.low, theirs.high), rel=1e-6)


@given(tables)
def test_wald_is_woolfs(table):
    assume(min(table) > 0)
    a, b, c, d = table
    theirs = contingency.odds_ratio([[a, b], [c, d]], kind="sample").confidence_interval(0.95)
    ours = odds_ratio(*table, method="wald")
    assert ours.value == pytest.approx(a * d / (b * c))
    assert ends(ours) == pytest.approx((theirs.low, theirs.high), rel=1e-9)


@given(tables, st.sampled_from(["exact", "mid-p"]))
def test_turning_the_table_over_turns_the_answer_over(table, method):
    assume(whole(table))
    a, b, c, d = table
    one, other = odds_ratio(a, b, c, d, method=method), odds_ratio(c, d, a, b, method=method)
    with np.errstate(divide="ignore"):
        assert ends(one) == pytest.approx((1 / other.high, 1 / other.low), rel=1e-6)
    assert ends(odds_ratio(a, c, b, d, method=method)) == pytest.approx(ends(one), rel=1e-6)


@given(tables)
def test_the_value_lies_inside_and_mid_p_is_never_wider(table):
    assume(whole(table))
    exact, mid = odds_ratio(*table), odds_ratio(*table, method="mid-p")
    assert exact.low <= mid.low <= mid.value <= mid.high <= exact.high


@given(counts, counts, st.sampled_from([(0, 1), (2, 3), (0, 2), (1, 3)]))
def test_an_empty_row_or_column_says_nothing(one, other, left):
    table = np.zeros(4)
    table[list(left)] = one, other
    found = odds_ratio(*table)
    assert np.isnan([found.value, found.low, found.high]).all()


def test_many_tables_at_once_and_large_ones():
    found = odds_ratio([3, 30_000, 3_000_000], [1, 20_000, 2_000_000], [1, 9, 9], [3, 8, 8])
    assert found.low[0] == odds_ratio(3, 1, 1, 3).low
    large = odds_ratio(3_000_000, 2_000_000, 5_000_000, 4_000_000)
    near = odds_ratio(3_000_000, 2_000_000, 5_000_000, 4_000_000, method="wald")
    assert ends(large) == pytest.approx(ends(near), rel=1e-6)


def test_intervals_cover_at_least_as_stated():
    rng = np.random.default_rng(5)
    odds = 1.6
    share = 0.3 / 0.7 * odds
    a, c = rng.binomial(60, share / (1 + share), 3_000), rng.binomial(50, 0.3, 3_000)
    for method, least in (("exact", 0.95), ("mid-p", 0.94)):
        found = odds_ratio(a, 60 - a, c, 50 - c, method=method)
        assert least <= np.mean((found.low <= odds) & (odds <= found.high)) <= 0.985


@pytest.mark.parametrize("bad", [-1, 1.5, np.nan])
def test_what_is_no_count_is_refused(bad):
    with pytest.raises(InvalidCounts, match="reference_events"):
        odds_ratio(1, 2, bad, 4)
    with pytest.raises(InvalidCounts, match="others"):
        mantel_haenszel_odds_ratio([1, 1], [2, bad], [1, 1], [1, 1])


# Admissions to Berkeley in 1973 by department: men and women, admitted and rejected.
BERKELEY = (
    [512, 353, 120, 138, 53, 22],
    [313, 207, 205, 279, 138, 351],
    [89, 17, 202, 131, 94, 24],
    [19, 8, 391, 244, 299, 317],
)


def test_r_prints_these_figures_for_admissions_to_berkeley():
    found = mantel_haenszel_odds_ratio(*BERKELEY)
    assert found.value == pytest.approx(0.9046968, abs=1e-7)
    assert ends(found) == pytest.approx((0.7719074, 1.0603298), abs=1e-7)
    pooled = odds_ratio(*(sum(part) for part in BERKELEY))
    assert pooled.value == pytest.approx(1.84, abs=0.005), "pooled, it points the other way"


@given(st.lists(tables, min_size=1, max_size=6))
def test_statsmodels_agrees_within_strata(strata):
    assume(all(min(table) > 0 for table in strata))
    theirs = StratifiedTable([np.reshape(table, (2, 2)) for table in strata])
    ours = mantel_haenszel_odds_ratio(*np.transpose(strata))
    assert ours.value == pytest.approx(theirs.oddsratio_pooled)
    assert ends(ours) == pytest.approx(theirs.oddsratio_pooled_confint(), rel=1e-6)


def test_a_stratum_with_one_group_only_has_no_weight():
    one = mantel_haenszel_odds_ratio([4, 9], [3, 2], [5, 0], [6, 0])
    assert ends(one) == ends(mantel_haenszel_odds_ratio([4], [3], [5], [6]))
    with pytest.raises(InvalidCounts, match="at least one stratum"):
        mantel_haenszel_odds_ratio([], [], [], [])
    none = mantel_haenszel_odds_ratio([0], [3], [5], [6])
    assert none.value == 0
    assert np.isnan(none.high)
