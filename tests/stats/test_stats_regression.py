"""Logistic regression with clusters and the smooth curve, against statsmodels and patsy."""

import numpy as np
import patsy
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from evenhand.stats import CannotTell
from evenhand.stats.regression import logistic, natural_spline


def sample(seed, records=600, columns=4):
    rng = np.random.default_rng(seed)
    design = np.column_stack([np.ones(records), rng.normal(size=(records, columns))])
    cluster = rng.integers(40, size=records)
    log_odds = design @ rng.normal(0, 0.7, columns + 1) + rng.normal(0, 0.5, 40)[cluster]
    return design, (rng.random(records) < 1 / (1 + np.exp(-log_odds))).astype(float), cluster


@given(st.integers(0, 10_000))
def test_statsmodels_finds_the_same_coefficients_and_errors(seed):
    design, outcome, cluster = sample(seed)
    theirs = sm.Logit(outcome, design).fit(
        disp=0, tol=1e-10, cov_type="cluster", cov_kwds={"groups": cluster}
    )
    ours = logistic(design, outcome, cluster)
    np.testing.assert_allclose(ours.coefficients, theirs.params, atol=1e-7)
    np.testing.assert_allclose(ours.covariance, theirs.cov_params(), rtol=1e-5, atol=1e-9)
    assert ours.clusters == 40


@given(st.integers(0, 10_000), st.sampled_from(["a", 7, 0.5]))
def test_names_and_order_of_clusters_and_records_do_not_matter(seed, name):
    design, outcome, cluster = sample(seed)
    one = logistic(design, outcome, cluster)
    order = np.random.default_rng(seed).permutation(len(outcome))
    renamed = np.array([f"{name}{each}" for each in cluster])
    other = logistic(design[order], outcome[order], renamed[order])
    np.testing.assert_allclose(other.covariance, one.covariance, rtol=1e-6, atol=1e-10)


@given(st.integers(0, 10_000), st.integers(1, 7))
def test_the_curves_are_those_of_a_natural_cubic_spline(seed, degrees):
    """With a constant beside them both sets of columns span the same curves."""
    minute = np.random.default_rng(seed).uniform(900, 1300, 300)
    knots = np.quantile(minute, np.linspace(0, 1, degrees + 1))[1:-1]
    theirs = np.asarray(patsy.cr(minute, knots=knots)) if degrees > 1 else minute[:, None]
    ours = natural_spline(minute, degrees)
    assert ours.shape == (300, degrees)
    for one, other in ((ours, theirs), (theirs, ours)):
        basis = np.column_stack([np.ones(300), other])
        left = one - basis @ np.linalg.lstsq(basis, one, rcond=None)[0]
        assert np.abs(left).max() < 1e-6 * np.abs(one).max()


def test_columns_that_say_the_same_are_refused():
    design, outcome, cluster = sample(1)
    double = np.column_stack([design, design[:, 1] + 3 * design[:, 2]])
    with pytest.raises(CannotTell, match="say the same"):
        logistic(double, outcome, cluster)


@pytest.mark.parametrize("slips", [0, 1])
def test_groups_that_are_told_apart_without_error_are_refused(slips):
    design, outcome, cluster = sample(2)
    apart = (outcome == 1) & (np.cumsum(outcome) <= 40)
    apart[np.flatnonzero(outcome == 1)[:slips]] = False
    with pytest.raises(CannotTell, match="no odds ratio fits best"):
        logistic(np.column_stack([design, apart]), outcome, cluster)


def test_one_cluster_or_one_value_says_nothing():
    design, outcome, _ = sample(3)
    with pytest.raises(CannotTell, match="one cluster"):
        logistic(design, outcome, np.zeros(len(outcome)))
    with pytest.raises(CannotTell, match="all values are the same"):
        natural_spline(np.full(50, 1080.0), 6)


def test_values_that_repeat_leave_fewer_knots():
    minute = np.repeat([1000.0, 1010.0, 1100.0], [80, 10, 10])
    assert natural_spline(minute, 6).shape[1] < 6
