"""Mid-p values of counts, of many series at once: how surprising is each, were nothing new?"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from evenhand.stats import given
from evenhand.stats.errors import InvalidCounts
from evenhand.stats.estimate import FloatArray, array

SIDES = ("higher", "lower", "either")


def poisson_mid_p(events: ArrayLike, expected: ArrayLike, *, side: str = "higher") -> FloatArray:
    """Say how surprising each count would be, were its mean the expected one.

    Parameters
    ----------
    events : counts; NaN where missing.
    expected : above zero; NaN where missing.
    side : ``"higher"``, ``"lower"``, or ``"either"`` (twice the smaller, at most 1).

    Returns
    -------
    float64 array
        From 0 to 1: the chance of a count further out, and half of the chance of this very count.
        NaN where either is missing.

    Raises
    ------
    InvalidCounts
        If a count is not a whole number, or an expected one not above zero.
    StatsError
        If the side is unknown.

    Notes
    -----
    Lancaster (1961), Journal of the American Statistical Association 56. On average half of mid-p
    values are under one half even for small counts, which false-discovery control needs.
    """
    given.choice("side", side, SIDES)
    x, mean, seen = _pair("events", events, "expected", expected)
    above = special.pdtrc(x, mean)
    this = np.exp(special.xlogy(x, mean) - mean - special.gammaln(x + 1))
    return _side(above, this, side, seen)


def binomial_mid_p(
    events: ArrayLike, trials: ArrayLike, share: ArrayLike, *, side: str = "higher"
) -> FloatArray:
    """Say how surprising each count of so many trials would be, were its share the one stated.

    Parameters
    ----------
    events, trials : counts, events being part of trials; NaN where missing.
    share : between 0 and 1.
    side : as for ``poisson_mid_p``.

    Returns
    -------
    float64 array
        As ``poisson_mid_p``. One half where there are no trials: nothing was seen either way.

    Raises
    ------
    InvalidCounts
        If counts are not whole, events exceed trials, or a share is not between 0 and 1.
    StatsError
        If the side is unknown.

    Notes
    -----
    Lancaster (1961), as ``poisson_mid_p``.
    """
    given.choice("side", side, SIDES)
    p = given.exposures("share", share)
    if np.any(p >= 1):
        raise InvalidCounts("share: it must be between 0 and 1")
    x, n = given.together(events=_missing("events", events), trials=_missing("trials", trials))
    x, n, p = given.together(events=x, trials=n, share=p)
    seen = ~(np.isnan(x) | np.isnan(n))
    x, n = given.parts("events", np.where(seen, x, 0), "trials", np.where(seen, n, 0))
    above = np.where(x < n, special.betainc(x + 1, np.maximum(n - x, 1), p), 0.0)
    ways = special.gammaln(n + 1) - special.gammaln(x + 1) - special.gammaln(n - x + 1)
    this = np.exp(ways + special.xlogy(x, p) + special.xlog1py(n - x, -p))
    return _side(array(above), array(this), side, np.asarray(seen))


def ratio_mid_p(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    ratio: ArrayLike = 1.0,
    side: str = "either",
) -> FloatArray:
    """Say how surprising each pair of counts would be, were the ratio of their rates as stated.

    Parameters
    ----------
    events, exposure, reference_events, reference_exposure : as for ``ratio_of_rates``; NaN where
        missing. The reference may be another group, or the same series' own history.
    ratio : of the rates, above zero; 1 says that nothing differs.
    side : as for ``poisson_mid_p``.

    Returns
    -------
    float64 array
        As ``poisson_mid_p``. With no events at all it is one half, or 1 for either side.

    Raises
    ------
    InvalidCounts
        If a count is not a whole number, or an exposure or ratio not above zero.
    StatsError
        If the side is unknown.

    Notes
    -----
    Given both counts together the first is binomial (Przyborowski and Wilenski 1940).
    """
    x, n, y, m = (
        _missing(name, values)
        for name, values in (
            ("events", events),
            ("exposure", exposure),
            ("reference_events", reference_events),
            ("reference_exposure", reference_exposure),
        )
    )
    r = given.exposures("ratio", ratio)
    x, n, y, m, r = given.together(
        events=x, exposure=n, reference_events=y, reference_exposure=m, ratio=r
    )
    seen = ~(np.isnan(x) | np.isnan(n) | np.isnan(y) | np.isnan(m))
    n = given.exposures("exposure", np.where(seen, n, 1))
    m = given.exposures("reference_exposure", np.where(seen, m, 1))
    given.counts("events", np.where(seen, x, 0))
    given.counts("reference_events", np.where(seen, y, 0))
    return binomial_mid_p(np.where(seen, x, np.nan), x + y, r * n / (r * n + m), side=side)


def _side(above: FloatArray, this: FloatArray, side: str, seen: np.ndarray) -> FloatArray:
    high = above + this / 2
    if side == "higher":
        found = high
    elif side == "lower":
        found = 1 - high
    else:
        found = 2 * np.minimum(high, 1 - high)
    return array(np.where(seen, np.clip(found, 0, 1), np.nan))


def _missing(name: str, values: ArrayLike) -> FloatArray:
    if isinstance(values, np.ma.MaskedArray):
        raise InvalidCounts(f"{name} is a masked array: say NaN where one is missing")
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidCounts(f"{name} must hold numbers: {error}") from error


def _pair(
    name: str, values: ArrayLike, other_name: str, others: ArrayLike
) -> tuple[FloatArray, FloatArray, np.ndarray]:
    x, mean = given.together(
        **{name: _missing(name, values), other_name: _missing(other_name, others)}
    )
    seen = ~(np.isnan(x) | np.isnan(mean))
    return (
        given.counts(name, np.where(seen, x, 0)),
        given.exposures(other_name, np.where(seen, mean, 1)),
        seen,
    )
