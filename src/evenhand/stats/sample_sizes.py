"""How many cases to draw: for a share to within so much, or to see a fault at least once."""

import math

import numpy as np

from evenhand.stats import given
from evenhand.stats.errors import StatsError

ALMOST = 1e-9  # what logarithms may be out by: a tie stays a tie


def cases_to_estimate(
    reach: float, *, share: float = 0.5, size: int | None = None, confidence: float = 0.95
) -> int:
    """Say how many cases to draw so that a share is known to within so much on either side.

    97 cases tell a share to within 10 percentage points, whatever it is, however large the frame;
    of a frame of 200 it takes 66.

    Parameters
    ----------
    reach : half the width of the interval that is wanted, between 0 and 1.
    share : what the share may be; a half, where nothing is known, needs most.
    size : how many cases there are in the frame; left out, more than anybody could count.
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    int
        Never more than ``size``.

    Raises
    ------
    StatsError
        If a share or the reach is not between 0 and 1, or the frame is empty.

    Notes
    -----
    Cochran (1977), Sampling Techniques, sections 4.4 and 4.5: for one simple random sample. Strata
    of like share need no more; one that is drawn less than its size warrants does.
    """
    given.between("reach", reach)
    given.between("share", share)
    wanted = given.normal_quantile(confidence) ** 2 * share * (1 - share) / reach**2
    if size is None:
        return math.ceil(wanted - ALMOST * wanted)
    corrected = wanted / (1 + (wanted - 1) / _some(size))
    return min(size, math.ceil(corrected - ALMOST * corrected))


def cases_to_see_one(share: float, *, size: int | None = None, confidence: float = 0.95) -> int:
    """Say how many cases to draw so that a fault that so many have shows at least once.

    59 cases show at least one of a fault that one case in twenty has, 95 times in 100.

    Parameters
    ----------
    share : of the frame's cases that have the fault, above 0.
    size : how many cases there are in the frame; left out, more than anybody could count.
    confidence : the probability of seeing at least one.

    Returns
    -------
    int
        Never more than ``size``.

    Raises
    ------
    StatsError
        If the share or the confidence is not between 0 and 1, or the frame is empty.

    Notes
    -----
    Binomial without a size, hypergeometric with one; exact either way, for a simple random sample.
    Of a frame, the smallest whole number of cases that is no less than the share has the fault.
    """
    given.between("share", share)
    given.between("confidence", confidence)
    if size is None:
        return math.ceil(math.log(1 - confidence) / math.log1p(-share) - ALMOST)
    bad = math.ceil(share * _some(size) - ALMOST)
    left = np.arange(size, 0.0, -1)
    with np.errstate(divide="ignore"):
        none = np.cumsum(np.log(np.maximum(left - bad, 0) / left))
    return int(np.argmax(none <= math.log(1 - confidence) + ALMOST)) + 1


def _some(size: int) -> int:
    if size < 1:
        raise StatsError(f"size is {size}: there must be at least one case")
    return size
