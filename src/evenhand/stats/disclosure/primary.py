"""Which counts are small enough to point at people."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evenhand.stats.errors import InvalidCounts

THRESHOLD_POWERS = 5  # aggregate counts of police powers: the police publish them unrounded
THRESHOLD_STAFF = 10  # counts of staff, surveys and anything about people who work together


def primary(
    counts: ArrayLike,
    threshold: int = THRESHOLD_POWERS,
    *,
    public: ArrayLike = False,
    sensitive_zeros: ArrayLike = False,
) -> NDArray[np.bool_]:
    """Say which counts are too small to show: from 1 to one below the threshold.

    Zero is shown (nobody is in the cell) unless marked: where a zero tells something about
    everyone in a group ("no officer from this group was promoted"), it is hidden like a 1.

    Parameters
    ----------
    counts : whole numbers, zero or more, of any shape.
    threshold : 3 or more; the smallest count that is shown.
    public : whether each count is already public elsewhere; such a count is never hidden.
    sensitive_zeros : whether a zero would be hidden in each place. Both broadcast.

    Returns
    -------
    A mask of the shape of ``counts``; true means hide.

    Raises
    ------
    InvalidCounts
        If a count is negative or not whole, or the threshold is below 3.

    Notes
    -----
    Section 11.3 of the domain brief: thresholds of 5 and 10 are both in use in UK statistics.
    """
    numbers = np.asarray(counts)
    check_threshold(threshold)
    if not np.issubdtype(numbers.dtype, np.integer):
        raise InvalidCounts("Counts must be whole numbers.")
    if np.any(numbers < 0):
        raise InvalidCounts("Counts must be zero or more.")
    small = (numbers < threshold) & ((numbers > 0) | np.asarray(sensitive_zeros, dtype=np.bool_))
    return np.asarray(small & ~np.asarray(public, dtype=np.bool_))


def check_threshold(threshold: int) -> None:
    """Refuse a threshold under which nothing would ever be hidden, or only ones, unmistakably."""
    if isinstance(threshold, bool) or not isinstance(threshold, int | np.integer) or threshold < 3:
        raise InvalidCounts(
            f"The threshold must be a whole number of 3 or more, not {threshold!r}: with 2, "
            "a hidden count could only be 1."
        )
