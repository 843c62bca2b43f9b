"""Which months can be relied on: what the watch, the tests of predictions and reforms all ask."""

from collections.abc import Iterable

from evenhand.records.checks.findings import Finding
from evenhand.records.checks.rules import findings
from evenhand.records.lake import Lake


def spoilt(lake: Lake, told: Iterable[Finding]) -> frozenset[tuple[str, str]]:
    """Say which months were supplied and are not to be relied on: partly loaded, or twice over.

    Parameters
    ----------
    told : what the checks say of the lake.

    Returns
    -------
    Forces with their months.
    """
    by_area = {
        (one.force, one.month): float(one.rows)
        for one in lake.current()
        if one.profile.get("by_area")
    }
    return frozenset(
        (one.force, one.month)
        for one in told
        if one.month is not None
        and spoils(one)
        # Gathered by area, every month of a force lacks the same: they can be set side by side.
        and by_area.get((one.force, one.month)) != one.value
    )


def spoils(one: Finding) -> bool:
    """Whether a month of which this was found is not to be relied on: twice over, or in part."""
    twice = one.check == "duplicate-file" and one.severity == "error"
    return twice or one.check == "partial-month"


def usable_months(lake: Lake, force: str, first: str, last: str) -> list[str]:
    """The months of a force that were supplied whole and once, in order."""
    held = lake.months_observed(force, first, last)
    bad = spoilt(lake, findings(lake, force)) if held else frozenset()
    return [month for month in held if (force, month) not in bad]
