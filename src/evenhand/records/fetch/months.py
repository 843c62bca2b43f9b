"""Months as they are written in file names: ``2021-05``."""

import re

from evenhand.records.errors import BadInput

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def number(month: str) -> int:
    """Return how many months after January of the year 0 a month is.

    Raises
    ------
    BadInput
        If it is not written as a year and a month, ``YYYY-MM``.
    """
    match = _MONTH.fullmatch(month)
    if match is None:
        raise BadInput(f"'{month}' is not a month. Write the year and the month, as in 2021-05.")
    return int(match[1]) * 12 + int(match[2]) - 1


def name(number: int) -> str:
    """Return the month's name, the inverse of `number`."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def span(first: str, last: str) -> list[str]:
    """Return every month from ``first`` to ``last``, both included.

    Raises
    ------
    BadInput
        If ``last`` is before ``first``, or one of them is not a month.
    """
    start, stop = number(first), number(last)
    if stop < start:
        raise BadInput(f"The last month ({last}) is before the first ({first}).")
    return [name(each) for each in range(start, stop + 1)]
