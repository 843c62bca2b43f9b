"""Ratios of rates over two years: a force's own, and what forces have in common."""

from dataclasses import dataclass
from functools import cached_property
from math import exp, log

import numpy as np
from scipy import special

from evenhand.measures.watch.charts import Block, Ints
from evenhand.measures.watch.cube import REFERENCE, Bools, Floats
from evenhand.measures.watch.found import Looks
from evenhand.measures.watch.judging import QUARTER, Watching
from evenhand.measures.watch.settings import Settings
from evenhand.stats.dispersion import overdispersion
from evenhand.stats.errors import CannotTell
from evenhand.stats.funnel_places import ratio_funnel
from evenhand.stats.models.shrinkage import shrink_ratios

FEWEST_FORCES = 10
"""Forces without which nothing says what is usual for forces."""
FEWEST_SHARED = 5
"""Forces without which nothing says what they have in common, as for rates."""
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
    lived : how many of the reference live there for every one of the group; of shares, how many
        records they have for every one of the group's.
    enough : where there are months and events enough, and records of the last quarter.
    number : which of the power's blocks is looked at; places: the series of it that are.
    against : of shares, the places of the reference's series; -1 of rates.
    sign : (series,) -1 where less is worse: then everything here is of how many times less.
    fewer : of shares, by how much the variance of the log is less than that of a ratio of rates.
    stated : from how many times on a difference is asked about.
    """

    of: Watching
    first: Ints
    middle: Ints
    observed: Ints
    events: Floats
    others: Floats
    halves: tuple[tuple[Floats, Floats, Floats], ...]
    lived: Floats
    phi: Floats
    enough: Bools
    number: int
    places: Ints
    against: Ints
    sign: Floats
    fewer: Floats
    stated: float

    @property
    def block(self) -> Block:
        """The block of the power that is looked at."""
        return self.of.blocks[self.number]

    @property
    def of_shares(self) -> bool:
        """Whether shares of records are compared, and not rates."""
        return self.block.looks is Looks.SHARE

    @cached_property
    def log_ratio(self) -> Floats:
        """NaN where nothing can be told."""
        found = self.sign * _log(self.events, self.others, self.lived)
        return np.where(self.enough, found, np.nan)

    @cached_property
    def error(self) -> Floats:
        """Its standard error, widened by how much the months swing."""
        with np.errstate(divide="ignore", invalid="ignore"):
            found = np.sqrt(self.phi * (1 / self.events + 1 / self.others - self.fewer))
        return np.where(self.enough, found, np.nan)

    def both_above(self, ratio: Floats | float) -> Bools:
        """Where the ratio itself was above so much in each half."""
        with np.errstate(invalid="ignore"):
            return np.logical_and(
                *(self.sign * _log(a, b, lived) > ratio for a, b, lived in self.halves)
            )


def level_of(one: Watching, settings: Settings) -> Level:
    """Set every group's rate against the reference group's: higher is worse."""
    block, chart = one.blocks[0], one.charts[0]
    people = np.array([one.cube.lived(row) for row in range(len(one.cube.forces))])
    people = people.reshape(-1, len(REFERENCE))
    here, there = people[:, block.groups], people[:, np.array(REFERENCE)[block.groups]]
    lived = np.divide(there, here, out=np.ones(here.shape), where=here > 0)
    stretch = _stretch(one, settings, block.events, block.size)

    def added(which: Bools) -> tuple[Floats, Floats, Floats]:
        mine = stretch.added(block.events, which)
        return mine, stretch.added(block.size, which) - mine, lived

    events, others, _ = added(stretch.all_)
    streams = np.array([bool(one.cube.asked[place].stream) for place in block.asked.tolist()])
    enough = _enough(one, settings, stretch, block.asked, np.minimum(events, others))
    series = block.asked.size
    return Level(
        of=one,
        first=stretch.first,
        middle=stretch.middle,
        observed=stretch.observed,
        events=events,
        others=others,
        halves=(added(~stretch.later), added(stretch.later)),
        lived=lived,
        phi=chart.phi,
        enough=enough & (here > 0) & (there > 0) & (_sign(one, block.asked) > 0) & ~streams,
        number=0,
        places=np.arange(series),
        against=np.full(series, -1),
        sign=np.ones(series),
        fewer=np.zeros(events.shape),
        stated=settings.standing,
    )


def level_of_shares(one: Watching, settings: Settings) -> Level:
    """Set every group's share of its records against the reference group's.

    Which way is worse is the measure's own word: fewer finds, more searches that come to nothing.
    The variance of the log of a share of n records with x events is about 1/x - 1/n (Katz and
    others, 1978).
    """
    number = next(at for at, block in enumerate(one.blocks) if block.looks is Looks.SHARE)
    block, chart = one.blocks[number], one.charts[number]
    at = {
        pair: n
        for n, pair in enumerate(zip(block.asked.tolist(), block.groups.tolist(), strict=True))
    }
    sign = _sign(one, block.asked)
    places = np.array(
        [
            place
            for (asked, group), place in at.items()
            if REFERENCE[group] != group and sign[place] and not one.cube.asked[asked].stream
        ],
        dtype=np.int64,
    )
    asked = block.asked[places]
    against = np.array(
        [
            at[pair]
            for pair in zip(
                asked.tolist(), np.array(REFERENCE)[block.groups[places]].tolist(), strict=True
            )
        ],
        dtype=np.int64,
    )
    x, n = block.events[:, places], block.size[:, places]
    y, m = block.events[:, against], block.size[:, against]
    stretch = _stretch(one, settings, x + y, n + m)

    def added(which: Bools) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        a, b, over, under = (stretch.added(each, which) for each in (x, y, n, m))
        return a, b, np.divide(under, over, out=np.ones(over.shape), where=over > 0), over, under

    events, others, lived, over, under = added(stretch.all_)
    with np.errstate(divide="ignore"):
        fewer = 1 / over + 1 / under
    enough = _enough(one, settings, stretch, asked, np.minimum(events, others))
    few = np.minimum(over - events, under - others) < settings.fewest
    return Level(
        of=one,
        first=stretch.first,
        middle=stretch.middle,
        observed=stretch.observed,
        events=events,
        others=others,
        halves=(added(~stretch.later)[:3], added(stretch.later)[:3]),
        lived=lived,
        phi=np.maximum(chart.phi[:, places], chart.phi[:, against]),
        enough=enough & ~few,
        number=number,
        places=places,
        against=against,
        sign=sign[places],
        fewer=fewer,
        stated=settings.standing_share,
    )


@dataclass(frozen=True, eq=False)
class _Stretch:
    """The months that are looked at, and which of them are used: (forces, series, months)."""

    start: int
    used: Bools
    first: Ints
    middle: Ints
    later: Bools

    @property
    def all_(self) -> Bools:
        """All months."""
        return np.ones_like(self.later)

    @property
    def observed(self) -> Ints:
        """How many months are used of each series."""
        return np.asarray(self.used.sum(axis=-1))

    def added(self, counts: Floats, which: Bools) -> Floats:
        """Add up the used months of some counts."""
        use = self.used & which
        return np.asarray(np.where(use, counts[..., self.start :], 0.0).sum(axis=-1))


def _stretch(one: Watching, settings: Settings, events: Floats, size: Floats) -> _Stretch:
    count = len(one.cube.months)
    start = max(0, count - settings.standing_months)
    used = ~(np.isnan(events[..., start:]) | np.isnan(size[..., start:]))
    some = used.any(axis=1)
    first = np.where(np.any(some, axis=1), some.argmax(axis=1), 0) + start
    middle = (first + count + 1) // 2
    later = (np.arange(start, count) >= middle[:, None])[:, None, :]
    return _Stretch(start, used, first, middle, later)


def _enough(
    one: Watching, settings: Settings, stretch: _Stretch, asked: Ints, least: Floats
) -> Bools:
    """Say where there are months and events enough, and records of the last quarter."""
    fewest = np.array(
        [max(settings.fewest, one.cube.asked[at].measure.minimum.events) for at in asked.tolist()]
    )
    return np.asarray(
        (stretch.observed >= settings.standing_fewest)
        & np.any(stretch.used[..., -QUARTER:], axis=-1)
        & (least >= fewest)
    )


def _sign(one: Watching, asked: Ints) -> Floats:
    """1 where more is worse, -1 where less is, 0 where neither is."""
    ways = {"higher": 1.0, "lower": -1.0, "neither": 0.0}
    return np.array([ways[one.cube.asked[at].measure.worse] for at in asked.tolist()])


def above(level: Level) -> Floats:
    """Say how likely so high a ratio is, were the truth no higher than the stated one."""
    stated = level.stated
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (level.log_ratio - log(stated)) / level.error
    if not level.of_shares:
        share = stated / (stated + level.lived)
        tail = special.betainc(np.maximum(level.events, 1), level.others + 1, share)
        with np.errstate(divide="ignore", invalid="ignore"):
            z = np.where(tail > 0, -special.ndtri(tail) / np.sqrt(level.phi), z)
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
        centre[place] = middle
        spread[place] = found.spread.tau_squared**0.5 if found.spread else 0.0
    with np.errstate(invalid="ignore"):
        high = level.both_above(centre) & level.both_above(0.0)
        high &= level.log_ratio > 2 * level.error
    told = np.exp(level.sign * centre)
    return Funnels(np.where(np.isnan(p) | high, p, 1.0), told, spread, forces)


def drawn_to(level: Level, place: int) -> tuple[float, float, bool]:
    """Say what forces have in common, as times and as their spread; rounded, as it is told."""
    rows = np.flatnonzero(level.enough[:, place])
    if level.of_shares:
        return _shares_drawn_to(level, place, rows)
    try:
        found = shrink_ratios(
            level.events[rows, place],
            level.others[rows, place] / level.lived[rows, place],
            {"force": rows},
            above=level.stated,
            excess=False,
        )
    except CannotTell:
        return NO_DIFFERENCE, round(TWICE, 2), True
    spread = max(round(found.spreads["force"], 2), 0.01)
    return round(exp(float(found.coefficients.value[0])), 2), spread, False


def _shares_drawn_to(level: Level, place: int, rows: Ints) -> tuple[float, float, bool]:
    """The same of shares: the mean of their logs, and how far they truly differ (additive)."""
    if rows.size < FEWEST_SHARED:
        return NO_DIFFERENCE, round(TWICE, 2), True
    y, s = level.log_ratio[rows, place], level.error[rows, place]
    middle = float(np.average(y, weights=s**-2))
    tau = overdispersion(y, s, centre=middle).tau_squared
    middle = float(np.average(y, weights=1 / (s**2 + tau)))
    times = exp(float(level.sign[place]) * middle)
    return round(times, 2), max(round(float(tau) ** 0.5, 2), 0.01), False


def _log(a: Floats, b: Floats, lived: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(a / b * lived)
