"""The same move under another name: a later run may lead it with another of its series."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from evenhand.measures.period import months_between
from evenhand.measures.watch.found import Found, read
from evenhand.monitoring import models

APART = 6
"""Months by which the start of one move may differ between runs: as the watch groups series."""


class Known(NamedTuple):
    """An alert that was raised before, and what it said of its move."""

    key: str
    number: int
    found: Found


def recognised(alerts: Iterable[Found]) -> dict[str, Found]:
    """What a run raised, by key: moves that were raised before have the key of that time.

    A move is the same where force, direction and kind are, one of its series stood in the earlier
    alert too, and both begin within half a year; a disparity that stands is the same whenever it is
    seen. Without this, a disparity that later shows more
    clearly in another measure would be asked about twice, and its review could be left behind.
    """
    found = list(alerts)
    forces = {one.series.force for one in found}
    held = models.Alert.objects.filter(force__in=forces).order_by("number")
    known = [Known(one.key, one.number, read(one.found)) for one in held.only("found", "key")]
    taken = {one.key for one in found} & {one.key for one in known}
    named: dict[str, Found] = {}
    for one in found:
        key = one.key
        if key not in taken:
            same = [old for old in known if old.key not in taken and _the_same(old.found, one)]
            if same:
                key = min(same, key=lambda old: (_apart(old.found, one), -old.number)).key
                taken.add(key)
        named[key] = replace(one, key=key)
    return named


def _the_same(old: Found, new: Found) -> bool:
    return (
        _kind(old) == _kind(new)
        and bool(_series(old) & _series(new))
        and (new.standing is not None or _apart(old, new) <= APART)
    )


def _kind(one: Found) -> tuple[object, ...]:
    return (one.series.force, one.direction, one.quality, one.standing is not None)


def _series(one: Found) -> set[str]:
    return {each.key for each in (one.series, *one.related)}


def _apart(old: Found, new: Found) -> int:
    """Months between the two starts."""
    first, last = sorted((old.since, new.since))
    return len(months_between(first, last)) - 1
