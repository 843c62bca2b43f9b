"""What was counted in a stretch of months: rates, ratios and their likely ranges."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from evenhand import stats
from evenhand.measures.watch.cube import REFERENCE, Floats
from evenhand.measures.watch.found import Looks, Span
from evenhand.measures.watch.judging import QUARTER, Candidate
from evenhand.stats.estimate import Estimate

PER = 1_000
HUNDRED = 100
FEWEST_RECORDS = 10
"""Records without which a share of them is not given."""


@dataclass(frozen=True, eq=False)
class Sums:
    """Counts added up over stretches of months, one number for each stretch.

    Attributes
    ----------
    observed : months used; events of the group; others: of the reference.
    records : of a share, what it is a share of; size : exposure as the chart had it.
    people, others_people : residents times years; 0 where a rate cannot be given.
    unknown : the same events of people whose ethnicity nobody wrote down; whole: all of them.
    others_records : of a ratio of shares, what the reference's is a share of.
    """

    observed: Floats
    events: Floats
    others: Floats
    records: Floats
    size: Floats
    people: Floats
    others_people: Floats
    unknown: Floats
    others_records: Floats


def sums(one: Candidate, stretches: Sequence[tuple[int, int]]) -> Sums:
    """Add up a candidate's counts over stretches, each given by its first and last month."""
    cube, block = one.of.cube, one.of.blocks[one.block]
    events = block.events[one.force, one.place]
    size = block.size[one.force, one.place]
    used = ~(np.isnan(events) | np.isnan(size))
    if one.against >= 0:
        used &= ~np.isnan(block.events[one.force, one.against])
    number = int(block.asked[one.place])
    zero = np.zeros_like(events)
    unknown = cube.unknown[one.force, number] if number >= 0 else zero

    def added(values: Floats) -> Floats:
        running = np.concatenate([[0.0], np.cumsum(np.where(used, values, 0.0))])
        return np.array([running[last + 1] - running[first] for first, last in stretches])

    lived = cube.lived(one.force)
    with_people = one.group >= 0 and one.looks is not Looks.SHARE and not one.asked.stream
    here = lived[one.group] if with_people else 0.0
    there = lived[REFERENCE[one.group]] if with_people else 0.0
    years = added(np.ones_like(events)) / 12
    others, others_size = size - events if one.looks is Looks.RATIO else zero, zero
    if one.against >= 0:
        others = block.events[one.force, one.against]
        others_size = block.size[one.force, one.against]
        here = there = 0.0
    return Sums(
        years * 12,
        added(events),
        added(others),
        added(size if block.shares else zero),
        added(size),
        here * years,
        there * years,
        added(np.nan_to_num(unknown)),
        added(others_size),
    )


def spans(one: Candidate, stretches: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Say what was counted in each stretch of months, and what can be told of it."""
    found = sums(one, stretches)
    numbers = told_numbers(
        one.looks,
        events=found.events,
        others=found.others,
        records=found.records,
        people=found.people,
        others_people=found.others_people,
        observed=found.observed,
        unknown=found.unknown,
        others_records=found.others_records if one.against >= 0 else None,
        minimum=one.asked.measure.minimum.events,
    )
    months = one.of.cube.months
    return tuple(
        Span(
            months[first],
            months[last],
            int(found.observed[at]),
            status=_status(found.observed[at], last - first + 1, numbers["told"][at]),
            **counts_of(one.looks, found, at, of_shares=one.against >= 0),
            exposure=exposure_of(one.looks, found, at),
            **_at(numbers, at),
        )
        for at, (first, last) in enumerate(stretches)
    )


def quarters(last: int) -> list[tuple[int, int]]:
    """Give the first and last month of every quarter, counted back from the last month."""
    first = last - QUARTER + 1 - last // QUARTER * QUARTER
    return [
        (max(one, 0), one + QUARTER - 1)
        for one in range(first, last, QUARTER)
        if one + QUARTER - 1 >= 0
    ]


def counts_of(looks: Looks, found: Sums, at: int, *, of_shares: bool = False) -> dict[str, Any]:
    """Give one stretch's counts; None of all where no month was observed."""
    if not found.observed[at]:
        return {}
    counts: dict[str, Any] = {"events": round(float(found.events[at]))}
    if looks is Looks.RATIO:
        counts["reference_events"] = round(float(found.others[at]))
    if of_shares:
        counts["records"] = round(float(found.records[at]))
        counts["reference_records"] = round(float(found.others_records[at]))
    elif looks in {Looks.RATIO, Looks.RATE}:
        counts["unknown"] = round(float(found.unknown[at]))
    if looks in {Looks.SHARE, Looks.UNKNOWN}:
        counts["records"] = round(float(found.records[at]))
    return counts


def _at(numbers: dict[str, Any], at: int) -> dict[str, Any]:
    return {name: number(values[at]) for name, values in numbers.items() if name != "told"}


def exposure_of(looks: Looks, found: Sums, at: int) -> float | None:
    """Give what one stretch's events are set against, where that is not a count."""
    return float(found.size[at]) if looks in {Looks.RATE, Looks.COVERAGE} else None


def told_numbers(
    looks: Looks,
    *,
    events: Floats,
    others: Floats,
    records: Floats,
    people: Floats,
    others_people: Floats,
    observed: Floats,
    unknown: Floats,
    minimum: int,
    others_records: Floats | None = None,
) -> dict[str, Any]:
    """Work out everything that is told of some counts: NaN where we cannot tell.

    Parameters
    ----------
    looks : what the counts are of.
    events, others, records, people, others_people, observed, unknown : as in :class:`Sums`.
    others_records : the same; None where rates are compared, and not shares.
    minimum : events under which nothing is told.

    Returns
    -------
    By the names of :class:`Span`; ``told`` says where there was enough.
    """
    if looks is Looks.RATIO and others_records is not None:
        return _of_shares((events, others), (records, others_records), minimum)
    if looks is Looks.RATIO:
        counts, lived = (events, others), (people, others_people)
        return _of_ratio(counts, lived, unknown, minimum)
    if looks in {Looks.SHARE, Looks.UNKNOWN}:
        enough = records >= FEWEST_RECORDS
        return _of_one(stats.proportion(events, records).times(HUNDRED), enough, rate=True)
    if looks is Looks.COVERAGE:
        enough = observed > 0
        return _of_one(stats.rate(events, np.where(enough, observed, 1.0)), enough, rate=False)
    enough = (events >= minimum) & (people > 0)
    rate = stats.rate(events, np.where(people > 0, people, 1.0), per=PER)
    numbers = _of_one(rate, enough, rate=True)
    return {
        **numbers,
        "told": events >= minimum,
        "unknown_share": _unknown_share(events, others, unknown, enough),
    }


def _of_one(found: Estimate, enough: Any, *, rate: bool) -> dict[str, Any]:
    numbers = {
        name: np.where(enough, getattr(found, name), np.nan) for name in ("value", "low", "high")
    }
    return {"told": enough, **numbers, **({"rate": numbers["value"]} if rate else {})}


def _of_ratio(
    counts: tuple[Floats, Floats], lived: tuple[Floats, Floats], unknown: Floats, minimum: int
) -> dict[str, Any]:
    (a, b), (n, m) = counts, lived
    told = (a >= minimum) & (b >= minimum)
    enough = told & (n > 0) & (m > 0)
    x, y = np.where(enough, a, 1.0), np.where(enough, b, 1.0)
    over, under = np.where(enough, n, 1.0), np.where(enough, m, 1.0)
    ratio = stats.ratio_of_rates(x, over, y, under)
    could = stats.unknown_range(x, over, y, under, np.where(enough, unknown, 0.0))
    numbers = {
        "rate": x / over * PER,
        "reference_rate": y / under * PER,
        "value": ratio.value,
        "low": ratio.low,
        "high": ratio.high,
        "unknown_low": could.low,
        "unknown_high": could.high,
    }
    return {
        "told": told,
        **{name: np.where(enough, values, np.nan) for name, values in numbers.items()},
        "unknown_share": _unknown_share(a, b, unknown, told),
    }


def _of_shares(
    counts: tuple[Floats, Floats], records: tuple[Floats, Floats], minimum: int
) -> dict[str, Any]:
    """Set a group's share of its records against the reference's; both of every 100."""
    (a, b), (n, m) = counts, records
    enough = (a >= minimum) & (b >= minimum) & (a <= n) & (b <= m)
    x, y = np.where(enough, a, 1.0), np.where(enough, b, 1.0)
    over, under = np.where(enough, n, 1.0), np.where(enough, m, 1.0)
    ratio = stats.ratio_of_proportions(x, over, y, under)
    numbers = {
        "rate": x / over * HUNDRED,
        "reference_rate": y / under * HUNDRED,
        "value": ratio.value,
        "low": ratio.low,
        "high": ratio.high,
    }
    return {
        "told": enough,
        **{name: np.where(enough, values, np.nan) for name, values in numbers.items()},
    }


def _unknown_share(a: Floats, b: Floats, unknown: Floats, told: Any) -> Floats:
    """How many of the group's, the reference's and the unknown are unknown, of every 100."""
    total = a + b + unknown
    share = np.divide(unknown * HUNDRED, total, out=np.full(total.shape, np.nan), where=total > 0)
    return np.where(told, share, np.nan)


def _status(observed: float, months: int, told: Any) -> str:
    if not observed:
        return "missing"
    if not told:
        return "too-few"
    return "whole" if observed == months else "partial"


def number(value: float) -> float | None:
    return float(value) if isfinite(value) else None
