"""What came after a change, set against what was before it, with its likely range."""

from math import exp, isfinite, sqrt

import numpy as np

from evenhand import stats
from evenhand.measures.watch.charts import QUALITY
from evenhand.measures.watch.cube import Floats
from evenhand.measures.watch.found import Change, Direction, Looks
from evenhand.measures.watch.judging import QUARTER, Candidate
from evenhand.measures.watch.spans import number, sums

NINETY_FIVE = 1.959964
MANY = 2_000
"""Events from which the quick range of a ratio of ratios is as good as the exact one."""


def change(one: Candidate, before: tuple[int, int], after: tuple[int, int]) -> Change | None:
    """Set after against before, as times as much; None where nothing can be told.

    Over-dispersion widens the range, as it slows the chart.
    """
    found = sums(one, [before, after])
    if one.against >= 0:
        counts = (found.events, found.records, found.others, found.others_records)
        return changed_shares(*counts, phi=one.phi)
    return changed(
        one.looks, events=found.events, others=found.others, size=found.size, phi=one.phi
    )


def changed(
    looks: Looks, *, events: Floats, others: Floats, size: Floats, phi: float = 1.0
) -> Change | None:
    """Set the second of two counts against the first.

    Parameters
    ----------
    looks : what they are of.
    events, others, size : two numbers each, before and after.
    phi : over-dispersion.
    """
    (x0, x1), (y0, y1), (n0, n1) = events, others, size
    if looks is Looks.RATIO:
        method = "wald" if min(x0, x1, y0, y1) >= MANY else "exact"
        found = stats.odds_ratio(x1, y1, x0, y0, method=method)
    elif min(n0, n1) <= 0:
        return None
    elif looks in {Looks.SHARE, Looks.UNKNOWN}:
        found = stats.ratio_of_proportions(x1, n1, x0, n0)
    else:
        found = stats.ratio_of_rates(x1, n1, x0, n0)
    times, low, high = (float(part) for part in (found.value, found.low, found.high))
    if times == 0 and isfinite(high):
        return Change(0.0, 0.0, high)
    if not all(isfinite(part) and part > 0 for part in (times, low, high)):
        return None
    return Change(times, times * (low / times) ** sqrt(phi), times * (high / times) ** sqrt(phi))


def changed_shares(
    events: Floats, records: Floats, others: Floats, others_records: Floats, *, phi: float
) -> Change | None:
    """Set the second ratio of two shares against the first; two numbers of each count.

    The logarithm of a share has about the variance 1/events - 1/records (Katz and others, 1978).
    """
    counts = (events, records, others, others_records)
    if min(float(one.min()) for one in counts) <= 0:
        return None
    logs = np.log(events / records * others_records / others)
    variance = (1 / events - 1 / records + 1 / others - 1 / others_records).sum()
    wide = NINETY_FIVE * sqrt(max(float(variance), 0.0) * phi)
    times = exp(float(logs[1] - logs[0]))
    return Change(times, times * exp(-wide), times * exp(wide))


def smallest(one: Candidate, before: tuple[int, int], last: int) -> float | None:
    """Say how small a change the last quarter could have shown, four times in five."""
    quarter = (max(0, last - QUARTER + 1), last)
    found = sums(one, [before, quarter])
    return smallest_of(
        one.looks,
        side=one.side,
        events=float(found.events[0]),
        others=float(found.others[0]),
        records=(float(found.records[0]), float(found.records[1])),
        part=float(found.size[1] / found.size[0]) if found.size[0] else 0.0,
        months=float(found.observed[1] / found.observed[0]) if found.observed[0] else 0.0,
    )


def smallest_of(
    looks: Looks,
    *,
    side: Direction,
    events: float,
    others: float,
    records: tuple[float, float],
    part: float,
    months: float,
) -> float | None:
    """Say how small a change could have been seen.

    Parameters
    ----------
    looks, side : what the series looks at, and a rise or a fall.
    events, others : before the change.
    records : of a share, before and in the last quarter.
    part, months : the last quarter's exposure, and months, over those before.
    """
    if min(part, months) <= 0 or events <= 0 or looks in QUALITY:
        return None
    if looks is Looks.SHARE and min(records) <= 0:
        return None
    if looks is Looks.RATIO:
        found = stats.smallest_detectable_change_in_ratio(
            events, others, exposure_ratio=months, direction=side.value
        )
    elif looks is Looks.SHARE:
        found = stats.smallest_detectable_ratio_of_proportions(
            events, records[0], records[1], direction=side.value
        )
    else:
        found = stats.smallest_detectable_change(events, exposure_ratio=part, direction=side.value)
    return number(float(found))
