"""Before and after a reform: another implementation, planted truths, laws, refusals."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.stats import (
    CannotTell,
    InvalidCounts,
    StatsError,
    interrupted_series,
)
from evenhand.stats.before_after.robust import newey_west, poisson

MONTHS = 60
CHANGED = 36


def series(rng, *, change=0.7, mean=120.0, carried=0.4, spread=0.12, shared=None):
    """Draw five years of months with season, trend, a change after three, and AR(1) shocks."""
    at = np.arange(MONTHS)
    shock = carried_shocks(rng, carried, spread) if shared is None else shared
    log = 0.2 * np.cos(2 * np.pi * at / 12) + 0.1 * at / MONTHS + shock
    log = log + np.log(change) * (at >= CHANGED)
    return rng.poisson(mean * np.exp(log)).astype(float)


def carried_shocks(rng, carried, spread):
    shock = np.zeros(MONTHS)
    shock[0] = rng.normal() * spread
    for month in range(1, MONTHS):
        shock[month] = carried * shock[month - 1]
        shock[month] += rng.normal() * spread * np.sqrt(1 - carried**2)
    return shock


def design():
    at = np.arange(MONTHS)
    waves = [part(2 * np.pi * wave * at / 12) for wave in (1, 2) for part in (np.cos, np.sin)]
    return np.column_stack([np.ones(MONTHS), at / MONTHS - 0.5, at >= CHANGED, *waves])


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.integers(0, 12))
def test_statsmodels_finds_the_same_coefficients_dispersion_and_newey_west(seed, lags):
    rng = np.random.default_rng(seed)
    counts, exposure = series(rng), rng.uniform(50, 60, MONTHS)
    model = sm.GLM(counts, design(), family=sm.families.Poisson(), exposure=exposure)
    plain = model.fit(tol=1e-12, scale="X2")
    robust = model.fit(
        tol=1e-12, cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False}
    )
    ours = poisson(design(), counts, exposure)
    np.testing.assert_allclose(ours.coefficients, plain.params, atol=1e-8)
    assert ours.dispersion == pytest.approx(plain.scale)
    np.testing.assert_allclose(
        ours.covariance * ours.dispersion, plain.cov_params(), rtol=1e-6, atol=1e-12
    )
    np.testing.assert_allclose(
        newey_west(ours.influence, lags), robust.cov_params(), rtol=1e-5, atol=1e-12
    )


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.sampled_from(["level", "level and slope"]))
def test_the_unit_of_exposure_does_not_matter(seed, shape):
    counts = series(np.random.default_rng(seed))
    one = interrupted_series(counts, 10.0, CHANGED, shape=shape)
    other = interrupted_series(counts, 1e6, CHANGED, shape=shape)
    for part in ("value", "low", "high"):
        np.testing.assert_allclose(
            getattr(other.change, part), getattr(one.change, part), rtol=1e-7
        )
    np.testing.assert_allclose(other.expected, one.expected, rtol=1e-7)


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_a_series_against_itself_has_not_moved(seed):
    counts = series(np.random.default_rng(seed))
    found = interrupted_series(
        counts, 5.0, CHANGED, control_events=counts, control_exposure=np.full(MONTHS, 7.0)
    )
    assert found.against_control.value == pytest.approx(1)
    assert found.against_control.low < 1 < found.against_control.high
    assert found.control.value == pytest.approx(float(found.change.value))


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_before_the_change_the_model_expects_the_same_with_it_and_without(seed):
    found = interrupted_series(series(np.random.default_rng(seed)), 1.0, CHANGED)
    np.testing.assert_allclose(found.expected[:CHANGED], found.without[:CHANGED])
    np.testing.assert_allclose(
        found.expected[CHANGED:] / found.without[CHANGED:], found.change.value
    )
    for narrower in (found.naive, found.newey_west):
        assert narrower.value == found.change.value
        assert found.change.high - found.change.low >= narrower.high - narrower.low - 1e-9


def test_a_change_that_was_planted_is_found_and_a_change_of_trend_too():
    at = np.arange(MONTHS)
    smooth = 5_000 * np.exp(0.1 * np.sin(2 * np.pi * at / 12) + 0.003 * at)
    step = np.where(at >= CHANGED, 0.6, 1)
    found = interrupted_series(np.round(smooth * step), 1.0, CHANGED)
    assert found.change.value == pytest.approx(0.6, abs=1e-3)
    slope = np.exp(-0.02 * np.maximum(at - CHANGED, 0))
    found = interrupted_series(
        np.round(smooth * step * slope), 1.0, CHANGED, shape="level and slope"
    )
    mean = np.exp(np.log(0.6) - 0.02 * np.mean(at[CHANGED:] - CHANGED))
    assert found.change.value == pytest.approx(mean, rel=2e-3)


@pytest.mark.parametrize("carried", [0.0, 0.5])
def test_intervals_cover_about_as_stated_and_naive_ones_do_not(carried):
    """Five years, a planted 0.7, months that go together."""
    rng = np.random.default_rng(6_3)
    hits, naive, years = 0, 0, 120
    for _ in range(years):
        found = interrupted_series(series(rng, carried=carried), 1.0, CHANGED)
        hits += found.change.low <= 0.7 <= found.change.high
        naive += found.naive.low <= 0.7 <= found.naive.high
    assert 0.88 <= hits / years <= 1
    assert naive <= hits


def test_the_simulations_of_the_methods_page_run():
    """A few of the series that ``python -m bench.before_after`` draws."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.before_after", "--series", "3"],
        cwd=Path(__file__).resolve().parents[2],
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout).values()
    assert len(told) == 18
    assert np.mean([each["held"] for each in told]) >= 0.85
    assert np.mean([each["newey_west_held"] for each in told]) < 0.95
    assert np.mean([each["alarms"] for each in told]) <= 0.15


def test_what_moved_both_series_is_taken_off():
    rng = np.random.default_rng(6_4)
    covered, years, narrower = 0, 60, 0
    for _ in range(years):
        shock = carried_shocks(rng, 0.5, 0.25)
        counts, control = (
            series(rng, change=change, mean=400, shared=shock) for change in (0.56, 0.8)
        )
        found = interrupted_series(
            counts, 1.0, CHANGED, control_events=control, control_exposure=1.0
        )
        covered += found.against_control.low <= 0.7 <= found.against_control.high
        narrower += (
            found.against_control.high / found.against_control.low
            < found.change.high / found.change.low
        )
    assert covered / years >= 0.9
    assert narrower / years >= 0.8


def test_the_caution_stands_beside_it():
    found = interrupted_series(series(np.random.default_rng(1)), 1.0, CHANGED)
    assert "does not say that the reform moved it" in found.caution


def test_series_that_cannot_tell_are_refused():
    counts = series(np.random.default_rng(2))
    with pytest.raises(CannotTell, match="20 moments before the change: with fewer than 24"):
        interrupted_series(counts, 1.0, 20)
    with pytest.raises(CannotTell, match="4 moments after the change: with fewer than 6"):
        interrupted_series(counts, 1.0, 56)
    with pytest.raises(CannotTell, match="events before the change: with fewer than 30"):
        interrupted_series(np.where(np.arange(MONTHS) % 9, 0, 1), 1.0, CHANGED)
    with pytest.raises(CannotTell, match="no events after the change"):
        interrupted_series(np.where(np.arange(MONTHS) < CHANGED, counts, 0), 1.0, CHANGED)
    with pytest.raises(CannotTell, match="the control series has fewer than 30"):
        interrupted_series(
            counts, 1.0, CHANGED, control_events=np.zeros(MONTHS), control_exposure=1.0
        )
    with pytest.raises(InvalidCounts, match="give both, or neither"):
        interrupted_series(counts, 1.0, CHANGED, control_events=counts)
    with pytest.raises(InvalidCounts, match="59 moments, events 60"):
        interrupted_series(counts, 1.0, CHANGED, control_events=counts[1:], control_exposure=1.0)
    with pytest.raises(InvalidCounts, match="one series"):
        interrupted_series([counts, counts], 1.0, CHANGED)
    with pytest.raises(StatsError, match="inside the series"):
        interrupted_series(counts, 1.0, 60)
    with pytest.raises(StatsError, match="lags is 60"):
        interrupted_series(counts, 1.0, CHANGED, lags=60)
    with pytest.raises(StatsError, match="shape is 'jump'"):
        interrupted_series(counts, 1.0, CHANGED, shape="jump")
    with pytest.raises(CannotTell, match="say the same"):
        poisson(np.ones((9, 2)), np.ones(9), np.ones(9))
    with pytest.raises(CannotTell, match="3 counts are too few for 3"):
        poisson(np.eye(3), np.ones(3), np.ones(3))
    with pytest.raises(CannotTell, match="no events at all"):
        poisson(np.ones((9, 1)), np.zeros(9), np.ones(9))
    half = np.column_stack([np.ones(20), np.arange(20) >= 10])
    with pytest.raises(CannotTell, match="some stretch"):
        poisson(half, np.where(np.arange(20) < 10, 5.0, 0.0), np.ones(20))
