"""Proportions of records: find rates, arrest rates, and how two of them compare."""

import numpy as np
from numpy.typing import ArrayLike

from evenhand.stats import combine, given
from evenhand.stats.estimate import Estimate, FloatArray, array, estimate

RATIO_METHODS = ("score", "wald")
# Ratios beyond e to the power 40 cannot come from counts that anybody keeps.
WIDEST_LOG_RATIO = 40.0


def proportion(successes: ArrayLike, trials: ArrayLike, *, confidence: float = 0.95) -> Estimate:
    """Divide successes by trials, such as searches that found something by all searches.

    A find rate of 0.2 says that one search in five found something. Lower for one group, at the
    same object, hints that less was needed to search them; it is not proof.

    Parameters
    ----------
    successes : whole numbers, zero or more, at most ``trials``.
    trials : whole numbers, zero or more; an outcome not recorded is neither success nor failure,
        and belongs outside both.
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    Estimate
        Between 0 and 1; NaN where there were no trials.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, or successes exceed trials.

    Notes
    -----
    Wilson (1927), Journal of the American Statistical Association 22.
    """
    x, n = given.parts("successes", successes, "trials", trials)
    z2 = given.normal_quantile(confidence) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        p = x / n
        centre = x + z2 / 2
        reach = np.sqrt(z2 * (x * (1 - p) + z2 / 4))
        low = np.where(x == 0, 0.0, (centre - reach) / (n + z2))
        high = np.where(x == n, 1.0, (centre + reach) / (n + z2))
    nothing = n == 0
    return estimate(p, np.where(nothing, np.nan, low), np.where(nothing, np.nan, high))


def difference_of_proportions(
    successes: ArrayLike,
    trials: ArrayLike,
    reference_successes: ArrayLike,
    reference_trials: ArrayLike,
    *,
    confidence: float = 0.95,
) -> Estimate:
    """Subtract a reference group's proportion from a group's.

    A difference of -0.05 says that, of 100 searches in each group, the group's found something in
    five fewer; 0 says equally many.

    Parameters
    ----------
    successes, trials, reference_successes, reference_trials
        Whole numbers, zero or more; successes at most their trials. All broadcast.
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    Estimate
        Between -1 and 1; NaN where either had no trials.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, or successes exceed trials.

    Notes
    -----
    Newcombe (1998), Statistics in Medicine 17, page 873, method 10: two Wilson intervals combined.
    """
    x, n, y, m = _two_groups(successes, trials, reference_successes, reference_trials)
    return combine.difference(
        proportion(x, n, confidence=confidence), proportion(y, m, confidence=confidence)
    )


def ratio_of_proportions(
    successes: ArrayLike,
    trials: ArrayLike,
    reference_successes: ArrayLike,
    reference_trials: ArrayLike,
    *,
    method: str = "score",
    confidence: float = 0.95,
) -> Estimate:
    """Divide a group's proportion by a reference group's.

    A ratio of 0.8 says that the group's searches found something four fifths as often, per search,
    as the reference group's; 1 says equally often.

    Parameters
    ----------
    successes, trials, reference_successes, reference_trials
        Whole numbers, zero or more; successes at most their trials. All broadcast.
    method : ``"score"`` (Koopman) or ``"wald"`` (Katz; no limit where a count is 0).
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    Estimate
        No successes in the group: value and lower limit 0. None in the reference: value and upper
        limit infinite. None in either, or no trials: NaN.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, or successes exceed trials.

    Notes
    -----
    Koopman (1984), Biometrics 40; Katz and others (1978), Biometrics 34.
    """
    given.choice("method", method, RATIO_METHODS)
    x, n, y, m = _two_groups(successes, trials, reference_successes, reference_trials)
    z = given.normal_quantile(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = array((x / n) / (y / m))
        if method == "wald":
            error = np.sqrt((1 - x / n) / x + (1 - y / m) / y)
            low, high = np.exp(np.log(value) - z * error), np.exp(np.log(value) + z * error)
        else:
            low, high = _score_limit(x, n, y, m, z), _score_limit(x, n, y, m, -z)
            low, high = np.where(x == 0, 0.0, low), np.where(y == 0, np.inf, high)
    defined = ~np.isnan(value)
    return estimate(value, np.where(defined, low, np.nan), np.where(defined, high, np.nan))


def _two_groups(
    successes: ArrayLike, trials: ArrayLike, others: ArrayLike, other_trials: ArrayLike
) -> list[FloatArray]:
    x, n = given.parts("successes", successes, "trials", trials)
    y, m = given.parts("reference_successes", others, "reference_trials", other_trials)
    return given.together(successes=x, trials=n, reference_successes=y, reference_trials=m)


def _score_limit(
    x: FloatArray, n: FloatArray, y: FloatArray, m: FloatArray, z: float
) -> FloatArray:
    # The score falls as the supposed ratio rises: halve the stretch where it crosses z.
    low = np.full(x.shape, -WIDEST_LOG_RATIO)
    high = np.full(x.shape, WIDEST_LOG_RATIO)
    for _ in range(60):
        middle = (low + high) / 2
        above = _score(np.exp(middle), x, n, y, m) > z
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return array(np.exp((low + high) / 2))


def _score(
    ratio: FloatArray, x: FloatArray, n: FloatArray, y: FloatArray, m: FloatArray
) -> FloatArray:
    # p and p / ratio are the likeliest proportions of which the ratio is exactly this.
    total = ratio * (n + y) + x + m
    p = 2 * ratio * (x + y) / (total + np.sqrt(total**2 - 4 * ratio * (n + m) * (x + y)))
    p = np.minimum(p, np.minimum(ratio, 1.0))
    squared = _squared_error(x, n, p) + _squared_error(y, m, p / ratio)
    return array(np.sign((x / n) / (y / m) - ratio) * np.sqrt(squared))


def _squared_error(x: FloatArray, n: FloatArray, p: FloatArray) -> FloatArray:
    error = (x - n * p) ** 2
    return array(np.where(error == 0, 0.0, error / (n * p * (1 - p))))
