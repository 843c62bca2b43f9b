"""From charts to candidates: what moved more than chance would move one of so many series."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from evenhand.measures.library import measure as measure_called
from evenhand.measures.watch.charts import QUALITY, Block, Chart, Ints
from evenhand.measures.watch.cube import (
    EVERYBODY,
    FAMILY,
    GROUPS,
    REFERENCE,
    Asked,
    Bools,
    Cube,
    Floats,
)
from evenhand.measures.watch.found import Direction, Looks, Series
from evenhand.measures.watch.settings import Settings
from evenhand.stats import watching

SIDES = (Direction.RISE, Direction.FALL)
QUARTER = 3
FIVE = tuple(dict.fromkeys(FAMILY))
KINDS = 4 * (len(FIVE) + 1)


@dataclass(frozen=True, eq=False)
class Watching:
    """A power's counts with its charts, as they stand after the last month."""

    cube: Cube
    blocks: tuple[Block, ...]
    charts: tuple[Chart, ...]


@dataclass(frozen=True, eq=False)
class Candidate:
    """A series that moved: where it stands, since which month, and how sure that is.

    Attributes
    ----------
    begun, since : months, by their place; before the change, and from it on.
    against : of a share set against another, the place of the reference group's; -1 otherwise.
    sum : the evidence; evidence : the expected share of false alarms down to this one.
    """

    of: Watching
    block: int
    force: int
    place: int
    side: Direction
    begun: int
    since: int
    sum: float
    phi: float
    evidence: float
    against: int = -1

    @property
    def asked(self) -> Asked:
        """What is counted."""
        return asked_at(self.of.cube, self.of.blocks[self.block], self.place)

    @property
    def group(self) -> int:
        """The group's place among ``GROUPS``; -1 for everybody."""
        return int(self.of.blocks[self.block].groups[self.place])

    @property
    def looks(self) -> Looks:
        """What it looks at."""
        return Looks.RATIO if self.against >= 0 else self.of.blocks[self.block].looks

    @property
    def series(self) -> Series:
        """The series' name."""
        one = series_at(self.of.cube, self.of.blocks[self.block], self.force, self.place)
        if self.against < 0:
            return one
        return replace(one, looks=Looks.RATIO, reference=GROUPS[REFERENCE[self.group]][1])


def asked_at(cube: Cube, block: Block, place: int) -> Asked:
    """Say what a series counts; for the data's quality, everybody's records."""
    number = int(block.asked[place])
    return Asked(measure_called(EVERYBODY[cube.power])) if number < 0 else cube.asked[number]


def series_at(cube: Cube, block: Block, force: int, place: int) -> Series:
    """Name a series of a block."""
    asked, group = asked_at(cube, block, place), int(block.groups[place])
    grouping, name = GROUPS[group] if group >= 0 else ("five-groups", "")
    reference = ""
    if block.looks is Looks.RATIO:
        reference = GROUPS[REFERENCE[group]][1]
    return Series(
        cube.forces[force],
        cube.power,
        asked.measure.id,
        block.looks,
        group=name,
        reference=reference,
        grouping=grouping,
        area=cube.area(force),
        stream=asked.stream,
    )


def examined(one: Watching, chart: Chart) -> Bools:
    """Say which series were judged in the last quarter.

    Returns
    -------
    (forces, series)
    """
    return chart.judged >= len(one.cube.months) - QUARTER


def candidates(watched: Sequence[Watching], settings: Settings) -> list[Candidate]:
    """Find what moved, among all series of all powers and in both directions together.

    The chance of a sum this high in a series in which nothing happened is at most ``exp(-sum)``: a
    sum is the highest log likelihood ratio of any start, and looked at backwards it is the maximum
    of a random walk whose exponential is a martingale (Ville 1939).

    Series that would be told as one alert are one family: the measures and parts of one of the five
    groups, of one power and force, in one direction. A family's value is Simes's (1986); Benjamini
    and Hochberg's procedure over families says which are raised, so that the share of false alerts
    is held, not that of series, of which one true change moves dozens; and over the series of a
    raised family, at that share of the families that is raised (Benjamini and Bogomolov 2014).
    """
    parts = [
        (one, number, chart)
        for one in watched
        for number, chart in enumerate(one.charts)
        if chart.sum.size
    ]
    if not parts:
        return []
    p, family = [], []
    for one, number, chart in parts:
        p.append(np.where(examined(one, chart), np.exp(-chart.evidence), np.nan).ravel())
        family.append(_families(watched.index(one), one, number, chart).ravel())
    judged = judge(np.concatenate(p), np.concatenate(family), settings)
    found: list[Candidate] = []
    at = 0
    for one, number, chart in parts:
        mine = slice(at, at + chart.sum.size)
        at += chart.sum.size
        evidence = judged[mine].reshape(chart.sum.shape)
        found.extend(_raised(one, number, chart, evidence))
    return found


def _families(power: int, one: Watching, number: int, chart: Chart) -> Ints:
    """Number the family of each series: (2, forces, series). Grave streams' numbers are even."""
    block = one.blocks[number]
    kinds = []
    for place in range(block.asked.size):
        asked, group = asked_at(one.cube, block, place), int(block.groups[place])
        broad = FIVE.index(FAMILY[group]) + 1 if group >= 0 else 0
        kinds.append((broad * 2 + (asked.measure.kind == "rate")) * 2 + (not asked.grave))
    sides, forces, _ = chart.sum.shape
    first = (power * sides + np.arange(sides))[:, None, None] * forces
    return np.asarray((first + np.arange(forces)[None, :, None]) * KINDS + np.array(kinds))


def judge(p: Floats, family: Ints, settings: Settings) -> Floats:
    """Give each value's expected share of false alerts; NaN for what is not raised.

    Parameters
    ----------
    p : NaN where nothing was examined. family : of each; grave ones have even numbers.
    """
    seen = np.flatnonzero(~np.isnan(p))
    judged = np.full(p.shape, np.nan)
    if not seen.size:
        return judged
    names, mine = np.unique(family[seen], return_inverse=True)
    order = np.lexsort((p[seen], mine))
    many = np.bincount(mine)
    start = np.cumsum(many) - many
    rank = np.arange(order.size) - start[mine[order]] + 1
    scaled = p[seen][order] * many[mine[order]] / rank
    simes = np.minimum(np.minimum.reduceat(scaled, start), 1.0)
    # Within a family, too, the adjusted value never falls as the values rise.
    backwards = scaled[::-1]
    within = np.empty(order.size)
    last = np.cumsum(many[::-1]) - many[::-1]
    for first, size in zip(last.tolist(), many[::-1].tolist(), strict=True):
        within[first : first + size] = np.minimum.accumulate(backwards[first : first + size])
    own = np.empty(order.size)
    own[order] = within[::-1]
    share = watching.false_discovery(simes)
    grave = names % 2 == 0
    for level, which in ((settings.share_false, ~grave), (settings.share_false_grave, grave)):
        raised = share <= level
        part = level * raised.sum() / names.size
        good = (raised & which)[mine] & (own <= part)
        judged[seen[good]] = share[mine[good]]
    return judged


def _raised(one: Watching, number: int, chart: Chart, judged: Floats) -> list[Candidate]:
    evidence, phi = chart.evidence, chart.phi
    return [
        Candidate(
            one,
            number,
            force,
            place,
            SIDES[side],
            int(chart.begun[side, force, place]),
            int(chart.since[side, force, place]),
            float(evidence[side, force, place]),
            float(phi[force, place]),
            float(judged[side, force, place]),
        )
        for side, force, place in np.argwhere(~np.isnan(judged)).tolist()
    ]


def is_quality(one: Candidate) -> bool:
    """Whether it is about the data rather than about what was done."""
    return one.looks in QUALITY
