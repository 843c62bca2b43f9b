"""Standardisation: what a rate would be with somebody else's mix, or somebody else's rates."""

import numpy as np
from numpy.typing import ArrayLike

from evenhand.stats import combine, given
from evenhand.stats.errors import InvalidCounts
from evenhand.stats.estimate import Estimate, FloatArray, estimate
from evenhand.stats.rates import count_limits

REFERENCES = ("fixed", "counted")


def indirect_ratio(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    reference: str = "fixed",
    method: str = "byar-or-exact",
    confidence: float = 0.95,
) -> Estimate:
    """Divide the events observed by those expected at the reference group's rate in each stratum.

    A ratio of 2 says that the group experienced twice the events it would have had, living where it
    lives, at the reference group's rates; 1 says as many.

    Parameters
    ----------
    events, reference_events : (..., strata) whole numbers, zero or more.
    exposure, reference_exposure : (..., strata) above zero, one unit throughout. All broadcast.
    reference : ``"fixed"`` takes the expected number as known, which it nearly is when the
        reference has many more events; ``"counted"`` lets its own counts widen the interval.
    method : limits of the observed number, as for ``rate``.
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    Estimate
        (...) with the strata added up. Nothing expected: infinite, or NaN if nothing was observed.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, an exposure is not above zero, or there
        are no strata.

    Notes
    -----
    Breslow and Day (1987), chapter 2: limits of the observed number over the expected. With
    ``"counted"`` the expected number is a weighted sum of Poisson counts with limits by Dobson and
    others (1991), and the two intervals are combined by MOVER.
    """
    given.choice("reference", reference, REFERENCES)
    a, n, b, m = given.together(
        events=given.counts("events", events),
        exposure=given.exposures("exposure", exposure),
        reference_events=given.counts("reference_events", reference_events),
        reference_exposure=given.exposures("reference_exposure", reference_exposure),
    )
    _refuse_no_strata(a)
    observed = np.asarray(a.sum(axis=-1))
    limits = count_limits(observed, method=method, confidence=confidence)
    expected = weighted_sum(b, n / m, method=method, confidence=confidence)
    if reference == "counted":
        return combine.ratio(estimate(observed, *limits), expected)
    with np.errstate(divide="ignore", invalid="ignore"):
        value, low, high = (part / expected.value for part in (observed, *limits))
    undefined = np.isnan(value)
    return estimate(value, np.where(undefined, np.nan, low), np.where(undefined, np.nan, high))


def directly_standardised_rate(
    events: ArrayLike,
    exposure: ArrayLike,
    standard: ArrayLike,
    *,
    per: float = 1.0,
    method: str = "byar-or-exact",
    confidence: float = 0.95,
) -> Estimate:
    """Give the rate the group would have if its people had the standard's mix of age and sex.

    Two groups' standardised rates differ only because rates differ at the same age and sex, not
    because one group is younger.

    Parameters
    ----------
    events : (..., strata) whole numbers, zero or more; one stratum for each age and sex.
    exposure : (..., strata) above zero.
    standard : (..., strata) the standard population, zero or more, not all zero; only relative size
        matters.
    per : the rate is given per this much exposure.
    method : limits of the total number of events, as for ``rate``.
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    Estimate
        (...) with the strata pooled. With no events at all, 0 with no upper limit known (NaN).
        Under 10 events in all the public health bodies do not publish it.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, an exposure is not above zero, the
        standard is empty, or there are no strata.

    Notes
    -----
    Dobson, Kuulasmaa, Eberle and Scherer (1991), Statistics in Medicine 10.
    """
    a, n, w = given.together(
        events=given.counts("events", events),
        exposure=given.exposures("exposure", exposure),
        standard=given.amounts("standard", standard),
    )
    _refuse_no_strata(a)
    whole = w.sum(axis=-1, keepdims=True)
    if np.any(whole == 0):
        raise InvalidCounts("standard is all zero: there is nobody to standardise to")
    return weighted_sum(a, w / whole / n, method=method, confidence=confidence).times(per)


def weighted_sum(
    events: FloatArray, weights: FloatArray, *, method: str, confidence: float
) -> Estimate:
    """Add up Poisson counts with weights, over the last axis, with Dobson's limits.

    The limits of the plain total, moved to the weighted sum and stretched by its variance.
    """
    total = np.asarray(events.sum(axis=-1))
    low, high = count_limits(total, method=method, confidence=confidence)
    value = np.asarray((weights * events).sum(axis=-1))
    with np.errstate(invalid="ignore"):
        stretch = np.sqrt((weights**2 * events).sum(axis=-1) / total)
    lower = np.where(total == 0, 0.0, value + stretch * (low - total))
    return estimate(value, np.maximum(lower, 0.0), value + stretch * (high - total))


def _refuse_no_strata(events: FloatArray) -> None:
    if events.ndim == 0 or events.shape[-1] == 0:
        raise InvalidCounts("there must be at least one stratum, on the last axis")
