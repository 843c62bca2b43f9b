"""All that a force's recorded stops tell, over their latest year, for its own people."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenhand.measures.compute import compute
from evenhand.measures.library import measures
from evenhand.measures.medians import Middles, medians, middles
from evenhand.measures.result import Result
from evenhand.measures.stop_tests import TESTS, Answer
from evenhand.measures.words.powers import STOPS
from evenhand.records.lake.manifest import WHOLE_FORCE

if TYPE_CHECKING:
    from evenhand.records.lake import Lake

YEAR = 12
ORDER = (
    *("stop-rate", "stop-high-discretion-rate", "stop-camera-rate", "stop-driving-rate"),
    *("stop-crime-rate", "stop-seen-before-rate", "stop-linked-outcome-rate"),
    *("stop-no-action-rate", "stop-search-rate", "stop-force-rate", "stop-arrest-rate"),
    *("stop-long-rate", "stop-told-otherwise-rate", "stop-ethnicity-declined-rate"),
    *("stop-ethnicity-not-asked-rate", "stop-ethnicity-not-practicable-rate"),
)
"""How often and why first, then what came of it, then how it was recorded."""


@dataclass(frozen=True)
class MonthHeld:
    """A month of the snapshots: how many stops, how many records not finished, whether it is over.

    Attributes
    ----------
    version : above 1 where records were corrected, mended or came late.
    """

    month: str
    stops: int
    unfinished: int
    ended: bool
    version: int


@dataclass(frozen=True)
class StopsTold:
    """What the stops of a force tell; nothing but the months where none of them has ended.

    Attributes
    ----------
    taken_at : when the latest snapshot was taken, as ISO text.
    first, last : the months that are counted, at most the latest twelve observed.
    """

    force: str
    taken_at: str
    months: tuple[MonthHeld, ...]
    first: str = ""
    last: str = ""
    results: tuple[Result, ...] = ()
    tests: tuple[Answer, ...] = ()
    middles: tuple[Middles, ...] = ()


def stops_told(lake: "Lake", force: str) -> StopsTold:
    """Answer every question about a force's stops; small counts are not shown here either."""
    months = tuple(_months(lake, force))
    taken_at = lake.commits[-1].at
    ended = [one.month for one in months if one.ended]
    observed = lake.months_observed(force, min(ended), max(ended)) if ended else []
    if not observed:
        return StopsTold(force, taken_at, months)
    first, last = observed[-YEAR:][0], observed[-1]
    return StopsTold(
        force,
        taken_at,
        months,
        first=first,
        last=last,
        results=tuple(
            compute(measures(STOPS)[name], lake, forces=[force], first=first, last=last)
            for name in ORDER
        ),
        tests=tuple(test(lake, force=force, first=first, last=last) for test in TESTS.values()),
        middles=tuple(
            middles(one, lake, force=force, first=first, last=last) for one in medians().values()
        ),
    )


def _months(lake: "Lake", force: str) -> Iterator[MonthHeld]:
    held = [one for one in lake.supplied() if one.force == force]
    whole = {one.month for one in held if one.extent == WHOLE_FORCE}
    for one in held:
        ended = one.extent == WHOLE_FORCE
        if ended or one.month not in whole:
            yield MonthHeld(one.month, one.rows, one.profile["unfinished"], ended, one.version)
