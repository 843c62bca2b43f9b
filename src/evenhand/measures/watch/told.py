"""What the public may see of an alert: no count finer than to the nearest five."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from math import ceil
from types import MappingProxyType
from typing import Any

import numpy as np

from evenhand.measures.library import measure as measure_called
from evenhand.measures.watch.changes import changed, changed_shares, smallest_of
from evenhand.measures.watch.cube import Floats
from evenhand.measures.watch.found import Change, Found, Looks, Span, Standing
from evenhand.measures.watch.shrinking import worked_out
from evenhand.measures.watch.small_quarters import COUNTS, LEAST, NEAREST, small_quarters
from evenhand.measures.watch.spans import HUNDRED, PER, told_numbers
from evenhand.measures.words import watching as words

TOO_FEW = "too-few"
NOTHING: Mapping[str, int] = MappingProxyType({})
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
    worked out as if it were 5: that says no more than that it was under 10. Of an area, a count is
    gone from every stretch if it is small in any quarter of any area of the force (``few``): what a
    force's figures print, less what is told of its large areas, would be the small one's.

    Parameters
    ----------
    found : an alert. What this gives for its own answer is that answer.
    """
    before, after = (
        told_span(found, span, instead=instead, hidden=hidden)
        for span in (found.before, found.after)
        for instead, hidden in (small_quarters(found, span),)
    )
    moved = _change(found, before, after)
    findings = tuple(words.finding(one.code, one.months) for one in found.findings)
    quarters = tuple(told_span(found, one) for one in found.quarters)
    hidden = any(one.status == TOO_FEW for one in quarters)
    public = replace(
        found,
        before=before,
        after=after,
        change=moved,
        smallest=_smallest(found, before, after),
        evidence=ceil(found.evidence * HUNDRED) / HUNDRED,
        quarters=quarters,
        findings=findings,
        phi=_phi(found),
        # Drawn of single months, or of single areas: not told where not even a quarter is shown.
        others=None if hidden else found.others,
        places=None if hidden else found.places,
    )
    if found.standing is not None:
        public = replace(public, standing=_standing(found, public, found.standing))
    if found.before.events is None and found.after.events is None and not public.quarters:
        return public  # of a finding, whose sentence holds no number
    return replace(public, sentence=words.alert(public))


def _standing(exact: Found, public: Found, standing: Standing) -> Standing:
    """Give what stands as the public may see it, all worked out again from rounded counts.

    The whole time has what both halves have, changed as they are: three sums that were changed each
    in its own way would say more than two.
    """
    more = Counter[str]()
    hidden = set[str]()
    for half in (exact.before, exact.after):
        instead, gone = small_quarters(exact, half)
        more.update(instead)
        hidden |= gone
    whole = told_span(exact, standing.whole, instead=more, hidden=hidden)
    return worked_out(public, replace(standing, whole=whole))


def told_span(
    found: Found,
    span: Span,
    *,
    instead: Mapping[str, int] = NOTHING,
    hidden: Collection[str] = (),
) -> Span:
    """Give a stretch of months as the public may see it.

    Parameters
    ----------
    instead : what is added to its counts before they are rounded.
    hidden : names of counts that are not shown, however large.
    """
    gone = {*hidden, *found.few}
    counts: dict[str, Any] = {
        name: None if name in gone else _rounded(getattr(span, name), instead.get(name, 0))
        for name in COUNTS
    }
    nothing: dict[str, Any] = dict.fromkeys(_NUMBERS)
    bare = replace(span, **counts, **nothing)
    bare = replace(bare, exposure=_exposure(span))
    if span.events is None:
        return bare if span.status == "missing" else replace(bare, status=TOO_FEW)
    needed = [counts["events"]]
    if found.series.looks is Looks.RATIO:
        needed.append(counts["reference_events"])
    if _of_shares(found):
        needed += [counts["records"], counts["reference_records"]]
        for name, records in (("events", "records"), ("reference_events", "reference_records")):
            if _nearly_all(getattr(span, name), getattr(span, records)):
                counts[name] = None
                bare = replace(bare, **counts)
                needed.append(None)
    if found.series.looks in {Looks.SHARE, Looks.UNKNOWN}:
        needed.append(counts["records"])
        if _nearly_all(span.events, span.records):
            bare, counts["events"] = replace(bare, events=None), None
            needed.append(None)
    if None in needed:
        return replace(bare, status=TOO_FEW)
    return replace(bare, **_numbers(found, span, counts))


def _of_shares(found: Found) -> bool:
    """Whether shares are compared, and not rates."""
    ratio = found.series.looks is Looks.RATIO
    return ratio and measure_called(found.series.measure).kind == "share"


def _nearly_all(events: int | None, records: int | None) -> bool:
    """Whether a count tells of the few others among its records; of none of them, too.

    Were it shown where there are none, whoever sees one that is hidden would know of one or more.
    """
    return events is not None and (records or 0) - events < LEAST


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
        others_records=one(counts["reference_records"]) if _of_shares(found) else None,
        minimum=measure_called(found.series.measure).minimum.events,
    )
    enough = bool(worked.pop("told")[0])
    if counts["unknown"] is None:
        for name in ("unknown_low", "unknown_high", "unknown_share"):
            worked.pop(name, None)
    numbers = {name: _finite(float(values[0])) for name, values in worked.items()}
    return numbers if enough else {"status": TOO_FEW}


def _change(found: Found, before: Span, after: Span) -> Change:
    if _of_shares(found):
        names = ("events", "records", "reference_events", "reference_records")
        a, n, b, m = (_pair(before, after, name) for name in names)
        shares = changed_shares(np.minimum(a, n), n, np.minimum(b, m), m, phi=_phi(found))
        return shares if shares is not None else Change(1.0, 0.0, 1.0)
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

    shares = found.series.looks in {Looks.SHARE, Looks.UNKNOWN}
    size = (
        _pair(before, after, "records")
        if shares
        else np.array([one.exposure or 0.0 for one in (before, after)])
    )
    events, others = (_pair(before, after, name) for name in ("events", "reference_events"))
    return np.minimum(events, size) if shares else events, others, size


def _pair(before: Span, after: Span, name: str) -> Floats:
    counts = [getattr(one, name) for one in (before, after)]
    return np.array([float(NEAREST if one is None else one) for one in counts])


def _exposure(span: Span) -> float | None:
    return None if span.exposure is None else round(span.exposure, 1)


def _phi(found: Found) -> float:
    return ceil(round(found.phi * 10, 6)) / 10


def _rounded(count: int | None, more: int = 0) -> int | None:
    if count is None or count + more < LEAST:
        return None
    return int(NEAREST * round((count + more) / NEAREST))


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
