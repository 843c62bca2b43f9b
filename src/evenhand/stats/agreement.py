"""Agreement between what people say of themselves and what officers perceive."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evenhand.stats import given
from evenhand.stats.errors import InvalidCounts
from evenhand.stats.estimate import FloatArray, array


@dataclass(frozen=True, eq=False)
class Agreement:
    """How often two descriptions of the same people agree.

    Attributes
    ----------
    n : how many people have both descriptions.
    observed : the share on which both agree.
    expected : the share on which they would agree by chance, given how often each uses each group.
    kappa : agreement beyond chance: 1 is complete, 0 is no better than chance, NaN not defined.
    kappa_low, kappa_high : limits of kappa.
    """

    n: FloatArray
    observed: FloatArray
    expected: FloatArray
    kappa: FloatArray
    kappa_low: FloatArray
    kappa_high: FloatArray


def agreement(confusion: ArrayLike, *, confidence: float = 0.95) -> Agreement:
    """Compare two descriptions of the same people, such as self-defined and officer-perceived.

    Parameters
    ----------
    confusion : (..., groups, groups) whole numbers, zero or more: rows one description, columns the
        other, in the same order. People without both descriptions are left out, and counted beside.
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    Agreement
        Everything is NaN (but ``n``) where there is nobody; kappa also where all fall in one group.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, or the table is not square.

    Notes
    -----
    Cohen (1960), Educational and Psychological Measurement 20; large-sample standard error by
    Fleiss, Cohen and Everitt (1969), Psychological Bulletin 72.
    """
    table = given.counts("confusion", confusion)
    if table.ndim < 2 or table.shape[-1] != table.shape[-2] or table.shape[-1] == 0:
        raise InvalidCounts(f"confusion {table.shape} must be a square table of groups by groups")
    n = table.sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = table / n[..., None, None]
        rows, columns = share.sum(axis=-1), share.sum(axis=-2)
        same = np.diagonal(share, axis1=-2, axis2=-1)
        observed, expected = same.sum(axis=-1), (rows * columns).sum(axis=-1)
        kappa = (observed - expected) / (1 - expected)
        spread = given.normal_quantile(confidence) * _standard_error(share, rows, columns, same, n)
    return Agreement(
        array(n),
        array(observed),
        array(expected),
        array(kappa),
        array(np.maximum(kappa - spread, -1)),
        array(np.minimum(kappa + spread, 1)),
    )


def _standard_error(
    share: FloatArray, rows: FloatArray, columns: FloatArray, same: FloatArray, n: FloatArray
) -> FloatArray:
    observed, expected = same.sum(axis=-1), (rows * columns).sum(axis=-1)
    beyond, short = 1 - expected, 1 - observed
    # A pair (i, j) weighs how often its row's group is a column and its column's group is a row.
    pair = columns[..., :, None] + rows[..., None, :]
    own = columns + rows
    on = (same * (beyond[..., None] - own * short[..., None]) ** 2).sum(axis=-1)
    off = (share * pair**2).sum(axis=(-2, -1)) - (same * own**2).sum(axis=-1)
    whole = (observed * expected - 2 * expected + observed) ** 2
    variance = (on + short**2 * off - whole) / (n * beyond**4)
    return array(np.sqrt(np.maximum(variance, 0)))
