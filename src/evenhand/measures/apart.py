"""What moved, taken apart: by what was looked for, area, hour, age or sex, before and after.

The answer is evidence that everybody may read. So counts are put together until none is under ten
and rounded to the nearest five **before** anything is worked out: nothing finer can be worked out
from what is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evenhand.measures.counting import matches
from evenhand.measures.errors import MeasureError
from evenhand.measures.library import measures
from evenhand.measures.schema import Filter
from evenhand.measures.watch.found import Looks, Series, Span
from evenhand.measures.watch.settings import streams
from evenhand.measures.words import apart as words
from evenhand.measures.words.powers import SEARCHES, STOPS
from evenhand.records import codes
from evenhand.records.checks import usable_months
from evenhand.records.count import count
from evenhand.stats import Estimate
from evenhand.stats.errors import StatsError
from evenhand.stats.within.mix import decompose_difference
from evenhand.stats.within.reasons import decompose_by_reason, decompose_change_by_reason

if TYPE_CHECKING:
    from evenhand.records.lake import Lake

WAYS: Mapping[str, Mapping[str, str]] = {
    "object": {SEARCHES: "object", STOPS: "reason"},
    "law": {SEARCHES: "legislation", STOPS: "stop_power"},
    "area": {SEARCHES: "area"},  # areas of vehicle stops are so small that they are not for all
    "time": {SEARCHES: "time_band", STOPS: "time_band"},
    "age": {SEARCHES: "age", STOPS: "age"},
    "sex": {SEARCHES: "sex", STOPS: "sex"},
    "operation": {SEARCHES: "operation"},
}
"""By what each power's records can be taken apart, and the dimension that it is counted by."""
FEWEST = 10
"""A count under this is never told; parts with fewer are put together."""
ROUNDED = 5
REST, BLANK = "(rest)", "(blank)"
BEFORE, AFTER = 0, 1
Ints = NDArray[np.int64]


class CannotTakeApart(MeasureError):
    """What moved cannot be taken apart in this way, and the message says why."""


def ways_of(power: str) -> tuple[str, ...]:
    """The ways in which what moved in a power can be taken apart."""
    return tuple(way for way, dimensions in WAYS.items() if power in dimensions)


def apart(
    lake: "Lake", series: Series, before: Span, after: Span, *, by: str, census: int = 2021
) -> dict[str, Any]:
    """Take the move of a series apart, and say it in a sentence.

    Of a ratio or a share that moved, ``within`` is what changed in the same part (searches for
    the same thing), ``mix`` what came of another mix of parts; they add up to ``change``. Of a rate
    or of a number of records each part ``adds`` to how many times as much there is. It says
    nothing of why.

    Parameters
    ----------
    lake : of the series' power.
    series, before, after : as an alert has them; ``before`` and ``after`` do not overlap.
    by : one of :func:`ways_of`.
    census : whose residents stand behind a rate.

    Returns
    -------
    Plain values that JSON holds: ``by``, ``looks``, the months, ``rows`` (each a ``part`` with
    ``before`` and ``after``), ``total``, ``within``, ``mix``, ``sentence``, ``caution``. Every
    count is 10 or more and a multiple of 5, and everything else is worked out from these. Of a
    stream, such as children, nobody knows the residents: it is the records a month.

    Raises
    ------
    CannotTakeApart
        If records are not divided so, or too few of them are left in parts of their own.
    """
    dimensions = WAYS.get(by, {})
    if series.power != lake.power or series.power not in dimensions:
        raise CannotTakeApart(words.no_such_way())
    if series.stream and series.looks in {Looks.RATIO, Looks.RATE}:
        series = replace(series, looks=Looks.COVERAGE, reference="")
    if series.area and by == "area":
        raise CannotTakeApart(words.one_area())
    asked = _asked(series)
    months = [_months(lake, series, one) for one in (before, after)]
    if not all(months):
        raise CannotTakeApart(words.no_months())
    parts = _counted(lake, series, asked, months, dimensions[series.power])
    told = _enough(parts, share=series.looks in SHARES)
    exposure = _exposure(series, months, census)
    try:
        found = TAKEN[series.looks](series, told, exposure)
    except StatsError as error:
        raise CannotTakeApart(words.too_few()) from error
    answer = {
        "by": by,
        "looks": str(series.looks),
        "power": series.power,
        "group": series.group,
        "reference": series.reference,
        "before": {"first": before.first, "last": before.last, "observed": len(months[BEFORE])},
        "after": {"first": after.first, "last": after.last, "observed": len(months[AFTER])},
        **found,
        "caution": words.caution(),
    }
    return answer | {"sentence": words.sentence(answer)}


def _months(lake: "Lake", series: Series, span: Span) -> list[str]:
    """The months of a span that were supplied whole; of an alert about supply, all of them."""
    if series.looks is Looks.COVERAGE and not series.stream:
        return lake.months_observed(series.force, span.first, span.last)
    return usable_months(lake, series.force, span.first, span.last)


SHARES = frozenset({Looks.SHARE, Looks.UNKNOWN})


@dataclass(frozen=True)
class _Asked:
    """Which records are looked at, and which of them are counted."""

    count: Filter
    recorded: Filter
    events: Filter
    who: str


def _asked(series: Series) -> _Asked:
    known = measures(series.power).get(series.measure)
    if known is None or not _known_stream(series):
        if series.stream or series.looks not in {Looks.UNKNOWN, Looks.COVERAGE}:
            raise CannotTakeApart(words.no_such_measure())
        people: Filter = {"person": [True]} if series.power == SEARCHES else {}
        return _Asked(people, {}, {}, "self_defined")
    if known.kind == "agreement" or (known.kind == "share" and series.looks is Looks.RATIO):
        raise CannotTakeApart(words.no_such_way())
    seen = known.group_by == "officer-defined"
    who = "officer_five_group" if seen else "self_defined"
    return _Asked(known.count, known.recorded, known.events, who)


def _known_stream(series: Series) -> bool:
    return not series.stream or series.stream in streams()


def _counted(
    lake: "Lake", series: Series, asked: _Asked, months: Sequence[Sequence[str]], dimension: str
) -> dict[str, Ints]:
    """By part: (period, side, events or base) of the group and of the reference."""
    where: dict[str, list[Any]] = {name: list(values) for name, values in asked.count.items()}
    if series.area:
        where["area"] = codes.area_texts(series.area)
    if series.stream:
        where |= {name: list(values) for name, values in streams()[series.stream].where.items()}
    by = {"month", asked.who, dimension, *asked.recorded, *asked.events}
    supplied = {month: period for period, some in enumerate(months) for month in some}
    table = count(
        lake,
        by=sorted(by),
        forces=[series.force],
        first=min(supplied),
        last=max(supplied),
        where=where,
    )
    parts: dict[str, Ints] = {}
    for row in table.to_pylist():
        if row["month"] not in supplied or not matches(row, asked.recorded):
            continue
        part = str(row[dimension] or BLANK)
        cell = parts.setdefault(part, np.zeros((2, 2, 2), dtype=np.int64))
        group, period = _group(row[asked.who], series, asked.who), supplied[row["month"]]
        for side, events, base in _sides(series, group, matches(row, asked.events)):
            cell[period, side] += np.array([events, base]) * int(row["n"])
    return parts


def _sides(series: Series, group: str | None, event: bool) -> list[tuple[int, bool, bool]]:
    """Where one record counts: the side, whether as an event, and whether in what it is of."""
    if series.looks is Looks.UNKNOWN:
        return [(0, group is None, True)]
    if not series.group:
        return [(0, event, True)]
    return [
        (side, event, True)
        for side, name in enumerate((series.group, series.reference))
        if name and group == name
    ]


def _group(said: Any, series: Series, who: str) -> str | None:
    if who == "officer_five_group":
        return str(said) if said in codes.FIVE_GROUPS else None
    listed = codes.ethnicities()
    ethnicity = listed.by_id[listed.labels.get(said or "", codes.UNLISTED)]
    return codes.GROUPINGS[series.grouping].of(ethnicity)


def _enough(parts: Mapping[str, Ints], *, share: bool) -> dict[str, Ints]:
    """Put parts together until each has enough of everything to be told, and round.

    Raises
    ------
    CannotTakeApart
        If fewer than two parts are left.
    """
    sides = [side for side in (0, 1) if any(cell[:, side].any() for cell in parts.values())]

    def enough(cell: Ints) -> bool:
        counts = [cell[:, sides, 0]]
        if share:
            counts.append(cell[:, sides, 1] - cell[:, sides, 0])
        return all(bool((some >= FEWEST).all()) for some in counts)

    kept = {part: cell for part, cell in parts.items() if part != BLANK and enough(cell)}
    rest = sum(
        (cell for part, cell in parts.items() if part not in kept), np.zeros((2, 2, 2), np.int64)
    )
    while kept and rest.any() and not enough(rest):
        least = min(kept, key=lambda part: int(kept[part].sum()))
        rest = rest + kept.pop(least)
    if rest.any() and enough(rest):
        kept[REST] = rest
    if len(kept) < 2:
        if set(parts) <= {BLANK}:
            raise CannotTakeApart(words.not_recorded())
        raise CannotTakeApart(words.too_few())
    ordered = sorted(kept, key=lambda part: (part == REST, part))
    return {part: _rounded(kept[part]) for part in ordered}


def _rounded(counts: Ints) -> Ints:
    nearest: Ints = (counts + ROUNDED // 2) // ROUNDED * ROUNDED
    return nearest


def _exposure(series: Series, months: Sequence[Sequence[str]], census: int) -> NDArray[np.float64]:
    """(period, side): residents times years, or, of records alone, years."""
    years = np.array([len(some) / 12 for some in months])
    if series.looks not in {Looks.RATIO, Looks.RATE}:
        return np.stack([years, years], axis=1)
    try:
        people = (
            codes.authority_population(series.area, census)
            if series.area
            else codes.GROUPINGS[series.grouping].people(series.force, census)
        )
    except codes.NoPopulation as error:
        raise CannotTakeApart(words.no_residents()) from error
    group = people.get(series.group, 0) if series.group else sum(people.values())
    residents = [group, people.get(series.reference, 0) or group]
    if not all(residents):
        raise CannotTakeApart(words.no_residents())
    return years[:, None] * np.array(residents, dtype=np.float64)[None, :]


def _ratio(
    series: Series, told: Mapping[str, Ints], exposure: NDArray[np.float64]
) -> dict[str, Any]:
    del series
    events = np.stack([cell[:, 0, 0] for cell in told.values()], axis=1)
    others = np.stack([cell[:, 1, 0] for cell in told.values()], axis=1)
    change = decompose_change_by_reason(events, exposure[:, 0], others, exposure[:, 1])
    each = [
        decompose_by_reason(events[at], exposure[at, 0], others[at], exposure[at, 1])
        for at in (BEFORE, AFTER)
    ]

    def side(place: int, at: int) -> dict[str, Any]:
        return {
            "events": int(events[at, place]),
            "reference_events": int(others[at, place]),
            "value": _number(each[at].ratio.value[place]),
            "adds": _number(each[at].each.value[place]),
        }

    return {
        "unit": "times",
        "rows": _rows(told, side),
        "total": {
            "before": _number(each[BEFORE].total.value),
            "after": _number(each[AFTER].total.value),
        },
        "change": _ends(change.total),
        "within": _ends(change.within),
        "mix": _ends(change.mix),
    }


def _amount(
    series: Series, told: Mapping[str, Ints], exposure: NDArray[np.float64]
) -> dict[str, Any]:
    """A rate, or a number of records: how many times as much, and what each part adds to it."""
    events = np.stack([cell[:, 0, 0] for cell in told.values()], axis=1)
    found = decompose_by_reason(
        events[AFTER], exposure[AFTER, 0], events[BEFORE], exposure[BEFORE, 0]
    )
    per = 1000.0 if series.looks is Looks.RATE else 1 / 12
    rates = events / exposure[:, :1] * per

    def side(place: int, at: int) -> dict[str, Any]:
        more = found.each.value[place] - found.share[place]
        return {
            "events": int(events[at, place]),
            "value": _number(rates[at, place]),
            "adds": _number(more) if at == AFTER else None,
        }

    return {
        "unit": "per-1000" if series.looks is Looks.RATE else "per-month",
        "rows": _rows(told, side),
        "total": {
            "before": _number(rates[BEFORE].sum()),
            "after": _number(rates[AFTER].sum()),
        },
        "change": _ends(found.total),
        "within": None,
        "mix": None,
    }


def _share(
    series: Series, told: Mapping[str, Ints], exposure: NDArray[np.float64]
) -> dict[str, Any]:
    del series, exposure
    events = np.stack([cell[:, 0, 0] for cell in told.values()], axis=1)
    base = np.stack([cell[:, 0, 1] for cell in told.values()], axis=1)
    found = decompose_difference(
        events[AFTER], base[AFTER], events[BEFORE], base[BEFORE], of="shares", per=100
    )

    def side(place: int, at: int) -> dict[str, Any]:
        return {
            "events": int(events[at, place]),
            "of": int(base[at, place]),
            "value": _number(100 * events[at, place] / base[at, place]),
        }

    totals = 100 * events.sum(axis=1) / base.sum(axis=1)
    return {
        "unit": "per-100",
        "rows": _rows(told, side),
        "total": {"before": _number(totals[BEFORE]), "after": _number(totals[AFTER])},
        "change": _ends(found.total),
        "within": _ends(found.rates),
        "mix": _ends(found.mix[0]),
    }


TAKEN = {
    Looks.RATIO: _ratio,
    Looks.RATE: _amount,
    Looks.COVERAGE: _amount,
    Looks.SHARE: _share,
    Looks.UNKNOWN: _share,
}


def _rows(told: Mapping[str, Ints], side: Any) -> list[dict[str, Any]]:
    return [
        {"part": part, "before": side(place, BEFORE), "after": side(place, AFTER)}
        for place, part in enumerate(told)
    ]


def _ends(found: Estimate) -> dict[str, float | None]:
    return {
        name: _number(value)
        for name, value in zip(
            ("value", "low", "high"), (found.value, found.low, found.high), strict=True
        )
    }


def _number(value: Any) -> float | None:
    return float(value) if isfinite(float(value)) else None
