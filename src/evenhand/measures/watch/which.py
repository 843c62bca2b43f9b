"""Which measures are watched, and which are not and why: what is not looked at is named too."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from evenhand.measures.library import measures
from evenhand.measures.medians import medians
from evenhand.measures.schema import Measure
from evenhand.measures.words import which as words
from evenhand.measures.words.messages import say

ASKS_OF_UNKNOWN = frozenset({"ethnicity-not-stated"})


class Reason(StrEnum):
    """Why a measure is watched, or is not."""

    RATE = "rate"
    """Watched: how often, of each group, and set against the reference group."""
    SHARE = "share"
    """Watched: of how many of each group's records it is so."""
    AGREEMENT = "agreement"
    """Not watched: it compares two ways in which ethnicity was written down."""
    UNKNOWN = "unknown"
    """Not watched by group: it is about the data, and watched as such for everybody together."""
    MIDDLE = "middle"
    """Not watched: charts are of counts."""


def reason(measure: Measure) -> Reason:
    """Say why a measure is watched, or is not."""
    if measure.kind == "agreement":
        return Reason.AGREEMENT
    if measure.group_by != "self-defined" or measure.id in ASKS_OF_UNKNOWN:
        return Reason.UNKNOWN
    return Reason(measure.kind)


def is_watched(measure: Measure) -> bool:
    """Whether the watch holds series of a measure against their own history."""
    return reason(measure) in {Reason.RATE, Reason.SHARE}


@dataclass(frozen=True)
class Which:
    """A measure, whether it is watched, and why in a sentence."""

    power: str
    measure: str
    title: str
    watched: bool
    why: str

    def plain(self) -> dict[str, Any]:
        """As values that JSON holds."""
        return dict(vars(self))


def which(power: str) -> Sequence[Which]:
    """Name every measure of a power, in the order of their names; then its middles."""
    counts = tuple(
        Which(power, one.id, say(one.title), is_watched(one), words.why(reason(one).value))
        for one in measures(power).values()
    )
    middles = tuple(
        Which(power, one.id, say(one.title), False, words.why(Reason.MIDDLE.value))
        for one in medians().values()
        if one.power == power
    )
    return counts + middles
