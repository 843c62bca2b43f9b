"""A ratio taken apart by what only events have: a reason, a team, a time of day."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evenhand.stats import given
from evenhand.stats.errors import CannotTell, InvalidCounts
from evenhand.stats.estimate import Estimate, FloatArray, array, estimate
from evenhand.stats.within.caution import ASSOCIATION, refuse_few


@dataclass(frozen=True, eq=False)
class ReasonParts:
    """A ratio as a sum over reasons.

    Attributes
    ----------
    total : the ratio of all events.
    each : (reasons,) what each reason adds to it; they add up to ``total``.
    share : (reasons,) of the reference group's events; if the ratio were 1 for every reason, each
        would add just this much.
    ratio : (reasons,) the ratio of events of that reason alone.
    caution : a sentence that belongs beside them wherever they are shown.
    """

    total: Estimate
    each: Estimate
    share: FloatArray
    ratio: Estimate
    caution: str = ASSOCIATION


@dataclass(frozen=True, eq=False)
class ChangeParts:
    """The change of a ratio between two periods as a sum.

    Attributes
    ----------
    total : the later ratio minus the earlier one.
    within : the part because ratios changed for the same reason.
    mix : the part because the reference group's events moved to reasons with other ratios.
    caution : a sentence that belongs beside them wherever they are shown.
    """

    total: Estimate
    within: Estimate
    mix: Estimate
    caution: str = ASSOCIATION


def decompose_by_reason(
    events: ArrayLike,
    exposure: float,
    reference_events: ArrayLike,
    reference_exposure: float,
    *,
    confidence: float = 0.95,
) -> ReasonParts:
    """Say what each reason, team or time of day adds to a rate ratio.

    Everybody could be searched for any reason, so all reasons have the same residents below them.
    Of a ratio of 4, ``each`` 2.6 for drugs says that searches for drugs alone make up 2.6 of it;
    ``share`` 0.6 is what they would make up if the ratio for drugs were 1.

    Parameters
    ----------
    events, reference_events : (reasons,) whole numbers, zero or more.
    exposure, reference_exposure : above zero, one number for each group.
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    ReasonParts
        A reason without events of the reference group has a ratio without end, or NaN.

    Raises
    ------
    InvalidCounts
        If a count is negative or not whole, an exposure is not above zero, or shapes differ.
    CannotTell
        If either group has fewer than 10 events.

    Notes
    -----
    Each part is the reason's events of the group over all events of the reference group, so their
    variance on the log scale is 1/a + 1/b. A reason without events of the group adds 0, without
    a limit (NaN).
    """
    a, b, scale = _counted(events, exposure, reference_events, reference_exposure)
    z = given.normal_quantile(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        return ReasonParts(
            total=_ratio(array(a.sum()), array(b.sum()), scale, z),
            each=_ratio(a, np.full(a.shape, b.sum()), scale, z),
            share=b / b.sum(),
            ratio=_ratio(a, b, scale, z),
        )


def decompose_change_by_reason(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    confidence: float = 0.95,
) -> ChangeParts:
    """Take the change of a ratio apart: other reasons, or other ratios for the same reason.

    ``mix`` -0.3 says that the ratio fell by 0.3 because searches moved to reasons for which it was
    lower all along; ``within`` says by how much it changed for the same reason. 0 means no change.

    Parameters
    ----------
    events, reference_events : (2, reasons) whole numbers, zero or more: the earlier period, then
        the later.
    exposure, reference_exposure : (2,) above zero.
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    ChangeParts
        Estimates without dimensions.

    Raises
    ------
    InvalidCounts
        If a count is negative or not whole, an exposure is not above zero, or there are not two
        periods of one shape.
    CannotTell
        If a group has fewer than 10 events in a period, or the reference group none of a reason.

    Notes
    -----
    A ratio is the mean of the reasons' ratios, weighted with the reference group's shares, so
    Kitagawa's (1955) two parts add up to its change. Intervals by the delta method.
    """
    a, b = given.counts("events", events), given.counts("reference_events", reference_events)
    n = given.exposures("exposure", exposure)
    m = given.exposures("reference_exposure", reference_exposure)
    if a.ndim != 2 or len(a) != 2 or a.shape != b.shape or n.shape != (2,) or m.shape != (2,):
        raise InvalidCounts(
            "give two periods: counts of shape (2, reasons), exposures of shape (2,)"
        )
    for period, name in enumerate(("the earlier", "the later")):
        refuse_few(f"events of {name} period", a[period])
        refuse_few(f"reference_events of {name} period", b[period])
    if np.any(b == 0):
        raise CannotTell(
            "the reference group has no events of some reason: put rare reasons together"
        )
    z = given.normal_quantile(confidence)
    scale = (m / n)[:, None]
    share, ratio = b / b.sum(axis=1, keepdims=True), a / b * scale
    sign = array([[-1.0], [1.0]])
    # How the parts move with a count of the group, and with one of the reference group.
    share_by_b = 1 / b.sum(axis=1, keepdims=True)
    within_a = sign * share.mean(axis=0) * scale / b
    mix_a = (share[1] - share[0]) / 2 * scale / b
    change, level = ratio[1] - ratio[0], ratio.mean(axis=0)
    within_b = -within_a * a / b + share_by_b * (change - share @ change[:, None]) / 2
    mix_b = -mix_a * a / b + sign * share_by_b * (level - share @ level[:, None])

    def part(value: float, by_a: FloatArray, by_b: FloatArray) -> Estimate:
        spread = z * np.sqrt((by_a**2 * a).sum() + (by_b**2 * b).sum())
        return estimate(value, value - spread, value + spread)

    within = float((share.mean(axis=0) * change).sum())
    mix = float(((share[1] - share[0]) * level).sum())
    return ChangeParts(
        total=part(within + mix, within_a + mix_a, within_b + mix_b),
        within=part(within, within_a, within_b),
        mix=part(mix, mix_a, mix_b),
    )


def _counted(
    events: ArrayLike, exposure: float, reference_events: ArrayLike, reference_exposure: float
) -> tuple[FloatArray, FloatArray, float]:
    a, b = given.counts("events", events), given.counts("reference_events", reference_events)
    n = given.exposures("exposure", exposure)
    m = given.exposures("reference_exposure", reference_exposure)
    if a.ndim != 1 or a.shape != b.shape or n.ndim or m.ndim:
        raise InvalidCounts("give one count for each reason and one exposure for each group")
    refuse_few("events", a)
    refuse_few("reference_events", b)
    return a, b, float(m / n)


def _ratio(a: FloatArray, b: FloatArray, scale: float, z: float) -> Estimate:
    value = a / b * scale
    spread = np.exp(z * np.sqrt(1 / a + 1 / b))
    return estimate(value, value / spread, value * spread)
