"""Rate ratios: one group's rate divided by another's."""

import numpy as np
from numpy.typing import ArrayLike

from evenhand.stats import given
from evenhand.stats.errors import InvalidCounts, StatsError
from evenhand.stats.estimate import Estimate, FloatArray, array, estimate
from evenhand.stats.quantiles import each_pair_once, exact_lower_odds, mid_p_lower_odds

METHODS = ("exact", "mid-p", "wald", "binomial-wald")
LOWER_ODDS = {"exact": exact_lower_odds, "mid-p": mid_p_lower_odds}


def ratio_of_rates(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    method: str = "exact",
    confidence: float = 0.95,
) -> Estimate:
    """Divide a group's rate by a reference group's rate, pair by pair.

    A ratio of 2 says that the group experienced the event twice as often, per unit of exposure, as
    the reference group; 1 says equally often. It does not say why.

    Parameters
    ----------
    events, reference_events : whole numbers, zero or more.
    exposure, reference_exposure : above zero, one unit throughout; only relative size matters.
        All four broadcast against each other.
    method : ``"exact"`` (conditional), ``"mid-p"`` (the same, counting half of what was seen),
        ``"wald"`` (normal on the log scale) or ``"binomial-wald"`` (as epitools and older tools:
        exposure is people, each counted once at most; use it only to repeat their figures).
    confidence : the share of such intervals that cover the truth.

    Returns
    -------
    Estimate
        No events in the group: value and lower limit 0. None in the reference: value and upper
        limit infinite. None in either: NaN. The Wald methods have no other limit in those cases
        (NaN); nothing is added to a count to make one.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, an exposure is not above zero, or (for
        ``"binomial-wald"``) there are more events than people.

    Notes
    -----
    Given the total, one group's share of two Poisson counts is binomial (Przyborowski and Wilenski,
    1940), so Clopper and Pearson's interval for the share is exact for the ratio; R's
    ``poisson.test`` does the same. Mid-P: Berry and Armitage (1995), The Statistician 44.
    """
    given.choice("method", method, METHODS)
    a, n, b, m = given.together(
        events=given.counts("events", events),
        exposure=given.exposures("exposure", exposure),
        reference_events=given.counts("reference_events", reference_events),
        reference_exposure=given.exposures("reference_exposure", reference_exposure),
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        value = array((a / b) * (m / n))
        if method in LOWER_ODDS:
            low, high = (
                odds * (m / n) for odds in _conditional_odds(a, b, method, given.tail(confidence))
            )
        else:
            spread = given.normal_quantile(confidence) * _log_error(a, n, b, m, method)
            low, high = np.exp(np.log(value) - spread), np.exp(np.log(value) + spread)
    return estimate(value, low, high)


def rate_ratio(
    events: ArrayLike,
    exposure: ArrayLike,
    *,
    reference: int,
    method: str = "exact",
    confidence: float = 0.95,
) -> Estimate:
    """Divide each group's rate by the reference group's rate.

    A ratio of 2 says that the group experienced the event twice as often, per unit of exposure,
    as the reference group. It does not say why.

    Parameters
    ----------
    events : (..., groups) whole numbers, zero or more.
    exposure : (..., groups) above zero, one unit throughout; only relative size matters.
    reference : the reference group's position on the last axis.
    method, confidence : as for ``ratio_of_rates``.

    Returns
    -------
    Estimate
        (..., groups); the reference group's own place holds 1, 1, 1 by definition.

    Raises
    ------
    InvalidCounts
        If a count is negative or an exposure is not above zero.
    StatsError
        If there is no group at ``reference``.

    Notes
    -----
    See ``ratio_of_rates``.
    """
    a, n = given.together(
        events=given.counts("events", events), exposure=given.exposures("exposure", exposure)
    )
    if a.ndim == 0:
        raise InvalidCounts("events must have an axis of groups")
    if not -a.shape[-1] <= reference < a.shape[-1]:
        raise StatsError(f"reference is {reference}: there are {a.shape[-1]} groups, from 0")
    of_reference = np.s_[..., [reference]]
    result = ratio_of_rates(
        a, n, a[of_reference], n[of_reference], method=method, confidence=confidence
    )
    for part in (result.value, result.low, result.high):
        part[..., reference] = 1.0
    return result


def _conditional_odds(
    a: FloatArray, b: FloatArray, method: str, tail: float
) -> tuple[FloatArray, FloatArray]:
    lower_odds = LOWER_ODDS[method]
    low = each_pair_once(lower_odds, a, b, tail)
    # The highest odds a : b are the lowest odds b : a, turned over.
    high = 1 / each_pair_once(lower_odds, b, a, tail)
    nothing = (a == 0) & (b == 0)
    return np.where(nothing, np.nan, low), np.where(nothing, np.nan, high)


def _log_error(
    a: FloatArray, n: FloatArray, b: FloatArray, m: FloatArray, method: str
) -> FloatArray:
    if method == "wald":
        return np.sqrt(1 / a + 1 / b)
    if np.any(a > n) or np.any(b > m):
        raise InvalidCounts(
            "there are more events than exposure: the binomial interval counts each person once"
        )
    return np.sqrt((1 - a / n) / a + (1 - b / m) / b)
