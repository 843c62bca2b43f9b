"""Small areas that borrow strength from neighbours: published fits, planted maps, refusals."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scotland import CASES, EXPECTED, PAIRS, WORK

from evenhand.stats import CannotTell, InvalidCounts, StatsError, smooth_areas
from evenhand.stats.models import bands, inner, maps

ROOT = Path(__file__).resolve().parents[2]
ONE_PIECE = np.ones(56, dtype=bool)


def honeycomb(side):
    """Pairs of neighbours of a square of hexagons."""
    at = np.arange(side * side).reshape(side, side)
    met = (at[:, :-1], at[:, 1:]), (at[:-1], at[1:]), (at[:-1, 1:], at[1:, :-1])
    return np.concatenate([np.column_stack([a.ravel(), b.ravel()]) for a, b in met])


@pytest.fixture(scope="module")
def lips():
    columns = np.array(WORK)[:, None] / 10
    return smooth_areas(CASES, EXPECTED, PAIRS, columns=columns, model="bym2", spread_scale=5.0)


def test_scotland_as_inla_and_stan_published_it(lips):
    """R-INLA: -0.2216 (0.1265) and 0.3707 (0.1320). Stan: -0.217 (0.129), 0.365 (0.134)."""
    spread = (lips.coefficients.high - lips.coefficients.low) / 3.92
    np.testing.assert_allclose(lips.coefficients.value, [-0.2216, 0.3707], atol=0.005)
    np.testing.assert_allclose(lips.coefficients.value, [-0.217, 0.365], atol=0.01)
    np.testing.assert_allclose(spread, [0.1265, 0.1320], atol=0.003)
    assert lips.spread.value == pytest.approx(0.514, abs=0.02)
    assert lips.share.value == pytest.approx(0.878, abs=0.02)


def test_the_scaling_of_scotland_as_inla_has_it():
    """0.4853175, by inla.qinv."""
    ordering = bands.narrow(56, np.array(PAIRS))
    assert maps.scaling_factor(56, ordering, ONE_PIECE) == pytest.approx(0.4853175, abs=1e-6)


def test_leroux_tells_the_same_of_scotland(lips):
    found = smooth_areas(CASES, EXPECTED, PAIRS, columns=np.array(WORK)[:, None] / 10)
    np.testing.assert_allclose(np.log(found.ratio.value), np.log(lips.ratio.value), atol=0.25)
    assert np.corrcoef(np.log(found.ratio.value), np.log(lips.ratio.value))[0, 1] > 0.99


def dense(field, pairs, spread, share, areas):
    """The prior's covariance written out whole."""
    meets = np.zeros((areas, areas))
    meets[pairs[:, 0], pairs[:, 1]] = meets[pairs[:, 1], pairs[:, 0]] = 1
    apart = np.diag(meets.sum(axis=1)) - meets
    if isinstance(field, maps.Leroux):
        alone = np.diag(np.where(meets.sum(axis=1) > 0, 1 - share, 1.0))
        return spread**2 * np.linalg.inv(share * apart + alone)
    smooth = np.linalg.pinv(apart)
    scale = np.exp(np.log(np.diag(smooth)).mean())
    return spread**2 * ((1 - share) * np.eye(areas) + share * smooth / scale)


@pytest.mark.parametrize("kind", [maps.Leroux, maps.Bym2])
def test_bands_find_what_whole_matrices_find(kind):
    pairs = np.array(PAIRS)
    field = kind(56, bands.narrow(56, pairs))
    design = np.column_stack([np.ones(56), np.array(WORK) / 10])
    counts = inner.Counts(np.array(CASES, dtype=float), np.array(EXPECTED), design)
    evidence = []
    for spread, share in ((0.5, 0.8), (0.7, 0.5)):
        mode = inner.find(counts, field, spread, share, np.zeros(56))
        prior = dense(field, pairs, spread, share, 56) + 25 * design @ design.T
        precision, at = np.linalg.inv(prior), np.zeros(56)
        for _ in range(50):
            fitted = counts.expected * np.exp(at)
            at = at + np.linalg.solve(
                precision + np.diag(fitted), counts.events - fitted - precision @ at
            )
        fitted = counts.expected * np.exp(at)
        whole = np.linalg.inv(precision + np.diag(fitted))
        np.testing.assert_allclose(mode.log_ratio, at, atol=1e-6)
        np.testing.assert_allclose(inner.variances(counts, field, mode), np.diag(whole), atol=1e-5)
        exact = counts.events @ at - fitted.sum() - at @ precision @ at / 2
        exact += (np.linalg.slogdet(whole)[1] - np.linalg.slogdet(prior)[1]) / 2
        evidence.append((mode.log_evidence, exact))
    (one, exact), (other, other_exact) = evidence
    assert one - other == pytest.approx(exact - other_exact, abs=1e-4)


def test_the_means_are_those_of_many_draws():
    """Effects drawn from the posterior itself, by importance, on a map with few events."""
    rng = np.random.default_rng(6_11)
    pairs = honeycomb(3)
    field = maps.Leroux(9, bands.narrow(9, pairs))
    counts = inner.Counts(rng.poisson(1.5, 9).astype(float), np.full(9, 1.5), np.ones((9, 1)))
    mode = inner.find(counts, field, 0.8, 0.5, np.zeros(9))
    variance = inner.variances(counts, field, mode)
    mean, _ = inner.means(counts, field, mode, variance)
    prior = dense(field, pairs, 0.8, 0.5, 9) + 25
    precision = np.linalg.inv(prior)
    whole = np.linalg.inv(precision + np.diag(counts.expected * np.exp(mode.log_ratio)))
    draws = rng.multivariate_normal(mode.log_ratio, 1.3 * whole, 60_000)
    inverse = np.linalg.inv(1.3 * whole)
    off = draws - mode.log_ratio
    log = draws @ counts.events - np.exp(draws) @ counts.expected
    log += (np.einsum("ij,jk,ik->i", off, inverse, off)) / 2
    log -= np.einsum("ij,jk,ik->i", draws, precision, draws) / 2
    weight = np.exp(log - log.max())
    true = weight @ draws / weight.sum()
    np.testing.assert_allclose(mean, true, atol=0.03)
    assert np.abs(mean - true).max() < np.abs(mode.log_ratio - true).max() / 2


@settings(max_examples=8)
@given(st.integers(2, 120), st.integers(0, 8), st.integers(0, 10_000))
def test_the_diagonal_of_an_inverse_is_right_whole_or_by_blocks(rows, width, seed):
    rng = np.random.default_rng(seed)
    width = min(width, rows - 1)
    band = rng.normal(size=(width + 1, rows))
    band[0] = 2 * (width + 1) * 2 + rng.random(rows)
    whole = np.zeros((rows, rows))
    for apart in range(width + 1):
        for column in range(rows - apart):
            whole[column + apart, column] = whole[column, column + apart] = band[apart, column]
    for few in (0, 300):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(bands, "FEW_ROWS", few)
            found = bands.inverse_diagonal(band)
        np.testing.assert_allclose(found, np.diag(np.linalg.inv(whole)), rtol=1e-9)
    right = rng.normal(size=rows)
    factored = bands.factor(band)
    np.testing.assert_allclose(factored.solve(right), np.linalg.solve(whole, right), rtol=1e-8)
    assert factored.log_determinant == pytest.approx(np.linalg.slogdet(whole)[1])


def test_a_planted_map_is_found_better_than_without_smoothing():
    """A small run of ``python -m bench.small_areas``; the methods page has a large one."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.small_areas", "--areas", "256", "--runs", "1"],
        cwd=ROOT,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert 0.9 <= found["covered"] <= 0.99
    assert found["error"] < found["error_unsmoothed"] / 3


@pytest.fixture(scope="module")
def plain():
    rng = np.random.default_rng(6_13)
    expected = rng.uniform(2, 12, 36)
    return rng.poisson(expected * np.exp(0.4 * rng.normal(size=36))), expected, honeycomb(6)


@pytest.mark.parametrize("model", ["leroux", "bym2"])
def test_the_order_of_areas_and_the_unit_do_not_matter(plain, model):
    events, expected, pairs = plain
    one = smooth_areas(events, expected, pairs, model=model, above=1.2)
    order = np.random.default_rng(1).permutation(36)
    place = np.argsort(order)
    again = np.concatenate([place[pairs][:, ::-1], place[pairs][:5]])  # some pairs twice over
    other = smooth_areas(events[order], expected[order], again, model=model, above=1.2)
    np.testing.assert_allclose(other.ratio.value, one.ratio.value[order], rtol=2e-3)
    np.testing.assert_allclose(other.probability_above, one.probability_above[order], atol=3e-3)


def test_what_is_smoothed_lies_between_its_own_ratio_and_the_others(plain):
    events, expected, pairs = plain
    found = smooth_areas(events, expected, pairs)
    assert np.all(found.ratio.low < found.ratio.value)
    assert np.all(found.ratio.value < found.ratio.high)
    np.testing.assert_allclose(found.unsmoothed, events / expected)
    assert np.ptp(found.ratio.value) < np.ptp(found.unsmoothed)
    above = smooth_areas(events, expected, pairs, above=3.0).probability_above
    assert np.all(above < found.probability_above)
    assert np.all((above >= 0) & (found.probability_above <= 1))


@pytest.mark.parametrize("model", ["leroux", "bym2"])
def test_islands_and_separate_parts_of_a_map_are_told_too(plain, model):
    """Two separate honeycombs and two islands."""
    events, expected, pairs = plain
    many = np.concatenate([events, events, [40, 0]])
    found = smooth_areas(
        many,
        np.concatenate([expected, expected, [10.0, 10.0]]),
        np.concatenate([pairs, pairs + 36]),
        model=model,
    )
    np.testing.assert_allclose(found.ratio.value[:36], found.ratio.value[36:72], rtol=2e-3)
    assert found.ratio.low[72] > 1.5
    assert found.ratio.high[73] < 1


def test_what_is_no_map_is_refused(plain):
    events, expected, pairs = plain
    with pytest.raises(CannotTell, match="there are 10 areas: with fewer than 20"):
        smooth_areas(events[:10], expected[:10], [(0, 1)])
    with pytest.raises(CannotTell, match="there are 0 events: with fewer than 30"):
        smooth_areas(np.zeros(36), expected, pairs)
    with pytest.raises(CannotTell, match="two of the columns say the same"):
        smooth_areas(events, expected, pairs, columns=np.ones((36, 1)))
    with pytest.raises(InvalidCounts, match="a row for each area"):
        smooth_areas(events, expected, pairs, columns=np.ones((35, 1)))
    with pytest.raises(InvalidCounts, match="no two areas are neighbours"):
        smooth_areas(events, expected, np.zeros((0, 2), dtype=int))
    with pytest.raises(InvalidCounts, match="a neighbour of itself"):
        smooth_areas(events, expected, [(3, 3)])
    with pytest.raises(InvalidCounts, match="positions from 0 to 35"):
        smooth_areas(events, expected, [(3, 36)])
    with pytest.raises(InvalidCounts, match="pairs of whole numbers"):
        smooth_areas(events, expected, [(3.5, 4.0)])
    with pytest.raises(InvalidCounts, match=r"expected\[0\] is 0"):
        smooth_areas(events, np.zeros(36), pairs)
    with pytest.raises(InvalidCounts, match="one count and one expected number"):
        smooth_areas(events, expected[:-1], pairs)
    with pytest.raises(StatsError, match="model is 'car'"):
        smooth_areas(events, expected, pairs, model="car")
