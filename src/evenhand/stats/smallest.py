"""The smallest change that could have been seen: how blind we are where we cannot tell."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from evenhand.stats import given
from evenhand.stats.errors import StatsError
from evenhand.stats.estimate import FloatArray, array

DIRECTIONS = ("fall", "rise")
# With more events than this in both periods, the quick approximation is within 0.0005.
MANY_EVENTS = 2_000
LARGEST_RISE = 1e6


def smallest_detectable_change(
    events: ArrayLike,
    *,
    exposure_ratio: ArrayLike = 1.0,
    direction: str = "fall",
    power: float = 0.8,
    confidence: float = 0.95,
) -> FloatArray:
    """Find the smallest change in a rate that would probably have been noticed.

    0.36 says that only a fall to 36% of the earlier rate, or lower, would have been noticed (at
    least ``power`` of the time); anything smaller is lost in chance. Close to 1 is sharp sight.

    Parameters
    ----------
    events : zero or more; the events expected in the earlier period.
    exposure_ratio : above zero; the later period's exposure over the earlier's (1 for two equal
        quarters). Broadcast against events.
    direction : ``"fall"`` or ``"rise"``.
    power : how often the change should be noticed.
    confidence : noticed means that the ratio's exact interval, at this confidence, leaves out 1.

    Returns
    -------
    float64 array
        The ratio later / earlier, under 1 for a fall and above 1 for a rise. NaN: no change, even
        to nothing, would be noticed so often: we cannot tell.

    Raises
    ------
    InvalidCounts
        If events are negative or not numbers, or the exposure ratio is not above zero.
    StatsError
        If power or confidence are not between 0 and 1, or the direction is neither.

    Notes
    -----
    The exact power of the conditional test of two Poisson rates (Przyborowski and Wilenski, 1940);
    beyond 2,000 events in both periods, the square root approximation of Huffman (1984), Applied
    Statistics 33.
    """
    before, k = given.together(
        events=given.amounts("events", events),
        exposure_ratio=given.exposures("exposure_ratio", exposure_ratio),
    )
    _check(direction, power)
    tail = given.tail(confidence)
    pairs, where = np.unique(np.stack([before.ravel(), k.ravel()]), axis=1, return_inverse=True)
    found = [_smallest(b, e, direction, power, tail) for b, e in pairs.T.tolist()]
    return array(found)[where.ravel()].reshape(before.shape)


def smallest_detectable_ratio(
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    exposure: ArrayLike,
    *,
    direction: str = "rise",
    power: float = 0.8,
    confidence: float = 0.95,
) -> FloatArray:
    """Find the smallest ratio between two groups' rates that would probably have been noticed.

    1.4 says that a group of this size would have to experience the event at 1.4 times the reference
    group's rate, or more, before the ratio's interval left out 1 (at least ``power`` of the time).

    Parameters
    ----------
    reference_events : zero or more; the events expected in the reference group.
    reference_exposure, exposure : above zero; of the reference group and of the group. Broadcast.
    direction : ``"rise"`` for ratios above 1, ``"fall"`` for ratios below.
    power, confidence : as for ``smallest_detectable_change``.

    Returns
    -------
    float64 array
        NaN where no ratio would be noticed so often: we cannot tell.

    Raises
    ------
    InvalidCounts, StatsError
        As for ``smallest_detectable_change``.

    Notes
    -----
    See ``smallest_detectable_change``.
    """
    b, m, n = given.together(
        reference_events=given.amounts("reference_events", reference_events),
        reference_exposure=given.exposures("reference_exposure", reference_exposure),
        exposure=given.exposures("exposure", exposure),
    )
    return smallest_detectable_change(
        b, exposure_ratio=n / m, direction=direction, power=power, confidence=confidence
    )


def smallest_detectable_change_in_ratio(
    events: ArrayLike,
    reference_events: ArrayLike,
    *,
    exposure_ratio: ArrayLike = 1.0,
    direction: str = "fall",
    power: float = 0.8,
    confidence: float = 0.95,
) -> FloatArray:
    """Find the smallest change in a rate ratio between two periods that would have been noticed.

    0.4 says that the ratio would have to fall to 40% of what it was. Both groups' counts vary in
    both periods, so this is blunter than a change in one rate.

    Parameters
    ----------
    events, reference_events : zero or more; expected in the earlier period. Broadcast.
    exposure_ratio : above zero; the later period's length over the earlier's.
    direction, power, confidence : as for ``smallest_detectable_change``.

    Returns
    -------
    float64 array
        The later ratio over the earlier one; NaN where no change would be noticed so often.

    Raises
    ------
    InvalidCounts, StatsError
        As for ``smallest_detectable_change``.

    Notes
    -----
    Normal on the log scale: four Poisson counts, each adding one over itself to the variance.
    """
    a, b, k = given.together(
        events=given.amounts("events", events),
        reference_events=given.amounts("reference_events", reference_events),
        exposure_ratio=given.exposures("exposure_ratio", exposure_ratio),
    )
    _check(direction, power)
    reach = float(special.ndtri(power)) + given.normal_quantile(confidence)
    far = np.log(LARGEST_RISE) * (-1 if direction == "fall" else 1)
    with np.errstate(divide="ignore"):
        steady = 1 / a + 1 / b + 1 / (k * b)
        last = 1 / (k * a)
    found = [
        _first_seen(now, later, reach, far)
        for now, later in zip(steady.ravel().tolist(), last.ravel().tolist(), strict=True)
    ]
    return array(found).reshape(a.shape)


def _first_seen(steady: float, last: float, reach: float, end: float) -> float:
    def seen(log_ratio: FloatArray | float) -> FloatArray:
        return array(np.abs(log_ratio) / np.sqrt(steady + last * np.exp(-array(log_ratio))))

    # A fall towards nothing makes its own error grow, so look along the whole way, not at its end.
    steps = np.linspace(0, end, 2_001)
    enough = seen(steps) >= reach
    if not enough.any():
        return float("nan")
    first = int(enough.argmax())
    return float(np.exp(_halve(lambda at: float(seen(at)), steps[first - 1], steps[first], reach)))


def _check(direction: str, power: float) -> None:
    given.choice("direction", direction, DIRECTIONS)
    if not 0 < power < 1:
        raise StatsError(f"power is {power}: it must lie between 0 and 1, such as 0.8")


def _smallest(before: float, k: float, direction: str, power: float, tail: float) -> float:
    if before == 0:
        return float("nan")
    if min(before, k * before) > MANY_EVENTS:
        return _by_square_roots(before, k, direction, power, tail)

    def noticed(log_ratio: float) -> float:
        after = k * before * float(np.exp(log_ratio))
        if direction == "fall":
            return _power(after, before, k, tail)
        return _power(before, after, 1 / k, tail)

    end = -np.log(LARGEST_RISE) if direction == "fall" else np.log(LARGEST_RISE)
    return float(np.exp(_cross(noticed, end, power)))


def _cross(noticed: Callable[[float], float], end: float, power: float) -> float:
    # Walk outwards in doubling steps, then halve the stretch in which the power is reached.
    near, far = 0.0, np.sign(end) * 0.01
    while noticed(far) < power:
        if abs(far) >= abs(end):
            return float("nan")
        near, far = far, np.sign(end) * min(abs(far) * 2, abs(end))
    return _halve(noticed, near, far, power)


def _halve(noticed: Callable[[float], float], near: float, far: float, enough: float) -> float:
    for _ in range(24):
        middle = (near + far) / 2
        near, far = (near, middle) if noticed(middle) >= enough else (middle, far)
    return float(far)


def _power(lower: float, higher: float, odds: float, tail: float) -> float:
    """How often the exact test finds the first of two Poisson counts too low.

    Were the rates equal, the counts would be as ``odds`` to 1.
    """
    rest = 1 / (1 + odds)
    if lower <= higher:
        y = _likely(lower)
        # The count of the other from which on y is too few.
        enough = np.ceil(special.btdtria(tail, y + 1, rest))
        seen = special.gammainc(np.maximum(enough, 1), higher)
        return float(np.sum(_probability(y, lower) * seen))
    x = _likely(higher)
    x = x[x > 0]
    # The count up to which the first is too few beside x.
    few = np.floor(special.btdtrib(x, tail, rest)) - 1
    seen = np.where(few >= 0, special.gammaincc(np.maximum(few, 0) + 1, lower), 0.0)
    return float(np.sum(_probability(x, higher) * seen))


def _likely(mean: float) -> FloatArray:
    reach = 8 * np.sqrt(mean) + 16
    return np.arange(max(0.0, np.floor(mean - reach)), np.ceil(mean + reach) + 1)


def _probability(counts: FloatArray, mean: float) -> FloatArray:
    return np.exp(special.xlogy(counts, mean) - mean - special.gammaln(counts + 1))


def _by_square_roots(before: float, k: float, direction: str, power: float, tail: float) -> float:
    reach = float(special.ndtri(power) - special.ndtri(tail))
    step = reach / 2 * np.sqrt((1 + 1 / k) / before)
    return float((1 + step if direction == "rise" else 1 - step) ** 2)
