"""Funnels: limits of chance, how much more forces differ, and a force's own expected range."""

import csv
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as theory

from evenhand.stats import (
    CannotTell,
    Estimate,
    InvalidCounts,
    Overdispersion,
    StatsError,
    binomial_limits,
    expected_range,
    funnel_limits,
    log_ratio,
    mantel_haenszel_rate_ratio,
    overdispersion,
    poisson_limits,
    ratio_of_rates,
    z_scores,
)

NONE = Overdispersion(phi=1.0, tau_squared=0.0, units=43, left_out=0)
SOME = Overdispersion(phi=2.0, tau_squared=0.04, units=43, left_out=0)
counts = st.integers(0, 3_000)
exposures = st.floats(1, 1e6)
shares = st.floats(0.01, 0.99)
rates = st.floats(0.01, 100)


@pytest.fixture(scope="module")
def units(shared_data) -> tuple[np.ndarray, ...]:
    path = shared_data / "oracles/r-implementations/funnelplotr-43-units.csv"
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(np.array([float(row[name]) for row in rows]) for name in ("den", "num", "p"))


def ends(found: Estimate) -> list[float]:
    return [*np.ravel(found.low), *np.ravel(found.high)]


# Published answers


def test_funnelplotr_limits_at_15_20_and_30_expected():
    """FunnelPlotR's documentation, unadjusted 95% and 99.8% limits of a standardised ratio."""
    inner = poisson_limits([15, 20, 30], method="chi-square")
    outer = poisson_limits([15, 20, 30], method="chi-square", confidence=0.998)
    low, high = [0.5596924, 0.6108260, 0.6746958], [1.649348, 1.544419, 1.427562]
    np.testing.assert_allclose(ends(inner), [*low, *high], rtol=3e-7)
    low, high = [0.3862650, 0.4479107, 0.5289724], [2.082907, 1.902094, 1.702771]
    np.testing.assert_allclose(ends(outer), [*low, *high], rtol=3e-7)


def test_exact_limits_are_those_of_phe_at_every_whole_count():
    """R 4.2.2: 20 is the upper limit at ``qchisq(.025, 40)/2`` expected, 7 the lower at
    ``qchisq(.975, 16)/2``; and at ``.001`` and ``.999`` for the outer limits."""
    inner = poisson_limits([12.21652, 14.42268])
    outer = poisson_limits([8.958213, 19.62618], confidence=0.998)
    for found, expected in ((inner, [12.21652, 14.42268]), (outer, [8.958213, 19.62618])):
        assert found.high[0] * expected[0] == pytest.approx(20, abs=1e-5)
        assert found.low[1] * expected[1] == pytest.approx(7, abs=1e-5)


def test_exact_limits_of_a_share_at_whole_counts():
    """R: ``pbinom`` solved for the share at which 30 and 10 of 100 are just too many or few."""
    assert binomial_limits(100, centre=0.2124064).high == pytest.approx(0.30, abs=1e-6)
    assert binomial_limits(100, centre=0.1762226).low == pytest.approx(0.10, abs=1e-6)


def test_phe_limits_of_a_share_are_the_normal_ones():
    """PHE's formula, worked by hand at one fifth of 400: 0.2 less and more 1.959964 x 0.02."""
    found = binomial_limits(400, centre=0.2, method="normal")
    np.testing.assert_allclose(ends(found), [0.1608007, 0.2391993], rtol=1e-6)


def test_funnelplotr_over_dispersion_of_43_units(units):
    """FunnelPlotR 0.6.0: CQC phi 2.100797, tau2 .001560805; proportions 1.232223, .0003547448."""
    expected, seen, part = units
    error = 1 / (2 * np.sqrt(expected))
    found = overdispersion(np.sqrt(seen / expected), error, centre=1)
    assert found.phi == pytest.approx(2.100797, abs=5e-7)
    assert found.tau_squared == pytest.approx(0.001560805, abs=5e-10)
    middle = float(np.arcsin(np.sqrt(part.sum() / expected.sum())))
    found = overdispersion(np.arcsin(np.sqrt(part / expected)), error, centre=middle)
    assert found.phi == pytest.approx(1.232223, abs=5e-7)
    assert found.tau_squared == pytest.approx(0.0003547448, abs=5e-11)
    assert (found.units, found.left_out) == (43, 0)


def test_funnelplotr_over_dispersion_without_the_ends(units):
    """FunnelPlotR 0.6.0: SHMI phi 1.508171, tau2 .003079963."""
    expected, seen, _ = units
    value, error = np.log(seen / expected), 1 / np.sqrt(expected)
    found = overdispersion(value, error, centre=0, ends="left out")
    assert found.phi == pytest.approx(1.508171, abs=5e-7)
    assert found.tau_squared == pytest.approx(0.003079963, abs=5e-10)
    all_of_them = overdispersion(value, error, centre=0, ends="left out", winsorise=0)
    assert all_of_them == overdispersion(value, error, centre=0, winsorise=0)
    with pytest.raises(StatsError, match="drawn in, left out"):
        overdispersion(value, error, centre=0, ends="cut")


def test_funnelplotr_limits_of_a_share_with_over_dispersion(units):
    """R: ``sin(asin(sqrt(p)) -+ 1.959964 sqrt(s^2 + tau2))^2`` at 88, 362 and 351."""
    expected, _, part = units
    spread = Overdispersion(1.232223, 0.0003547448, 43, 0)
    centre = part.sum() / expected.sum()
    found = binomial_limits(
        expected[:3], centre=centre, method="arcsine", overdispersion=spread, confidence=0.95
    )
    low = [0.177169875086, 0.214783731184, 0.214247932828]
    high = [0.372088163384, 0.326882520411, 0.327494939632]
    np.testing.assert_allclose(ends(found), [*low, *high], rtol=1e-7)


@pytest.mark.parametrize(
    ("given_", "few", "many"),
    [
        ((350, 600_000, 20_000, 3), 23, 48),
        ((28, 602_920, 20_880, 2.858), 0, 7),
        ((0, 600_000, 20_000, 3), 0, 1),
        ((5_000, 602_920, 20_880, 2.858), 450, 541),
    ],
)
def test_expected_counts_are_those_that_the_exact_test_does_not_rule_out(given_, few, many):
    """R: every count from 0 to 2,000 tried with ``pbinom`` in both directions, as poisson.test."""
    found = expected_range(*given_)
    np.testing.assert_allclose(ends(found.times(given_[2])), [few, many], rtol=1e-12)


@pytest.mark.parametrize(
    ("given_", "spread", "few", "many"),
    [
        ((350, 600_000, 20_000, 3), 0.3, 16, 67),
        ((28, 602_920, 20_880, 2.858), 0.2, 0, 7),
    ],
)
def test_expected_counts_where_forces_differ(given_, spread, few, many):
    """R: ``integrate`` of ``pnbinom`` over the normal log of the force's own ratio."""
    differ = Overdispersion(1.0, spread**2, 43, 0)
    found = expected_range(*given_, overdispersion=differ)
    np.testing.assert_allclose(ends(found.times(given_[2])), [few, many], rtol=1e-12)


def test_forces_differ_more_in_2022_23_than_chance_would_make_them(searches):
    """Home Office searches and Census 2021, Black and White, 43 forces around 2.858."""
    forces, events, residents = searches("2022/23")
    four = events[:, 3], residents[:, 3], events[:, 0], residents[:, 0]
    within = mantel_haenszel_rate_ratio(*four)
    values, errors = log_ratio(*four)
    found = overdispersion(values, errors, centre=float(np.log(within.value)))
    assert found.phi > 5
    assert found.units + found.left_out == len(forces)
    alone = expected_range(*four[2:], four[1], within.value)
    differ = expected_range(*four[2:], four[1], within.value, overdispersion=found)
    assert np.all(differ.low <= alone.low)
    assert np.all(differ.high >= alone.high)
    rate = four[0] / four[1]
    outside = (rate < differ.low) | (rate > differ.high)
    assert 0 < outside.sum() < ((rate < alone.low) | (rate > alone.high)).sum()


# Laws


@given(exposures, rates, st.sampled_from(["exact", "chi-square", "log", "root"]))
def test_a_centre_lies_inside_its_limits_and_they_narrow_as_units_grow(exposure, centre, method):
    found = poisson_limits([exposure, exposure * 50], centre=centre, method=method)
    assert np.all(found.low <= centre)
    assert np.all(centre <= found.high)
    assert found.high[1] - centre < found.high[0] - centre


@given(st.floats(0.5, 1e5))
def test_exact_limits_leave_half_of_the_rest_at_each_end(expected):
    found = poisson_limits(expected)
    below, above = found.low * expected, found.high * expected
    many = theory.gamma.cdf(expected, above)
    assert many == pytest.approx(0.025, rel=1e-6)
    if below > 0:
        assert theory.gamma.sf(expected, below + 1) == pytest.approx(0.025, rel=1e-6)


@given(st.integers(1, 100_000), shares, st.sampled_from(["exact", "normal", "arcsine"]))
def test_a_share_has_limits_from_nothing_to_all_that_mirror_those_of_the_rest(n, p, method):
    found, rest = (binomial_limits(n, centre=one, method=method) for one in (p, 1 - p))
    assert 0 <= found.low <= p <= found.high <= 1
    np.testing.assert_allclose(found.low, 1 - rest.high, atol=1e-9)


@given(rates, rates)
def test_over_dispersion_widens_and_none_changes_nothing(error, centre):
    plain = funnel_limits(error, centre=centre)
    for kind in ("additive", "multiplicative"):
        none = funnel_limits(error, centre=centre, overdispersion=NONE, kind=kind)
        wide = funnel_limits(error, centre=centre, overdispersion=SOME, kind=kind)
        np.testing.assert_allclose(ends(none), ends(plain), rtol=1e-12)
        assert wide.low < plain.low < plain.high < wide.high


@given(st.floats(1, 1e4), rates)
def test_log_limits_of_a_rate_are_the_funnel_of_its_log(expected, centre):
    rate = poisson_limits(expected / centre, centre=centre, method="log", overdispersion=SOME)
    ratio = funnel_limits(1 / np.sqrt(expected), centre=centre, overdispersion=SOME)
    np.testing.assert_allclose(ends(rate), ends(ratio), rtol=1e-9)


@given(st.lists(st.floats(-20, 20), min_size=10, max_size=40), st.floats(0.01, 0.4))
def test_winsorised_scores_keep_their_order_and_never_grow(values, share):
    plain = z_scores(values, np.ones(len(values)))
    drawn = z_scores(values, np.ones(len(values)), winsorise=share)
    assert np.ptp(drawn) <= np.ptp(plain)
    order = np.argsort(plain, kind="stable")
    assert np.all(np.diff(drawn[order]) >= 0)


def test_one_wild_unit_does_not_drive_the_spread_of_all():
    errors = np.full(40, 0.1)
    values = np.random.default_rng(4).normal(0, 0.1, 40)
    calm = overdispersion(values, errors, centre=0)
    values[0] = 9
    assert overdispersion(values, errors, centre=0).phi < calm.phi * 1.2
    assert overdispersion(values, errors, centre=0, winsorise=0).phi > 100


@given(counts, exposures, exposures, st.floats(0.1, 20))
def test_the_expected_range_holds_what_was_expected_but_for_a_single_event(b, m, n, ratio):
    found = expected_range(b, m, n, ratio).times(n)
    assert 0 <= found.low <= np.ceil(found.value)
    assert np.floor(found.value) <= found.high


@given(st.integers(0, 60), st.integers(1, 60), exposures, exposures, st.floats(0.2, 5))
def test_a_count_is_outside_just_where_the_exact_interval_leaves_the_ratio_out(a, b, m, n, ratio):
    found = expected_range(b, m, n, ratio).times(n)
    seen = ratio_of_rates(a, n, b, m)
    if min(abs(np.log(ratio / seen.high)), abs(np.log(ratio / max(seen.low, 1e-300)))) > 1e-9:
        inside = round(float(found.low)) <= a <= round(float(found.high))
        assert inside == (seen.low <= ratio <= seen.high)


@given(counts, exposures, exposures, st.floats(0.2, 5))
def test_an_uncertain_ratio_and_differing_forces_only_widen_the_range(b, m, n, ratio):
    exact = expected_range(b, m, n, ratio)
    loose = expected_range(b, m, n, ratio, ratio_low=ratio / 1.3, ratio_high=ratio * 1.3)
    differ = expected_range(b, m, n, ratio, overdispersion=SOME)
    for wide in (loose, differ):
        assert wide.low <= exact.low * (1 + 1e-9)
        assert wide.high >= exact.high * (1 - 1e-9)


def test_many_forces_at_once_equal_one_at_a_time_and_a_unit_only_scales():
    rng = np.random.default_rng(5)
    b, m, n = rng.poisson(300, (3, 7)), rng.uniform(1e4, 1e6, 7), rng.uniform(1e3, 1e5, (3, 1))
    together = expected_range(b, m, n, 2.5, ratio_low=2.4, ratio_high=2.6, per=1000)
    alone = expected_range(b[2, 4], m[4], n[2, 0], 2.5, ratio_low=2.4, ratio_high=2.6)
    assert together.value.shape == (3, 7)
    np.testing.assert_allclose(ends(alone.times(1000)), [together.low[2, 4], together.high[2, 4]])


# What is promised of them


@pytest.mark.parametrize("spread", [0.0, 0.25])
@pytest.mark.parametrize(("reference", "share"), [(4.0, 0.5), (40.0, 0.1), (900.0, 0.05)])
def test_the_expected_range_covers_as_stated(reference, share, spread):
    """A force whose true ratio is everyone's (or differs as forces do) lies in it 19 times of 20:
    a little oftener where counts are few, never less."""
    rng = np.random.default_rng(2026)
    b = rng.poisson(reference, 20_000)
    own = 3 * np.exp(rng.normal(0, spread, b.size))
    a = rng.poisson(own * reference * share)
    differ = Overdispersion(1.0, spread**2, 43, 0)
    each, where = np.unique(b, return_inverse=True)
    found = expected_range(each, 1.0, share, 3.0, overdispersion=differ).times(share)
    low, high = np.round(found.low)[where], np.round(found.high)[where]
    covered = np.mean((low <= a) & (a <= high))
    assert 0.95 - 0.005 <= covered <= 0.99


def test_exact_limits_leave_out_no_more_than_they_say():
    for expected in (3.0, 15.0, 240.0):
        found = poisson_limits(expected)
        seen = np.random.default_rng(7).poisson(expected, 40_000)
        outside = (seen <= found.low * expected) & (found.low > 0) | (seen >= found.high * expected)
        assert outside.mean() <= 0.05 + 0.003


def test_tau_squared_is_recovered_from_forces_that_differ():
    rng = np.random.default_rng(8)
    errors = rng.uniform(0.02, 0.2, 4_000)
    values = rng.normal(1.0, np.sqrt(0.09 + errors**2))
    found = overdispersion(values, errors, centre=1.0, winsorise=0)
    assert found.tau_squared == pytest.approx(0.09, rel=0.08)


# Refusals


def test_a_force_without_events_has_no_log_and_is_left_out_by_count():
    values, errors = log_ratio([0, *[9] * 11], 100, [5, *range(5, 16)], 900)
    assert np.isnan(values[0])
    assert np.isnan(errors[0])
    found = overdispersion(values, errors, centre=2.0)
    assert (found.units, found.left_out) == (11, 1)


def test_fewer_than_ten_units_cannot_tell():
    with pytest.raises(CannotTell, match="9 units are too few"):
        overdispersion(np.zeros(9), np.ones(9), centre=0)


REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: poisson_limits(0), "exposure is 0"),
    (lambda: poisson_limits(1, centre=-1), "centre is -1"),
    (lambda: binomial_limits(10.5, centre=0.5), "trials is 10.5"),
    (lambda: binomial_limits(0, centre=0.5), "trials is 0"),
    (lambda: binomial_limits(10, centre=1), "between 0 and 1"),
    (lambda: funnel_limits([0.1, 0]), r"errors\[1\] is 0"),
    (lambda: z_scores([1, 2], [1, 0]), "above zero"),
    (lambda: z_scores("many", 1), "values must hold numbers"),
    (lambda: overdispersion([[1.0]], [[1.0]], centre=0), "row of units"),
    (lambda: expected_range(-1, 10, 10, 1), "reference_events is -1"),
    (lambda: expected_range(1, 10, 0, 1), "exposure is 0"),
    (lambda: expected_range(1, 10, 10, 0), "ratio is 0"),
    (lambda: expected_range(1, 10, 10, 2, ratio_low=1), "both ends, or neither"),
    (lambda: expected_range(1, 10, 10, 2, ratio_low=3, ratio_high=4), "between them"),
    (lambda: log_ratio(1.5, 10, 2, 10), "events is 1.5"),
]


@pytest.mark.parametrize(("call", "said"), REFUSED)
def test_impossible_numbers_are_refused_by_name(call, said):
    with pytest.raises(InvalidCounts, match=said):
        call()


def test_options_that_do_not_exist_are_refused():
    with pytest.raises(StatsError, match="it must be one of exact, chi-square, log, root"):
        poisson_limits(1, method="byar")
    with pytest.raises(StatsError, match="it must be one of exact, normal, arcsine"):
        binomial_limits(1, centre=0.5, method="wilson")
    with pytest.raises(StatsError, match="no place in 'exact' limits: choose a scale"):
        poisson_limits(9, overdispersion=SOME)
    with pytest.raises(StatsError, match="additive, multiplicative"):
        funnel_limits(1, kind="both")
    with pytest.raises(StatsError, match=r"winsorise is 0\.5"):
        z_scores([1], [1], winsorise=0.5)
