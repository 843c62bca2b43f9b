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
    unknown_exposure : zero or more; the exposure that the unknown bring along. Zero for residents:
        the Census knows everybody's group. For a proportion of records the two assumptions are not
        the widest possible; ask ``unknown_range_of_proportions``. All broadcast.

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


def unknown_range_of_proportions(  # noqa: PLR0917 - three pairs of a count and its whole
    successes: ArrayLike,
    trials: ArrayLike,
    reference_successes: ArrayLike,
    reference_trials: ArrayLike,
    unknown_successes: ArrayLike,
    unknown_trials: ArrayLike,
) -> Range:
    """Say how far a ratio of two proportions could lie, whoever the unknown were.

    Searches without an ethnicity bring finds and failures. The ratio is lowest if every failure
    among them were of the group and every find of the reference group, and highest the other way
    round; everybody in one group is milder than either. No way of dividing them leads outside.

    Parameters
    ----------
    successes, reference_successes, unknown_successes : whole numbers, at most their trials.
    trials, reference_trials : whole numbers above zero.
    unknown_trials : whole numbers, zero or more. All broadcast.

    Returns
    -------
    Range
        ``if_all_reference`` and ``if_all_group`` lie inside ``low`` and ``high``. NaN where nothing
        is divided by nothing; infinite where the reference may have no successes.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, successes exceed trials, or a group has
        no trials.

    Notes
    -----
    Bounds without assumptions in the sense of Manski (1989), Journal of Human Resources 24. They
    are sharp: both ends can be reached.
    """
    a, n, b, m, u, v = _three_parts(
        ("successes", successes, "trials", trials),
        ("reference_successes", reference_successes, "reference_trials", reference_trials),
        ("unknown_successes", unknown_successes, "unknown_trials", unknown_trials),
    )
    given.exposures("trials", n)
    given.exposures("reference_trials", m)
    failures = v - u
    with np.errstate(divide="ignore", invalid="ignore"):
        low = (a / (n + failures)) / ((b + u) / (m + u))
        high = ((a + u) / (n + u)) / (b / (m + failures))
        if_reference = (a / n) / ((b + u) / (m + v))
        if_group = ((a + u) / (n + v)) / (b / m)
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


def _three_parts(*pairs: tuple[str, ArrayLike, str, ArrayLike]) -> list[FloatArray]:
    named: dict[str, FloatArray] = {}
    for name, part, whole_name, whole in pairs:
        named[name], named[whole_name] = given.parts(name, part, whole_name, whole)
    return given.together(**named)
