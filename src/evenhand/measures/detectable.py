"""How far apart two rates or shares would have had to be for these numbers to show it."""

import numpy as np
from numpy.typing import NDArray

from evenhand import stats

Floats = NDArray[np.float64]
POWER = 0.8  # a difference of that size would have been seen four times in five


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

    Parameters
    ----------
    b, m : events and records of the reference group.
    n : records of each group.
    """
    fall, rise = (
        stats.smallest_detectable_ratio_of_proportions(b, m, n, direction=direction, power=POWER)
        for direction in ("fall", "rise")
    )
    return fall, rise
