"""Ratios within strata: comparing people who live in the same area, then pooling."""

import numpy as np
from numpy.typing import ArrayLike

from evenhand.stats import given
from evenhand.stats.errors import InvalidCounts
from evenhand.stats.estimate import Estimate, FloatArray, estimate


def mantel_haenszel_rate_ratio(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    confidence: float = 0.95,
) -> Estimate:
    """Compare two groups' rates inside each stratum and pool the ratios.

    A ratio of 2 says that, where both live, the group experienced the event twice as often as the
    reference group; 1 says equally often. A ratio of pooled totals can be far from it, and even
    move the other way, when a group lives where everybody is searched more.

    Parameters
    ----------
    events, reference_events : (..., strata) whole numbers, zero or more.
    exposure, reference_exposure : (..., strata) above zero, one unit throughout. All broadcast.
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    Estimate
        (...) with the strata pooled. No events in the group: value and lower limit 0, upper NaN;
        none in the reference: value and upper limit infinite, lower NaN; none in either: NaN.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, an exposure is not above zero, or there
        are no strata.

    Notes
    -----
    Assumes one ratio in every stratum; where ratios differ it is their average, weighted towards
    strata in which both groups are large. Rothman's estimator for person-time; variance by
    Greenland and Robins (1985), Biometrics 41.
    """
    a, n, b, m = _strata(
        given.counts("events", events),
        given.exposures("exposure", exposure),
        given.counts("reference_events", reference_events),
        given.exposures("reference_exposure", reference_exposure),
    )
    total = n + m
    variance = (a + b) * n * m / total**2
    return _pooled(a * m / total, b * n / total, variance, confidence)


def mantel_haenszel_risk_ratio(
    successes: ArrayLike,
    trials: ArrayLike,
    reference_successes: ArrayLike,
    reference_trials: ArrayLike,
    *,
    confidence: float = 0.95,
) -> Estimate:
    """Compare two groups' proportions inside each stratum and pool the ratios.

    A ratio of 0.8 says that, for searches in the same stratum (the same object, the same area), the
    group's found something four fifths as often; 1 says equally often.

    Parameters
    ----------
    successes, trials, reference_successes, reference_trials
        (..., strata) whole numbers, zero or more; successes at most their trials. All broadcast. A
        stratum in which either group has no trials says nothing and has no weight.
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    Estimate
        As for ``mantel_haenszel_rate_ratio``.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, successes exceed trials, or there are no
        strata.

    Notes
    -----
    Variance by Greenland and Robins (1985), Biometrics 41.
    """
    a, n = given.parts("successes", successes, "trials", trials)
    b, m = given.parts(
        "reference_successes", reference_successes, "reference_trials", reference_trials
    )
    a, n, b, m = _strata(a, n, b, m)
    total = np.maximum(n + m, 1)
    variance = (n * m * (a + b) - a * b * total) / total**2
    return _pooled(a * m / total, b * n / total, variance, confidence)


def mantel_haenszel_odds_ratio(
    events: ArrayLike,
    others: ArrayLike,
    reference_events: ArrayLike,
    reference_others: ArrayLike,
    *,
    confidence: float = 0.95,
) -> Estimate:
    """Compare two groups' odds of an event inside each stratum and pool the ratios.

    A ratio of 2 says that, among stops in the same place and hour, the group's odds of the event
    are twice the reference group's; 1 says that they are the same.

    Parameters
    ----------
    events, others, reference_events, reference_others
        (..., strata) whole numbers, zero or more, as for ``odds_ratio``. All broadcast. A stratum
        with nobody of one group, or with only events or none, says nothing and has no weight.
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    Estimate
        (...) with the strata pooled. Where the group's events never meet the reference group's
        others: value 0, no other limit (NaN); the other way round infinite; neither: NaN.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, or there are no strata.

    Notes
    -----
    Assumes one odds ratio in every stratum; where they differ it is their average. Mantel and
    Haenszel (1959); variance by Robins, Breslow and Greenland (1986), Biometrics 42, good for few
    large strata and for many small ones. R's ``mantelhaen.test`` gives the same.
    """
    a, b, c, d = _strata(
        given.counts("events", events),
        given.counts("others", others),
        given.counts("reference_events", reference_events),
        given.counts("reference_others", reference_others),
    )
    total = np.maximum(a + b + c + d, 1)
    with_it, against = a * d / total, b * c / total
    agreeing, differing = (a + d) / total, (b + c) / total
    z = given.normal_quantile(confidence)
    top, bottom = with_it.sum(axis=-1), against.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = top / bottom
        variance = (
            (agreeing * with_it).sum(axis=-1) / top**2
            + (agreeing * against + differing * with_it).sum(axis=-1) / (top * bottom)
            + (differing * against).sum(axis=-1) / bottom**2
        ) / 2
        spread = z * np.sqrt(variance)
        low, high = np.exp(np.log(value) - spread), np.exp(np.log(value) + spread)
    return estimate(value, low, high)


def _strata(a: FloatArray, n: FloatArray, b: FloatArray, m: FloatArray) -> list[FloatArray]:
    arrays = given.together(group=a, group_size=n, reference=b, reference_size=m)
    if arrays[0].ndim == 0 or arrays[0].shape[-1] == 0:
        raise InvalidCounts("there must be at least one stratum, on the last axis")
    return arrays


def _pooled(
    group: FloatArray, reference: FloatArray, variance: FloatArray, confidence: float
) -> Estimate:
    z = given.normal_quantile(confidence)
    top, bottom = group.sum(axis=-1), reference.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = top / bottom
        spread = z * np.sqrt(variance.sum(axis=-1) / (top * bottom))
        return estimate(value, np.exp(np.log(value) - spread), np.exp(np.log(value) + spread))
