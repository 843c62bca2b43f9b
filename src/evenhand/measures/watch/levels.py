"""Ratios of rates over two years: a force's own, and what forces have in common."""

from dataclasses import dataclass
from functools import cached_property
from math import exp, log

import numpy as np
from scipy import special

from evenhand.measures.watch.charts import Block, Ints
from evenhand.measures.watch.cube import REFERENCE, Bools, Floats, residents
from evenhand.measures.watch.judging import QUARTER, Watching
from evenhand.measures.watch.settings import Settings
from evenhand.stats.dispersion import overdispersion
from evenhand.stats.errors import CannotTell
from evenhand.stats.funnel_places import ratio_funnel
from evenhand.stats.models.shrinkage import shrink_ratios

FEWEST_FORCES = 10
"""Forces without which nothing says what is usual for forces."""
NO_DIFFERENCE, TWICE = 1.0, log(2.0)
"""What a ratio is drawn towards where fewer than five forces are there: no difference, and as if
two in three forces lay between half and twice that."""


@dataclass(frozen=True, eq=False)
class Level:
    """The ratios of a power over the last two years; arrays are (forces, series).

    Attributes
    ----------
    first, middle : (forces,) months, by their place: with which the time begins, and its second
        half.
    events, others : of the group and of the reference; ``halves`` those of each half.
    lived : how many of the reference live there for every one of the group.
    enough : where there are months and events enough, and records of the last quarter.
    """

    of: Watching
    first: Ints
    middle: Ints
    observed: Ints
    events: Floats
    others: Floats
    halves: tuple[tuple[Floats, Floats], ...]
    lived: Floats
    phi: Floats
    enough: Bools

    @property
    def block(self) -> Block:
        """The ratios of the power."""
        return self.of.blocks[0]

    @cached_property
    def log_ratio(self) -> Floats:
        """NaN where nothing can be told."""
        return np.where(self.enough, _log(self.events, self.others, self.lived), np.nan)

    @cached_property
    def error(self) -> Floats:
        """Its standard error, widened by how much the months swing."""
        with np.errstate(divide="ignore", invalid="ignore"):
            found = np.sqrt(self.phi * (1 / self.events + 1 / self.others))
        return np.where(self.enough, found, np.nan)

    def both_above(self, ratio: Floats | float) -> Bools:
        """Where the ratio itself was above so much in each half."""
        with np.errstate(invalid="ignore"):
            return np.logical_and(*(_log(a, b, self.lived) > ratio for a, b in self.halves))


def level_of(one: Watching, settings: Settings) -> Level:
    block, chart = one.blocks[0], one.charts[0]
    count = len(one.cube.months)
    start = max(0, count - settings.standing_months)
    x, n = block.events[..., start:], block.size[..., start:]
    used = ~(np.isnan(x) | np.isnan(n))
    some = used.any(axis=1)
    first = np.where(np.any(some, axis=1), some.argmax(axis=1), 0) + start
    middle = (first + count + 1) // 2
    months = np.arange(start, count)
    later = months >= middle[:, None]

    def added(which: Bools) -> tuple[Floats, Floats]:
        mine = np.where(used & which, x, 0.0).sum(axis=-1)
        return mine, np.where(used & which, n, 0.0).sum(axis=-1) - mine

    everything = np.ones_like(later)[:, None, :]
    events, others = added(everything)
    halves = (added(~later[:, None, :]), added(later[:, None, :]))
    people = np.array([residents(force) for force in one.cube.forces]).reshape(-1, len(REFERENCE))
    here, there = people[:, block.groups], people[:, np.array(REFERENCE)[block.groups]]
    observed = used.sum(axis=-1)
    fewest = np.array(
        [
            max(settings.fewest, one.cube.asked[place].measure.minimum.events)
            for place in block.asked.tolist()
        ]
    )
    worse = np.array(
        [one.cube.asked[place].measure.worse == "higher" for place in block.asked.tolist()]
    )
    streams = np.array([bool(one.cube.asked[place].stream) for place in block.asked.tolist()])
    enough = (
        (observed >= settings.standing_fewest)
        & np.any(used[..., -QUARTER:], axis=-1)
        & (np.minimum(events, others) >= fewest)
        & (here > 0)
        & (there > 0)
        & worse
        & ~streams
    )
    lived = np.divide(there, here, out=np.ones(here.shape), where=here > 0)
    return Level(one, first, middle, observed, events, others, halves, lived, chart.phi, enough)


def above(level: Level, stated: float) -> Floats:
    """Say how likely so high a ratio is, were the truth no higher than the stated one."""
    share = stated / (stated + level.lived)
    a, b = np.maximum(level.events, 1), level.others
    tail = special.betainc(a, b + 1, share)
    far = (_log(level.events, level.others, level.lived) - log(stated)) / (
        level.error / np.sqrt(level.phi)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(tail > 0, -special.ndtri(tail), far) / np.sqrt(level.phi)
    p = np.where(level.both_above(log(stated)), special.ndtr(-z), 1.0)
    return np.where(level.enough, p, np.nan)


@dataclass(frozen=True, eq=False)
class Funnels:
    """What forces share, by series: NaN where too few forces are there to say."""

    p: Floats
    centre: Floats
    spread: Floats
    forces: Ints


def funnel(level: Level) -> Funnels:
    """Set each force against all: those differ by more than chance, as is measured of them."""
    shape = level.enough.shape
    p = np.full(shape, np.nan)
    centre, spread = np.full(shape[1], np.nan), np.full(shape[1], np.nan)
    forces = level.enough.sum(axis=0)
    for place in np.flatnonzero(forces >= FEWEST_FORCES).tolist():
        rows = np.flatnonzero(level.enough[:, place])
        y, s = level.log_ratio[rows, place], level.error[rows, place]
        middle = float(np.average(y, weights=s**-2))
        tau = overdispersion(y, s, centre=middle).tau_squared
        middle = float(np.average(y, weights=1 / (s**2 + tau)))
        found = ratio_funnel(y, s, centre=exp(middle), dispersion="additive")
        p[rows, place] = special.ndtr(-found.adjusted_z)
        centre[place] = exp(middle)
        spread[place] = found.spread.tau_squared**0.5 if found.spread else 0.0
    with np.errstate(invalid="ignore"):
        high = level.both_above(np.log(centre)) & level.both_above(0.0)
        high &= level.log_ratio > 2 * level.error
    return Funnels(np.where(np.isnan(p) | high, p, 1.0), centre, spread, forces)


def drawn_to(level: Level, place: int, stated: float) -> tuple[float, float, bool]:
    """Say what forces have in common, as times and as their spread; rounded, as it is told."""
    rows = np.flatnonzero(level.enough[:, place])
    try:
        found = shrink_ratios(
            level.events[rows, place],
            level.others[rows, place] / level.lived[rows, place],
            {"force": rows},
            above=stated,
            excess=False,
        )
    except CannotTell:
        return NO_DIFFERENCE, round(TWICE, 2), True
    spread = max(round(found.spreads["force"], 2), 0.01)
    return round(exp(float(found.coefficients.value[0])), 2), spread, False


def _log(a: Floats, b: Floats, lived: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(a / b * lived)
