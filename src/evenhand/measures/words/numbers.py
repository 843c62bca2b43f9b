"""Numbers as readers see them: one decimal, unless that would say something untrue."""

from math import isfinite

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
    return _apart(low, high, (0.0, 1.0))


def rate(value: float, *, share: bool) -> str:
    """Write a rate, or a share as so many of every 100."""
    return decimal(value * 100, landmarks=(0.0, 100.0)) if share else decimal(value)


def rate_range(low: float, high: float, *, share: bool) -> tuple[str, str]:
    """Write both ends of a range, or two groups' rates; unequal ones never look equal."""
    return _apart(low * 100, high * 100, (0.0, 100.0)) if share else _apart(low, high, (0.0,))


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


def _apart(low: float, high: float, landmarks: tuple[float, ...]) -> tuple[str, str]:
    """Write two numbers to the same decimals, enough of them to tell the two apart."""
    least = 1
    while True:
        first = decimal(low, landmarks=landmarks, least=least)
        second = decimal(high, landmarks=landmarks, least=least)
        wanted = max(_decimals(first), _decimals(second), least)
        if wanted == least and (first != second or low == high or least == MOST_DECIMALS - 1):
            return first, second
        least = wanted if wanted > least else least + 1


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _side(value: float, mark: float) -> int:
    return (value > mark) - (value < mark)
