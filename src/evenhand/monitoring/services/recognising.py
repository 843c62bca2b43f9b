"""The same move under another name: a later run may lead it with another of its series."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from evenhand.measures.watch.again import apart, the_same
from evenhand.measures.watch.found import Found, read
from evenhand.monitoring import models


class Known(NamedTuple):
    """An alert that was raised before, and what it said of its move."""

    key: str
    number: int
    found: Found


def recognised(alerts: Iterable[Found]) -> dict[str, Found]:
    """What a run raised, by key: moves that were raised before have the key of that time.

    Without this, a disparity that later shows more clearly in another measure would be asked about
    twice, and its review could be left behind.
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
            same = [old for old in known if old.key not in taken and the_same(old.found, one)]
            if same:
                key = min(same, key=lambda old: (apart(old.found, one), -old.number)).key
                taken.add(key)
        named[key] = replace(one, key=key)
    return named
