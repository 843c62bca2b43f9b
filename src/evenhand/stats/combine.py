"""Intervals for a difference or a ratio of two things that have intervals of their own.

MOVER, "method of variance estimates recovery": each limit is as far from the combined value as the
two limits that pull it that way, added like the sides of a right angle. It keeps the lopsidedness
that small counts have. Zou and Donner (2008), Statistics in Medicine 27; for ratios Donner and Zou
(2012), Statistical Methods in Medical Research 21.
"""

import numpy as np

from evenhand.stats.estimate import Estimate, estimate


def difference(one: Estimate, other: Estimate) -> Estimate:
    """Return ``one`` minus ``other``, independent of each other, with MOVER limits."""
    value = one.value - other.value
    below = np.hypot(one.value - one.low, other.high - other.value)
    above = np.hypot(one.high - one.value, other.value - other.low)
    return estimate(value, value - below, value + above)


def ratio(one: Estimate, other: Estimate) -> Estimate:
    """Return ``one`` divided by ``other``, independent and not negative, with MOVER limits."""
    with np.errstate(divide="ignore", invalid="ignore"):
        value = one.value / other.value
        product = one.value * other.value
        low_one = one.low * (2 * one.value - one.low)
        high_other = other.high * (2 * other.value - other.high)
        # Written so that nothing cancels when the reference's upper limit is twice its value.
        low = low_one / (product + np.sqrt(product**2 - low_one * high_other))
        high_one = one.high * (2 * one.value - one.high)
        low_other = other.low * (2 * other.value - other.low)
        high = (product + np.sqrt(product**2 - high_one * low_other)) / low_other
    defined = ~np.isnan(value)
    low = np.where(defined & (one.low == 0), 0.0, low)
    high = np.where(defined & (other.low == 0), np.inf, high)
    return estimate(value, np.where(defined, low, np.nan), np.where(defined, high, np.nan))
