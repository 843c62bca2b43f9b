"""Disclosure control of a whole release: one force and period, every measure at once.

Each result already hides its own small counts. What one measure hides, others can give back: drugs,
weapons and other things add up to all; actions and no further action add up to all. Here they stand
together; the solver of :mod:`evenhand.stats.disclosure` chooses what else must go, and proves it.
"""

import json
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from evenhand.measures import Measure
from evenhand.measures.counting import Tally
from evenhand.publications.hiding import hide_group, hide_unknown
from evenhand.records.codes import FIVE_GROUPS
from evenhand.stats.disclosure import Protection, Release, Sum, protect, prove

GROUPING = "five-groups"
GROUPS: tuple[str | None, ...] = (*FIVE_GROUPS, None)
THRESHOLD = 5  # counts of powers; the smallest that is shown
EVERYTHING = "search-rate"  # every other measure counts a part of what this one does

Counts = dict[Hashable, int]
Counted = Sequence[tuple[Measure, Tally]]


def control(results: Sequence[dict[str, Any]], counted: Counted) -> Protection:
    """Hide in all results of a force and period whatever would give a small count back.

    Parameters
    ----------
    results : as plain values, one a measure; changed in place.
    counted : the same measures with what was truly counted.

    Raises
    ------
    NotProtected
        If something would still give a small count away; then nothing may be released.
    """
    release = together(counted)
    protection = protect(release, THRESHOLD, told=False)
    prove(release, protection)
    hidden = protection.hidden
    for (measure, _), result in zip(counted, results, strict=True):
        for group in GROUPS:
            if hidden & {*printed(measure, group)}:
                hide_unknown(result) if group is None else hide_group(result, group)
    return protection


def printed(measure: Measure, group: str | None) -> Iterator[tuple[str, str | None]]:
    """The cells that a row of a measure prints, or lets be worked out at once."""
    yield measure.id, group
    if measure.kind != "rate":
        yield whole(measure), group
        yield f"not {measure.id}", group


def whole(measure: Measure) -> str:
    """The name of what a measure counts a part of; the same for measures that share it."""
    if measure.group_by == "officer-defined":
        return f"seen, {measure.id}"
    if measure.kind == "agreement":
        return f"both recorded, {measure.id}"
    return f"recorded {json.dumps(measure.recorded)}" if measure.recorded else EVERYTHING


def together(counted: Counted) -> Release:
    """Lay out every count of the release, with all the sums that anyone can see."""
    counts: Counts = {}
    sums: list[Sum] = []
    shown: set[Hashable] = set()
    for measure, tally in counted:
        for group in GROUPS:
            shown.update(printed(measure, group))
            events = int(tally.of(GROUPING, group, tally.events)[0])
            recorded = int(tally.of(GROUPING, group, tally.recorded)[0])
            counts[measure.id, group] = events
            if measure.id != whole(measure):
                counts[whole(measure), group] = recorded
                counts[f"not {measure.id}", group] = recorded - events
                parts = ((measure.id, group), (f"not {measure.id}", group))
                sums.append(Sum((whole(measure), group), parts))
    for group in GROUPS:
        sums += [*_left_out(counted, counts, group), *_siblings(counted, counts, group)]
    return Release(counts, tuple(sums), implied=frozenset(counts) - shown)


def _left_out(counted: Counted, counts: Counts, group: str | None) -> Iterator[Sum]:
    """All searches are those where the answer was recorded, and those where it was not."""
    if (EVERYTHING, group) not in counts:
        return
    for name in sorted({whole(measure) for measure, _ in counted if measure.recorded}):
        rest = counts[EVERYTHING, group] - counts[name, group]
        counts[f"not {name}", group] = rest
        yield Sum((EVERYTHING, group), ((name, group), (f"not {name}", group)))


def _siblings(counted: Counted, counts: Counts, group: str | None) -> Iterator[Sum]:
    """Measures of one whole whose parts do not overlap add up, with what remains, to the whole."""
    families: dict[tuple[str, str], list[Measure]] = {}
    for measure, _ in counted:
        for dimension in measure.events:
            families.setdefault((whole(measure), dimension), []).append(measure)
    for (name, dimension), members in families.items():
        values = [value for member in members for value in member.events[dimension]]
        if len(members) < 2 or len(set(values)) != len(values):
            continue
        parts = tuple((member.id, group) for member in members)
        rest = (f"rest of {name} by {dimension}", group)
        counts[rest] = counts[name, group] - sum(counts[part] for part in parts)
        yield Sum((name, group), (*parts, rest))
