"""Change points: the stretches of one rate into which a series falls, for description."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from evenhand.stats.errors import StatsError
from evenhand.stats.estimate import FloatArray, array
from evenhand.stats.watching.series import FEWEST_MONTHS, BoolArray, months, spread


@dataclass(frozen=True, eq=False)
class ChangePoints:
    """The stretches of many series.

    Attributes
    ----------
    starts : (..., months) whether a new stretch begins in that month; never in the first.
    rate : (..., months) events over exposure in the month's stretch; NaN where nothing was told.
    changes : how many there are in each series.
    told : whether the series had 12 observed months and an event.
    """

    starts: BoolArray
    rate: FloatArray
    changes: NDArray[np.int64]
    told: BoolArray


def change_points(
    events: ArrayLike,
    exposure: ArrayLike = 1.0,
    *,
    phi: ArrayLike = 1.0,
    shortest: int = 3,
    penalty: float = 3.0,
) -> ChangePoints:
    """Cut each series into stretches of one rate each, as few as describe it well.

    Parameters
    ----------
    events, exposure, phi : as for ``poisson_cusum``. The whole series is looked at, so what is said
        of an early month changes with later ones: it describes, and raises no alert.
    shortest : months that a stretch has at least.
    penalty : what a further change must gain, times the log of the observed months.

    Returns
    -------
    ChangePoints
        In the shape of the series.

    Raises
    ------
    InvalidCounts
        If a count is not a whole number, an exposure not above zero, or shapes do not fit.
    StatsError
        If ``shortest`` is under 1 or the penalty is not above 0.

    Notes
    -----
    The best of all ways to cut the series (Jackson and others 2005, IEEE Signal Processing Letters
    12; PELT gives the same with less work on series longer than ours), by twice the Poisson
    likelihood over ``phi``. A penalty of 3 logs is Zhang and Siegmund's (2007), Biometrics 63.
    """
    if shortest < 1 or not 0 < penalty < np.inf:
        raise StatsError("shortest must be 1 or more, and the penalty above 0")
    found = months("events", events, "exposure", exposure)
    swing = spread(phi, found.events.shape)
    shape = found.events.shape
    length = shape[-1]

    def sums(values: FloatArray) -> FloatArray:
        flat = np.cumsum(values.reshape(-1, length), axis=1)
        return array(np.pad(flat, ((0, 0), (1, 0))))

    x, e, n = sums(found.events), sums(found.exposure), sums(found.seen.astype(np.float64))
    wide = np.broadcast_to(swing, (*shape[:-1], 1)).reshape(-1, 1)
    price = penalty * np.log(np.maximum(n[:, -1:], 2))
    best = np.full(x.shape, np.inf)
    best[:, 0] = -price[:, 0]
    last = np.zeros(x.shape, dtype=np.int64)
    for end in range(1, length + 1):
        counts, over = x[:, end : end + 1] - x[:, :end], e[:, end : end + 1] - e[:, :end]
        enough = n[:, end : end + 1] - n[:, :end] >= shortest
        with np.errstate(invalid="ignore", divide="ignore"):
            fits = 2 * (special.xlogy(counts, counts / over) - counts) / wide
        cost = np.where(enough, best[:, :end] - fits + price, np.inf)
        last[:, end] = np.argmin(cost, axis=1)
        best[:, end] = np.take_along_axis(cost, last[:, end : end + 1], axis=1)[:, 0]
    starts, rate = _walk_back(last, x, e, length)
    told = (n[:, -1] >= max(FEWEST_MONTHS, shortest)) & (x[:, -1] > 0)
    starts &= told[:, None]
    return ChangePoints(
        starts.reshape(shape),
        array(np.where(told[:, None], rate, np.nan).reshape(shape)),
        starts.sum(axis=1).reshape(shape[:-1]),
        told.reshape(shape[:-1]),
    )


def _walk_back(
    last: NDArray[np.int64], x: FloatArray, e: FloatArray, length: int
) -> tuple[BoolArray, FloatArray]:
    """Follow the best cuts from the end; say where stretches start, and the rate of each month."""
    many = np.arange(last.shape[0])
    starts = np.zeros((many.size, length), dtype=np.bool_)
    rate = np.full((many.size, length), np.nan)
    end = np.full(many.size, length)
    begin = last[many, end]
    for month in range(length - 1, -1, -1):
        with np.errstate(invalid="ignore", divide="ignore"):
            rate[:, month] = (x[many, end] - x[many, begin]) / (e[many, end] - e[many, begin])
        cut = begin == month
        starts[:, month] = cut
        end = np.where(cut, begin, end)
        begin = np.where(cut, last[many, begin], begin)
    starts[:, 0] = False
    return starts, rate
