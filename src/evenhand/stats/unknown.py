"""What we do not know: records whose group nobody wrote down."""

import numpy as np
from numpy.typing import ArrayLike

from evenhand.stats import given
from evenhand.stats.estimate import FloatArray, Range, array


def unknown_range(  # noqa: PLR0917 - three pairs of a count and its exposure
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    unknown_events: ArrayLike,
    unknown_exposure: ArrayLike = 0.0,
) -> Range:
    """Say what a ratio would be if every unknown were the reference group, or the group.

    The ratio among those whose group is known supposes that the unknown are like them. If they are
    not, the truth may lie anywhere in this range; a range that includes 1 says that the records
    alone cannot tell which group fared worse.

    Parameters
    ----------
    events, reference_events, unknown_events : whole numbers, zero or more.
    exposure, reference_exposure : above zero.
    unknown_exposure : zero or more; the exposure that the unknown bring along. Zero for residents
        (the Census knows everybody's group); for a proportion of searches, the unknown searches.
        Then the two assumptions are not the widest possible, as finds could go to one group and
        failures to the other. All broadcast.

    Returns
    -------
    Range
        NaN where nothing is divided by nothing; infinite where the reference has no events.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, or an exposure is not above zero.

    Notes
    -----
    Bounds without assumptions in the sense of Manski (1989), Journal of Human Resources 24.
    """
    a, n, b, m, u, v = given.together(
        events=given.counts("events", events),
        exposure=given.exposures("exposure", exposure),
        reference_events=given.counts("reference_events", reference_events),
        reference_exposure=given.exposures("reference_exposure", reference_exposure),
        unknown_events=given.counts("unknown_events", unknown_events),
        unknown_exposure=given.amounts("unknown_exposure", unknown_exposure),
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        among_known = (a / n) / (b / m)
        if_reference = (a / n) / ((b + u) / (m + v))
        if_group = ((a + u) / (n + v)) / (b / m)
        ends = np.stack([if_reference, among_known, if_group])
        low, high = np.fmin.reduce(ends), np.fmax.reduce(ends)
    return Range(array(low), array(high), array(if_reference), array(if_group))


def tipping_share(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    unknown_events: ArrayLike,
) -> FloatArray:
    """Find the share of unknowns that would have to be of the group for the ratio to reach 1.

    Against a ratio above 1 a small share says that only if hardly any of the unknown were of the
    group could the rates be equal. Compare it with the group's share of people and of known events.

    Parameters
    ----------
    events, reference_events, unknown_events : whole numbers, zero or more.
    exposure, reference_exposure : above zero. All broadcast.

    Returns
    -------
    float64 array
        Between 0 and 1; NaN where no share makes the rates equal, or nobody is unknown.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, or an exposure is not above zero.

    Notes
    -----
    Solves (a + q u) / n = (b + (1 - q) u) / m for q.
    """
    a, n, b, m, u = given.together(
        events=given.counts("events", events),
        exposure=given.exposures("exposure", exposure),
        reference_events=given.counts("reference_events", reference_events),
        reference_exposure=given.exposures("reference_exposure", reference_exposure),
        unknown_events=given.counts("unknown_events", unknown_events),
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (n * (b + u) - m * a) / (u * (n + m))
        return array(np.where((share >= 0) & (share <= 1), share, np.nan))
