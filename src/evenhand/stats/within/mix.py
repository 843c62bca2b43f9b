"""A difference between two rates taken apart: what the mix of strata does, what the rates do."""

from dataclasses import dataclass
from itertools import chain, combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from evenhand.stats import given
from evenhand.stats.errors import InvalidCounts
from evenhand.stats.estimate import Estimate, FloatArray, array, estimate
from evenhand.stats.within.caution import ASSOCIATION, refuse_few, strata

MOST_AXES = 6
OF = ("rates", "shares")


@dataclass(frozen=True, eq=False)
class DifferenceParts:
    """A difference between two rates as a sum of parts.

    Attributes
    ----------
    total : the group's rate minus the reference group's.
    rates : the part because rates differ in the same stratum (the same area, age and sex).
    mix : the part because the two are spread differently over each axis, in the order of the axes.
        ``total`` is ``rates`` plus all of ``mix``.
    standardised : (2, axes + 1) rates of the reference group and of the group if only that axis
        (and, last, only the rates) differed.
    caution : a sentence that belongs beside them wherever they are shown.
    """

    total: Estimate
    rates: Estimate
    mix: tuple[Estimate, ...]
    standardised: FloatArray
    caution: str = ASSOCIATION


def decompose_difference(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    of: str = "rates",
    per: float = 1.0,
    confidence: float = 0.95,
) -> DifferenceParts:
    """Take the difference between two rates apart: the mix of strata, and rates inside them.

    With find rates by reason and area, ``mix`` -0.03 for reasons says that 3 points of the
    difference go with being searched for other reasons; ``rates`` is what is left where area and
    reason are the same. 0 means that the part adds nothing. The two may be two groups, or one
    group in two periods.

    Parameters
    ----------
    events, reference_events : whole numbers, zero or more. One axis for each thing that is held
        equal (area, time of day, reason, team, age, sex); all four tables of one shape.
    exposure, reference_exposure : above zero in each cell: residents for rates, searches for find
        rates. Put strata together where nobody of one group is.
    of : ``"rates"`` (Poisson) or ``"shares"`` of counted searches (binomial; events are among
        exposure).
    per : the difference is given per this much exposure.
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    DifferenceParts
        Estimates without dimensions, and the sentence that belongs beside them.

    Raises
    ------
    InvalidCounts
        If a count is negative or not whole, an exposure is not above zero, shapes differ, there are
        more than six axes, or (for shares) events exceed exposure.
    CannotTell
        If either group has fewer than 10 events.

    Notes
    -----
    Kitagawa (1955), Journal of the American Statistical Association 50, for one axis; Das Gupta
    (1993), Standardization and Decomposition of Rates, equation 5.36, for several. The parts are
    weighted sums of the rates; their intervals are normal, and take the mix as it was.
    """
    a, n, b, m = strata(
        events=given.counts("events", events),
        exposure=given.exposures("exposure", exposure),
        reference_events=given.counts("reference_events", reference_events),
        reference_exposure=given.exposures("reference_exposure", reference_exposure),
    )
    if a.ndim > MOST_AXES:
        raise InvalidCounts(f"there are {a.ndim} axes: at most {MOST_AXES} can be taken apart")
    if given.choice("of", of, OF) == "shares":
        given.parts("events", a, "exposure", n)
        given.parts("reference_events", b, "reference_exposure", m)
    refuse_few("events", a)
    refuse_few("reference_events", b)
    rate, other = a / n, b / m
    rest = (1 - rate, 1 - other) if of == "shares" else (1.0, 1.0)
    variance, other_variance = rest[0] * rate / n, rest[1] * other / m
    z = given.normal_quantile(confidence)

    def part(weight: FloatArray, other_weight: FloatArray) -> Estimate:
        value = (weight * rate).sum() + (other_weight * other).sum()
        squares = (weight**2 * variance).sum() + (other_weight**2 * other_variance).sum()
        spread = z * np.sqrt(squares)
        return estimate(per * value, per * (value - spread), per * (value + spread))

    share, other_share = n / n.sum(), m / m.sum()
    mean_share, mean_rate = (share + other_share) / 2, (rate + other) / 2
    moved = _moved(_factors(m), _factors(n))
    standardised = [[(mean_rate * each).sum() for each in side] for side in moved]
    standardised[0].append((other * mean_share).sum())
    standardised[1].append((rate * mean_share).sum())
    return DifferenceParts(
        total=part(share, -other_share),
        rates=part(mean_share, -mean_share),
        mix=tuple(part((new - old) / 2, (new - old) / 2) for old, new in zip(*moved, strict=True)),
        standardised=per * array(standardised),
    )


def _subsets(items: list[int]) -> list[tuple[int, ...]]:
    return list(chain.from_iterable(combinations(items, size) for size in range(len(items) + 1)))


def _factors(exposure: FloatArray) -> list[FloatArray]:
    """Write each cell's share of all as a product of one factor for each axis.

    An axis's factor is the mean, over all orders in which axes could be told apart, of how it
    divides up what earlier ones left (on the scale of logarithms).
    """
    axes = list(range(exposure.ndim))
    factors = []
    for axis in axes:
        others = [each for each in axes if each != axis]
        log = np.zeros(exposure.shape)
        for kept in _subsets(others):
            weight = 1 / (len(axes) * comb(len(others), len(kept)))
            log += weight * np.log(_margin(exposure, (*kept, axis)) / _margin(exposure, kept))
        factors.append(np.exp(log))
    return factors


def _margin(exposure: FloatArray, kept: tuple[int, ...]) -> FloatArray:
    gone = tuple(axis for axis in range(exposure.ndim) if axis not in kept)
    return array(exposure.sum(axis=gone, keepdims=True))


def _moved(
    old: list[FloatArray], new: list[FloatArray]
) -> tuple[list[FloatArray], list[FloatArray]]:
    """Give each cell's share if one axis's factor were old or new and the others between.

    Between means: averaged over all orders in which the others could change. The differences new
    minus old, over all axes, add up to the difference of the shares themselves.
    """
    sides: tuple[list[FloatArray], list[FloatArray]] = ([], [])
    for axis in range(len(old)):
        others = [each for each in range(len(old)) if each != axis]
        held = np.zeros(old[0].shape)
        for changed in _subsets(others):
            weight = 1 / (len(old) * comb(len(others), len(changed)))
            held += weight * np.prod(
                [new[each] if each in changed else old[each] for each in others], axis=0
            )
        sides[0].append(old[axis] * held)
        sides[1].append(new[axis] * held)
    return sides
