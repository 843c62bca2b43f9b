"""The range in which a force's own number would lie if its ratio were everyone's."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from evenhand.stats import given
from evenhand.stats.dispersion import Overdispersion
from evenhand.stats.errors import InvalidCounts
from evenhand.stats.estimate import Estimate, FloatArray, array, estimate

REACH, NODES = 6.0, 401  # the spread of true ratios is added up over so many standard deviations
MOST = 2.0**53  # counts beyond this are not whole numbers in a float


def expected_range(
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    exposure: ArrayLike,
    ratio: ArrayLike,
    *,
    ratio_low: ArrayLike | None = None,
    ratio_high: ArrayLike | None = None,
    overdispersion: Overdispersion | None = None,
    per: float = 1.0,
    confidence: float = 0.95,
) -> Estimate:
    """Say where a group's rate would lie if the force's ratio were that of all forces.

    The force keeps its own numbers: how often it does this to the reference group, and how many
    people of both groups live there. Outside the range, chance alone does not explain why its
    ratio is not everyone's. Inside it, nothing is proved; a small force has a wide range.

    Parameters
    ----------
    reference_events : the force's events in the reference group, whole numbers, zero or more.
    reference_exposure, exposure : of the reference group and of the group in question; above zero.
    ratio : of all forces, within forces (``mantel_haenszel_rate_ratio``); above zero.
    ratio_low, ratio_high : its interval, at the same ``confidence``; left out, ``ratio`` is exact.
    overdispersion : how much forces differ in their true ratios; left out, not at all.
    per : the rate is given per this much exposure (1000 for "per 1,000 people").
    confidence : the share of such ranges in which the rate would be seen, at least.

    Returns
    -------
    Estimate
        Of the rate: its value is ``ratio`` times the reference group's rate. The ratio's own
        range is ``found.times(reference_exposure / reference_events / per)``: the same question.

    Raises
    ------
    InvalidCounts
        If a count is negative or not whole, an exposure or ratio is not above zero, only one end of
        the ratio's interval is given, or it does not hold the ratio.

    Notes
    -----
    Given both counts' total the group's share is binomial, so the counts that the exact test of
    ``ratio`` does not rule out are those between two quantiles of negative binomials. With an
    interval or with over-dispersion the log of the force's ratio is normal around that of all, and
    the probability is added up over it.
    """
    b, m, n, r = given.together(
        reference_events=given.counts("reference_events", reference_events),
        reference_exposure=given.exposures("reference_exposure", reference_exposure),
        exposure=given.exposures("exposure", exposure),
        ratio=given.exposures("ratio", ratio),
    )
    tail = given.tail(confidence)
    variance = _variance(r, ratio_low, ratio_high, confidence)
    if overdispersion is not None:
        variance = variance + overdispersion.tau_squared
    b, odds, spread = np.broadcast_arrays(b, r * n / m, np.sqrt(variance))
    low = _fewest(b, odds, spread, tail)
    high = _most(b, odds, spread, tail)
    return estimate(r * (b / m), low / n, high / n).times(per)


def _variance(
    ratio: FloatArray, low: ArrayLike | None, high: ArrayLike | None, confidence: float
) -> FloatArray:
    """Read the variance of the ratio's log off the ends of its interval."""
    if low is None and high is None:
        return np.zeros_like(ratio)
    if low is None or high is None:
        raise InvalidCounts("ratio_low and ratio_high: give both ends, or neither")
    below, above = given.exposures("ratio_low", low), given.exposures("ratio_high", high)
    if np.any(below > ratio) or np.any(ratio > above):
        raise InvalidCounts("ratio_low and ratio_high must have the ratio between them")
    width = np.log(above) - np.log(below)
    return array((width / (2 * given.normal_quantile(confidence))) ** 2)


def _fewest(b: FloatArray, odds: FloatArray, spread: FloatArray, tail: float) -> FloatArray:
    """Find the fewest events that are not too few: more of them than ``tail`` lie at or below."""

    def enough(count: FloatArray) -> np.ndarray:
        return _at_most(count, b, odds, spread) > tail

    return np.where(b == 0, 0.0, _first(enough, odds * np.maximum(b, 1)))


def _most(b: FloatArray, odds: FloatArray, spread: FloatArray, tail: float) -> FloatArray:
    """Find the most events that are not too many: more of them than ``tail`` lie at or above."""

    def too_many(count: FloatArray) -> np.ndarray:
        # As many as the next count or more is the rest of as many as this one or fewer.
        return 1 - _at_most(count, b + 1, odds, spread) <= tail

    return _first(too_many, odds * (b + 1))


def _first(holds: Callable[[FloatArray], np.ndarray], usual: FloatArray) -> FloatArray:
    """Find the smallest whole number from which on ``holds`` is true."""
    high = np.ceil(usual) + 1
    while not (reached := holds(high)).all():
        high = np.where(reached, high, high * 2)
        if np.any(high > MOST):
            raise InvalidCounts("the range has no end: the ratio's interval is too wide")
    low = np.full(high.shape, -1.0)  # there it is false, or never asked
    while np.any(high - low > 1):
        middle = np.floor((low + high) / 2)
        good = (middle >= 0) & holds(np.maximum(middle, 0))
        high, low = np.where(good, middle, high), np.where(good, low, middle)
    return high


def _at_most(
    count: FloatArray, failures: FloatArray, odds: FloatArray, spread: FloatArray
) -> FloatArray:
    """Give the probability of at most so many events before as many of the reference group."""
    if not spread.any():
        return _negative_binomial(count, failures, odds)
    steps = np.linspace(-REACH, REACH, NODES)
    weight = np.exp(-(steps**2) / 2)
    shifted = odds[..., None] * np.exp(spread[..., None] * steps)
    each = _negative_binomial(count[..., None], failures[..., None], shifted)
    return array(each @ (weight / weight.sum()))


def _negative_binomial(count: FloatArray, failures: FloatArray, odds: FloatArray) -> FloatArray:
    return array(special.betainc(np.maximum(failures, 1), count + 1, 1 / (1 + odds)))
