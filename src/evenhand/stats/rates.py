"""Rates: how often something happened, for so many people over so long."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from evenhand.stats import given
from evenhand.stats.estimate import Estimate, FloatArray, estimate
from evenhand.stats.quantiles import each_pair_once

METHODS = ("exact", "byar", "byar-or-exact")
# PHEindicatormethods changes from Byar's approximation to the exact limits under this count.
BYAR_FROM = 10


def rate(
    events: ArrayLike,
    exposure: ArrayLike,
    *,
    per: float = 1.0,
    method: str = "exact",
    confidence: float = 0.95,
) -> Estimate:
    """Divide events by exposure: how often the event happened per unit of exposure.

    A rate counts events, not people: one person may be searched many times.

    Parameters
    ----------
    events : whole numbers, zero or more.
    exposure : above zero, broadcast against events; residents x years gives a rate a year.
    per : the rate is given per this much exposure (1000 for "per 1,000 people").
    method : ``"exact"`` (Garwood), ``"byar"``, or ``"byar-or-exact"`` (exact under 10 events).
    confidence : the share of such intervals that cover the truth, if events are Poisson.

    Returns
    -------
    Estimate
        With no events the lower limit is 0 and the upper limit is above it: zero seen is not
        "never".

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, or an exposure is not above zero.

    Notes
    -----
    Garwood (1936), Biometrika 28; Byar's approximation as in Breslow and Day (1987), page 69. The
    exact interval covers at least as often as stated, whatever the true rate.
    """
    a, n = given.together(
        events=given.counts("events", events), exposure=given.exposures("exposure", exposure)
    )
    low, high = count_limits(a, method=method, confidence=confidence)
    return estimate(a / n, low / n, high / n).times(per)


def count_limits(
    events: FloatArray, *, method: str, confidence: float
) -> tuple[FloatArray, FloatArray]:
    """Return the limits of a Poisson mean of which ``events`` were seen (already checked)."""
    given.choice("method", method, METHODS)
    tail = given.tail(confidence)
    nothing = np.zeros_like(events)
    if method == "exact":
        return each_pair_once(_exact_low, events, nothing, tail), each_pair_once(
            _exact_high, events, nothing, tail
        )
    low, high = _byar(events, given.normal_quantile(confidence))
    if method == "byar":
        return low, high
    few = events < BYAR_FROM
    exact_low, exact_high = count_limits(events[few], method="exact", confidence=confidence)
    low[few], high[few] = exact_low, exact_high
    return low, high


def _exact_low(events: FloatArray, _: FloatArray, tail: float) -> FloatArray:
    low = np.zeros_like(events)
    some = events > 0
    low[some] = special.gammaincinv(events[some], tail)
    return low


def _exact_high(events: FloatArray, _: FloatArray, tail: float) -> FloatArray:
    return np.asarray(special.gammainccinv(events + 1, tail), dtype=np.float64)


def _byar(events: FloatArray, z: float) -> tuple[FloatArray, FloatArray]:
    x = np.maximum(events, 1)
    # The cube of a negative number would make a negative rate: there the limit is 0.
    root = np.maximum(1 - 1 / (9 * x) - z / (3 * np.sqrt(x)), 0)
    low = np.where(events > 0, x * root**3, 0.0)
    more = events + 1
    high = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return low, np.asarray(high, dtype=np.float64)
