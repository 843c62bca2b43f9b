"""Clock times, dates and labels of single records, and whether the times can be believed."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evenhand.stats.errors import CannotTell, InvalidCounts
from evenhand.stats.estimate import FloatArray, array

DAY = 24 * 60
MOST_AT_MIDNIGHT = 0.05
MOST_ON_THE_HALF_HOUR = 0.10
"""True clock times fall on :00 or :30 one time in thirty."""
MOST_UNTIMED = 0.20


def refuse_unreal(minute: FloatArray) -> None:
    """Refuse times that were rounded, filled in or left out: nobody was stopped just then."""
    timed = np.floor(minute[np.isfinite(minute)])
    if not len(minute) or 1 - len(timed) / len(minute) >= MOST_UNTIMED:
        raise CannotTell(
            f"{len(minute) - len(timed)} of {len(minute)} stops have no time of the day (under "
            f"{MOST_UNTIMED:.0%} may lack it)"
        )
    for what, share, most in (
        ("at midnight", np.mean(timed == 0), MOST_AT_MIDNIGHT),
        ("on the hour or half hour", np.mean(timed % 30 == 0), MOST_ON_THE_HALF_HOUR),
    ):
        if share >= most:
            raise CannotTell(
                f"{share:.0%} of stops are {what}: these are not the times at which people were "
                f"stopped (under {most:.0%} may be)"
            )


def group(values: ArrayLike) -> FloatArray:
    """Return 1 for the group, 0 for the reference group and NaN where it is not known."""
    own = np.asarray(values, dtype=np.float64)
    if own.ndim != 1 or np.any(~np.isnan(own) & (own != 0) & (own != 1)):
        raise InvalidCounts("group must be a row of 1 (the group), 0 (the reference) or NaN")
    return own


def column(name: str, values: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    """Return one number for each record."""
    return array(_broadcast(name, np.asarray(values, dtype=np.float64), shape))


def minutes(name: str, values: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    """Return minutes after midnight, one for each record; NaN where there is no such time."""
    given = column(name, values, shape)
    # Far north twilight ends after midnight: a dusk may lie in the next day, a stop may not.
    latest = DAY if name == "minute" else 2 * DAY
    if np.any((given < 0) | (given >= latest)):
        raise InvalidCounts(f"{name} must be minutes after midnight, from 0 to below {latest}")
    return given


def dates(values: ArrayLike, shape: tuple[int, ...]) -> NDArray[Any]:
    """Return one date for each record."""
    try:
        days = np.asarray(values, dtype="datetime64[D]")
    except ValueError as error:
        raise InvalidCounts(f"day must hold dates: {error}") from error
    if np.isnat(days).any():
        raise InvalidCounts("day: a stop without a date cannot be placed in a season")
    return _broadcast("day", days, shape)


def labels(name: str, values: ArrayLike, shape: tuple[int, ...]) -> NDArray[Any]:
    """Return one number for each distinct label, one for each record."""
    places = np.unique(np.asarray(values).astype(str), return_inverse=True)[1]
    return _broadcast(name, places, shape)


def _broadcast(name: str, values: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    try:
        return np.broadcast_to(values, shape)
    except ValueError as error:
        raise InvalidCounts(f"{name} {values.shape} does not fit group {shape}") from error
