"""Belief that is a mixture of normals, one for each choice of hyperparameters."""

import numpy as np
from scipy import special

from evenhand.stats import given
from evenhand.stats.estimate import Estimate, FloatArray, estimate

ROUNDS = 60
"""So often the stretch in which an end must lie is halved."""


def mixture(
    weights: FloatArray, means: FloatArray, spreads: FloatArray, confidence: float
) -> Estimate:
    """Give the mean and the interval of a mixture of normals, for each column."""
    tail = given.tail(confidence)
    ends = []
    for chance in (tail, 1 - tail):
        low, high = (means - 12 * spreads).min(axis=0), (means + 12 * spreads).max(axis=0)
        for _ in range(ROUNDS):
            middle = (low + high) / 2
            under = weights @ special.ndtr((middle - means) / spreads) < chance
            low, high = np.where(under, middle, low), np.where(under, high, middle)
        ends.append((low + high) / 2)
    return estimate(weights @ means, *ends)
