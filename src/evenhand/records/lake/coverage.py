"""Whether a month that was supplied can be all of that month."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from evenhand.records.clock import month_name, month_number
from evenhand.records.lake.manifest import ForceMonth

YEAR = 12
ENOUGH_MONTHS = 3

# Below a fifth of the usual rows a file holds hardly any of its month: it is treated as missing, as
# a rate over it would be far too low. A force that records few searches may well record none.
HARDLY_LOADED = 0.2
ENOUGH_ROWS = 30


def others(month: ForceMonth, months: Sequence[ForceMonth]) -> list[ForceMonth]:
    """What a month is compared with: the year before it, or all others if that holds too few."""
    start = month_name(month_number(month.month) - YEAR)
    before = [other for other in months if start <= other.month < month.month]
    return before if len(before) >= ENOUGH_MONTHS else [m for m in months if m != month]


def usual_rows(month: ForceMonth, months: Sequence[ForceMonth]) -> float | None:
    """The rows that a month usually has, or None where there is too little to say."""
    compared = others(month, months)
    if len(compared) < ENOUGH_MONTHS:
        return None
    return float(median(other.rows for other in compared))


def hardly_loaded(month: ForceMonth, months: Sequence[ForceMonth]) -> bool:
    """Whether so little of a month was supplied that it is treated as missing."""
    usual = usual_rows(month, months)
    return usual is not None and usual >= ENOUGH_ROWS and month.rows < HARDLY_LOADED * usual
