"""How many months pass until a CUSUM signals: from its threshold to its false alarms and back."""

from functools import lru_cache
from math import ceil, exp, floor, inf, log

import numpy as np
from numpy.typing import ArrayLike
from scipy import linalg, special

from evenhand.stats import given
from evenhand.stats.errors import StatsError
from evenhand.stats.estimate import FloatArray, array

STATES = 240
"""Steps into which the way to the threshold is cut; twice as many change run lengths by 1%."""
NODE = log(1.01)
"""Thresholds are worked out at expected counts 1% apart; between two the higher is used."""
NEVER = 1e9
"""Months past which the chain is too stiff to solve: such a chart never signals."""
FEWEST, MOST = 0.05, 3000.0
"""Expected counts a month beyond which the threshold of the end is used."""


def cusum_run_length(
    mean: float, threshold: float, *, ratio: float = 1.5, times: float = 1.0, share: float = 0.0
) -> float:
    """Say after how many months, on average, a CUSUM of counts signals.

    Parameters
    ----------
    mean : events expected each month, above zero.
    threshold : where the sum signals, above zero.
    ratio : the change that the sum is built to find: above 1 a rise, below 1 a fall.
    times : by how much the true rate is the expected one. With 1 the answer is the months between
        false alarms; with anything else it is the delay to find that change.
    share : of which trials the events are, below 1, for a binomial CUSUM (``ratio`` and ``times``
        are then odds ratios); 0 for counts without trials.

    Returns
    -------
    float
        Months, from a sum of 0; infinity past a thousand million.

    Raises
    ------
    InvalidCounts
        If a number is not above zero.
    StatsError
        If the ratio is 1 (no change to look for), or the share is not from 0 to below 1.

    Notes
    -----
    The sum as a Markov chain (Brook and Evans 1972, Biometrika 59), whose steps between two states
    are shared between them in proportion, so that the mean step is kept. R's
    ``surveillance::arlCusum`` gives the same where its steps are whole.
    """
    for name, value in (("mean", mean), ("threshold", threshold), ("times", times)):
        given.exposures(name, value)
    _ratio(ratio)
    if not 0 <= share < 1:
        raise StatsError(f"share is {share}: it must be from 0 to below 1")
    return float(_months(mean, share, threshold, ratio, times)[-1])


def cusum_threshold(
    mean: ArrayLike,
    *,
    ratio: float = 1.5,
    false_alarm_every: float = 240.0,
    share: ArrayLike = 0.0,
) -> FloatArray:
    """Say at which sum a CUSUM of counts is to signal, for false alarms as rare as stated.

    Parameters
    ----------
    mean : events expected each month, above zero; divided by their over-dispersion if there is any.
    ratio : as for ``cusum_run_length``.
    false_alarm_every : months between false alarms, on average, in one series and one direction.
    share : as for ``cusum_run_length``; to the nearest twentieth.

    Returns
    -------
    float64 array
        In the shape of ``mean``. Where a large count makes one month enough to tell, the threshold
        is close to 0, and false alarms are rarer than stated.

    Raises
    ------
    InvalidCounts
        If a mean is not above zero.
    StatsError
        If the ratio is 1, or false alarms would come oftener than every 12 months.

    Notes
    -----
    Found by ``cusum_run_length`` at expected counts 1% apart; between two the higher is used.
    Counts are whole, so the months between false alarms move in steps: from nine tenths
    of what is stated upwards.
    """
    _ratio(ratio)
    every = float(false_alarm_every)
    if not 12 <= every < 1e6:
        raise StatsError(f"false_alarm_every is {every:g}: it must be 12 months or more")
    many, part = given.together(
        mean=given.exposures("mean", mean), share=given.amounts("share", share)
    )
    if np.any(part >= 1):
        raise StatsError("share: it must be from 0 to below 1")
    place = np.log(np.clip(many, FEWEST, MOST)) / NODE
    below = np.stack([np.floor(place), np.clip(np.round(part * 20), 0, 19)], axis=-1)
    nodes, which = np.unique(below.reshape(-1, 2), axis=0, return_inverse=True)
    found = [
        max(_threshold(int(node) + more, int(twentieth), ratio, every) for more in (0, 1))
        for node, twentieth in nodes
    ]
    return array(np.array(found)[which.reshape(many.shape)])


@lru_cache(maxsize=10_000)
def _threshold(node: int, twentieth: int, ratio: float, every: float) -> float:
    # By Lorden's inequality the months are at least the exponential of the threshold.
    highest, mean = log(every), exp(node * NODE)
    count, chance = _chances(mean, twentieth / 20, 1.0)
    score = _scores(count, mean, twentieth / 20, ratio)
    if chance[score >= highest / STATES].sum() * every < 1:
        return highest / STATES  # one month alone is enough to tell
    months = _months(mean, twentieth / 20, highest, ratio, 1.0)
    return float((np.argmax(months >= every) + 1) * highest / STATES)


def _chances(mean: float, share: float, times: float) -> tuple[FloatArray, FloatArray]:
    """Give the counts that may happen in a month, and the chance of each."""
    true = mean * times
    reach = 8 * np.sqrt(true) + 15
    count = np.arange(max(0, floor(true - reach)), ceil(true + reach), dtype=np.float64)
    if share == 0:
        return count, array(np.exp(special.xlogy(count, true) - true - special.gammaln(count + 1)))
    trials = max(1, round(mean / share))
    count, odds = count[count <= trials], share / (1 - share) * times
    ways = special.gammaln(trials + 1) - special.gammaln(count + 1)
    ways -= special.gammaln(trials - count + 1)
    return count, array(np.exp(ways + count * log(odds) - trials * log(1 + odds)))


def _scores(count: FloatArray, mean: float, share: float, ratio: float) -> FloatArray:
    """Give what a month with each count adds to the sum."""
    if share == 0:
        return array(count * log(ratio) - mean * (ratio - 1))
    trials = max(1, round(mean / share))
    return array(count * log(ratio) - trials * log(1 + (ratio - 1) * share))


def _months(mean: float, share: float, threshold: float, ratio: float, times: float) -> FloatArray:
    """Give the months until the sum passes each of so many even steps up to the threshold."""
    count, chance = _chances(mean, share, times)
    score = _scores(count, mean, share, ratio)
    step = threshold / STATES
    place = np.maximum(np.arange(STATES)[:, None] + score / step, 0)
    below = np.minimum(np.floor(place), STATES).astype(np.intp)
    part = np.where(below < STATES, place - below, 0)
    width = STATES + 2
    start = np.arange(STATES)[:, None] * width
    moves = np.bincount(
        np.concatenate([(start + below).ravel(), (start + below + 1).ravel()]),
        np.concatenate([(chance * (1 - part)).ravel(), (chance * part).ravel()]),
        minlength=STATES * width,
    ).reshape(STATES, width)[:, :STATES]
    # The chain with a lower threshold is a corner of this one, and so are its factors: one
    # factorisation answers all. By columns the matrix is dominant, so nothing is pivoted.
    factors, _ = linalg.lu_factor((np.eye(STATES) - moves).T)
    first = np.eye(STATES)[0]
    row = linalg.solve_triangular(factors, first, lower=True, unit_diagonal=True)
    column = linalg.solve_triangular(factors, np.ones(STATES), trans="T")
    months = np.cumsum(row * column)
    return array(np.where((months > 0) & (months < NEVER), months, inf))


def _ratio(ratio: float) -> None:
    if not 0 < ratio < floor(1e6) or ratio == 1:
        raise StatsError(f"ratio is {ratio}: it must be above zero and not 1, such as 2 or 0.5")
