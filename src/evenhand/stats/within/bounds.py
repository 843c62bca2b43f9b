"""Force after a stop: what records of stops cannot show if the stop itself was not even-handed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evenhand.stats import combine, given
from evenhand.stats.errors import CannotTell, StatsError
from evenhand.stats.estimate import Estimate, FloatArray, array, estimate
from evenhand.stats.proportions import proportion

FEWEST = 30
ASSUMPTIONS = (
    "No record of stops can show the share of stops that would not have been made of somebody of "
    "the reference group: each row assumes one. The bounds also take it that nobody of the "
    "reference group was stopped who would not have been stopped as one of the group; that force "
    "is at least as common in stops that would have been made anyway as in the others; that the "
    "encounters compared are alike; and that all force is recorded with a stop."
)


@dataclass(frozen=True, eq=False)
class SelectionBounds:
    """How much more often force follows, for each assumed share of discriminatory stops.

    Attributes
    ----------
    assumed : (shares,) of the group's stops that would not have been made of the reference group.
    among_stops : the difference as records of stops show it: right only if the share is 0, and
        even then blind to force in stops that should not have been.
    of_the_group : (shares,) in encounters with people of the group who were stopped: the
        difference that being of the group made, stop and force together.
    lowest, highest : (shares,) the ends of what it can be in all encounters that led to a stop, of
        either group.
    caution : what has to be believed for this; it belongs beside it.
    """

    assumed: FloatArray
    among_stops: Estimate
    of_the_group: Estimate
    lowest: Estimate
    highest: Estimate
    caution: str = ASSUMPTIONS


def selection_bounds(
    force: int,
    stops: int,
    reference_force: int,
    reference_stops: int,
    *,
    assumed: ArrayLike = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5),
    confidence: float = 0.95,
) -> SelectionBounds:
    """Bound the difference in force, if some stops would not have been made of the other group.

    Records begin with a stop. If some of a group's stops were made because of the group, and would
    not have been made otherwise, then the group's stops contain milder cases, and comparing stops
    makes force look more even than it was. ``of_the_group`` 0.05 at an assumed share of 0.3 says:
    if three in ten of the group's stops were such, force followed 5 percentage points more often
    because they were of the group. 0 says that it made no difference.

    Parameters
    ----------
    force, reference_force : whole numbers; stops in which force was used.
    stops, reference_stops : whole numbers; all stops of each group.
    assumed : shares from 0 up to but not including 1. Nobody knows the share: give several, and
        show them all.
    confidence : the share of such intervals that cover the truth, about. It is chance alone; what
        is not known is the distance between the rows, and between ``lowest`` and ``highest``.

    Returns
    -------
    SelectionBounds
        Differences of proportions (0.05 is five percentage points).

    Raises
    ------
    InvalidCounts
        If a count is negative or not whole, or force was used more often than people were stopped.
    CannotTell
        With fewer than 30 stops of either group.
    StatsError
        If an assumed share is not from 0 up to 1.

    Notes
    -----
    Knox, Lowe and Mummolo (2020), American Political Science Review 114. With proportions y1 of the
    group and y0 of the reference, assumed share r, and p the group's share of all stops:
    ``of_the_group`` = y1 - (1 - r) y0; both ends = p y1 + (1 - p) a - (1 - r p) y0, where a, force
    in stops that would have been made anyway, had all been of the group, is from y1 to y1 / (1 - r)
    or 1. Each is a part that rises with y1 minus one that rises with y0, so Wilson's limits carry
    over, combined by MOVER; p is taken as known.
    """
    y1, y0 = (
        proportion(part, whole, confidence=confidence)
        for part, whole in ((force, stops), (reference_force, reference_stops))
    )
    for name, whole in (("stops", stops), ("reference_stops", reference_stops)):
        if whole < FEWEST:
            raise CannotTell(
                f"{name} is {whole}: with fewer than {FEWEST} of either group the answer would be "
                "mostly chance"
            )
    r = np.atleast_1d(given.amounts("assumed", assumed))
    if np.any(r >= 1):
        raise StatsError("an assumed share must be from 0 up to 1: at 1 nothing could be compared")
    p = stops / (stops + reference_stops)

    def most(value: FloatArray) -> FloatArray:
        return array(p * value + (1 - p) * np.minimum(value / (1 - r), 1))

    one = estimate(*(part + np.zeros(r.shape) for part in (y1.value, y1.low, y1.high)))
    largest = estimate(most(one.value), most(one.low), most(one.high))
    return SelectionBounds(
        assumed=r,
        among_stops=combine.difference(y1, y0),
        of_the_group=combine.difference(one, y0.times(1 - r)),
        lowest=combine.difference(one, y0.times(1 - r * p)),
        highest=combine.difference(largest, y0.times(1 - r * p)),
    )
