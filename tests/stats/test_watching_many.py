"""Many series at once: mid-p values, false discovery, Farrington's bounds, patterns and seasons."""

import inspect
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as theory
from statsmodels.stats.multitest import multipletests

from evenhand.stats import CannotTell, InvalidCounts, StatsError, watching
from evenhand.stats.watching import (
    binomial_mid_p,
    change_points,
    false_discovery,
    farrington_bounds,
    month_scores,
    phi_of_history,
    poisson_mid_p,
    q_values,
    ratio_mid_p,
    run_rules,
    season,
    share_unchanged,
)

METHODS = Path(__file__).resolve().parents[2] / "docs" / "methods"
FUNCTIONS = sorted(name for name in watching.__all__ if inspect.isfunction(getattr(watching, name)))
P = np.concatenate([(np.arange(1, 151) - 0.4) / 150, np.arange(1, 51) ** 3 / 50**3 * 0.02])
SERIES = [
    *(18, 17, 4, 16, 14, 6, 8, 11, 2, 7, 7, 6, 5, 9, 15, 21, 17, 8, 7, 6, 10, 4, 11, 18),
    *(15, 13, 12, 14, 12, 36, 7, 5, 12, 13, 7, 9, 13, 18, 9, 9, 13, 7, 12, 11, 8, 7, 14, 7),
    *(10, 13, 11, 15, 13, 10, 8, 4, 16, 5, 13, 10, 7, 10, 11, 10, 14, 9, 13, 9, 16, 15, 9, 18),
]
p_lists = st.lists(st.floats(0, 1), min_size=1, max_size=40)


# Every public function explains itself


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_explains_itself_and_a_methods_page_calls_it(name):
    function = getattr(watching, name)
    text = inspect.cleandoc(inspect.unwrap(function).__doc__)
    sections = ["Parameters", "Returns", "Raises", "Notes"]
    assert [line for line in text.splitlines() if line in sections] == sections
    said = text.partition("Parameters")[2].partition("Returns")[0]
    assert all(each in said for each in inspect.signature(function).parameters)
    pages = [path.read_text(encoding="utf-8") for path in METHODS.glob("*.md")]
    assert any("from evenhand.stats.watching import" in one and f"{name}(" in one for one in pages)


# Published answers


def test_q_values_are_those_of_r():
    """R qvalue 2.30.0, ``pi0est`` and ``qvalue`` by both methods; its smoother stops searching for
    three degrees of freedom at 3.0003."""
    assert share_unchanged(P) == pytest.approx(0.7715470607, abs=5e-6)
    assert share_unchanged(P, method="bootstrap") == pytest.approx(0.7526315789, abs=1e-10)
    which = [0, 9, 149, 150, 179, 199]
    smooth = [0.02057458829, 0.1645967063, 0.7694896019, 2.468950594e-05, 0.02150376324]
    np.testing.assert_allclose(q_values(P)[which], [*smooth, 0.05822996685], rtol=5e-6)
    boot = [0.02007017544, 0.1605614035, 0.7506245614, 2.408421053e-05, 0.02097657046]
    found = q_values(P, method="bootstrap")[which]
    np.testing.assert_allclose(found, [*boot, 0.05680238332], rtol=1e-9)


@given(p_lists, st.sampled_from([("bh", "fdr_bh"), ("by", "fdr_by")]))
def test_false_discovery_is_that_of_scipy_and_statsmodels(p, names):
    ours, theirs = names
    found = false_discovery(p, method=ours)
    np.testing.assert_allclose(found, theory.false_discovery_control(p, method=ours), 1e-12, 1e-300)
    np.testing.assert_allclose(found, multipletests(p, method=theirs)[1], 1e-12, 1e-300)


@given(st.integers(0, 400), st.floats(0.01, 300), st.integers(0, 400), st.floats(0.01, 0.99))
def test_mid_p_values_are_sums_of_scipys(x, mean, more, share):
    found = poisson_mid_p(x, mean)
    there = theory.poisson.sf(x, mean) + theory.poisson.pmf(x, mean) / 2
    assert found == pytest.approx(there, rel=1e-8, abs=1e-12)
    found = binomial_mid_p(x, x + more, share)
    there = theory.binom.sf(x, x + more, share) + theory.binom.pmf(x, x + more, share) / 2
    assert found == pytest.approx(there, rel=1e-8, abs=1e-12)


def test_bounds_of_1996_are_those_of_r(shared_data):
    """R surveillance 1.20.3 ``farrington``: 200 series, the last 12 of 72 months."""

    def read(name: str) -> np.ndarray:
        path = shared_data / "oracles/r-implementations" / name
        return np.loadtxt(path, delimiter=",", skiprows=1).T

    series = read("surveillance-series.csv")
    upper = read("surveillance-farrington-upper-bounds.csv")
    found = farrington_bounds(series, version="1996")
    np.testing.assert_allclose(found.upper[:, -12:], upper, rtol=1e-12)


@pytest.mark.parametrize(
    ("asked", "upper"),
    [
        ({}, [23.15933753, 22.06249608, 20.79301417, 19.23723566, 17.87555874]),
        ({"method": "plug-in"}, [23, 22, 21, 19, 18]),
        ({"method": "uncertain"}, [24, 23, 22, 21, 20]),
        ({"seasons": 4}, [23.59939188, 23.43570649, 22.17612862, 19.78530821, 20.26953586]),
    ],
)
def test_improved_bounds_are_those_of_r(asked, upper):
    """R surveillance 1.20.3 ``farringtonFlexible(b=4, w=2, alpha=.01, weightsThreshold=2.58,
    pastWeeksNotIncluded=3)``: months 62 to 65 and 72 of the first of its 200 series."""
    found = farrington_bounds(SERIES, left_out=3, version="surveillance", **asked)
    which = np.searchsorted(found.month, [61, 62, 63, 64, 71])
    np.testing.assert_allclose(found.upper[which], upper, rtol=1e-8)


def test_a_trend_that_chance_made_is_not_taken():
    """A GLM of statsmodels: without a trend 12.7134696 are expected in month 64, and its slope has
    p = .36; ``farringtonFlexible`` takes it."""
    found = farrington_bounds(SERIES, left_out=3)
    at = int(np.searchsorted(found.month, 63))
    assert not found.trend[at]
    theirs = farrington_bounds(SERIES, left_out=3, version="surveillance")
    assert theirs.trend[at]
    assert theirs.expected[at] == pytest.approx(10.98283306, rel=1e-8)


# Laws


@given(p_lists)
def test_false_discovery_keeps_order_never_shrinks_and_leaves_missing_out(p):
    found = false_discovery(p)
    assert np.all(found >= np.array(p) - 1e-15)
    order = np.argsort(p, kind="stable")
    assert np.all(np.diff(found[order]) >= 0)
    gaps = false_discovery([np.nan, *p, np.nan])
    np.testing.assert_array_equal(gaps[1:-1], found)
    assert np.isnan(gaps[[0, -1]]).all()


def test_families_along_an_axis_are_examined_apart():
    p = np.random.default_rng(1).random((3, 4, 30))
    p[1, 2, 5:] = np.nan
    found = false_discovery(p, axis=-1)
    np.testing.assert_allclose(found[1, 2], false_discovery(p[1, 2]))
    np.testing.assert_allclose(false_discovery(np.moveaxis(p, -1, 0), axis=0)[:, 2, 3], found[2, 3])
    assert np.isnan(false_discovery([np.nan])).all()
    assert false_discovery([]).size == 0


@given(st.integers(0, 90), st.integers(0, 90), st.floats(0.1, 50), st.floats(0.1, 50))
def test_a_ratio_and_its_inverse_are_equally_surprising(x, y, n, m):
    assert ratio_mid_p(x, n, y, m) == pytest.approx(ratio_mid_p(y, m, x, n), rel=1e-6, abs=1e-12)
    higher, lower = (ratio_mid_p(x, n, y, m, side=side) for side in ("higher", "lower"))
    assert higher + lower == pytest.approx(1)
    assert ratio_mid_p(x, 7 * n, y, 7 * m) == pytest.approx(
        float(ratio_mid_p(x, n, y, m)), rel=1e-6
    )


def test_nothing_seen_says_nothing_and_missing_stays_missing():
    assert ratio_mid_p(0, 10, 0, 20) == 1
    assert binomial_mid_p(0, 0, 0.3) == 0.5
    assert np.isnan(poisson_mid_p([np.nan, 3], [2, np.nan])).all()
    assert np.isnan(ratio_mid_p(np.nan, 1, 2, 1))


def test_bounds_of_many_are_those_of_each_and_missing_months_are_left_out():
    rng = np.random.default_rng(5)
    many = rng.negative_binomial(10, 0.4, (6, 70)).astype(float)
    many[2, 20] = many[3, 66] = np.nan
    found = farrington_bounds(many)
    for row in range(6):
        np.testing.assert_allclose(farrington_bounds(many[row]).upper, found.upper[row], rtol=1e-12)
    at = int(np.searchsorted(found.month, 66))
    assert np.isnan(found.surprise[3, at])
    assert not found.signal[3, at]
    zero = many.copy()
    zero[2, 20] = 0
    assert not np.allclose(farrington_bounds(zero).expected[2], found.expected[2])
    scaled = farrington_bounds(many, 3.0)
    np.testing.assert_allclose(scaled.upper, found.upper, rtol=1e-9)


def test_bounds_are_passed_about_as_often_as_stated_and_a_rise_passes_them():
    rng = np.random.default_rng(6)
    quiet = rng.negative_binomial(20, 0.5, (400, 62)).astype(float)
    found = farrington_bounds(quiet)
    assert 0.004 < found.signal.mean() < 0.03
    quiet[:, -1] = 60
    assert farrington_bounds(quiet).signal[:, -1].mean() > 0.99


def test_series_with_too_little_in_them_have_no_bounds():
    found = farrington_bounds(np.stack([np.zeros(60), np.tile([0.0, 0, 1], 20)]))
    assert np.isnan(found.upper).all()
    assert not found.signal.any()
    with pytest.raises(CannotTell, match="50 months are too few: 4 years and 2 months"):
        farrington_bounds(np.ones(50))


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=8, deadline=None)
def test_change_points_are_the_best_of_all_ways_to_cut(seed):
    rng = np.random.default_rng(seed)
    x = rng.poisson([4] * 7 + [15] * 7).astype(float)

    def price(cuts: tuple[int, ...]) -> float:
        parts = np.split(x, cuts)
        if min(part.size for part in parts) < 3:
            return np.inf
        likely = sum(theory.poisson.logpmf(part, max(part.mean(), 1e-9)).sum() for part in parts)
        return 3 * np.log(14) * len(cuts) - 2 * likely

    ways = [(), *((i,) for i in range(1, 14))]
    ways += [(i, j) for i in range(1, 14) for j in range(i + 1, 14)]
    ways += [(i, j, k) for i, j in ways[14:] for k in range(j + 1, 14)]
    found = change_points(x)
    assert price(tuple(np.flatnonzero(found.starts))) == pytest.approx(min(map(price, ways)))
    for part, rates in zip(
        np.split(x, np.flatnonzero(found.starts)),
        np.split(found.rate, np.flatnonzero(found.starts)),
        strict=True,
    ):
        np.testing.assert_allclose(rates, part.mean())


def test_a_planted_change_is_found_where_it_is_and_none_in_quiet_series():
    rng = np.random.default_rng(7)
    quiet = rng.poisson(9.3, (300, 72)).astype(float)
    assert (change_points(quiet).changes > 0).mean() < 0.03
    changed = quiet.copy()
    changed[:, 40:] += rng.poisson(9.3, (300, 32))
    found = change_points(changed)
    assert (found.changes == 1).mean() > 0.95
    assert np.median(found.starts.argmax(axis=1)) == 40
    gaps = np.insert(changed, 20, np.nan, axis=1)
    np.testing.assert_array_equal(change_points(gaps).changes, found.changes)
    assert not change_points(np.zeros(40)).told


def test_run_rules_mark_what_they_name():
    z = np.tile([0.5, -0.5], 20)
    assert not any(rule.any() for rule in vars(run_rules(z)).values() if rule.ndim)
    high = z.copy()
    high[10:17] = 0.4
    assert np.flatnonzero(run_rules(high).shift).tolist() == [16]
    rising = z.copy()
    rising[10:17] = np.arange(-0.3, 0.4, 0.1)
    assert run_rules(rising).trend[16]
    far = z.copy()
    far[20] = 3.5
    far[30], far[32] = -2.5, -2.1
    found = run_rules(far)
    assert np.flatnonzero(found.beyond).tolist() == [20]
    assert np.flatnonzero(found.near_limit).tolist() == [32]
    assert run_rules(np.repeat([1.0, -1.0], 12)).unlike_chance
    assert not run_rules(z[:11]).told


def test_run_rules_pass_over_missing_months():
    z = np.random.default_rng(8).normal(size=(30, 40))
    found, gaps = run_rules(z), run_rules(np.insert(z, 13, np.nan, axis=1))
    for name in ("beyond", "shift", "trend", "near_limit"):
        np.testing.assert_array_equal(getattr(found, name), np.delete(getattr(gaps, name), 13, 1))
    np.testing.assert_array_equal(found.longest_run, gaps.longest_run)


def test_run_rules_together_raise_a_false_alarm_about_once_in_six_years():
    z = month_scores(np.random.default_rng(9).poisson(9.3, (1_000, 144)))[:, 24:]
    found = run_rules(z)
    some = found.beyond | found.shift | found.trend | found.near_limit
    begun = (some[:, 1:] & ~some[:, :-1]).sum() / some[:, 1:].size
    assert 60 < 1 / begun < 95


def test_season_is_found_beneath_levels_trends_and_missing_months():
    rng = np.random.default_rng(10)
    true = 1 + 0.3 * np.sin(2 * np.pi * np.arange(12) / 12)
    level = rng.uniform(5, 50, (60, 6, 1)) * np.array([1, 1, 1, 2, 2, 2])[:, None]
    events = rng.poisson((level * true).reshape(60, 72)).astype(float)
    events[rng.random(events.shape) < 0.1] = np.nan
    found = season(events)
    np.testing.assert_allclose(found, true, atol=0.03)
    assert found.mean() == pytest.approx(1)
    np.testing.assert_allclose(season(events, 7.0), found, rtol=1e-9)


def test_swing_is_told_and_a_trend_is_not_swing():
    rng = np.random.default_rng(12)
    mean = np.linspace(20, 60, 120)
    chance = phi_of_history(rng.poisson(mean, (200, 120)), start=120)
    assert chance.mean() == pytest.approx(1.08, abs=0.08)
    swing = phi_of_history(rng.negative_binomial(mean / 3, 1 / 4, (200, 120)), start=120)
    assert swing.mean() == pytest.approx(4, abs=0.4)
    assert np.isnan(phi_of_history(np.zeros(40)))


# What is promised of them


@pytest.mark.parametrize("changed", [0.0, 0.1, 0.4])
def test_of_what_is_raised_no_more_is_chance_than_stated(changed):
    rng = np.random.default_rng(13)
    false, power = [], []
    for _ in range(300):
        moved = np.arange(1_000) < 1_000 * changed
        history = rng.poisson(220, 1_000)
        month = rng.poisson(np.where(moved, 28 * 1.8, 28))
        p = ratio_mid_p(month, 3, history, 24)
        for values in (false_discovery(p), q_values(p, method="bootstrap")):
            raised = values <= 0.05
            false.append((raised & ~moved).sum() / max(1, raised.sum()))
            power.append((raised & moved).sum() / max(1, moved.sum()))
    # Simulating leaves 0.013 on either side where nothing changed at all.
    assert np.mean(false) <= 0.05 + 2 * 0.013
    assert changed == 0 or np.mean(power) > 0.5


# Refusals


REFUSED: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: false_discovery([0.5, 1.2]), InvalidCounts, "from 0 to 1"),
    (lambda: false_discovery("low"), InvalidCounts, "must hold numbers"),
    (lambda: false_discovery([0.1], method="holm"), StatsError, "bh, by"),
    (lambda: q_values(np.linspace(0, 1, 99)), CannotTell, "99 p values are too few"),
    (lambda: q_values([0.1], unchanged=0), StatsError, "unchanged is 0"),
    (lambda: share_unchanged(np.zeros(200)), CannotTell, "none is near 1"),
    (lambda: poisson_mid_p(1, 0), InvalidCounts, "expected is 0"),
    (lambda: poisson_mid_p(0.5, 1), InvalidCounts, "events is 0.5"),
    (lambda: poisson_mid_p(1, 1, side="both"), StatsError, "higher, lower, either"),
    (lambda: binomial_mid_p(3, 2, 0.5), InvalidCounts, "cannot exceed trials"),
    (lambda: binomial_mid_p(1, 2, 1), InvalidCounts, "between 0 and 1"),
    (lambda: ratio_mid_p(1, 0, 1, 1), InvalidCounts, "exposure is 0"),
    (lambda: farrington_bounds(SERIES, method="mean"), StatsError, "delta, plug-in, uncertain"),
    (lambda: farrington_bounds(SERIES, version="1996", seasons=4), StatsError, "one season"),
    (lambda: farrington_bounds(SERIES, seasons=12), StatsError, "too many"),
    (lambda: farrington_bounds(SERIES, alpha=0.9), StatsError, "alpha 0 to 0.5"),
    (lambda: change_points([1, 2], shortest=0), StatsError, "1 or more"),
    (lambda: change_points([1.5]), InvalidCounts, "events"),
    (lambda: run_rules([1, 2], in_a_row=3), StatsError, "happen all the time"),
    (lambda: run_rules(1), InvalidCounts, "a series needs months"),
    (lambda: run_rules("up"), InvalidCounts, "must hold numbers"),
    (lambda: season(np.ones(18)), CannotTell, "at least two years"),
    (lambda: season(np.tile([0.0] + [1] * 11, 3)), CannotTell, "never had an event"),
    (lambda: season(np.ones(30), period=1), StatsError, "period is 1"),
    (lambda: phi_of_history(np.ones(30), start=6), StatsError, "at least 12"),
]


@pytest.mark.parametrize(("call", "kind", "said"), REFUSED)
def test_what_cannot_be_is_refused_by_name(call, kind, said):
    with pytest.raises(kind, match=said):
        call()
