"""Other charts of what an alert is of: stretches of one level, a smoothed chart, run rules.

They are made of the same months as the alert, for readers who know them. They raise nothing, hold
nothing back and are no further evidence.
"""

from collections.abc import Sequence

import numpy as np

from evenhand.measures.watch.beside import OtherCharts
from evenhand.measures.watch.cube import Bools, Floats
from evenhand.measures.watch.found import Direction
from evenhand.measures.watch.judging import Candidate
from evenhand.stats import watching

RULES = ("beyond", "near_limit", "shift", "trend")
"""Run rules, by their names in :class:`evenhand.stats.watching.RunRules`."""


def other_charts(one: Candidate) -> OtherCharts:
    """Draw the other charts of a series that moved, and say what each shows.

    The smoothed chart and the run rules have the history that the alert has: it begins where that
    of the alert does, and its first months are history only. Change points are of the whole series,
    and of shares as if events came by themselves: that is slower to see a change, never quicker.
    """
    events, size, months = _counted(one, 0)
    found = watching.change_points(events, size, phi=one.phi)
    stretches = _named(found.starts, months) if bool(found.told) else None
    events, size, months = _counted(one, one.begun)
    start = int(one.of.charts[one.block].start[one.force])
    since = np.arange(one.begun, one.begun + len(months)) >= one.since
    shares = one.of.blocks[one.block].shares
    chart = watching.binomial_ewma if shares else watching.poisson_ewma
    smooth = chart(events, size, start=start, phi=one.phi)
    signal = smooth.signal_up if one.side is Direction.RISE else smooth.signal_down
    scores = watching.month_scores(events, size, start=start, phi=one.phi)
    return OtherCharts(
        stretches,
        _named(signal & since, months) if bool(np.any(smooth.watched & since)) else None,
        _rules(scores, since, one.side),
    )


def _counted(one: Candidate, first: int) -> tuple[Floats, Floats, Sequence[str]]:
    """Give a series' events and what they are set against from a month on; NaN where not used."""
    block = one.of.blocks[one.block]
    events = block.events[one.force, one.place, first:]
    size = block.size[one.force, one.place, first:]
    used = ~(np.isnan(events) | np.isnan(size)) & (size > 0)
    months = one.of.cube.months[first:]
    return np.where(used, events, np.nan), np.where(used, size, np.nan), months


def _named(which: Bools, months: Sequence[str]) -> tuple[str, ...]:
    return tuple(months[place] for place in np.flatnonzero(which).tolist())


def _rules(scores: Floats, since: Bools, side: Direction) -> tuple[str, ...] | None:
    """Name the rules that speak since the move, in months that lie on its side of the past."""
    found = watching.run_rules(scores)
    if not bool(found.told):
        return None
    seen = np.flatnonzero(~np.isnan(scores))
    step = np.full(scores.shape, np.nan)
    step[seen[1:]] = np.diff(scores[seen])
    way = 1.0 if side is Direction.RISE else -1.0
    with np.errstate(invalid="ignore"):
        same = since & (way * scores > 0)
        spoken = {name: getattr(found, name) & same for name in RULES}
        spoken["trend"] &= way * step > 0
    return tuple(name for name in RULES if bool(np.any(spoken[name])))
