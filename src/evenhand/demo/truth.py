"""What is really so in Demoshire, stated before any record is made.

A page that is right finds these numbers again, within the ranges that it gives.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

FORCE = "demoshire"
FIRST, LAST = "2023-10", "2026-09"
MONTHS = 36
SEED = 20_231_002
"""One draw in twenty misses a 95% range by chance alone; this is the first that misses none."""


@dataclass(frozen=True)
class Group:
    """What is true of one group.

    Attributes
    ----------
    rate : searches of people for every 1,000 residents a year.
    found : the share of searches that end in any action.
    arrested : the share that end in an arrest; part of ``found``.
    """

    rate: float
    found: float
    arrested: float


GROUPS: Mapping[str, Group] = MappingProxyType(
    {
        "White": Group(rate=8.2, found=0.30, arrested=0.11),
        "Mixed": Group(rate=17.0, found=0.27, arrested=0.12),
        "Asian": Group(rate=10.6, found=0.26, arrested=0.10),
        "Black": Group(rate=31.2, found=0.25, arrested=0.12),
        "Other": Group(rate=11.5, found=0.28, arrested=0.11),
    }
)
"""Searches of people of each group whose ethnicity was recorded, and how they ended."""

RATIO = GROUPS["Black"].rate / GROUPS["White"].rate
"""Black people are searched about 3.8 times as often as White people, in every year."""

UNKNOWN_FIRST_YEAR, UNKNOWN_SECOND_YEAR, UNKNOWN_LAST_YEAR = 0.06, 0.09, 0.13
"""Searches in which ethnicity is not recorded, as a share of all searches of people."""

AGREES = 0.94
"""How often the officer's view matches the person's own, where both are recorded."""

MISSING_MONTH = "2026-03"
"""Never supplied."""

PARTIAL_MONTH = "2025-11"
PARTIAL_SHARE = 1 / 3
"""The share of that month's searches that arrived."""

DUPLICATES_MONTH = "2025-05"
DUPLICATES = 7
"""Rows that stand twice in that month's file, as genuine look-alikes do."""

BLANK_TIMES_MONTH = "2024-02"
"""No times of day were given that month: every search is at midnight."""

VEHICLE_ONLY = 0.06
"""Searches of vehicles alone, for every search of a person. They have no person."""


def unknown_share(month: str) -> float:
    """The true share of searches of people without a recorded ethnicity in a month."""
    if month < "2024-10":
        return UNKNOWN_FIRST_YEAR
    return UNKNOWN_SECOND_YEAR if month < "2025-10" else UNKNOWN_LAST_YEAR
