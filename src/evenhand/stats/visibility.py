"""The visibility test: is a group a larger share of stops where it could be seen beforehand?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evenhand.stats import given
from evenhand.stats.errors import CannotTell
from evenhand.stats.estimate import Estimate, FloatArray, Range, array
from evenhand.stats.odds import odds_ratio
from evenhand.stats.proportions import proportion

FEWEST = 30
"""Stops that each of the four counts must have; with fewer the answer is mostly chance."""


@dataclass(frozen=True, eq=False)
class Visibility:
    """A group among stops where the officer could see it beforehand, and where not.

    An odds ratio above 1 is an association between being visible and being stopped. It is not proof
    of why: what can be seen also depends on light, place, speed and on what officers write down.

    Attributes
    ----------
    odds_ratio : of the group, seen against not seen, without stops where the officer was unsure.
    share_seen, share_not_seen : the group's share of the stops of both groups, with and without
        sight.
    if_unsure_seen, if_unsure_not_seen : the odds ratio if every officer who was unsure had seen, or
        if none had. Ignorance, shown beside the interval and never merged with it.
    if_unknown : how far the odds ratio could lie, whoever the people without a recorded group were.
    unsure, unknown : how many stops these two are about.
    """

    odds_ratio: Estimate
    share_seen: Estimate
    share_not_seen: Estimate
    if_unsure_seen: FloatArray
    if_unsure_not_seen: FloatArray
    if_unknown: Range
    unsure: FloatArray
    unknown: FloatArray


def visibility_test(
    seen: ArrayLike,
    not_seen: ArrayLike,
    reference_seen: ArrayLike,
    reference_not_seen: ArrayLike,
    *,
    unsure: ArrayLike = 0,
    reference_unsure: ArrayLike = 0,
    unknown_seen: ArrayLike = 0,
    unknown_not_seen: ArrayLike = 0,
    method: str = "exact",
    confidence: float = 0.95,
) -> Visibility:
    """Compare a group's odds among stops where the officer could see it, and could not.

    If being seen as of the group makes a stop likelier, the group is a larger share of the stops in
    which it could be seen, and the odds ratio is above 1. It needs no population. It is evidence
    about visibility, not proof: whatever else differs where officers can see is in it too.

    Parameters
    ----------
    seen, not_seen : whole numbers; the group's stops in which the officer says that ethnicity could
        be seen beforehand, and could not.
    reference_seen, reference_not_seen : the same of the reference group.
    unsure, reference_unsure : stops in which the officer was unsure, of the group and of the
        reference group. They are in no count above.
    unknown_seen, unknown_not_seen : stops without a recorded group. All eight broadcast.
    method, confidence : as for ``odds_ratio``.

    Returns
    -------
    Visibility

    Raises
    ------
    CannotTell
        If one of the four counts is under 30.
    InvalidCounts
        If a count is negative, not whole or not a number.

    Notes
    -----
    The group is the same on both sides (self-defined, or as perceived afterwards), never the
    ethnicity perceived before the stop, which nobody has where nothing could be seen. The interval
    is Cornfield's, as ``odds_ratio``. Unknown people are bounded as Manski (1989) does: lowest if
    those seen were all of the reference group and the others all of the group.
    """
    names = ("seen", "not_seen", "reference_seen", "reference_not_seen")
    four = dict(zip(names, (seen, not_seen, reference_seen, reference_not_seen), strict=True))
    beside = {
        "unsure": unsure,
        "reference_unsure": reference_unsure,
        "unknown_seen": unknown_seen,
        "unknown_not_seen": unknown_not_seen,
    }
    a, b, c, d, u, v, x, y = given.together(
        **{name: given.counts(name, values) for name, values in (four | beside).items()}
    )
    _refuse_few(dict(zip(names, (a, b, c, d), strict=True)))
    return Visibility(
        odds_ratio=odds_ratio(a, b, c, d, method=method, confidence=confidence),
        share_seen=proportion(a, a + c, confidence=confidence),
        share_not_seen=proportion(b, b + d, confidence=confidence),
        if_unsure_seen=_cross(a + u, b, c + v, d),
        if_unsure_not_seen=_cross(a, b + u, c, d + v),
        if_unknown=Range(
            low=_cross(a, b + y, c + x, d),
            high=_cross(a + x, b, c, d + y),
            if_all_reference=_cross(a, b, c + x, d + y),
            if_all_group=_cross(a + x, b + y, c, d),
        ),
        unsure=array(u + v),
        unknown=array(x + y),
    )


def _refuse_few(counts: dict[str, FloatArray]) -> None:
    for name, values in counts.items():
        if np.any(values < FEWEST):
            raise CannotTell(
                f"{name} is {values.min():.0f}: with fewer than {FEWEST} stops in each of the four "
                "counts (of the group and of the reference group, seen and not seen) the answer "
                "would be mostly chance"
            )


def _cross(a: FloatArray, b: FloatArray, c: FloatArray, d: FloatArray) -> FloatArray:
    return array((a * d) / (b * c))
