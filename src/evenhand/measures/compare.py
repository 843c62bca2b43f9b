"""Counts become rates, shares, ratios and their ranges: where records meet statistics."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand import stats
from evenhand.measures.detectable import ratios_of_rates, ratios_of_shares
from evenhand.stats import Estimate

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Table:
    """Events and what they are set against, by group and force.

    Attributes
    ----------
    events : (groups, forces) whole numbers.
    exposure : (groups, forces) residents times years, or for a share the records it is of.
    unknown_events, unknown_exposure : (forces,) the same where the group is not known; a rate's
        unknown exposure is zero, because residents all have a group.
    reference : which group the others are compared with.
    share : the exposure counts records, so that events are part of it.
    bounded : the unknown counts hold everybody who could move a ratio; False where some records
        were left out because they do not say the group.
    """

    events: Ints
    exposure: Floats
    unknown_events: Ints
    unknown_exposure: Floats
    reference: int
    share: bool
    bounded: bool = True


@dataclass(frozen=True)
class Numbers:
    """Every number about every group, NaN where it is not given; shapes (groups,)."""

    rate: Estimate
    ratio: Estimate
    within: Estimate
    difference: Estimate
    excess: Estimate
    unknown: stats.Range
    tipping_share: Floats
    detectable_below: Floats
    detectable_above: Floats


def compare(
    table: Table,
    *,
    rated: Mask,
    compared: Mask,
    per: int,
    focus: int | None,
    detectable: bool = True,
) -> Numbers:
    """Compute rates where ``rated`` and everything else where ``compared``.

    Parameters
    ----------
    table : the counts.
    rated : (groups,) groups whose rate is given.
    compared : (groups,) groups compared with the reference group, itself included.
    per : rates are for so many units of exposure.
    focus : the group of the headline, for which the smallest ratio that could have been seen is
        worked out even where a ratio was seen.
    detectable : False leaves the smallest ratios out; they take most of the time.
    """
    events, exposure = table.events.sum(axis=1), table.exposure.sum(axis=1)
    a, n = _filled(events, exposure, compared)
    b, m = a[table.reference], n[table.reference]
    rate = _rate(*_filled(events, exposure, rated), share=table.share, per=per)
    unknown = _unknown(table, a, n, b, m)
    if table.share:
        ratio = stats.ratio_of_proportions(a, n, b, m)
        difference = stats.difference_of_proportions(a, n, b, m)
        # The group's own number of records is taken as given.
        excess = Estimate(difference.value * n, difference.low * n, difference.high * n)
        tipping = np.full(len(a), np.nan)
    else:
        ratio = stats.ratio_of_rates(a, n, b, m)
        difference = stats.rate_difference(a, n, b, m, per=per)
        excess = stats.excess_events(a, n, b, m)
        tipping = stats.tipping_share(a, n, b, m, table.unknown_events.sum())
    itself = np.arange(len(a)) == table.reference
    others = compared & ~itself
    apart = others & ((ratio.low > 1) | (ratio.high < 1))
    wanted = rated & ~itself & (~apart | (np.arange(len(a)) == focus)) & detectable
    below, above = _detectable(table, wanted, rated[table.reference])
    return Numbers(
        rate=_only(rate, rated),
        ratio=_same(_only(ratio, compared), itself & compared, 1.0),
        within=_same(_within(table, ratio, compared), itself & compared, 1.0),
        difference=_same(_only(difference, compared), itself & compared, 0.0),
        excess=_same(_only(excess, compared), itself & compared, 0.0),
        unknown=stats.Range(
            *(
                np.where(others & table.bounded, part, np.nan)
                for part in (
                    unknown.low,
                    unknown.high,
                    unknown.if_all_reference,
                    unknown.if_all_group,
                )
            )
        ),
        tipping_share=np.where(others, tipping, np.nan),
        detectable_below=below,
        detectable_above=above,
    )


def _rate(events: Ints, exposure: Floats, *, share: bool, per: int) -> Estimate:
    return stats.proportion(events, exposure) if share else stats.rate(events, exposure, per=per)


def _unknown(table: Table, a: Ints, n: Floats, b: int, m: float) -> stats.Range:
    """Give how far the ratio could lie; to a share the unknown bring events and misses."""
    u, v = table.unknown_events.sum(), table.unknown_exposure.sum()
    if table.share:
        return stats.unknown_range_of_proportions(a, n, b, m, u, v)
    return stats.unknown_range(a, n, b, m, u, v)


def _detectable(table: Table, wanted: Mask, possible: bool) -> tuple[Floats, Floats]:
    events, exposure = table.events.sum(axis=1), table.exposure.sum(axis=1)
    below, above = np.full((2, len(wanted)), np.nan)
    if possible and wanted.any():
        find = ratios_of_shares if table.share else ratios_of_rates
        b, m = int(events[table.reference]), float(exposure[table.reference])
        below[wanted], above[wanted] = find(b, m, exposure[wanted])
    return below, above


def _within(table: Table, crude: Estimate, compared: Mask) -> Estimate:
    """Compare within each force (Mantel and Haenszel); one force has nothing to stratify by."""
    events, exposure = table.events[compared], table.exposure[compared]
    if not compared.any() or table.events.shape[1] == 1:
        return _only(crude, compared)
    mantel_haenszel = (
        stats.mantel_haenszel_risk_ratio if table.share else stats.mantel_haenszel_rate_ratio
    )
    result = np.full((3, len(compared)), np.nan)
    b, m = table.events[table.reference], table.exposure[table.reference]
    for row, (a, n) in zip(
        np.flatnonzero(compared), zip(events, exposure, strict=True), strict=True
    ):
        both = (n > 0) & (m > 0)  # a force without one of the groups says nothing of the two
        if both.any():
            found = mantel_haenszel(a[both], n[both], b[both], m[both])
            result[:, row] = float(found.value), float(found.low), float(found.high)
    return Estimate(*result)


def _filled(events: Ints, exposure: Floats, where: Mask) -> tuple[Ints, Floats]:
    """Put harmless numbers where nothing is asked; the answers there are thrown away."""
    return np.where(where, events, 1), np.where(where, exposure, 1.0)


def _only(estimate: Estimate, where: Mask) -> Estimate:
    return Estimate(
        *(np.where(where, part, np.nan) for part in (estimate.value, estimate.low, estimate.high))
    )


def _same(estimate: Estimate, where: Mask, value: float) -> Estimate:
    """A group compared with itself is the same, with no uncertainty about it."""
    return Estimate(
        *(np.where(where, value, part) for part in (estimate.value, estimate.low, estimate.high))
    )
