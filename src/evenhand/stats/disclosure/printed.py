"""What a printed number tells about the counts it was made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from evenhand.stats.disclosure.facts import Between, Cell, OneOf
from evenhand.stats.errors import InvalidCounts


def consistent_counts(
    cell: Cell,
    function: Callable[[Any], Any],
    printed: float | Sequence[float],
    *,
    decimals: int | None,
    upper: int = 10_000,
    name: str = "",
) -> OneOf:
    """Invert a printed function of one count: list the counts that print the same.

    A rate with a known population, the ends of its interval, a share of a known total: each is a
    function of one count, and a reader can try every count until the printed number appears.

    Parameters
    ----------
    cell : the count's cell.
    function : from an array of counts to an array of the same length, or to several arrays in a
        tuple (a rate and both ends of its interval); NaN where it is not defined.
    printed : the number printed, or one for each array. NaN matches NaN.
    decimals : how many were printed; None for the full number, as a file or a drawing gives it.
    upper : the greatest count tried; above it the counts are too large to point at anyone.
    name : what the number is called when it gives a count away.

    Raises
    ------
    InvalidCounts
        If no count from 0 to ``upper`` prints so.
    """
    counts = np.arange(upper + 1)
    made = function(counts)
    columns = made if isinstance(made, tuple) else (made,)
    wanted = np.atleast_1d(np.asarray(printed, dtype=np.float64))
    if len(columns) != len(wanted):
        raise InvalidCounts(f"{len(columns)} numbers are made, but {len(wanted)} were printed.")
    same = np.ones(len(counts), dtype=np.bool_)
    for column, number in zip(columns, wanted, strict=True):
        same &= _prints_alike(np.asarray(column, dtype=np.float64), float(number), decimals)
    values = tuple(np.flatnonzero(same).tolist())
    if not values:
        raise InvalidCounts(f"No count from 0 to {upper} prints as {printed} for {cell!r}.")
    return OneOf(cell, values, name or f"the number {printed} printed for {cell!r}")


def printed_ratio(
    top: Cell,
    bottom: Cell,
    printed: float,
    *,
    decimals: int,
    scale: float = 1.0,
    name: str = "",
) -> tuple[Between, Between]:
    """Say what a printed ``scale`` x top / bottom tells: a find rate, a ratio of two rates.

    For a ratio of rates with known exposures n and m, ``scale`` is m / n. Rounding to ``decimals``
    leaves a wedge: top lies between two straight lines through bottom.
    """
    half = 0.5 * 10.0**-decimals
    name = name or f"the ratio {printed} of {top!r} to {bottom!r}"
    above = Between({top: scale, bottom: -(printed - half)}, 0.0, np.inf, name)
    below = Between({top: scale, bottom: -(printed + half)}, -np.inf, 0.0, name)
    return above, below


def printed_sum(
    weights: Mapping[Cell, float], printed: float, *, decimals: int = 0, name: str = ""
) -> Between:
    """Say what a printed weighted sum tells: a rate, a difference of rates, excess events.

    A total rounded to the nearest 5 is a sum with weights of 0.2 and no decimals, printed / 5.
    """
    half = 0.5 * 10.0**-decimals
    name = name or f"the number {printed} made from {', '.join(map(repr, weights))}"
    return Between(dict(weights), printed - half, printed + half, name)


def _prints_alike(numbers: Any, printed: float, decimals: int | None) -> Any:
    if np.isnan(printed):
        return np.isnan(numbers)
    if decimals is None:
        return numbers == printed
    form = f"%.{decimals}f"
    return np.char.mod(form, numbers) == form % printed
