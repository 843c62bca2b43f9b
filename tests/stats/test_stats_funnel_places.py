"""Where each unit lies in a funnel: the places that others give it, laws, refusals."""

import csv
from collections.abc import Callable
from math import asin, exp, floor, fsum, log, sin, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special
from scipy import stats as theory

from evenhand.stats import (
    CannotTell,
    Funnel,
    InvalidCounts,
    Place,
    StatsError,
    binomial_funnel,
    funnel_limits,
    log_ratio,
    overdispersion,
    poisson_funnel,
    ratio_funnel,
)

# FunnelPlotR writes 1.959964 and 3.090232 for the normal quantiles.
THEIRS = {
    "inner": float(1 - 2 * special.ndtr(-1.959964)),
    "outer": float(1 - 2 * special.ndtr(-3.090232)),
}
Row = tuple[float, float, float]
counts = st.lists(st.integers(0, 400), min_size=10, max_size=30)


@pytest.fixture(scope="module")
def units(shared_data) -> tuple[np.ndarray, ...]:
    """500 units: what was expected (or tried), what was seen, and a part of what was tried."""
    path = shared_data / "oracles/r-implementations/funnelplotr-500-units.csv"
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(np.array([float(row[name]) for row in rows]) for name in ("den", "num", "p"))


def quantile(values: list[float], share: float) -> float:
    """R's type 7."""
    ordered, at = sorted(values), share * (len(values) - 1)
    low = floor(at)
    high = min(low + 1, len(values) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def spread_of(z: list[float], errors: list[float], *, cut: bool) -> tuple[float, float]:
    """FunnelPlotR's phi and tau squared, one number after another."""
    if cut:
        order = sorted(range(len(z)), key=lambda i: z[i])
        group = {i: floor((rank + 1) * 10 / (len(z) + 1)) for rank, i in enumerate(order)}
        kept = [i for i in range(len(z)) if 0 < group[i] < 9]
        z, errors = [z[i] for i in kept], [errors[i] for i in kept]
    else:
        low, high = quantile(z, 0.1), quantile(z, 0.9)
        z = [min(max(one, low), high) for one in z]
    n = len(z)
    phi = fsum(one * one for one in z) / n
    weights = [1 / error**2 for error in errors]
    total = fsum(weights)
    tau = max(0.0, (n * phi - (n - 1)) / (total - fsum(w * w for w in weights) / total))
    return phi, tau


def by_definition(
    numerator: np.ndarray, denominator: np.ndarray, method: str
) -> tuple[float, float, list[list[float]]]:
    """FunnelPlotR's additive funnel: phi, tau squared, and for each unit z and its four limits."""
    pooled = min(1.0, fsum(numerator) / fsum(denominator))  # only shares lie around it
    there, to, back, least = {
        "log": (0.0, log, exp, float("-inf")),
        "root": (1.0, sqrt, lambda y: y * y, 0.0),
        "arcsine": (asin(sqrt(pooled)), lambda p: asin(sqrt(p)), lambda y: sin(y) ** 2, 0.0),
    }[method]
    errors = [(1 if method == "log" else 0.5) / sqrt(n) for n in denominator]
    pairs = zip(numerator, denominator, errors, strict=True)
    z = [(to(a / n) - there) / s for a, n, s in pairs]
    phi, tau = spread_of(z, errors, cut=method == "log")
    rows = []
    for score, s in zip(z, errors, strict=True):
        wide = [sign * q * sqrt(s * s + tau) for q in (1.959964, 3.090232) for sign in (-1, 1)]
        rows.append([score, *(back(max(there + one, least)) for one in wide)])
    return phi, tau, rows


def shown(found: Funnel) -> np.ndarray:
    ends = found.inner.low, found.inner.high, found.outer.low, found.outer.high
    return np.array([found.z, *ends]).T


FUNNELS: dict[str, Callable[..., Funnel]] = {
    "log": lambda a, n, **more: poisson_funnel(
        a, n, centre=1, method="log", ends="left out", dispersion="additive", **more
    ),
    "root": lambda a, n, **more: poisson_funnel(a, n, centre=1, dispersion="additive", **more),
    "arcsine": lambda a, n, **more: binomial_funnel(a, n, dispersion="additive", **more),
}


# Published answers


@pytest.mark.parametrize("method", FUNNELS)
def test_500_units_lie_where_funnelplotr_says_to_a_thousand_millionth(units, method):
    """Its definitions written out one unit at a time; its root limits are squared into ratios."""
    expected, seen, part = units
    events = part if method == "arcsine" else seen
    phi, tau, rows = by_definition(events, expected, method)
    found = FUNNELS[method](events, expected, **THEIRS)
    assert found.spread is not None
    np.testing.assert_allclose([found.spread.phi, found.spread.tau_squared], [phi, tau], rtol=1e-12)
    np.testing.assert_allclose(shown(found), rows, rtol=0, atol=1e-9)
    for value, place, (_, low, high, lower, higher) in zip(
        found.value.tolist(), found.place, rows, strict=True
    ):
        beyond = (value > high) + (value > higher) - (value < low) - (value < lower)
        assert place == beyond


# What FunnelPlotR 0.5 and later, run by R 4.2.2, made of the 500 units: phi, tau squared, sums of
# the scores and of each limit, and how many lie beyond the inner and the outer limits.
BY_R = {
    "log": (
        (2.2234519498202503, 0.0069385582533690732),
        (-49.15589415129879, 393.3666009535365, 637.965760496114),
        (343.07133598741433, 735.6796872060211),
        (103, 21),
    ),
    "arcsine": (
        (1.6106349983644108, 0.00077019934210103365),
        (-22.992672132256875, 93.14165639170952, 184.1459835691383),
        (71.88350449455498, 213.24583325366646),
        (62, 7),
    ),
}


@pytest.mark.parametrize("method", BY_R)
def test_500_units_have_the_sums_that_funnelplotr_gave(units, method):
    """Of the shares, the lower outer limit of one tiny unit differs: it passes below nothing, and
    the square of a sine turns that into a limit above nothing."""
    expected, seen, part = units
    found = FUNNELS[method](part if method == "arcsine" else seen, expected, **THEIRS)
    spread, inner, outer, beyond = BY_R[method]
    assert found.spread is not None
    assert (found.spread.phi, found.spread.tau_squared) == pytest.approx(spread, abs=1e-12)
    sums = shown(found).sum(axis=0)
    np.testing.assert_allclose(sums[:3], inner, rtol=0, atol=1e-9)
    np.testing.assert_allclose(sums[4], outer[1], rtol=0, atol=1e-9)
    np.testing.assert_allclose(sums[3], outer[0], atol=1e-9 if method == "log" else 2e-5)
    assert ((found.place != 0).sum(), (abs(found.place) == 2).sum()) == beyond


def test_500_units_by_funnelplotrs_root_scale_but_for_its_limits(units):
    """R 4.2.2: CQC phi, tau squared, scores; its limits, on the root scale, squared are ratios.
    It compares ratios with the roots themselves and so calls 200 units outliers."""
    expected, seen, _ = units
    found = FUNNELS["root"](seen, expected, **THEIRS)
    assert found.spread is not None
    told = found.spread.phi, found.spread.tau_squared
    assert told == pytest.approx((3.530819444623122, 0.003184238372142531), abs=1e-12)
    assert found.z.sum() == pytest.approx(1.6885658500549863, abs=1e-9)
    roots = [428.6418289226486, 571.3581710773516, 387.49114589619717, 612.5088541038026]
    np.testing.assert_allclose(np.sqrt(shown(found)[:, 1:]).sum(axis=0), roots, atol=1e-9)
    assert ((found.place != 0).sum(), (abs(found.place) == 2).sum()) == (61, 7)


def test_500_units_by_funnelplotrs_limits_without_over_dispersion(units):
    """R 4.2.2: sums of LCL95, UCL95, LCL99 and UCL99, whose quantiles are exact."""
    expected, seen, _ = units
    found = poisson_funnel(seen, expected, centre=1, method="chi-square")
    sums = [418.5909083854129, 595.3767836773279, 377.59271737694337, 654.253382848707]
    np.testing.assert_allclose(shown(found)[:, 1:].sum(axis=0), sums, rtol=0, atol=1e-9)


def phe_share(average: float, population: float, p: float, side: int) -> float:
    """PHEindicatormethods' ``sigma_adjustment``, as its source has it."""
    z2 = theory.norm.ppf(p) ** 2
    first = average * (population / z2 + 1)
    inside = (-8 * average * (population / z2 + 1)) ** 2 - 64 * (1 / z2 + 1 / population) * (
        average * (population * (average * (population / z2 + 2) - 1) + z2 * (average - 1))
    )
    return (first + side * sqrt(inside) / 8) / (1 / z2 + 1 / population) / population


def test_shares_lie_where_pheindicatormethods_puts_them(units):
    expected, _, part = units
    average = part.sum() / expected.sum()
    found = binomial_funnel(part, expected, method="normal")
    for unit in range(expected.size):
        share, n = part[unit] / expected[unit], expected[unit]
        beyond = [
            side * (side * (share - phe_share(average, n, p, side)) > 0)
            for p in (0.975, 0.999)
            for side in (-1, 1)
        ]
        assert found.place[unit] == sum(beyond)
    low = [max(0, phe_share(average, n, 0.975, -1)) for n in expected]
    np.testing.assert_allclose(found.inner.low, low, rtol=0, atol=1e-9)


@pytest.mark.parametrize("seen", range(10))
def test_ratios_of_few_events_lie_where_pheindicatormethods_puts_them(seen):
    """Its ``funnel_ratio_significance`` under ten events: the exact interval of the count."""
    expected = np.linspace(0.3, 30, 300)
    found = poisson_funnel(np.full(300, seen), expected, centre=1)
    place = np.zeros(300)
    for p in (0.95, 0.998):
        low = theory.chi2.isf(0.5 + p / 2, 2 * seen) / 2 if seen else 0.0
        high = theory.chi2.ppf(0.5 + p / 2, 2 * seen + 2) / 2
        place += (low > expected).astype(float) - (high < expected)
    np.testing.assert_array_equal(found.place, place)


# Laws


@given(counts, st.floats(0.2, 5), st.sampled_from(["poisson", "binomial"]))
def test_an_exact_score_passes_a_quantile_just_where_the_unit_passes_its_limit(a, rate, kind):
    n = np.linspace(1, 400, len(a)).round()
    if kind == "poisson":
        found = poisson_funnel(a, n, centre=rate)
    else:
        found = binomial_funnel(np.minimum(a, n), n, centre=rate / 6)
    for quantile, place in ((1.959963985, 1), (3.090232306, 2)):
        clear = abs(abs(found.z) - quantile) > 1e-6
        beyond = (abs(found.z) > quantile) & clear
        np.testing.assert_array_equal((abs(found.place) >= place)[clear], beyond[clear])
    np.testing.assert_array_equal(
        np.sign(found.place)[found.place != 0] > 0, found.z[found.place != 0] > 0
    )


@given(counts)
def test_over_dispersion_never_moves_a_unit_outwards(a):
    n = np.linspace(5, 400, len(a))
    if not any(a):
        return
    plain = poisson_funnel(a, n, method="root")
    for kind in ("additive", "multiplicative"):
        wide = poisson_funnel(a, n, dispersion=kind)
        assert np.all(abs(wide.place) <= abs(plain.place))
        assert np.all(abs(wide.adjusted_z) <= abs(plain.z) + 1e-12)
        np.testing.assert_array_equal(wide.z, plain.z)


def test_multiplicative_limits_are_phi_roots_wider_on_the_scale(units):
    """Spiegelhalter (2005): each standard error times the root of phi."""
    expected, seen, _ = units
    plain = poisson_funnel(seen, expected, centre=1, method="log")
    wide = poisson_funnel(seen, expected, centre=1, method="log", dispersion="multiplicative")
    assert wide.spread is not None
    factor = sqrt(wide.spread.phi)
    for one, other in ((wide.inner, plain.inner), (wide.outer, plain.outer)):
        np.testing.assert_allclose(np.log(one.high), factor * np.log(other.high), rtol=1e-12)
    np.testing.assert_allclose(wide.adjusted_z, plain.z / factor, rtol=1e-12)


def test_a_multiplicative_funnel_of_calm_units_is_not_narrowed():
    found = poisson_funnel([100] * 12, [100] * 12, centre=1, dispersion="multiplicative")
    assert found.spread is not None
    assert found.spread.phi == 0
    np.testing.assert_array_equal(found.adjusted_z, found.z)
    assert np.all(found.inner.low < 1)


def test_ratios_lie_in_the_funnel_of_their_own_errors(searches):
    """Home Office searches and Census 2021, Black and White, 43 forces around 2.858."""
    _, events, residents = searches("2022/23")
    values, errors = log_ratio(events[:, 3], residents[:, 3], events[:, 0], residents[:, 0])
    plain = ratio_funnel(values, errors, centre=2.858)
    wide = ratio_funnel(values, errors, centre=2.858, dispersion="additive")
    spread = overdispersion(values, errors, centre=log(2.858))
    assert wide.spread == spread
    told = np.isfinite(errors)
    limits = funnel_limits(errors[told], centre=2.858, overdispersion=spread, confidence=0.998)
    np.testing.assert_allclose(wide.outer.high[told], limits.high, rtol=1e-12)
    assert (abs(wide.place[told]) > 0).sum() < (abs(plain.place[told]) > 0).sum()
    np.testing.assert_allclose(wide.value[told], np.exp(values[told]))


def test_places_are_told_apart_and_the_centre_is_that_of_all_units():
    seen = np.array([60, 77, 100, 123, 140, 100])
    found = poisson_funnel(seen, [200] * 6, centre=0.5)
    assert [Place(int(one)) for one in found.place] == [
        Place.BELOW_OUTER,
        Place.BELOW_INNER,
        Place.WITHIN,
        Place.ABOVE_INNER,
        Place.ABOVE_OUTER,
        Place.WITHIN,
    ]
    assert poisson_funnel(seen, [200] * 6).centre == 600 / 1200
    assert binomial_funnel(seen, [200] * 6).centre == 0.5
    assert found.spread is None


def test_a_count_that_no_extreme_can_reach_is_within():
    """Of one trial nothing is extreme, and nobody expected is not few."""
    found = binomial_funnel([0, 1], [1, 1], centre=0.5)
    assert found.place.tolist() == [0, 0]
    assert poisson_funnel([0], [1], centre=1).place.tolist() == [0]
    assert binomial_funnel([0, 1], [1, 1], centre=0.5, method="normal").place.tolist() == [0, 0]


def test_a_unit_without_events_has_a_root_and_no_logarithm():
    seen, expected = [0, *range(8, 20)], [9.0] + [14.0] * 12
    by_root = poisson_funnel(seen, expected, dispersion="additive")
    assert by_root.place[0] < 0
    by_log = poisson_funnel(seen, expected, dispersion="additive", method="log")
    assert np.isnan([by_log.place[0], by_log.z[0]]).all()
    assert by_log.value[0] == 0
    assert by_log.spread is not None
    assert by_log.spread.left_out == 1
    ratios = ratio_funnel([np.nan, 0.1], [np.nan, 0.2], centre=1)
    assert np.isnan(ratios.place).tolist() == [True, False]
    assert np.isnan(ratios.inner.low).tolist() == [True, False]


def test_a_unit_however_far_has_a_finite_score():
    found = poisson_funnel([90_000, 0], [1_000, 90_000], centre=1)
    assert np.isfinite(found.z).all()
    assert found.place.tolist() == [2, -2]


# What is promised of them


def test_units_that_differ_by_chance_alone_are_beyond_limits_as_rarely_as_they_say():
    rng = np.random.default_rng(11)
    expected = rng.uniform(5, 400, 40_000)
    place = poisson_funnel(rng.poisson(expected), expected, centre=1).place
    assert 0.03 < np.mean(place != 0) <= 0.05
    assert 0.0008 < np.mean(abs(place) == 2) <= 0.0022


def test_with_over_dispersion_units_that_differ_as_all_do_are_rarely_beyond():
    rng = np.random.default_rng(12)
    expected = rng.uniform(50, 2_000, 4_000)
    seen = rng.poisson(expected * np.exp(rng.normal(0, 0.2, expected.size)))
    plain = poisson_funnel(seen, expected, centre=1)
    wide = poisson_funnel(
        seen, expected, centre=1, method="log", dispersion="additive", winsorise=0
    )
    assert np.mean(plain.place != 0) > 0.5
    assert np.mean(wide.place != 0) == pytest.approx(0.05, abs=0.012)


# Refusals

NINE = [5] * 9
REFUSED: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: poisson_funnel([1.5], [2]), InvalidCounts, r"events\[0\] is 1.5"),
    (lambda: poisson_funnel([1], [0]), InvalidCounts, r"exposure\[0\] is 0"),
    (lambda: poisson_funnel(1, 2), InvalidCounts, "events and exposure must be rows of units"),
    (lambda: poisson_funnel([1, 2], [1, 2, 3]), InvalidCounts, "do not fit together"),
    (lambda: poisson_funnel([1], [1], centre=0), InvalidCounts, "centre is 0"),
    (lambda: poisson_funnel([0, 0], [1, 1]), CannotTell, "no unit has an event"),
    (lambda: poisson_funnel(NINE, NINE, dispersion="additive"), CannotTell, "9 units are too few"),
    (lambda: poisson_funnel([1], [1], dispersion="both"), StatsError, "none, additive, multi"),
    (lambda: poisson_funnel([1], [1], method="byar"), StatsError, "exact, chi-square, log, root"),
    (
        lambda: poisson_funnel(NINE * 2, NINE * 2, method="exact", dispersion="additive"),
        StatsError,
        "no place in 'exact' limits",
    ),
    (lambda: binomial_funnel([3], [2]), InvalidCounts, "cannot exceed trials"),
    (lambda: binomial_funnel([0], [0]), InvalidCounts, r"trials\[0\] is 0"),
    (lambda: binomial_funnel([0], [3]), CannotTell, "no unit has an event"),
    (lambda: binomial_funnel([3], [3]), CannotTell, "all trials have the event"),
    (lambda: binomial_funnel([1], [3], centre=1), CannotTell, "all trials have the event"),
    (lambda: ratio_funnel([0.1], [0.0], centre=1), InvalidCounts, r"errors\[0\] is 0"),
    (lambda: ratio_funnel([0.1], [0.1], centre=0), InvalidCounts, "centre is 0"),
    (lambda: ratio_funnel([0.1], [0.1], centre=1, dispersion="x"), StatsError, "none, additive"),
]


@pytest.mark.parametrize(("call", "kind", "said"), REFUSED)
def test_what_has_no_funnel_is_refused_in_words(call, kind, said):
    with pytest.raises(kind, match=said):
        call()
