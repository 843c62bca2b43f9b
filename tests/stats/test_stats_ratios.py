"""Rate ratios: what R, OpenEpi and published tables say, laws, coverage, refusals."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evenhand.stats import InvalidCounts, StatsError, rate_ratio, ratio_of_rates

METHODS = ["exact", "mid-p", "wald"]
counts = st.integers(0, 5_000)
exposures = st.floats(1, 1e8)
methods = st.sampled_from(METHODS)


def parts(found):
    return np.array([found.value, found.low, found.high])


def test_r_poisson_test_agrees_within_1e_12(r_intervals):
    """All 2,000 rows of base R's ``poisson.test``."""
    r = r_intervals
    assert r["x"].size == 2000
    found = ratio_of_rates(r["x"], r["ex"], r["y"], r["ey"])
    np.testing.assert_allclose(found.low, r["L"], rtol=1e-12)
    np.testing.assert_allclose(found.high, r["U"], rtol=1e-12)


def test_openepi_mid_p_and_exact_limits():
    """OpenEpi's worked example: two strata and their total (four digits printed)."""
    four = [17, 8, 25], [100_025, 78_531, 178_556], [3, 1, 4], [122_268, 77_932, 200_200]
    mid_p, exact = ratio_of_rates(*four, method="mid-p"), ratio_of_rates(*four)
    np.testing.assert_allclose(mid_p.low, [2.21, 1.27, 2.616], rtol=5e-4)
    np.testing.assert_allclose(mid_p.high, [29.63, 177.6, 23.57], rtol=5e-4)
    np.testing.assert_allclose(exact.low, [2.004, 1.064, 2.42], rtol=5e-4)
    np.testing.assert_allclose(exact.high, [36.89, 352.3, 27.71], rtol=5e-4)


def test_openepi_wald_limits():
    found = ratio_of_rates(25, 178_556, 4, 200_200, method="wald")
    np.testing.assert_allclose(parts(found), [7.008, 2.439, 20.13], rtol=5e-4)


BLACK_THRIVE = {  # Black stops and people, White stops and people; ratio, binomial, Poisson
    "Derby 2021": (
        (123, 15_584, 515, 191_300),
        (2.931797, 2.409924, 3.566682),
        (2.408289, 3.569104),
    ),
    "Bristol 2020": (
        (551, 38_225, 1_720, 381_903),
        (3.200580, 2.909456, 3.520834),
        (2.907776, 3.522870),
    ),
    "Haringey 2021": (
        (1_891, 54_365, 1_675, 148_342),
        (3.080502, 2.886565, 3.287469),
        (2.884435, 3.289896),
    ),
    "Dorset 2019": (
        (45, 2_694, 397, 367_674),
        (15.469894, 11.392389, 21.006798),
        (11.365779, 21.055980),
    ),
    "Hartlepool 2020": (
        (1, 703, 388, 89_012),
        (0.326333, 0.045917, 2.319261),
        (0.045853, 2.322519),
    ),
}


@pytest.mark.parametrize("area", BLACK_THRIVE)
def test_five_published_risk_ratios(area):
    """Black Thrive's figures (their Black includes mixed Black), with both intervals."""
    four, binomial, poisson = BLACK_THRIVE[area]
    found = ratio_of_rates(*four, method="binomial-wald")
    np.testing.assert_allclose(parts(found), binomial, atol=6e-7, rtol=0)
    found = ratio_of_rates(*four, method="wald")
    np.testing.assert_allclose(parts(found)[1:], poisson, atol=6e-7, rtol=0)


def test_every_local_authority_of_black_thrive(local_authorities):
    """662 rows; NA there is NaN here, and a ratio of 0 has the same limits: 0 and none."""
    names = ["Black_stopped", "Black_population", "White_stopped", "White_population"]
    four = [np.array([float(row[name]) for row in local_authorities]) for name in names]
    found = ratio_of_rates(*four, method="binomial-wald")
    published = [
        [np.nan if row[name] == "NA" else float(row[name]) for row in local_authorities]
        for name in ("rr", "rr_ci_low", "rr_ci_upp")
    ]
    np.testing.assert_allclose(parts(found), published, rtol=1e-6)


def test_the_force_in_the_study_of_small_numbers():
    """112 searches a year at a ratio of 9.8: about 8.1 to 11.9; one quarter: about 6.7 to 14.4."""
    four = [112, 28], [1.0, 0.25], [1_400, 350], [122.5, 122.5 / 4]
    found = ratio_of_rates(*four, method="wald")
    np.testing.assert_allclose(found.value, 9.8)
    np.testing.assert_allclose(found.low, [8.1, 6.7], atol=0.05)
    np.testing.assert_allclose(found.high, [11.9, 14.4], atol=0.05)


@given(counts, exposures, counts, exposures, methods)
def test_swapping_the_groups_turns_the_ratio_over(a, n, b, m, method):
    assume(a > 0 and b > 0)
    one = ratio_of_rates(a, n, b, m, method=method)
    other = ratio_of_rates(b, m, a, n, method=method)
    np.testing.assert_allclose(one.value * other.value, 1, rtol=1e-12)
    np.testing.assert_allclose(one.low * other.high, 1, rtol=1e-9)
    np.testing.assert_allclose(one.high * other.low, 1, rtol=1e-9)


@given(counts, exposures, counts, exposures, st.floats(1e-6, 1e6), methods)
def test_the_unit_of_exposure_does_not_matter(a, n, b, m, unit, method):  # noqa: PLR0917
    one = ratio_of_rates(a, n, b, m, method=method)
    other = ratio_of_rates(a, n * unit, b, m * unit, method=method)
    np.testing.assert_allclose(parts(one), parts(other), rtol=1e-9)


@given(counts, exposures, counts, exposures)
def test_mid_p_lies_inside_exact(a, n, b, m):
    assume(a > 0 or b > 0)
    exact = ratio_of_rates(a, n, b, m)
    mid_p = ratio_of_rates(a, n, b, m, method="mid-p")
    assert exact.low <= mid_p.low <= mid_p.value <= mid_p.high <= exact.high


@given(counts, exposures, counts, exposures, methods)
def test_the_value_lies_inside_its_interval(a, n, b, m, method):
    assume(a > 0 and b > 0)
    found = ratio_of_rates(a, n, b, m, method=method)
    assert 0 < found.low <= found.value <= found.high < np.inf


def test_exact_limits_leave_the_stated_tails():
    """By definition: at the lower limit, this many or more has probability 2.5%."""
    from scipy import stats

    for a, b in [(1, 9), (17, 3), (250, 4_000)]:
        found = ratio_of_rates(a, 1.0, b, 1.0)
        low, high = float(found.low), float(found.high)
        at_least = stats.binom.sf(a - 1, a + b, low / (1 + low))
        at_most = stats.binom.cdf(a, a + b, high / (1 + high))
        assert (at_least, at_most) == pytest.approx((0.025, 0.025), rel=1e-9)


def test_mid_p_limits_leave_the_stated_tails():
    from scipy import stats

    for a, b in [(1, 9), (17, 3), (5, 0), (250, 4_000)]:
        low = float(ratio_of_rates(a, 1.0, b, 1.0, method="mid-p").low)
        share = low / (1 + low)
        more = stats.binom.sf(a, a + b, share)
        half = stats.binom.pmf(a, a + b, share) / 2
        assert more + half == pytest.approx(0.025, rel=1e-9)


@pytest.mark.parametrize("method", ["exact", "mid-p"])
def test_no_events_in_the_group_is_a_ratio_of_nothing_with_an_upper_limit(method):
    found = ratio_of_rates(0, 100, 10, 100, method=method)
    assert (found.value, found.low) == (0, 0)
    assert 0 < found.high < 1


@pytest.mark.parametrize("method", ["exact", "mid-p"])
def test_no_events_in_the_reference_is_a_ratio_without_an_upper_limit(method):
    found = ratio_of_rates(10, 100, 0, 100, method=method)
    assert (found.value, found.high) == (np.inf, np.inf)
    assert 1 < found.low < np.inf


@pytest.mark.parametrize("method", [*METHODS, "binomial-wald"])
def test_nothing_divided_by_nothing_is_not_defined(method):
    assert np.isnan(parts(ratio_of_rates(0, 100, 0, 100, method=method))).all()


def test_the_log_method_has_no_limit_at_zero_and_invents_none():
    none, all_of_them = ratio_of_rates([0, 10], 100, [10, 0], 100, method="wald"), [0, np.inf]
    np.testing.assert_array_equal(none.value, all_of_them)
    np.testing.assert_array_equal(none.low, [0, np.nan])
    np.testing.assert_array_equal(none.high, [np.nan, np.inf])


@pytest.mark.parametrize(("method", "least", "most"), [("exact", 0.95, 1), ("mid-p", 0.93, 0.975)])
def test_intervals_cover_as_stated(method, least, most):
    rng = np.random.default_rng(2023)
    for mean, reference_mean, truth in [(3, 40, 2.0), (25, 25, 1.0), (60, 300, 4.0)]:
        a, b = rng.poisson(mean, 20_000), rng.poisson(reference_mean, 20_000)
        found = ratio_of_rates(a, mean / truth, b, reference_mean, method=method)
        covered = np.mean((found.low <= truth) & (truth <= found.high))
        assert least - 0.004 <= covered <= most


def test_log_intervals_cover_about_as_stated():
    """Of those that have both ends: with no events the log method gives none."""
    rng = np.random.default_rng(2029)
    for mean, reference_mean, truth in [(12, 40, 2.0), (25, 25, 1.0), (60, 300, 4.0)]:
        a, b = rng.poisson(mean, 20_000), rng.poisson(reference_mean, 20_000)
        found = ratio_of_rates(a, mean / truth, b, reference_mean, method="wald")
        covered = np.mean((found.low <= truth) & (truth <= found.high))
        assert 0.94 <= covered <= 0.97


@pytest.mark.parametrize("shape", [(11, 20, 19), (44, 360, 19)], ids=["4,180", "300,960"])
def test_a_cube_is_worked_out_as_its_cells_would_be(shape):
    rng = np.random.default_rng(5)
    events = rng.poisson(12, shape)
    exposure = rng.uniform(100, 1000, shape)
    for method in ("exact", "mid-p"):
        found = rate_ratio(events, exposure, reference=0, method=method)
        for cell in [(0, 0, 1), (shape[0] - 1, shape[1] - 1, 18), (5, 7, 9)]:
            base = (*cell[:2], 0)
            alone = ratio_of_rates(
                events[cell], exposure[cell], events[base], exposure[base], method=method
            )
            np.testing.assert_allclose(parts(alone), [p[cell] for p in parts(found)], rtol=1e-13)


def test_the_reference_group_is_one_by_definition():
    found = rate_ratio([[0, 3, 5]], [[10.0, 20.0, 30.0]], reference=-3)
    assert found.value.shape == (1, 3)
    np.testing.assert_array_equal(parts(found)[:, 0, 0], [1, 1, 1])
    assert np.isinf(found.high[0, 1])


def test_counts_given_to_a_ratio_are_not_changed():
    events, exposure = np.array([4.0, 2.0]), np.array([10.0, 10.0])
    rate_ratio(events, exposure, reference=0)
    np.testing.assert_array_equal(events, [4, 2])
    np.testing.assert_array_equal(exposure, [10, 10])


def test_a_ratio_refuses_by_name():
    with pytest.raises(InvalidCounts, match=r"reference_events\[0\] is -1"):
        ratio_of_rates(1, 10, [-1], 10)
    with pytest.raises(InvalidCounts, match="reference_exposure is 0"):
        ratio_of_rates(1, 10, 1, 0)
    with pytest.raises(InvalidCounts, match="more events than exposure"):
        ratio_of_rates(11, 10, 1, 10, method="binomial-wald")
    with pytest.raises(InvalidCounts, match="axis of groups"):
        rate_ratio(1, 10, reference=0)
    with pytest.raises(StatsError, match="reference is 3: there are 3 groups"):
        rate_ratio([1, 2, 3], [10, 10, 10], reference=3)
    with pytest.raises(StatsError, match="method is 'bayes'"):
        ratio_of_rates(1, 10, 1, 10, method="bayes")
