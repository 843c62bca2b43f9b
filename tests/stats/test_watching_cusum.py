"""CUSUM and EWMA charts: their published run lengths, their laws, and what was planted in them."""

from collections.abc import Callable

import numpy as np
import pytest
from bench.watch_charts import CHARTS, KINDS, delays, false_alarms
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize
from scipy import stats as theory
from scipy.special import logsumexp

from evenhand.stats import InvalidCounts, StatsError
from evenhand.stats.watching import (
    Cusum,
    Ewma,
    binomial_cusum,
    binomial_ewma,
    cusum_run_length,
    cusum_threshold,
    ewma_limit,
    month_scores,
    poisson_cusum,
    poisson_ewma,
)

RURAL = "rural, 28 a quarter"
METROPOLITAN = "metropolitan, 3,000 a month, swinging 30 times chance"


@pytest.fixture(scope="module")
def quiet() -> np.ndarray:
    return np.random.default_rng(11).poisson(9.3, (40, 60)).astype(float)


def same(found: Cusum | Ewma, other: Cusum | Ewma) -> None:
    for name in ("signal_up", "signal_down", "watched"):
        np.testing.assert_array_equal(getattr(found, name), getattr(other, name))
    if isinstance(found, Cusum):
        np.testing.assert_allclose(found.up, other.up, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(found.down, other.down, rtol=1e-9, atol=1e-9)
    else:
        np.testing.assert_allclose(found.ratio.value, other.ratio.value, rtol=1e-9)
        np.testing.assert_allclose(found.score, other.score, rtol=1e-6, atol=1e-6)


# Published answers


@pytest.mark.parametrize(
    ("usual", "reference", "interval", "months"),
    [
        (2.4, 3, 10, 548.362265529),
        (2.4, 3, 5, 51.488150214),
        (9.5, 11.5, 8, 94.590461845),
        (1.0, 1.5, 4, 121.952316140),
    ],
)
def test_months_between_false_alarms_are_those_of_r(usual, reference, interval, months):
    """R surveillance 1.20.3 ``arlCusum(h, k, theta)``. Its sum of ``x - k`` is ours over ``log R``,
    where ``k = theta (R - 1) / log R``."""
    ratio = optimize.brentq(lambda r: usual * (r - 1) / np.log(r) - reference, 1.0001, 20)
    found = cusum_run_length(usual, interval * np.log(ratio), ratio=ratio)
    assert found == pytest.approx(months, rel=1e-9)


@pytest.mark.parametrize(
    ("smoothing", "months", "limit"),
    [(0.1, 120, 2.231201306), (0.2, 240, 2.7035513), (0.3, 500, 3.023025036)],
)
def test_limits_of_an_ewma_are_those_of_r(smoothing, months, limit):
    """R spc 0.6.7 ``xewma.crit(l, L0, sided="two")``: both directions together, so twice each."""
    found = ewma_limit(smoothing=smoothing, false_alarm_every=2 * months)
    assert found == pytest.approx(limit, abs=0.002)


def test_a_sum_worked_out_by_hand():
    """24 months of 10, then 15 and 20: ``x log 1.5 - (x + B) log((1.5 + E) / (1 + E))``."""
    found = poisson_cusum([10.0] * 24 + [15.0, 20.0], threshold=10)
    first = 15 * np.log(1.5) - 255 * np.log(25.5 / 25)
    then = 20 * np.log(1.5) - 275 * np.log(26.5 / 26)
    np.testing.assert_allclose(found.up[-2:], [first, first + then], rtol=1e-12)
    assert found.expected[-2:].tolist() == [10, pytest.approx(255 / 25)]
    assert found.since_up[-1] == 24
    assert np.isnan(found.up[:24]).all()


# Laws


@given(st.integers(1, 60), st.floats(0.1, 50), st.integers(30, 400), st.floats(1.1, 3))
def test_the_likelihood_is_that_of_the_month_given_both_counts(x, e, b, ratio):
    """The binomial likelihood of the month's share of all events, at the ratio and at 1."""
    found = poisson_cusum([float(b), x], [20.0, e], ratio=ratio, start=1, threshold=1e9)
    null, other = e / (e + 20), ratio * e / (ratio * e + 20)
    score = theory.binom.logpmf(x, x + b, other) - theory.binom.logpmf(x, x + b, null)
    assert found.up[-1] == pytest.approx(max(0, score), rel=1e-6, abs=1e-8)


@given(st.integers(0, 30), st.integers(30, 60), st.integers(20, 60), st.floats(1.2, 2.5))
@settings(max_examples=50)
def test_the_score_of_a_share_is_near_the_exact_one(x, n, a, ratio):
    """The hypergeometric likelihood that Fisher's odds ratio has, summed over all tables."""
    m = 200
    found = binomial_cusum([float(a), x], [m, n], ratio=ratio, start=1, threshold=1e9)
    k = np.arange(max(0, x + a - m), min(n, x + a) + 1)
    weights = theory.hypergeom.logpmf(k, m + n, x + a, n)
    exact = x * np.log(ratio) - logsumexp(weights + k * np.log(ratio))
    assert found.up[-1] == pytest.approx(max(0, exact), abs=0.05 + 0.05 * abs(exact))


@pytest.mark.parametrize("chart", [poisson_cusum, poisson_ewma])
@given(factor=st.floats(0.01, 1000))
@settings(max_examples=10, deadline=None)
def test_the_unit_of_exposure_changes_nothing(quiet, chart, factor):
    same(chart(quiet), chart(quiet, factor))


@pytest.mark.parametrize("chart", [poisson_cusum, poisson_ewma])
def test_many_series_are_as_each_alone_and_in_any_order(quiet, chart):
    together = chart(quiet)
    same(chart(quiet.reshape(5, 8, 60)[2, 3]), _row(together, 19))
    same(chart(quiet[::-1]), _turned(together))


@pytest.mark.parametrize("chart", [poisson_cusum, poisson_ewma])
def test_a_missing_month_is_left_out_and_never_zero(quiet, chart):
    gaps = np.insert(quiet, 30, np.nan, axis=1)
    found, plain = chart(gaps), chart(quiet)
    assert not found.watched[:, 30].any()
    same(_without(found, 30), plain)
    zeros = chart(np.insert(quiet, 30, 0.0, axis=1))
    assert np.nansum(zeros.signal_down) > np.nansum(plain.signal_down)


def test_a_month_without_exposure_is_missing_too(quiet):
    found = poisson_cusum(quiet, np.where(np.arange(60) == 40, np.nan, 1.0))
    assert not found.watched[:, 40].any()
    trials = np.full((40, 60), 50.0)
    trials[:, 40] = 0
    counts = np.minimum(quiet, trials)
    assert not binomial_cusum(counts, trials).watched[:, 40].any()


@pytest.mark.parametrize("chart", [poisson_cusum, poisson_ewma])
def test_what_comes_later_changes_nothing_that_was_said(quiet, chart):
    early = chart(quiet[:, :45])
    later = chart(quiet)
    np.testing.assert_array_equal(early.signal_up, later.signal_up[:, :45])
    np.testing.assert_array_equal(early.watched, later.watched[:, :45])


@given(st.integers(0, 80), st.integers(0, 80))
def test_a_higher_month_never_gives_a_lower_sum(x, more):
    history = [10.0] * 24
    few, many = (poisson_cusum([*history, y], threshold=1e9) for y in (x, x + more))
    assert many.up[-1] >= few.up[-1]
    assert many.down[-1] <= few.down[-1]
    scores = month_scores([[*history, x], [*history, x + more]])[:, -1]
    assert scores[1] >= scores[0]


@pytest.mark.parametrize("ratio", [1.5, 0.5])
@given(st.floats(0.5, 60), st.floats(60, 900))
@settings(max_examples=4, deadline=None)
def test_a_threshold_gives_false_alarms_about_as_rare_as_asked_or_rarer(ratio, mean, every):
    threshold = float(cusum_threshold(mean, ratio=ratio, false_alarm_every=every))
    assert cusum_run_length(mean, threshold, ratio=ratio) > 0.85 * every
    assert threshold <= np.log(every) * (1 + 1e-9)


def test_over_dispersion_makes_every_change_less_certain(quiet):
    plain, wide = poisson_ewma(quiet), poisson_ewma(quiet, phi=4)
    watched = plain.watched
    np.testing.assert_allclose(plain.ratio.value[watched], wide.ratio.value[watched])
    np.testing.assert_allclose(wide.score[watched] * 2, plain.score[watched], atol=1e-9)
    assert np.all(wide.ratio.high[watched] > plain.ratio.high[watched])
    four = poisson_cusum(quiet, phi=np.full(40, 4.0), threshold=1e9)
    one = poisson_cusum(quiet, threshold=1e9)
    np.testing.assert_allclose(four.up[watched] * 4, one.up[watched], atol=1e-9)


def test_a_ratio_is_outside_its_limits_just_where_it_signals(quiet):
    rising = quiet.copy()
    rising[:, 40:] *= 2
    found = poisson_ewma(rising)
    assert found.signal_up.any()
    np.testing.assert_array_equal(found.signal_up, found.ratio.value > found.ratio.high)
    np.testing.assert_array_equal(found.signal_down, found.ratio.value < found.ratio.low)


def test_a_frozen_history_does_not_take_a_rise_for_usual(quiet):
    rising = quiet.copy()
    rising[:, 24:] += 5
    learns, frozen = poisson_ewma(rising), poisson_ewma(rising, frozen=True)
    assert np.median(learns.ratio.value[:, -1]) < 1.3 < np.median(frozen.ratio.value[:, -1])


def test_a_series_with_hardly_any_history_is_not_watched():
    found = poisson_cusum(np.zeros((2, 60)))
    assert not found.watched.any()
    assert np.isinf(found.threshold_up).all()
    few = np.zeros(60)
    few[[5, 40]] = 5
    assert np.flatnonzero(poisson_cusum(few).watched)[0] == 41


def test_shares_of_all_or_nothing_are_not_watched_and_tell_nothing():
    trials = np.full(60, 20.0)
    assert not binomial_cusum(trials, trials).watched.any()
    assert not binomial_ewma(np.zeros(60), trials).watched.any()


def test_scores_of_months_are_independent_and_even_whatever_the_rate():
    rng = np.random.default_rng(3)
    for mean in (5.0, 300.0):
        z = month_scores(rng.poisson(mean, (400, 124)))[:, 24:]
        assert abs(z.mean()) < 0.1
        assert z.std() == pytest.approx(1, abs=0.03)
        assert abs(np.corrcoef(z[:, 1:].ravel(), z[:, :-1].ravel())[0, 1]) < 0.02


# What is promised of them: bench/watch_charts.py over ten times as many series


@pytest.mark.parametrize("chart", list(CHARTS))
@pytest.mark.parametrize("kind", [RURAL, "60 a month", "rural finds, 28 a quarter of 140"])
def test_false_alarms_come_as_rarely_as_stated(kind, chart):
    rng = np.random.default_rng(17)
    found = false_alarms(rng, KINDS[kind], 800, CHARTS[chart])
    for months in found.values():
        assert 180 <= months <= 350


def test_false_alarms_of_swinging_metropolitan_counts_come_a_little_oftener():
    found = false_alarms(np.random.default_rng(18), KINDS[METROPOLITAN], 800, CHARTS["cusum"])
    assert found["rise"] >= 130
    assert found["fall"] >= 200


@pytest.mark.parametrize("chart", list(CHARTS))
def test_a_planted_rise_is_found_in_months(chart):
    rng = np.random.default_rng(19)
    half_more = delays(rng, KINDS[RURAL], 1_000, CHARTS[chart], 1.5)
    twice = delays(rng, KINDS[RURAL], 1_000, CHARTS[chart], 2.0)
    assert half_more["median"] <= 5
    assert half_more["within_a_year"] >= 0.9
    assert twice["median"] <= 2
    assert twice["within_six_months"] >= 0.99
    city = delays(rng, KINDS[METROPOLITAN], 400, CHARTS[chart], 1.5)
    assert city["median"] <= 1


# Refusals


REFUSED: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: poisson_cusum([1.5, 2]), InvalidCounts, r"events\[0\] is 1.5"),
    (lambda: poisson_cusum([1, 2], [1, 0]), InvalidCounts, r"exposure\[1\] is 0"),
    (lambda: poisson_cusum([1, 2], [1, 1, 1]), InvalidCounts, "do not fit together"),
    (lambda: poisson_cusum(3), InvalidCounts, "a series needs months"),
    (lambda: poisson_cusum("many"), InvalidCounts, "must hold numbers"),
    (lambda: poisson_cusum(np.ma.masked_equal([1, 2], 2)), InvalidCounts, "say NaN"),
    (lambda: poisson_cusum([1, 2], phi=0.5), InvalidCounts, "chance alone is 1"),
    (lambda: poisson_cusum([[1, 2]], phi=[1, 1]), InvalidCounts, "do not fit together"),
    (lambda: poisson_cusum([1, 2], ratio=0.5), StatsError, "the rise to look for, above 1"),
    (lambda: poisson_cusum([1, 2], start=0), StatsError, "at least 1 month"),
    (lambda: poisson_cusum([1, 2], threshold=[1, 2]), InvalidCounts, "one for each series"),
    (lambda: poisson_cusum([1, 2], false_alarm_every=6), StatsError, "12 months or more"),
    (lambda: binomial_cusum([5], [4]), InvalidCounts, "cannot exceed trials"),
    (lambda: binomial_cusum([5], [8.5]), InvalidCounts, "trials"),
    (lambda: poisson_ewma([1, 2], smoothing=0), StatsError, "smoothing is 0"),
    (lambda: poisson_ewma([1, 2], false_alarm_every=1), StatsError, "12 or more"),
    (lambda: cusum_threshold(0), InvalidCounts, "mean is 0"),
    (lambda: cusum_threshold(5, ratio=1), StatsError, "not 1"),
    (lambda: cusum_threshold(5, share=1), StatsError, "from 0 to below 1"),
    (lambda: cusum_run_length(5, -1), InvalidCounts, "threshold is -1"),
    (lambda: cusum_run_length(5, 1, share=2), StatsError, "share is 2"),
]


@pytest.mark.parametrize(("call", "kind", "said"), REFUSED)
def test_what_cannot_be_is_refused_by_name(call, kind, said):
    with pytest.raises(kind, match=said):
        call()


def _row(found: Cusum | Ewma, row: int) -> Cusum | Ewma:
    return _each(found, lambda values: values[row])


def _turned(found: Cusum | Ewma) -> Cusum | Ewma:
    return _each(found, lambda values: values[::-1])


def _without(found: Cusum | Ewma, month: int) -> Cusum | Ewma:
    return _each(
        found, lambda values: np.delete(values, month, axis=-1) if values.ndim > 1 else values
    )


def _each(found: Cusum | Ewma, change: Callable[[np.ndarray], np.ndarray]) -> Cusum | Ewma:
    parts = dict(vars(found))
    for name, values in parts.items():
        if isinstance(values, np.ndarray):
            parts[name] = change(values)
    if isinstance(found, Ewma):
        ratio = found.ratio
        parts["ratio"] = type(ratio)(
            *(change(each) for each in (ratio.value, ratio.low, ratio.high))
        )
    return type(found)(**parts)
