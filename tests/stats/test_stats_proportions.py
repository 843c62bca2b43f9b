"""Find rates: Wilson, Newcombe and Koopman, as published and as statsmodels has them."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    score_test_proportions_2indep,
)

from evenhand.stats import (
    InvalidCounts,
    difference_of_proportions,
    proportion,
    ratio_of_proportions,
)


@st.composite
def shares(draw):
    trials = draw(st.integers(1, 2_000))
    return draw(st.integers(0, trials)), trials


def parts(found):
    return np.array([found.value, found.low, found.high])


def test_phe_wilson():
    found = proportion(65, 100)
    assert (found.low, found.high) == pytest.approx((0.5525444, 0.7363575), abs=5e-8)


def test_wilson_of_searches_in_forty_three_forces():
    """Outcomes pooled over five years, as published; per cent, three decimals."""
    found = proportion([195_713, 50_930, 1_023_508, 219_682], [1_470_438, 318_763] * 2)
    np.testing.assert_allclose(100 * found.low, [13.255, 15.851, 69.531, 68.756], atol=5.1e-4)
    np.testing.assert_allclose(100 * found.high, [13.365, 16.105, 69.680, 69.077], atol=5.1e-4)


def test_wilson_of_very_few_searches():
    found = proportion([3, 0], [7, 12])
    np.testing.assert_allclose(100 * found.low, [15.822, 0], atol=5e-4)
    np.testing.assert_allclose(100 * found.high, [74.954, 24.249], atol=5e-4)


def test_published_arrest_rates_and_their_wilson_intervals(shared_data):
    path = shared_data / "published/home-office-search-outcomes-by-ethnicity-pooled.csv"
    lines = [line.split(",") for line in path.read_text().splitlines()[1:]]
    counted = [(int(n), int(total), float(shown)) for *_, n, total, shown in lines]
    n, total, shown = map(np.array, zip(*counted, strict=True))
    found = proportion(n.astype(int), total.astype(int))
    np.testing.assert_allclose(100 * found.value, shown, atol=0.051)


def test_newcombes_own_example():
    """Newcombe (1998), table II: 56/70 against 48/80 by method 10 is 0.0524 to 0.3339."""
    found = difference_of_proportions(56, 70, 48, 80)
    np.testing.assert_allclose(parts(found), [0.2, 0.0524, 0.3339], atol=5e-5)


@given(shares(), shares())
def test_statsmodels_agrees_on_newcombes_difference(one, other):
    theirs = confint_proportions_2indep(*one, *other, compare="diff", method="newcomb")
    found = difference_of_proportions(*one, *other)
    np.testing.assert_allclose([found.low, found.high], theirs, atol=1e-9)


@pytest.mark.parametrize("four", [(3, 70, 12, 80), (56, 70, 48, 80), (1, 7, 3, 12), (9, 9, 4, 8)])
def test_statsmodels_agrees_that_both_score_limits_are_just_not_ruled_out(four):
    """Its own search for the limits goes wrong where all succeed, so its test is asked instead."""
    found = ratio_of_proportions(*four)
    for limit, z in [(found.low, 1.959964), (found.high, -1.959964)]:
        tested = score_test_proportions_2indep(
            *four, value=float(limit), compare="ratio", correction=False
        )
        assert tested.statistic == pytest.approx(z, abs=1e-5)


@given(shares(), shares(), st.sampled_from(["score", "wald"]))
def test_swapping_the_groups_turns_the_ratio_over(one, other, method):
    assume(one[0] > 0 and other[0] > 0)
    forth = ratio_of_proportions(*one, *other, method=method)
    back = ratio_of_proportions(*other, *one, method=method)
    np.testing.assert_allclose(parts(forth), 1 / parts(back)[[0, 2, 1]], rtol=1e-7)


@given(shares(), shares())
def test_values_lie_inside_their_intervals(one, other):
    share = proportion(*one)
    assert 0 <= share.low <= share.value <= share.high <= 1
    gap = difference_of_proportions(*one, *other)
    assert -1 <= gap.low <= gap.value <= gap.high <= 1
    assume(one[0] > 0 or other[0] > 0)
    ratio = ratio_of_proportions(*one, *other)
    assert ratio.low <= ratio.value * (1 + 1e-9)
    assert ratio.value <= ratio.high * (1 + 1e-9)


@given(shares())
def test_failures_mirror_successes(one):
    successes, trials = one
    hit, miss = proportion(successes, trials), proportion(trials - successes, trials)
    np.testing.assert_allclose([hit.low, hit.high], [1 - miss.high, 1 - miss.low], atol=1e-12)


def test_no_searches_have_no_find_rate():
    assert np.isnan(parts(proportion(0, 0))).all()
    assert np.isnan(parts(ratio_of_proportions([0, 1], [0, 5], [1, 0], [5, 0]))).all()
    assert np.isnan(parts(difference_of_proportions(0, 0, 1, 5))).all()


def test_no_finds_make_a_ratio_of_nothing_or_without_limit():
    none, endless = ratio_of_proportions(0, 20, 5, 20), ratio_of_proportions(5, 20, 0, 20)
    assert (none.value, none.low) == (0, 0)
    assert 0 < none.high < np.inf
    assert (endless.value, endless.high) == (np.inf, np.inf)
    assert 0 < endless.low < np.inf
    assert np.isnan(parts(ratio_of_proportions(0, 20, 0, 20))).all()


def test_wilson_newcombe_and_score_cover_about_as_stated():
    """Over find rates drawn at random; at some single find rates Wilson's covers 93%."""
    rng = np.random.default_rng(2025)
    p, q = rng.uniform(0.05, 0.5, 5_000), rng.uniform(0.05, 0.5, 5_000)
    x, y = rng.binomial(40, p), rng.binomial(300, q)
    for found, truth in [
        (proportion(x, 40), p),
        (difference_of_proportions(x, 40, y, 300), p - q),
        (ratio_of_proportions(x, 40, y, 300), p / q),
    ]:
        covered = np.mean((found.low <= truth) & (truth <= found.high))
        assert 0.94 <= covered <= 0.965


def test_katzs_interval_covers_about_as_stated_where_there_are_many():
    rng = np.random.default_rng(2032)
    p, q = rng.uniform(0.1, 0.5, 10_000), rng.uniform(0.1, 0.5, 10_000)
    x, y = rng.binomial(400, p), rng.binomial(300, q)
    found = ratio_of_proportions(x, 400, y, 300, method="wald")
    assert 0.94 <= np.mean((found.low <= p / q) & (p / q <= found.high)) <= 0.96


def test_more_finds_than_searches_are_refused():
    with pytest.raises(InvalidCounts, match=r"successes\[1\] is 9: it cannot exceed trials"):
        proportion([1, 9], [5, 8])
    with pytest.raises(InvalidCounts, match="reference_successes is 3: it cannot exceed"):
        ratio_of_proportions(1, 2, 3, 2)
    with pytest.raises(InvalidCounts, match=r"trials is 2\.5"):
        proportion(1, 2.5)
