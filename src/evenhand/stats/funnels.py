"""Funnel limits: how far from the centre chance alone would take a unit of each size."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from evenhand.stats import given
from evenhand.stats.dispersion import Overdispersion
from evenhand.stats.errors import InvalidCounts, StatsError
from evenhand.stats.estimate import Estimate, FloatArray, array, estimate

POISSON_METHODS = ("exact", "chi-square", "log", "root")
BINOMIAL_METHODS = ("exact", "normal", "arcsine")
KINDS = ("additive", "multiplicative")
ON_A_SCALE = ("log", "root", "arcsine")  # the scales on which over-dispersion can be added


def poisson_limits(
    exposure: ArrayLike,
    *,
    centre: ArrayLike = 1.0,
    method: str = "exact",
    overdispersion: Overdispersion | None = None,
    kind: str = "additive",
    confidence: float = 0.95,
) -> Estimate:
    """Say between which limits a unit's rate would lie, were its true rate the centre.

    Parameters
    ----------
    exposure : above zero: expected events (then ``centre`` is 1), or people over time.
    centre : the rate that all would share, above zero.
    method : ``"exact"``, ``"chi-square"`` (as FunnelPlotR's unadjusted limits), or normal on the
        ``"log"`` or ``"root"`` scale.
    overdispersion : measured on the same scale; with ``"log"`` and ``"root"`` only.
    kind : ``"additive"`` uses tau squared, ``"multiplicative"`` phi (never below 1).
    confidence : 0.95 for the inner limits, 0.998 for the outer.

    Returns
    -------
    Estimate
        Of the rate: value is the centre. A rate beyond a limit, or on it, is outside.

    Raises
    ------
    InvalidCounts
        If an exposure or the centre is not above zero.
    StatsError
        If a method is unknown, or over-dispersion is given without a scale.

    Notes
    -----
    Exact limits are the counts at or beyond which the tail of the Poisson distribution holds half
    of what ``confidence`` leaves, joined up between whole counts: those of PHEindicatormethods. The
    scales are Spiegelhalter's (2005), Statistics in Medicine 24.
    """
    given.choice("method", method, POISSON_METHODS)
    n, c = given.together(
        exposure=given.exposures("exposure", exposure), centre=given.exposures("centre", centre)
    )
    widen = Widen(overdispersion, kind, method)
    z, tail, expected = given.normal_quantile(confidence), given.tail(confidence), n * c
    if method == "exact":
        low = np.where(np.exp(-expected) > tail, 0.0, special.pdtrik(tail, expected))
        high = 1 + special.pdtrik(1 - tail, expected)
    elif method == "chi-square":
        low = special.gammaincinv(expected, tail)
        high = special.gammainccinv(expected + 1, tail)
    elif method == "log":
        spread = z * widen.error(1 / np.sqrt(expected))
        low, high = expected * np.exp(-spread), expected * np.exp(spread)
    else:
        root, spread = np.sqrt(c), z * widen.error(1 / (2 * np.sqrt(n)))
        low, high = n * np.maximum(root - spread, 0) ** 2, n * (root + spread) ** 2
    return estimate(c, low / n, high / n)


def binomial_limits(
    trials: ArrayLike,
    *,
    centre: ArrayLike,
    method: str = "exact",
    overdispersion: Overdispersion | None = None,
    kind: str = "additive",
    confidence: float = 0.95,
) -> Estimate:
    """Say between which limits a unit's share would lie, were its true share the centre.

    Parameters
    ----------
    trials : whole numbers above zero.
    centre : the share that all would have, between 0 and 1.
    method : ``"exact"``, ``"normal"`` (as PHEindicatormethods) or ``"arcsine"`` (as FunnelPlotR).
    overdispersion, kind, confidence : as for ``poisson_limits``; over-dispersion goes with
        ``"arcsine"`` only.

    Returns
    -------
    Estimate
        Of the share: value is the centre. A share beyond a limit, or on it, is outside; where no
        count is so extreme the limit is 0 or 1.

    Raises
    ------
    InvalidCounts
        If trials are not whole numbers above zero, or the centre is not between 0 and 1.
    StatsError
        If a method is unknown, or over-dispersion is given without a scale.

    Notes
    -----
    As for ``poisson_limits``.
    """
    given.choice("method", method, BINOMIAL_METHODS)
    n = given.exposures("trials", given.counts("trials", trials))
    n, p = given.together(trials=n, centre=given.exposures("centre", centre))
    if np.any(p >= 1):
        raise InvalidCounts("centre: a share must be between 0 and 1")
    widen = Widen(overdispersion, kind, method)
    z, tail = given.normal_quantile(confidence), given.tail(confidence)
    if method == "exact":
        # The upper limit is the lower one of all that did not happen.
        low, high = _fewest(n, p, tail) / n, 1 - _fewest(n, 1 - p, tail) / n
    elif method == "normal":
        spread = z * np.sqrt(p * (1 - p) / n)
        low, high = np.maximum(p - spread, 0), np.minimum(p + spread, 1)
    else:
        angle, spread = np.arcsin(np.sqrt(p)), z * widen.error(1 / (2 * np.sqrt(n)))
        low = np.sin(np.maximum(angle - spread, 0)) ** 2
        high = np.sin(np.minimum(angle + spread, np.pi / 2)) ** 2
    return estimate(p, low, high)


def funnel_limits(
    errors: ArrayLike,
    *,
    centre: ArrayLike = 1.0,
    overdispersion: Overdispersion | None = None,
    kind: str = "additive",
    confidence: float = 0.95,
) -> Estimate:
    """Say between which limits a unit's ratio would lie, were its true ratio the centre.

    Parameters
    ----------
    errors : the standard error of the log of each unit's ratio, above zero (``log_ratio``).
    centre : the ratio that all would share, above zero.
    overdispersion, kind, confidence : as for ``poisson_limits``.

    Returns
    -------
    Estimate
        Of the ratio; normal on the log scale.

    Raises
    ------
    InvalidCounts
        If an error or the centre is not above zero.

    Notes
    -----
    Spiegelhalter (2005), Statistics in Medicine 24.
    """
    s, c = given.together(
        errors=given.exposures("errors", errors), centre=given.exposures("centre", centre)
    )
    spread = given.normal_quantile(confidence) * Widen(overdispersion, kind, "log").error(s)
    return estimate(c, c * np.exp(-spread), c * np.exp(spread))


class Widen:
    """Widens standard errors by what was measured of over-dispersion."""

    def __init__(self, found: Overdispersion | None, kind: str, method: str) -> None:
        given.choice("kind", kind, KINDS)
        if found is not None and method not in ON_A_SCALE:
            raise StatsError(f"over-dispersion has no place in {method!r} limits: choose a scale")
        additive = kind == "additive"
        self.add = found.tau_squared if found is not None and additive else 0.0
        self.times = max(1.0, found.phi) if found is not None and not additive else 1.0

    def error(self, error: FloatArray) -> FloatArray:
        return array(np.sqrt(self.times * error**2 + self.add))


def _fewest(n: FloatArray, p: FloatArray, tail: float) -> FloatArray:
    """Give the count at or below which only ``tail`` lies; 0 where none is so extreme."""
    never = np.exp(n * np.log1p(-p)) > tail
    return array(np.where(never, 0.0, special.bdtrik(tail, n, p)))
