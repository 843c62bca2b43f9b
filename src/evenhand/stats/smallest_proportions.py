"""The smallest ratio of two proportions that could have been seen."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from evenhand.stats import given
from evenhand.stats.errors import StatsError
from evenhand.stats.estimate import FloatArray, array
from evenhand.stats.smallest import DIRECTIONS

# Standard errors of the reference group's count that are added up, and points for each of them:
# with a standard error up to this many, every count is one of the points.
REACH = 8
POINTS = 100
HALVINGS = 30


def smallest_detectable_ratio_of_proportions(
    reference_successes: ArrayLike,
    reference_trials: ArrayLike,
    trials: ArrayLike,
    *,
    direction: str = "rise",
    power: float = 0.8,
    confidence: float = 0.95,
) -> FloatArray:
    """Find the ratio of two proportions nearest to 1 that would probably have been noticed.

    0.6 says that a group with so many searches would have to have a find rate of 0.6 times the
    reference group's, or less, before the ratio's interval left out 1 (at least ``power`` of the
    time). A small group may have none: not even no find at all would be noticed so often.

    Parameters
    ----------
    reference_successes : whole numbers, zero or more, at most ``reference_trials``; their share is
        taken as the reference group's true proportion.
    reference_trials, trials : whole numbers above zero. All broadcast.
    direction : ``"rise"`` for ratios above 1, ``"fall"`` for ratios below.
    power : how often the ratio should be noticed.
    confidence : noticed means that the score interval of ``ratio_of_proportions``, at this
        confidence, leaves out 1 on that side.

    Returns
    -------
    float64 array
        NaN where no proportion between 0 and 1 would be noticed so often: we cannot tell.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, successes exceed trials, or a group has
        no trials.
    StatsError
        If power or confidence are not between 0 and 1, or the direction is neither.

    Notes
    -----
    Binomial chances of both counts, added up over all of them; where the reference group's count
    has a standard error above 100, over evenly spaced ones. At a ratio of 1 Koopman's score test is
    Pearson's chi-squared test (1900) of the four counts.
    """
    given.choice("direction", direction, DIRECTIONS)
    if not 0 < power < 1:
        raise StatsError(f"power is {power}: it must lie between 0 and 1, such as 0.8")
    z = given.normal_quantile(confidence)
    y, m = given.parts(
        "reference_successes", reference_successes, "reference_trials", reference_trials
    )
    y, m, n = given.together(
        reference_successes=y, reference_trials=m, trials=given.counts("trials", trials)
    )
    given.exposures("reference_trials", m)
    given.exposures("trials", n)
    cases = zip(y.ravel().tolist(), m.ravel().tolist(), n.ravel().tolist(), strict=True)
    end = 0.0 if direction == "fall" else 1.0
    found = [_nearest(b / of, of, size, end=end, power=power, z=z) for b, of, size in cases]
    return array(found).reshape(y.shape)


def _nearest(p: float, m: float, n: float, *, end: float, power: float, z: float) -> float:
    if p in {0.0, end}:
        return float("nan")
    counts, chance = _likely(m, p)
    below, above = _unnoticed(counts, m, n, z)

    def noticed(proportion: float) -> float:
        if end == 0:
            # Fewer than the limit: up to the last whole number before it.
            seen = _at_most(np.ceil(below) - 1, n, proportion)
        else:
            seen = 1 - _at_most(np.floor(above), n, proportion)
        return float(np.sum(chance * seen))

    if noticed(end) < power:
        return float("nan")
    near, far = p, end
    for _ in range(HALVINGS):
        middle = (near + far) / 2
        near, far = (near, middle) if noticed(middle) >= power else (middle, far)
    return far / p


def _likely(m: float, p: float) -> tuple[FloatArray, FloatArray]:
    """Give the reference group's likely counts, and how likely each is."""
    error = float(np.sqrt(m * p * (1 - p)))
    reach = REACH * error + 16
    first, last = max(0.0, np.floor(m * p - reach)), min(m, np.ceil(m * p + reach))
    counts = np.arange(first, last + 1, max(1.0, np.floor(error / POINTS)))
    ways = special.gammaln(m + 1) - special.gammaln(counts + 1) - special.gammaln(m - counts + 1)
    chance = np.exp(ways + special.xlogy(counts, p) + special.xlog1py(m - counts, -p))
    return counts, array(chance / chance.sum())


def _unnoticed(y: FloatArray, m: float, n: float, z: float) -> tuple[FloatArray, FloatArray]:
    """Give the ends between which a group's count is not noticed beside the reference group's.

    The test compares (x m - y n)^2 N with z^2 n m (x + y) (N - x - y), where N = n + m; both ends
    are where they are equal, the roots of a quadratic in x.
    """
    total, weight = n + m, z**2 * n
    squared = total * m + weight
    linear = 2 * total * n * y + weight * (total - 2 * y)
    constant = total * n**2 * y**2 / m - weight * y * (total - y)
    root = np.sqrt(np.maximum(linear**2 - 4 * squared * constant, 0))
    return array((linear - root) / (2 * squared)), array((linear + root) / (2 * squared))


def _at_most(count: FloatArray, n: float, proportion: float) -> FloatArray:
    """How likely a binomial count is to be no more than that."""
    inside = np.clip(count, 0, n - 1)
    chance = special.betainc(n - inside, inside + 1, 1 - proportion)
    return array(np.where(count < 0, 0.0, np.where(count >= n, 1.0, chance)))
