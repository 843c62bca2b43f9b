"""How far apart two rates or shares would have had to be for these numbers to show it."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from evenhand import stats

Floats = NDArray[np.float64]
POWER = 0.8  # a difference of that size would have been seen four times in five
REACH = float(ndtri(0.975) + ndtri(POWER))
STEPS = 20_000  # shares are tried this finely


def ratios_of_rates(b: int, m: float, n: Floats) -> tuple[Floats, Floats]:
    """Give the largest ratio below 1 and the smallest above it that would have been seen.

    Parameters
    ----------
    b, m : events and exposure of the reference group.
    n : exposure of each group.

    Returns
    -------
    Two arrays shaped as ``n``; NaN where nothing would have been seen.
    """
    fall, rise = (
        stats.smallest_detectable_ratio(b, m, n, direction=direction, power=POWER)
        for direction in ("fall", "rise")
    )
    return fall, rise


def ratios_of_shares(b: int, m: float, n: Floats) -> tuple[Floats, Floats]:
    """Give the same for shares, where a share cannot leave 0 to 1.

    Notes
    -----
    The difference of two proportions, normal, each with its own variance.
    """
    reference = b / m
    if not reference:
        return np.full_like(n, np.nan), np.full_like(n, np.nan)
    tried = np.linspace(0, 1, STEPS + 1)
    spread = np.sqrt(tried * (1 - tried) / n[:, None] + reference * (1 - reference) / m)
    seen = np.abs(tried - reference) >= REACH * spread
    below, above = seen & (tried < reference), seen & (tried > reference)
    last_below = tried[STEPS - below[:, ::-1].argmax(axis=1)]
    first_above = tried[above.argmax(axis=1)]
    return (
        np.where(below.any(axis=1), last_below, np.nan) / reference,
        np.where(above.any(axis=1), first_above, np.nan) / reference,
    )
