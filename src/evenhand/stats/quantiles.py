"""Quantiles of the beta and gamma distributions that exact intervals are made of.

Counts repeat: a cube of 300,000 cells holds a few thousand distinct pairs, so each pair is worked
out once.
"""

from collections.abc import Callable

import numpy as np
from scipy import special

from evenhand.stats.estimate import FloatArray

# Below this size finding the repeats costs more than it saves.
WORTH_SORTING = 2_000
LARGEST_WHOLE_FLOAT = 2.0**53


def beta_odds(a: FloatArray, b: FloatArray, below: float) -> FloatArray:
    """Return p / (1 - p) for the p that has probability ``below`` under it in Beta(a, b).

    Worked from whichever of p and 1 - p is smaller, so that no digits are lost near 1.
    """
    odds = np.empty_like(a)
    upper = a > b
    rest = special.betainccinv(b[upper], a[upper], below)
    odds[upper] = (1 - rest) / rest
    p = special.betaincinv(a[~upper], b[~upper], below)
    odds[~upper] = p / (1 - p)
    return odds


def exact_lower_odds(x: FloatArray, y: FloatArray, tail: float) -> FloatArray:
    """Return the smallest odds x : y that Clopper and Pearson's interval does not rule out."""
    odds = np.zeros_like(x)
    some = x > 0
    odds[some] = beta_odds(x[some], y[some] + 1, tail)
    return odds


def mid_p_lower_odds(x: FloatArray, y: FloatArray, tail: float) -> FloatArray:
    """Return the odds at which "more than x, or half of exactly x" has probability ``tail``."""
    odds = np.zeros_like(x)
    alone = (x > 0) & (y == 0)
    # Half of p to the power x equals the tail.
    odds[alone] = 1 / np.expm1(-np.log(2 * tail) / x[alone])
    both = (x > 0) & (y > 0)
    odds[both] = _solve_mid_p(x[both], y[both], tail)
    return odds


def _solve_mid_p(x: FloatArray, y: FloatArray, tail: float) -> FloatArray:
    # Newton's steps on the log of the tail, kept between two exact limits that always enclose it.
    low = np.log(beta_odds(x, y + 1, tail))
    high = np.log(beta_odds(x + 1, y, tail))
    at = (low + high) / 2
    for _ in range(60):
        at_least, more = _binomial_tails(x, y, at)
        mid = (at_least + more) / 2
        p = special.expit(at)
        slope = (at_least - more) * (x * (1 - p) + y * p) / 2
        low = np.where(mid < tail, at, low)
        high = np.where(mid < tail, high, at)
        step = at - np.log(mid / tail) * mid / slope
        new = np.where((step >= low) & (step <= high), step, (low + high) / 2)
        if np.all(np.abs(new - at) <= 1e-15 * (1 + np.abs(new))):
            break
        at = new
    return np.exp(at)


def _binomial_tails(
    x: FloatArray, y: FloatArray, log_odds: FloatArray
) -> tuple[FloatArray, FloatArray]:
    # P(X >= x) and P(X > x) of x + y trials, from whichever of p and 1 - p is smaller.
    p, rest = special.expit(log_odds), special.expit(-log_odds)
    small = p <= 0.5
    at_least = np.where(small, special.betainc(x, y + 1, p), special.betaincc(y + 1, x, rest))
    more = np.where(small, special.betainc(x + 1, y, p), special.betaincc(y, x + 1, rest))
    return at_least, more


def each_pair_once(
    limits: Callable[[FloatArray, FloatArray, float], FloatArray],
    x: FloatArray,
    y: FloatArray,
    tail: float,
) -> FloatArray:
    """Apply ``limits`` to the distinct pairs of two arrays of counts and spread the answers."""
    shape, x, y = x.shape, x.ravel(), y.ravel()
    width = float(y.max(initial=0)) + 1
    if x.size < WORTH_SORTING or float(x.max()) * width + width >= LARGEST_WHOLE_FLOAT:
        return limits(x, y, tail).reshape(shape)
    pairs, where = np.unique(x * width + y, return_inverse=True)
    whole = np.floor(pairs / width)
    return limits(whole, pairs - whole * width, tail)[where].reshape(shape)
