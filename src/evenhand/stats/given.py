"""What callers give is checked here, once, and refused by name."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from evenhand.stats.errors import InvalidCounts, StatsError
from evenhand.stats.estimate import FloatArray


def counts(name: str, values: ArrayLike) -> FloatArray:
    """Return whole numbers, zero or more, as float64; refuse anything else.

    Raises
    ------
    InvalidCounts
        Naming the argument, the first bad position and its value.
    """
    given = _numbers(name, values)
    with np.errstate(invalid="ignore"):
        good = np.isfinite(given) & (given >= 0) & (given == np.floor(given))
    _refuse_first(name, given, ~good, "a count must be a whole number, zero or more")
    return given


def exposures(name: str, values: ArrayLike) -> FloatArray:
    """Return finite numbers above zero as float64; refuse anything else."""
    given = _numbers(name, values)
    good = np.isfinite(given) & (given > 0)
    _refuse_first(name, given, ~good, "an exposure must be a number above zero")
    return given


def amounts(name: str, values: ArrayLike) -> FloatArray:
    """Return finite numbers, zero or more (weights, expected counts); refuse anything else."""
    given = _numbers(name, values)
    good = np.isfinite(given) & (given >= 0)
    _refuse_first(name, given, ~good, "it must be a number, zero or more")
    return given


def numbers(name: str, values: ArrayLike) -> FloatArray:
    """Return finite numbers of either sign as float64; refuse anything else."""
    given = _numbers(name, values)
    _refuse_first(name, given, ~np.isfinite(given), "it must be a number")
    return given


def parts(
    name: str, part: ArrayLike, whole_name: str, whole: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Return counts of a part and of its whole, broadcast; refuse a part above its whole."""
    few, all_of_them = together(**{name: counts(name, part), whole_name: counts(whole_name, whole)})
    _refuse_first(name, few, few > all_of_them, f"it cannot exceed {whole_name}")
    return few, all_of_them


def together(**arrays: FloatArray) -> list[FloatArray]:
    """Broadcast arrays to one shape, or say which shapes do not fit."""
    try:
        return list(np.broadcast_arrays(*arrays.values()))
    except ValueError as error:
        shapes = ", ".join(f"{name} {values.shape}" for name, values in arrays.items())
        raise InvalidCounts(f"these shapes do not fit together: {shapes}") from error


def tail(confidence: float) -> float:
    """Return the probability left outside each end of an interval."""
    if not 0 < confidence < 1:
        raise StatsError(f"confidence is {confidence}: it must lie between 0 and 1, such as 0.95")
    return (1 - confidence) / 2


def normal_quantile(confidence: float) -> float:
    """Return how many standard errors a two-sided interval reaches (1.96 at 0.95)."""
    return float(-special.ndtri(tail(confidence)))


def between(name: str, share: float) -> None:
    """Refuse what is not between 0 and 1, without either."""
    if not 0 < share < 1:
        raise StatsError(f"{name} is {share}: it must lie between 0 and 1")


def choice(name: str, given: str, allowed: tuple[str, ...]) -> str:
    """Return a named option, or list those there are."""
    if given not in allowed:
        raise StatsError(f"{name} is {given!r}: it must be one of {', '.join(allowed)}")
    return given


def _numbers(name: str, values: ArrayLike) -> FloatArray:
    if isinstance(values, np.ma.MaskedArray):
        raise InvalidCounts(f"{name} is a masked array: leave out what is missing, or count it")
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidCounts(f"{name} must hold numbers: {error}") from error


def _refuse_first(name: str, given: FloatArray, bad: np.ndarray, rule: str) -> None:
    if bad.any():
        position = np.unravel_index(int(bad.argmax()), given.shape)
        where = f"[{', '.join(map(str, position))}]" if position else ""
        raise InvalidCounts(f"{name}{where} is {given[position]:g}: {rule}")
