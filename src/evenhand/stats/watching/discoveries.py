"""False-discovery control: of all that is raised, how much may be chance alone."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import linalg, optimize

from evenhand.stats import given
from evenhand.stats.errors import CannotTell, InvalidCounts, StatsError
from evenhand.stats.estimate import FloatArray, array

METHODS = ("bh", "by")
PI0_METHODS = ("smoother", "bootstrap")
FEWEST = 100
"""P values without which the share of series in which nothing happened cannot be told."""
LEVELS = np.arange(1, 20) / 20
CURVES = 3.0  # degrees of freedom of the smoother, as Storey and Tibshirani chose


def false_discovery(p: ArrayLike, *, method: str = "bh", axis: int | None = None) -> FloatArray:
    """Say, for each p value, how large a share of what is raised down to it may be chance alone.

    Parameters
    ----------
    p : from 0 to 1; NaN where nothing was examined. Those are not counted as examined.
    method : ``"bh"`` where series are independent or move together, ``"by"`` whatever they do.
    axis : which axis holds the family that is examined together; by default everything given.

    Returns
    -------
    float64 array
        Adjusted p values in the shape of ``p``: raise those at or below 0.05, and on average at
        most 5% of what is raised is chance alone.

    Raises
    ------
    InvalidCounts
        If a p value is not from 0 to 1.
    StatsError
        If the method is unknown.

    Notes
    -----
    Benjamini and Hochberg (1995), JRSS B 57; Benjamini and Yekutieli (2001), Annals of Statistics
    29. R's ``p.adjust`` and ``scipy.stats.false_discovery_control`` agree.
    """
    given.choice("method", method, METHODS)
    values = _p_values(p)
    if values.size == 0:
        return values.copy()
    flat = values.reshape(-1) if axis is None else np.moveaxis(values, axis, -1)
    found = _stepped(flat, by=method == "by")
    return array(found.reshape(values.shape) if axis is None else np.moveaxis(found, -1, axis))


def share_unchanged(p: ArrayLike, *, method: str = "smoother") -> float:
    """Estimate in which share of all series nothing happened (Storey's pi zero).

    Parameters
    ----------
    p : from 0 to 1; NaN where nothing was examined.
    method : ``"smoother"`` or ``"bootstrap"``, as R's ``qvalue`` names them.

    Returns
    -------
    float
        Above 0, at most 1. Where nothing happened p values are spread evenly: those near 1 show
        how many there are.

    Raises
    ------
    CannotTell
        With fewer than 100 p values, or if the estimate is not above 0.
    InvalidCounts
        If a p value is not from 0 to 1.
    StatsError
        If the method is unknown.

    Notes
    -----
    Storey and Tibshirani (2003), PNAS 100: the share of p values at or above each of 0.05 to 0.95,
    over what an even spread has there, smoothed by a natural cubic spline with 3 degrees of freedom
    and read off at 0.95. Storey, Taylor and Siegmund (2004), JRSS B 66, for ``"bootstrap"``.
    """
    given.choice("method", method, PI0_METHODS)
    values = _p_values(p)
    values = values[~np.isnan(values)]
    if values.size < FEWEST:
        raise CannotTell(
            f"{values.size} p values are too few: how many series did not change cannot be told "
            f"with fewer than {FEWEST}"
        )
    many = values.size
    above = many - np.searchsorted(np.sort(values), LEVELS, side="left")
    shares = above / (many * (1 - LEVELS))
    if method == "smoother":
        found = float(_smooth(LEVELS, array(shares))[-1])
    else:
        spread = above / (many * (1 - LEVELS)) ** 2 * (1 - above / many)
        error = spread + (shares - np.quantile(shares, 0.1)) ** 2
        found = float(shares[error == error.min()].min())
    if found <= 0:
        raise CannotTell("p values crowd at 0 and none is near 1: use false_discovery instead")
    return min(found, 1.0)


def q_values(
    p: ArrayLike, *, method: str = "smoother", unchanged: float | None = None
) -> FloatArray:
    """Say, for each p value, how large a share of what is raised down to it is chance, about.

    Parameters
    ----------
    p : from 0 to 1; NaN where nothing was examined.
    method : as for ``share_unchanged``.
    unchanged : the share of series in which nothing happened, instead of an estimate.

    Returns
    -------
    float64 array
        In the shape of ``p``. Never above ``false_discovery``: where much has changed, more is
        raised.

    Raises
    ------
    CannotTell
        As ``share_unchanged``.
    InvalidCounts
        If a p value is not from 0 to 1.
    StatsError
        If the method is unknown, or ``unchanged`` is not above 0 and at most 1.

    Notes
    -----
    Storey (2002), JRSS B 64: Benjamini and Hochberg's, times the share unchanged. R's ``qvalue``
    agrees; series that move together make the estimate of the share swing.
    """
    given.choice("method", method, PI0_METHODS)
    values = _p_values(p)
    if unchanged is not None and not 0 < unchanged <= 1:
        raise StatsError(f"unchanged is {unchanged}: it must be above 0 and at most 1")
    share = share_unchanged(values, method=method) if unchanged is None else unchanged
    return array(share * false_discovery(values))


def _stepped(p: FloatArray, *, by: bool) -> FloatArray:
    """Step from the largest p value down, along the last axis; NaN sorts last and stays."""
    order = np.argsort(p, axis=-1)
    ranked = np.take_along_axis(p, order, axis=-1)
    many = np.sum(~np.isnan(p), axis=-1, keepdims=True)
    rank = np.arange(1, p.shape[-1] + 1)
    scaled = ranked * (many / rank)
    if by:
        scaled *= np.cumsum(1 / rank)[np.maximum(many, 1) - 1]
    np.copyto(scaled, np.inf, where=np.isnan(ranked))
    lowest = np.minimum.accumulate(scaled[..., ::-1], axis=-1)[..., ::-1]
    found = np.empty_like(lowest)
    np.put_along_axis(found, order, np.minimum(lowest, 1), axis=-1)
    np.copyto(found, np.nan, where=np.isnan(p))
    return array(found)


def _smooth(x: FloatArray, y: FloatArray) -> FloatArray:
    """Smooth by a natural cubic spline with three degrees of freedom (Green and Silverman 1994)."""
    h = np.diff(x)
    n = x.size
    second, inner = np.zeros((n, n - 2)), np.zeros((n - 2, n - 2))
    for j in range(n - 2):
        second[j : j + 3, j] = 1 / h[j], -1 / h[j] - 1 / h[j + 1], 1 / h[j + 1]
        inner[j, j] = (h[j] + h[j + 1]) / 3
        if j:
            inner[j - 1, j] = inner[j, j - 1] = h[j] / 6
    values, vectors = linalg.eigh(second @ np.linalg.solve(inner, second.T))
    values = np.maximum(values, 0)  # two are 0 but for rounding: straight lines are not smoothed

    def too_free(log_penalty: float) -> float:
        return float((1 / (1 + np.exp(log_penalty) * values)).sum() - CURVES)

    penalty = np.exp(optimize.brentq(too_free, -30, 30))
    return array(vectors @ ((vectors.T @ y) / (1 + penalty * values)))


def _p_values(p: ArrayLike) -> FloatArray:
    try:
        values = np.asarray(p, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidCounts(f"p must hold numbers: {error}") from error
    if np.any((values < 0) | (values > 1)):
        raise InvalidCounts("p: each p value must be from 0 to 1")
    return values
