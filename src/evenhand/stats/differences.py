"""Differences between rates, and the number of events that the difference stands for."""

from numpy.typing import ArrayLike

from evenhand.stats import combine, given
from evenhand.stats.estimate import Estimate
from evenhand.stats.rates import rate


def rate_difference(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    per: float = 1.0,
    method: str = "exact",
    confidence: float = 0.95,
) -> Estimate:
    """Subtract a reference group's rate from a group's rate.

    A difference of 3 per 1,000 says that, of 1,000 people in each group, the group experienced
    three more events than the reference group; 0 says equally many. A ratio hides this scale.

    Parameters
    ----------
    events, reference_events : whole numbers, zero or more.
    exposure, reference_exposure : above zero, one unit throughout. All four broadcast.
    per : the difference is given per this much exposure.
    method : how each rate's own interval is made, as for ``rate``.
    confidence : the share of such intervals that cover the truth.

    Returns
    -------
    Estimate
        Above zero where the group's rate is higher, below where it is lower.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, or an exposure is not above zero.

    Notes
    -----
    The two rates' intervals are combined by MOVER (Zou and Donner, 2008; for Poisson rates Li, Tang
    and Wong, 2014, Statistical Methods in Medical Research 23).
    """
    group = rate(events, exposure, per=per, method=method, confidence=confidence)
    a, n = (
        given.counts("reference_events", reference_events),
        given.exposures("reference_exposure", reference_exposure),
    )
    given.together(group=group.value, reference_events=a, reference_exposure=n)
    reference = rate(a, n, per=per, method=method, confidence=confidence)
    return combine.difference(group, reference)


def excess_events(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    method: str = "exact",
    confidence: float = 0.95,
) -> Estimate:
    """Count the events above what the group would have had at the reference group's rate.

    An excess of 40 says that 40 fewer events would have made the two rates equal; a negative excess
    says that the group had fewer. It is the rate difference times the group's exposure.

    Parameters
    ----------
    events, exposure, reference_events, reference_exposure, method, confidence
        As for ``rate_difference``.

    Returns
    -------
    Estimate
        In events, not whole numbers; negative where the group had fewer.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, or an exposure is not above zero.

    Notes
    -----
    ``events - exposure * reference_events / reference_exposure``; limits as for
    ``rate_difference``.
    """
    difference = rate_difference(
        events,
        exposure,
        reference_events,
        reference_exposure,
        method=method,
        confidence=confidence,
    )
    return difference.times(given.exposures("exposure", exposure))
