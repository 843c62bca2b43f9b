"""What a draw of some size may miss, before anything is drawn.

It is the same risk as every draw states once it is judged, for cases that can all be judged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evenhand.scrutiny import framing, models
from evenhand.scrutiny.drawing.frame import SeedRule
from evenhand.stats import Missed, largest_missed

OTHERS = (10, 20, 30, 60, 100, 200, 300, 500)
"""Sizes that are told beside the one that was chosen, where they are smaller than the frame."""


@dataclass(frozen=True)
class Size:
    """How many cases are drawn, and what that may miss."""

    cases: int
    missed: Missed


@dataclass(frozen=True)
class Foreseen:
    """What a draw may miss as the log of stops is now.

    Attributes
    ----------
    positions : of the frame, what is known to exist and is not there among them.
    chosen : the size that was asked for; never fewer than one of each stratum.
    others : other sizes, the smallest first.
    """

    positions: int
    chosen: Size
    others: tuple[Size, ...]


def foreseen(draw: models.Draw, *, now: datetime) -> Foreseen:
    """What a draw may miss, from its terms and the log of stops; it need not be opened yet.

    Raises
    ------
    NotNow
        If its period can be no period, or the log is not given out or holds too few records.
    """
    framing.refuse_period(draw.first, draw.last, now)
    sizes = framing.parts(draw, rule=SeedRule.dice(), now=now).sizes
    whole = sum(sizes.values())
    chosen = _size(sizes, framing.drawn(draw, sizes, cases=draw.cases))
    found = {
        one.cases: one
        for cases in OTHERS
        if cases < whole
        for one in [_size(sizes, framing.drawn(draw, sizes, cases=cases))]
    }
    found.pop(chosen.cases, None)
    return Foreseen(whole, chosen, tuple(found[cases] for cases in sorted(found)))


def of_frame(strata: Sequence[Mapping[str, Any]]) -> Foreseen:
    """The same of a frame that is frozen, from what its step says of its strata."""
    sizes = {one["key"]: one["size"] for one in strata}
    drawn = {one["key"]: one["drawn"] for one in strata}
    return Foreseen(sum(sizes.values()), _size(sizes, drawn), ())


def _size(sizes: Mapping[str, int], drawn: Mapping[str, int]) -> Size:
    missed = largest_missed(list(sizes.values()), [drawn[key] for key in sizes])
    return Size(sum(drawn.values()), missed)
