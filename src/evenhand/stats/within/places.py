"""A ratio taken apart: how much of it is inside places, how much is between them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evenhand.stats import given
from evenhand.stats.errors import InvalidCounts
from evenhand.stats.estimate import Estimate, FloatArray, array, estimate
from evenhand.stats.within.caution import ASSOCIATION, refuse_few, strata

WEIGHTS = ("both", "group", "reference")


@dataclass(frozen=True, eq=False)
class RatioParts:
    """A ratio as the product of two: inside places and between them.

    Attributes
    ----------
    crude : the ratio of the two groups' rates, all places taken together.
    within : what is left when each person is compared with others of the same place.
    between : what living in different places alone would make of it. Crude is within x between.
    caution : a sentence that belongs beside them wherever they are shown.
    """

    crude: Estimate
    within: Estimate
    between: Estimate
    caution: str = ASSOCIATION


@dataclass(frozen=True, eq=False)
class _Logs:
    """The logs of crude, within and between (three rows), and how each count moves them."""

    values: FloatArray
    by_group: FloatArray
    by_reference: FloatArray

    def variances(self, events: FloatArray, reference_events: FloatArray) -> FloatArray:
        return array(self.by_group**2 @ events + self.by_reference**2 @ reference_events)


def decompose_ratio(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    weights: str = "both",
    confidence: float = 0.95,
) -> RatioParts:
    """Take a rate ratio apart into a part within places and a part between them.

    ``between`` 1.4 says that if, in every place, both groups had the same rate, the ratio would
    still be 1.4, because the group lives where rates are high. ``within`` 2.9 says that where both
    live the group's rate is 2.9 times the reference group's. Their product is the crude ratio. 1
    means that the part adds nothing.

    Parameters
    ----------
    events, reference_events : whole numbers, zero or more, one cell for each place. Places may be
        crossed with age and sex: any number of axes, all four tables of one shape.
    exposure, reference_exposure : above zero, one unit throughout.
    weights : whose spread over places counts in ``within``: the ``"group"``'s (observed over
        expected), the ``"reference"`` group's (direct standardisation), or the geometric mean of
        ``"both"``, which does not depend on which group is called the reference.
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    RatioParts
        Three estimates without dimensions, and the sentence that belongs beside them.

    Raises
    ------
    InvalidCounts
        If a count is negative or not whole, an exposure is not above zero, or shapes differ.
    CannotTell
        If either group has fewer than 10 events.

    Notes
    -----
    Kitagawa (1955), Journal of the American Statistical Association 50, on the scale of ratios:
    ``"group"`` and ``"reference"`` are her two standardisations, ``"both"`` is Fisher's index
    number. Intervals by the delta method on the logarithm; counts are Poisson, exposures known.
    """
    a, n, b, m = _counted(events, exposure, reference_events, reference_exposure)
    found = _logs(a, n, b, m, given.choice("weights", weights, WEIGHTS))
    return _parts(found.values, found.variances(a, b), confidence)


def decompose_change_in_ratio(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    weights: str = "both",
    confidence: float = 0.95,
) -> RatioParts:
    """Take the change of a rate ratio between two periods apart: within places, between them.

    ``crude`` 0.9 says that the ratio is now nine tenths of what it was. With ``within`` 1.2 and
    ``between`` 0.75 it fell although it rose where both groups live, because places now differ
    less, or in another way, in how often anybody is searched. 1 means no change.

    Parameters
    ----------
    events, exposure, reference_events, reference_exposure : as for ``decompose_ratio``, with one
        more axis, the first, of length two: the earlier period, then the later.
    weights, confidence : as for ``decompose_ratio``.

    Returns
    -------
    RatioParts
        Each part's later value divided by its earlier one.

    Raises
    ------
    InvalidCounts
        As for ``decompose_ratio``, or if there are not two periods.
    CannotTell
        As for ``decompose_ratio``, in either period.

    Notes
    -----
    The counts of the two periods are independent, so the variances of their logarithms add up.
    """
    four = [np.asarray(each) for each in (events, exposure, reference_events, reference_exposure)]
    if any(each.ndim == 0 or len(each) != 2 for each in four):
        raise InvalidCounts("the first axis must have the earlier period, then the later: two")
    given.choice("weights", weights, WEIGHTS)
    values, variances = [], []
    for period in range(2):
        a, n, b, m = _counted(*(each[period] for each in four))
        found = _logs(a, n, b, m, weights)
        values.append(found.values)
        variances.append(found.variances(a, b))
    return _parts(values[1] - values[0], variances[0] + variances[1], confidence)


def _counted(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
) -> list[FloatArray]:
    """Check one period's four tables, and lay their cells in a row."""
    tables = strata(
        events=given.counts("events", events),
        exposure=given.exposures("exposure", exposure),
        reference_events=given.counts("reference_events", reference_events),
        reference_exposure=given.exposures("reference_exposure", reference_exposure),
    )
    refuse_few("events", tables[0])
    refuse_few("reference_events", tables[2])
    return [table.ravel() for table in tables]


def _logs(a: FloatArray, n: FloatArray, b: FloatArray, m: FloatArray, weights: str) -> _Logs:
    crude = np.log(a.sum() / n.sum()) - np.log(b.sum() / m.sum())
    crude_a, crude_b = np.full(a.shape, 1 / a.sum()), np.full(b.shape, -1 / b.sum())
    values, by_a, by_b = [], [], []
    if weights != "reference":  # observed over expected at the reference group's rates
        at = n / m
        expected = at @ b
        values.append(np.log(a.sum() / expected))
        by_a.append(crude_a)
        by_b.append(-at / expected)
    if weights != "group":  # the group's rates, spread as the reference group is
        at = m / n
        spread = at @ a
        values.append(np.log(spread / b.sum()))
        by_a.append(at / spread)
        by_b.append(crude_b)
    within, within_a, within_b = (np.mean(each, axis=0) for each in (values, by_a, by_b))
    return _Logs(
        array([crude, within, crude - within]),
        np.stack([crude_a, within_a, crude_a - within_a]),
        np.stack([crude_b, within_b, crude_b - within_b]),
    )


def _parts(values: FloatArray, variances: FloatArray, confidence: float) -> RatioParts:
    spread = given.normal_quantile(confidence) * np.sqrt(variances)
    low, high = np.exp(values - spread), np.exp(values + spread)
    crude, within, between = (
        estimate(*each) for each in zip(np.exp(values), low, high, strict=True)
    )
    return RatioParts(crude, within, between)
