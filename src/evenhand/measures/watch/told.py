"""What the public may see of an alert: no count finer than to the nearest five."""

from collections.abc import Mapping
from dataclasses import replace
from math import ceil
from types import MappingProxyType
from typing import Any

import numpy as np

from evenhand.measures.library import measure as measure_called
from evenhand.measures.watch.cube import Floats
from evenhand.measures.watch.found import Change, Found, Looks, Span, Standing
from evenhand.measures.watch.shrinking import worked_out
from evenhand.measures.watch.spans import HUNDRED, PER, changed, smallest_of, told_numbers
from evenhand.measures.words import watching as words

LEAST = 10
NEAREST = 5
TOO_FEW = "too-few"
FEW = 2
"""So many small quarters in a stretch of months could be worked out from its rounded count."""
NOTHING: Mapping[str, int] = MappingProxyType({})
_COUNTS = ("events", "reference_events", "records", "unknown")
_NUMBERS = (
    "rate",
    "reference_rate",
    "value",
    "low",
    "high",
    "unknown_low",
    "unknown_high",
    "unknown_share",
)


def told(found: Found) -> Found:
    """Give an alert as the public may see it.

    Every count under 10 is gone, and all that was derived from it; every other is rounded to the
    nearest 5, and every rate, ratio, range and change is worked out again from the rounded counts.
    So nothing in it says more than the rounded counts do. Where a count is gone, the change is
    worked out as if it were 5: that says no more than that it was under 10.

    Parameters
    ----------
    found : an alert. What this gives for its own answer is that answer.
    """
    before, after = (
        told_span(found, span, instead=_instead(found, span))
        for span in (found.before, found.after)
    )
    moved = _change(found, before, after)
    findings = tuple(words.finding(one.code, one.months) for one in found.findings)
    public = replace(
        found,
        before=before,
        after=after,
        change=moved,
        smallest=_smallest(found, before, after),
        evidence=ceil(found.evidence * HUNDRED) / HUNDRED,
        quarters=tuple(told_span(found, one) for one in found.quarters),
        findings=findings,
        phi=_phi(found),
    )
    if found.standing is not None:
        public = replace(public, standing=_standing(found, public, found.standing))
    if found.before.events is None and found.after.events is None and not public.quarters:
        return public  # of a finding, whose sentence holds no number
    return replace(public, sentence=words.alert(public))


def _standing(exact: Found, public: Found, standing: Standing) -> Standing:
    """Give what stands as the public may see it, all worked out again from rounded counts."""
    whole = told_span(exact, standing.whole, instead=_instead(exact, standing.whole))
    return worked_out(public, replace(standing, whole=whole))


def _instead(found: Found, stretch: Span) -> dict[str, int]:
    """Say by how much a stretch's counts change so that they tell nothing of a small quarter.

    Other pages print the larger quarters exactly. Of a stretch that has one or two small ones in
    it, the rounded count less the printed ones would give those away; so each is counted as 5,
    however many it was. A quarter that the stretch cuts through is counted on the side of the past.
    Of three or more a rounded count says little of each.
    """
    return {name: _of_small(found, stretch, name) for name in _COUNTS}


def _of_small(found: Found, stretch: Span, name: str) -> int:
    counted = getattr(stretch, name)
    if counted is None:
        return 0
    ends = (stretch.first, stretch.last)
    if any((q.first, q.last) == ends for q in found.quarters):
        return 0  # it is a quarter itself
    inside = [q for q in found.quarters if stretch.first <= q.first and q.last <= stretch.last]
    known = {q.first: getattr(q, name) for q in found.quarters}
    small = [n for q in inside if (n := known[q.first]) is not None and n < LEAST]
    cut = [
        q
        for q in found.quarters
        if q not in inside and q.first <= stretch.last and stretch.first <= q.last
    ]
    least = [q for q in cut if (n := known[q.first]) is not None and n < LEAST]
    if not 1 <= len(small) + len(least) <= FEW:
        return 0
    change: int = sum(NEAREST - n for n in small)
    if len(cut) == 1 and least:
        part = counted - sum(known[q.first] or 0 for q in inside)
        change += (NEAREST if least[0].last > stretch.last else 0) - part
    return change


def told_span(found: Found, span: Span, *, instead: Mapping[str, int] = NOTHING) -> Span:
    """Give a stretch of months as the public may see it.

    Parameters
    ----------
    instead : what is added to its counts before they are rounded.
    """
    counts: dict[str, Any] = {
        name: _rounded(_with(getattr(span, name), instead.get(name, 0))) for name in _COUNTS
    }
    nothing: dict[str, Any] = dict.fromkeys(_NUMBERS)
    bare = replace(span, **counts, **nothing)
    bare = replace(bare, exposure=_exposure(span))
    if span.events is None:
        return bare if span.status == "missing" else replace(bare, status=TOO_FEW)
    needed = [counts["events"]]
    if found.series.looks is Looks.RATIO:
        needed.append(counts["reference_events"])
    if found.series.looks in {Looks.SHARE, Looks.UNKNOWN}:
        needed.append(counts["records"])
        if 0 < (span.records or 0) - span.events < LEAST:  # nearly all tells of the few others
            bare, counts["events"] = replace(bare, events=None), None
            needed.append(None)
    if None in needed:
        return replace(bare, status=TOO_FEW)
    return replace(bare, **_numbers(found, span, counts))


def _numbers(found: Found, span: Span, counts: dict[str, Any]) -> dict[str, Any]:
    """Work out everything again from rounded counts, for as many residents as before."""
    looks = found.series.looks

    def one(value: float | None) -> Floats:
        return np.array([0.0 if value is None else float(value)])

    people, others_people = (
        0.0 if not rate or not count else round(count * PER / rate, 3)
        for count, rate in (
            (span.events, span.rate),
            (span.reference_events, span.reference_rate),
        )
    )
    worked = told_numbers(
        looks,
        events=one(counts["events"]),
        others=one(counts["reference_events"]),
        records=one(counts["records"]),
        people=one(people),
        others_people=one(others_people),
        observed=one(span.observed),
        unknown=one(counts["unknown"]),
        minimum=measure_called(found.series.measure).minimum.events,
    )
    enough = bool(worked.pop("told")[0])
    if counts["unknown"] is None:
        for name in ("unknown_low", "unknown_high", "unknown_share"):
            worked.pop(name, None)
    numbers = {name: _finite(float(values[0])) for name, values in worked.items()}
    return numbers if enough else {"status": TOO_FEW}


def _change(found: Found, before: Span, after: Span) -> Change:
    events, others, size = _three(found, before, after)
    worked = changed(found.series.looks, events=events, others=others, size=size, phi=_phi(found))
    return worked if worked is not None else Change(1.0, 0.0, 1.0)


def _smallest(found: Found, before: Span, after: Span) -> float | None:
    if found.smallest is None:
        return None
    events, others, size = _three(found, before, after)
    last = found.quarters[-1]
    part = last.observed / found.before.observed if found.before.observed else 0.0
    return smallest_of(
        found.series.looks,
        side=found.direction,
        events=float(events[0]),
        others=float(others[0]),
        records=(float(size[0]), float(_rounded(last.records) or 0)),
        part=part,
        months=part,
    )


def _three(found: Found, before: Span, after: Span) -> tuple[Floats, Floats, Floats]:
    """Give the counts before and after as the public has them, 5 for what it may not see."""

    def pair(name: str) -> Floats:
        counts = [getattr(one, name) for one in (before, after)]
        return np.array([float(NEAREST if one is None else one) for one in counts])

    shares = found.series.looks in {Looks.SHARE, Looks.UNKNOWN}
    size = pair("records") if shares else np.array([one.exposure or 0.0 for one in (before, after)])
    events = pair("events")
    return np.minimum(events, size) if shares else events, pair("reference_events"), size


def _exposure(span: Span) -> float | None:
    return None if span.exposure is None else round(span.exposure, 1)


def _phi(found: Found) -> float:
    return ceil(round(found.phi * 10, 6)) / 10


def _with(count: int | None, more: int) -> int | None:
    """A count that may be shown stays one that may."""
    return count if count is None or count < LEAST else max(count + more, LEAST)


def _rounded(count: int | None) -> int | None:
    if count is None or count < LEAST:
        return None
    return int(NEAREST * round(count / NEAREST))


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
