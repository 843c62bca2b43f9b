"""Where each unit lies in a funnel: within its own limits, beyond the inner ones, or the outer."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from evenhand.stats import given
from evenhand.stats.dispersion import WINSORISED, Overdispersion, overdispersion
from evenhand.stats.errors import CannotTell, InvalidCounts
from evenhand.stats.estimate import Estimate, FloatArray, array
from evenhand.stats.funnels import (
    BINOMIAL_METHODS,
    KINDS,
    POISSON_METHODS,
    Widen,
    binomial_limits,
    funnel_limits,
    poisson_limits,
)

INNER, OUTER = 0.95, 0.998
NONE = "none"


class Place(IntEnum):
    """Where a unit lies. It says how far from the centre, never why, and is no ranking."""

    BELOW_OUTER = -2
    BELOW_INNER = -1
    WITHIN = 0
    ABOVE_INNER = 1
    ABOVE_OUTER = 2


@dataclass(frozen=True, eq=False)
class Funnel:
    """Units around one centre, each with its own limits.

    Attributes
    ----------
    centre : what all units would share.
    value : (units,) each unit's own rate, share or ratio.
    inner, outer : (units,) its own limits, at 95% and 99.8% unless asked otherwise.
    z : (units,) how many standard errors it lies from the centre, were chance all there is.
    adjusted_z : (units,) the same with over-dispersion; as ``z`` where none was asked for.
    place : (units,) float64 of ``Place``: from -2, below the outer limit, to 2, above it. NaN where
        a unit has no value on the scale (no events, so no logarithm).
    spread : what was measured of over-dispersion; None where none was asked for.
    """

    centre: float
    value: FloatArray
    inner: Estimate
    outer: Estimate
    z: FloatArray
    adjusted_z: FloatArray
    place: FloatArray
    spread: Overdispersion | None


@dataclass(frozen=True, eq=False)
class _Units:
    """Units, their values on the scale on which these are about normal, and the centre there."""

    centre: float
    value: FloatArray
    scaled: FloatArray
    error: FloatArray
    scaled_centre: float
    tails: tuple[FloatArray, FloatArray] | None = None
    """Probability of so few or fewer, and of so many or more, where limits are exact."""
    most: float = np.inf


@dataclass(frozen=True)
class _Asked:
    """How limits are drawn."""

    method: str
    dispersion: str
    winsorise: float
    ends: str
    confidence: tuple[float, float]


def poisson_funnel(
    events: ArrayLike,
    exposure: ArrayLike,
    *,
    centre: float | None = None,
    method: str | None = None,
    dispersion: str = NONE,
    winsorise: float = WINSORISED,
    ends: str = "drawn in",
    inner: float = INNER,
    outer: float = OUTER,
) -> Funnel:
    """Say where each unit's rate lies, were the true rate of all the same.

    Parameters
    ----------
    events : (units,) whole numbers, zero or more.
    exposure : (units,) above zero: expected events (then ``centre`` is 1), or people over time.
    centre : the rate that all would share; by default all events over all exposure.
    method : as for ``poisson_limits``; by default ``"exact"``, and ``"root"`` with over-dispersion,
        because a unit without events has a root and no logarithm.
    dispersion : ``"none"``, ``"additive"`` (tau squared) or ``"multiplicative"`` (phi), measured
        from these units.
    winsorise, ends : as for ``overdispersion``.
    inner, outer : confidence of the two pairs of limits.

    Returns
    -------
    Funnel
        Of rates. With ``"exact"`` a unit is beyond a limit just where the probability of a count so
        far from the centre, or further, is at most half of what the confidence leaves; ``z`` is the
        normal quantile of that probability.

    Raises
    ------
    InvalidCounts
        If events are not counts, an exposure is not above zero, or they are not rows of one length.
    CannotTell
        If there are no events at all and no centre was given, or over-dispersion is asked for of
        fewer than 10 units.
    StatsError
        If an option is unknown, or over-dispersion is asked for without a scale.

    Notes
    -----
    Spiegelhalter (2005), Statistics in Medicine 24. ``method="root"`` with ``"additive"`` is
    FunnelPlotR's CQC on its own scale, ``"log"`` with ``ends="left out"`` its SHMI.
    """
    a, n = _row(
        events=given.counts("events", events), exposure=given.exposures("exposure", exposure)
    )
    middle = _middle(centre, a, n)
    method = _method(method, dispersion, POISSON_METHODS, "root")
    expected = array(n * middle)
    if method == "log":
        with np.errstate(divide="ignore"):
            scaled = array(np.where(a > 0, np.log(a / n), np.nan))
        error, there = array(1 / np.sqrt(expected)), float(np.log(middle))
    else:
        scaled, error, there = array(np.sqrt(a / n)), array(1 / (2 * np.sqrt(n))), middle**0.5
    tails = None
    if method == "exact":
        more = np.where(a > 0, special.pdtrc(np.maximum(a - 1, 0), expected), 1.0)
        tails = array(special.pdtr(a, expected)), array(more)
    units = _Units(middle, array(a / n), scaled, error, there, tails)
    asked = _Asked(method, dispersion, winsorise, ends, (inner, outer))
    return _funnel(units, asked, partial(poisson_limits, n, centre=middle, method=method))


def binomial_funnel(
    events: ArrayLike,
    trials: ArrayLike,
    *,
    centre: float | None = None,
    method: str | None = None,
    dispersion: str = NONE,
    winsorise: float = WINSORISED,
    ends: str = "drawn in",
    inner: float = INNER,
    outer: float = OUTER,
) -> Funnel:
    """Say where each unit's share lies, were the true share of all the same.

    Parameters
    ----------
    events : (units,) whole numbers, none above its trials.
    trials : (units,) whole numbers above zero.
    centre : the share that all would have; by default all events over all trials.
    method : as for ``binomial_limits``; by default ``"exact"``, and ``"arcsine"`` with
        over-dispersion.
    dispersion, winsorise, ends, inner, outer : as for ``poisson_funnel``.

    Returns
    -------
    Funnel
        Of shares. As for ``poisson_funnel``.

    Raises
    ------
    InvalidCounts
        If events or trials are not counts, events exceed trials, or a number of trials is 0.
    CannotTell
        If all or none of the trials have the event and no centre was given, or over-dispersion is
        asked for of fewer than 10 units.
    StatsError
        If an option is unknown, or over-dispersion is asked for without a scale.

    Notes
    -----
    As for ``poisson_funnel``. ``"arcsine"`` with ``"additive"`` is FunnelPlotR's for proportions;
    ``"normal"`` without over-dispersion places units as PHEindicatormethods does.
    """
    few, whole = given.parts("events", events, "trials", trials)
    a, n = _row(events=few, trials=given.exposures("trials", whole))
    middle = _middle(centre, a, n)
    if middle >= 1:
        raise CannotTell("all trials have the event: there is no share to lie around")
    method = _method(method, dispersion, BINOMIAL_METHODS, "arcsine")
    share = array(a / n)
    if method == "normal":
        scaled, error, there = share, array(np.sqrt(middle * (1 - middle) / n)), middle
    else:
        scaled, error = array(np.arcsin(np.sqrt(share))), array(1 / (2 * np.sqrt(n)))
        there = float(np.arcsin(np.sqrt(middle)))
    tails = None
    if method == "exact":
        more = np.where(a > 0, special.betainc(np.maximum(a, 1), n - a + 1, middle), 1.0)
        fewer = np.where(a < n, special.betaincc(a + 1, np.maximum(n - a, 1), middle), 1.0)
        tails = array(fewer), array(more)
    units = _Units(middle, share, scaled, error, there, tails, most=1.0)
    asked = _Asked(method, dispersion, winsorise, ends, (inner, outer))
    return _funnel(units, asked, partial(binomial_limits, n, centre=middle, method=method))


def ratio_funnel(
    values: ArrayLike,
    errors: ArrayLike,
    *,
    centre: float,
    dispersion: str = NONE,
    winsorise: float = WINSORISED,
    ends: str = "drawn in",
    inner: float = INNER,
    outer: float = OUTER,
) -> Funnel:
    """Say where each unit's ratio lies, were the true ratio of all the same.

    Parameters
    ----------
    values, errors : (units,) the log of each unit's ratio and its standard error (``log_ratio``
        gives both). A unit without a log is NaN in both, and has no place.
    centre : the ratio that all would share, above zero: the one within units, never that of pooled
        totals.
    dispersion, winsorise, ends, inner, outer : as for ``poisson_funnel``.

    Returns
    -------
    Funnel
        Of ratios, not of their logs; limits are NaN where a unit has no log.

    Raises
    ------
    InvalidCounts
        If an error or the centre is not above zero, or they are not rows of one length.
    CannotTell
        If over-dispersion is asked for of fewer than 10 units.
    StatsError
        If an option is unknown.

    Notes
    -----
    Spiegelhalter (2005), Statistics in Medicine 24. FunnelPlotR's ratios of counts add a half to
    each count, take no account of exposures and draw limits with another error than that of its
    scores: none of this is done here.
    """
    y, s = _row(values=array(values), errors=array(errors))
    told = np.isfinite(y) & np.isfinite(s)
    s = array(np.where(told, given.exposures("errors", np.where(told, s, 1.0)), np.nan))
    middle = float(given.exposures("centre", centre))
    given.choice("dispersion", dispersion, (NONE, *KINDS))
    scaled = array(np.where(told, y, np.nan))
    units = _Units(middle, array(np.exp(scaled)), scaled, s, float(np.log(middle)))
    asked = _Asked("log", dispersion, winsorise, ends, (inner, outer))

    def limits(**how: Any) -> Estimate:
        found = funnel_limits(np.where(told, s, 1.0), centre=middle, **how)
        parts = (found.value, found.low, found.high)
        return Estimate(*(array(np.where(told, part, np.nan)) for part in parts))

    return _funnel(units, asked, limits)


def _row(**arrays: FloatArray) -> list[FloatArray]:
    rows = given.together(**arrays)
    if rows[0].ndim != 1:
        raise InvalidCounts(f"{' and '.join(arrays)} must be rows of units")
    return rows


def _middle(centre: float | None, a: FloatArray, n: FloatArray) -> float:
    if centre is not None:
        return float(given.exposures("centre", centre))
    if not a.any():
        raise CannotTell("no unit has an event: there is no centre to lie around")
    return float(a.sum() / n.sum())


def _method(method: str | None, dispersion: str, methods: tuple[str, ...], scale: str) -> str:
    given.choice("dispersion", dispersion, (NONE, *KINDS))
    if method is None:
        return "exact" if dispersion == NONE else scale
    return given.choice("method", method, methods)


def _funnel(units: _Units, asked: _Asked, limits: Callable[..., Estimate]) -> Funnel:
    """Measure over-dispersion where it is asked for, draw both pairs of limits, and place."""
    away, spread = units.scaled - units.scaled_centre, None
    z = adjusted = array(away / units.error)
    how: dict[str, Any] = {}
    if asked.dispersion != NONE:
        spread = overdispersion(
            units.scaled,
            np.where(np.isfinite(units.error), units.error, 1.0),
            centre=units.scaled_centre,
            winsorise=asked.winsorise,
            ends=asked.ends,
        )
        adjusted = array(away / Widen(spread, asked.dispersion, asked.method).error(units.error))
        how = {"overdispersion": spread, "kind": asked.dispersion}
    elif units.tails is not None:
        z = adjusted = _of_tails(*units.tails, z)
    inner, outer = (limits(confidence=share, **how) for share in asked.confidence)
    place = np.zeros(units.value.shape)
    for one in (inner, outer):
        # A limit of nothing, or of all, says that no count is so extreme.
        place -= (units.value <= one.low) & (one.low > 0)
        place += (units.value >= one.high) & (one.high < units.most)
    place[np.isnan(z)] = np.nan
    return Funnel(units.centre, units.value, inner, outer, z, adjusted, array(place), spread)


def _of_tails(fewer: FloatArray, more: FloatArray, far: FloatArray) -> FloatArray:
    """Give the normal quantile of the smaller tail; ``far`` where it is too small for a number."""
    tail = np.minimum(np.minimum(fewer, more), 0.5)
    with np.errstate(divide="ignore"):
        quantile = special.ndtri(tail)
    return array(np.where(tail > 0, np.where(more < fewer, -quantile, quantile), far))
