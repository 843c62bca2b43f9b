"""The two shapes in which results come back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Estimate:
    """A measured value and the interval of sampling uncertainty around it.

    Attributes
    ----------
    value, low, high : float64 arrays of one shape (zero-dimensional when scalars went in).
        NaN means "not defined" (nothing divided by nothing, or a method that has no limit there);
        infinity means "no upper limit". Neither is ever filled in silently.
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray

    def times(self, factor: FloatArray | float) -> "Estimate":
        """Return the estimate in another unit: every part multiplied by ``factor`` (above zero)."""
        return estimate(self.value * factor, self.low * factor, self.high * factor)


@dataclass(frozen=True, eq=False)
class Range:
    """What a ratio could be, given people whose group was not recorded.

    This is ignorance, not sampling uncertainty; it is shown beside an interval, never merged.

    Attributes
    ----------
    low, high : the ends of the range; the ratio among those whose group is known lies between.
    if_all_reference, if_all_group : the ratio if every unknown belonged to the reference group, or
        to the group itself. They are the ends of the range unless the unknown bring exposure along,
        as unknown searches do to a proportion of searches.
    """

    low: FloatArray
    high: FloatArray
    if_all_reference: FloatArray
    if_all_group: FloatArray


def array(values: object) -> FloatArray:
    """Return an array, even of no dimensions (NumPy makes those scalars)."""
    return np.asarray(values, dtype=np.float64)


def estimate(value: object, low: object, high: object) -> Estimate:
    """Build an estimate of arrays from whatever NumPy's arithmetic left."""
    return Estimate(array(value), array(low), array(high))
