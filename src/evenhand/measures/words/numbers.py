"""Numbers as readers see them: one decimal, unless that would say something untrue."""

from collections.abc import Callable
from math import ceil, floor, isfinite

MOST_DECIMALS = 15  # a float holds no more


def decimal(value: float, *, landmarks: tuple[float, ...] = (0.0,), least: int = 1) -> str:
    """Write a number to one decimal, or to as many as keep it on its side of every landmark.

    A ratio of 1.04 is written 1.04, because 1.0 would say "the same"; a rate of 0.03 is not
    written 0.0, which would say "never".

    Parameters
    ----------
    value : any finite number.
    landmarks : values with a meaning of their own, such as 1 for a ratio or 100 for a share.
    least : the fewest decimals.
    """
    if not isfinite(value):
        raise ValueError(f"{value} cannot be written as a number")
    if value == 0:
        return "0"  # never is not the same as nearly never
    for decimals in range(least, MOST_DECIMALS):
        text = f"{value:,.{decimals}f}"
        written = float(text.replace(",", ""))
        if all(_side(written, mark) == _side(value, mark) for mark in landmarks):
            return text
    return repr(value)


def times(value: float) -> str:
    """Write a ratio. What is above or below 1 never looks like 1."""
    return decimal(value, landmarks=(0.0, 1.0))


def times_range(low: float, high: float) -> tuple[str, str]:
    """Write both ends of a ratio's range; unequal ends never look equal."""
    first, second = _apart((low, high), (0.0, 1.0))
    return first, second


def times_with_range(value: float, low: float, high: float) -> tuple[str, str, str]:
    """Write a ratio and both ends of its range to the same decimals, so that it lies within."""
    middle, first, second = _apart((value, low, high), (0.0, 1.0))
    return middle, first, second


def times_at_least(low: float) -> str:
    """Write a ratio below 1 that others must be below to be seen: rounded down, away from 1."""
    return _outwards(low, floor)


def times_at_most(high: float) -> str:
    """Write a ratio above 1 that others must be above to be seen: rounded up, away from 1."""
    return _outwards(high, ceil)


def rate(value: float, *, share: bool) -> str:
    """Write a rate, or a share as so many of every 100."""
    return decimal(value * 100, landmarks=(0.0, 100.0)) if share else decimal(value)


def rate_range(low: float, high: float, *, share: bool) -> tuple[str, str]:
    """Write both ends of a range, or two groups' rates; unequal ones never look equal."""
    scale, landmarks = (100, (0.0, 100.0)) if share else (1, (0.0,))
    first, second = _apart((low * scale, high * scale), landmarks)
    return first, second


def rate_with_range(value: float, low: float, high: float, *, share: bool) -> tuple[str, str, str]:
    """Write a rate and both ends of its range to the same decimals, so that it lies within."""
    scale, landmarks = (100, (0.0, 100.0)) if share else (1, (0.0,))
    middle, first, second = _apart((value * scale, low * scale, high * scale), landmarks)
    return middle, first, second


def of_every_100(share: float) -> str:
    """Write a share as a whole number of every 100; some is never none, and most is never all."""
    if 0 < share < 0.005:
        return "fewer than 1"
    if 0.995 <= share < 1:
        return "more than 99"
    return f"{share * 100:.0f}"


def whole(count: int) -> str:
    """Write a count with its thousands marked."""
    return f"{count:,}"


def _apart(values: tuple[float, ...], landmarks: tuple[float, ...]) -> list[str]:
    """Write numbers to the same decimals, enough of them to tell the last two apart."""
    low, high = values[-2:]
    least = 1
    while True:
        texts = [decimal(value, landmarks=landmarks, least=least) for value in values]
        wanted = max(least, *map(_decimals, texts))
        told_apart = texts[-2] != texts[-1] or low == high
        if wanted == least and (told_apart or least == MOST_DECIMALS - 1):
            return texts
        least = wanted if wanted > least else least + 1


def _outwards(value: float, towards: Callable[[float], int]) -> str:
    """Round away from 1, to one decimal or to as many as keep what is left from being 0."""
    for decimals in range(1, MOST_DECIMALS):
        rounded = towards(round(value * 10**decimals, 6)) / 10**decimals
        if rounded > 0:
            return f"{rounded:,.{decimals}f}"
    return decimal(value)


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _side(value: float, mark: float) -> int:
    return (value > mark) - (value < mark)
