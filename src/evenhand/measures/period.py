"""Whole months, written ``2021-05``; the first and the last are both included."""

import re
from collections.abc import Sequence

from evenhand.measures.errors import BadPeriod
from evenhand.records import clock

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def months_between(first: str, last: str) -> list[str]:
    """List every month from ``first`` to ``last``.

    Raises
    ------
    BadPeriod
        If either is not a month written ``YYYY-MM``, or the last comes before the first.
    """
    if _number(last) < _number(first):
        raise BadPeriod(f"The last month, {last}, comes before the first, {first}.")
    return clock.months_between(first, last)


def _number(month: str) -> int:
    match = MONTH.fullmatch(month)
    if match is None:
        raise BadPeriod(f"{month!r} is not a month; write it as year and month, such as 2021-05.")
    return clock.month_number(month)


def runs(months: Sequence[str]) -> list[tuple[str, str]]:
    """Join months that follow each other: the first and last of each unbroken run."""
    found: list[tuple[str, str]] = []
    for month in months:
        if found and _number(month) == _number(found[-1][1]) + 1:
            found[-1] = (found[-1][0], month)
        else:
            found.append((month, month))
    return found
