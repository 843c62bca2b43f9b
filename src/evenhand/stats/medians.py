"""Medians with exact intervals: how long something takes, whatever the shape of the times."""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from evenhand.stats import given
from evenhand.stats.errors import InvalidCounts
from evenhand.stats.estimate import Estimate, estimate


def median(
    values: ArrayLike, *, counts: ArrayLike | None = None, confidence: float = 0.95
) -> Estimate:
    """Find the middle value, and the values between which the true middle lies.

    A median of 24 seconds says that half of the records took 24 seconds or less. Unlike an average
    it does not mind a few very long ones.

    Parameters
    ----------
    values : a row of numbers, in any order; what was not measured is left out, and counted beside.
    counts : how often each value was seen (whole numbers); left out, once each.
    confidence : the share of such intervals that cover the truth, at least.

    Returns
    -------
    Estimate
        In the unit of the values. NaN where there are no values; no limits (NaN) with so few that
        even the smallest and the largest would miss too often: five or fewer, at 0.95.

    Raises
    ------
    InvalidCounts
        If a value is not a finite number, values are not a row, or a count is negative or not
        whole.

    Notes
    -----
    Each value is under the true median or not, as a coin falls, so the limits are the values whose
    ranks are quantiles of a binomial of one half (Thompson, 1936, Annals of Mathematical
    Statistics 7). It holds for any distribution; equal values only widen it.
    """
    row, times = _sorted("values", values, counts)
    tail = given.tail(confidence)
    n = int(times.sum())
    if n == 0:
        return estimate(np.nan, np.nan, np.nan)
    upto = np.cumsum(times)

    def at_rank(rank: int) -> float:
        return float(row[np.searchsorted(upto, rank)])

    value = (at_rank((n + 1) // 2) + at_rank(n // 2 + 1)) / 2
    rank = _rank(n, tail)
    if rank == 0:
        return estimate(value, np.nan, np.nan)
    return estimate(value, at_rank(rank), at_rank(n + 1 - rank))


def _rank(n: int, tail: float) -> int:
    """Find the largest rank that a fair coin falls short of with at most ``tail``'s probability."""
    rank = max(0, round(n / 2 + float(special.ndtri(tail)) * math.sqrt(n) / 2))
    while special.bdtr(rank, n, 0.5) <= tail:
        rank += 1
    while rank > 0 and special.bdtr(rank - 1, n, 0.5) > tail:
        rank -= 1
    return rank


def _sorted(
    name: str, values: ArrayLike, counts: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray]:
    row = np.asarray(given.numbers(name, values))
    if row.ndim != 1:
        raise InvalidCounts(f"{name} {row.shape} must be a row of numbers")
    times = np.ones(row.shape) if counts is None else given.counts("counts", counts)
    if times.shape != row.shape:
        raise InvalidCounts(f"counts {times.shape} must have one for each of {name} {row.shape}")
    order = np.argsort(row, kind="stable")
    some = times[order] > 0
    return row[order][some], times[order][some]
