"""Run rules: patterns in a row of months that chance seldom makes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from evenhand.stats.errors import InvalidCounts, StatsError
from evenhand.stats.estimate import FloatArray
from evenhand.stats.watching.series import FEWEST_MONTHS, BoolArray


@dataclass(frozen=True, eq=False)
class RunRules:
    """What the rules say of each month, and of each series as a whole.

    Attributes
    ----------
    beyond : (..., months) beyond three standard errors.
    shift : the last of so many months in a row on one side of the centre.
    trend : the last of so many months in a row that each went the same way.
    near_limit : one of three months of which two are beyond two standard errors on the same side;
        told of the last of the two.
    longest_run, crossings : (...) of each series: the most months in a row on one side, and how
        often it crossed the centre. Months on the centre are passed over.
    unlike_chance : (...) whether the longest run is too long or the crossings too few (Anhøj).
    told : (...) whether the series has the 12 months without which there are no rules.
    """

    beyond: BoolArray
    shift: BoolArray
    trend: BoolArray
    near_limit: BoolArray
    longest_run: NDArray[np.int64]
    crossings: NDArray[np.int64]
    unlike_chance: BoolArray
    told: BoolArray


def run_rules(scores: ArrayLike, *, in_a_row: int = 7) -> RunRules:
    """Say which patterns each series shows.

    Parameters
    ----------
    scores : (..., months) standard errors from the centre (``month_scores``); NaN where a month is
        missing. The months on both sides of a missing one are taken as neighbours.
    in_a_row : months that make a shift, and a trend; 7 as the health service in England counts.

    Returns
    -------
    RunRules
        In the shape of the scores. Each rule has false alarms of its own: all four together about
        one in six years, so choose one beforehand, or use a chart with a stated rate.

    Raises
    ------
    InvalidCounts
        If scores are not numbers with months along the last axis.
    StatsError
        If ``in_a_row`` is under 4.

    Notes
    -----
    NHS England, Making Data Count: shift and trend of 7, two of three near a limit. Anhøj and
    Olesen (2014), PLoS ONE 9: a run longer than ``log2(n) + 3`` rounded, or crossings below the 5%
    point of a binomial with ``n - 1`` trials of one half.
    """
    if in_a_row < 4:
        raise StatsError(f"in_a_row is {in_a_row}: fewer than 4 in a row happen all the time")
    try:
        z = np.asarray(scores, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidCounts(f"scores must hold numbers: {error}") from error
    if z.ndim == 0 or z.shape[-1] == 0:
        raise InvalidCounts("scores: a series needs months, along the last axis")
    seen = ~np.isnan(z)
    order = np.argsort(~seen, axis=-1, kind="stable")
    packed = np.take_along_axis(z, order, axis=-1)
    side = np.nan_to_num(np.sign(packed))
    step = np.zeros_like(side)
    step[..., 1:] = np.nan_to_num(np.sign(np.diff(packed, axis=-1)))
    told = seen.sum(axis=-1) >= FEWEST_MONTHS

    def back(marks: BoolArray) -> BoolArray:
        placed = np.zeros(z.shape, dtype=np.bool_)
        np.put_along_axis(placed, order, marks, axis=-1)
        return np.asarray(placed & seen & told[..., None])

    with np.errstate(invalid="ignore"):
        far = np.where(np.abs(packed) > 2, side, 0)
    before = np.zeros((2, *far.shape))
    before[0][..., 1:], before[1][..., 2:] = far[..., :-1], far[..., :-2]
    near = (far != 0) & ((before[0] == far) | (before[1] == far))
    longest, crossings, points = _crossings(side)
    most = np.round(np.log2(np.maximum(points, 1)) + 3)
    fewest = stats.binom.ppf(0.05, np.maximum(points - 1, 0), 0.5)
    return RunRules(
        back(np.abs(packed) > 3),
        back(_run(side) >= in_a_row),
        # So many months in a row are one step fewer.
        back(_run(step) >= in_a_row - 1),
        back(near),
        longest,
        crossings,
        told & (points >= FEWEST_MONTHS) & ((longest > most) | (crossings < fewest)),
        told,
    )


def _run(side: FloatArray) -> NDArray[np.int64]:
    """Count, for each month, how many in a row up to it have its sign; 0 where it has none."""
    count = np.zeros(side.shape, dtype=np.int64)
    count[..., 0] = side[..., 0] != 0
    for month in range(1, side.shape[-1]):
        same = (side[..., month] == side[..., month - 1]) & (side[..., month] != 0)
        count[..., month] = np.where(same, count[..., month - 1], 0) + (side[..., month] != 0)
    return count


def _crossings(side: FloatArray) -> tuple[NDArray[np.int64], ...]:
    """Give the longest run, the crossings, and the months not on the centre."""
    order = np.argsort(side == 0, axis=-1, kind="stable")
    packed = np.take_along_axis(side, order, axis=-1)
    points = (side != 0).sum(axis=-1)
    crossed = (packed[..., 1:] * packed[..., :-1] < 0).sum(axis=-1)
    return _run(packed).max(axis=-1), crossed, points
