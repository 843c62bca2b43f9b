"""The charts: each series' evidence for a rise and for a fall, added up month by month.

A chart is a sum and the history that it is judged against; a new month is added to what the months
before left. So a run that has one new month does one month's work, and gives what a run over all of
them would give.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand import stats
from evenhand.measures.watch.cube import ELSEWHERE, GROUPS, REFERENCE, Bools, Cube, Floats
from evenhand.measures.watch.found import Looks
from evenhand.measures.watch.settings import Settings
from evenhand.stats import watching
from evenhand.stats.watching.cusum import binomial_score, poisson_score

Ints = NDArray[np.int64]
FEWEST_HISTORY = 10.0
"""Events, and records without the event, that a history holds before a month is judged by it."""
FEWEST_RESIDENTS = 1_000
FEWEST_PAIRS = 6
SURE = 3.0
"""A sum from which a change is taken for one: about 1 in 20 by chance alone."""
QUALITY = frozenset({Looks.UNKNOWN, Looks.COVERAGE})


@dataclass(frozen=True, eq=False)
class Block:
    """Series of one kind, side by side.

    Attributes
    ----------
    looks : what they look at.
    asked, groups : (series,) places of what is counted and of the group; -1 for everybody.
    events : (forces, series, months) NaN where a month is not used.
    size : the same shape; trials for shares and ratios, exposure for rates.
    """

    looks: Looks
    asked: Ints
    groups: Ints
    events: Floats
    size: Floats

    @property
    def shares(self) -> bool:
        """Whether events are part of ``size``."""
        return self.looks not in {Looks.RATE, Looks.COVERAGE}

    def of(self, forces: Ints) -> "Block":
        """The same of some forces alone, by their places."""
        return replace(self, events=self.events[forces], size=self.size[forces])


def blocks(cube: Cube, settings: Settings) -> tuple[Block, ...]:
    """Lay out every series of a power."""
    rates = [place for place, one in enumerate(cube.asked) if one.measure.kind == "rate"]
    shares = [place for place, one in enumerate(cube.asked) if one.measure.kind == "share"]
    everyone = list(cube.groups)
    others = [group for group in everyone if REFERENCE[group] != group]
    season = seasons(cube, settings)[:, None, :]

    def pairs(asked: list[int], groups: list[int]) -> tuple[Ints, Ints]:
        which = np.array([(one, group) for one in asked for group in groups], dtype=np.int64)
        return which.reshape(-1, 2)[:, 0], which.reshape(-1, 2)[:, 1]

    ratio_of, ratio_group = pairs(rates, others)
    mine = cube.events[:, ratio_of, ratio_group]
    theirs = cube.events[:, ratio_of, np.array(REFERENCE)[ratio_group]]
    rate_of, rate_group = pairs(rates, everyone)
    rate_events = cube.events[:, rate_of, rate_group]
    told = lived(cube)
    mine = np.where((told & told[:, list(REFERENCE)])[:, ratio_group, None], mine, np.nan)
    rate_events = np.where(told[:, rate_group, None], rate_events, np.nan)
    share_of, share_group = pairs(shares, everyone)
    nobody = np.array([-1])
    # Files are of whole forces: how many records came is no matter of an area.
    whole = nobody[:0] if cube.areas else nobody
    laid = (
        Block(Looks.RATIO, ratio_of, ratio_group, mine, mine + theirs),
        Block(
            Looks.RATE, rate_of, rate_group, rate_events, np.broadcast_to(season, rate_events.shape)
        ),
        Block(
            Looks.SHARE,
            share_of,
            share_group,
            cube.events[:, share_of, share_group],
            cube.recorded[:, share_of, share_group],
        ),
        Block(Looks.UNKNOWN, nobody, nobody, cube.persons_unknown[:, None], cube.persons[:, None]),
        Block(
            Looks.COVERAGE,
            whole,
            whole,
            cube.persons[:, None][:, : whole.size],
            season[:, : whole.size],
        ),
    )
    return tuple(_of_areas(cube, one) for one in laid) if cube.areas else laid


def _of_areas(cube: Cube, block: Block) -> Block:
    """The same without what is not looked at: records that name no area."""
    named = np.array([area != ELSEWHERE for area in cube.areas])[:, None, None]
    return replace(block, events=np.where(named, block.events, np.nan))


def lived(cube: Cube) -> Bools:
    """Say of which groups enough people live there for rates of them: (forces, groups)."""
    found = [cube.lived(row) for row in range(len(cube.forces))]
    return np.asarray(np.array(found).reshape(-1, len(GROUPS)) >= FEWEST_RESIDENTS)


def seasons(cube: Cube, settings: Settings) -> Floats:
    """Say by how much each month is usually above or below its year, of each force.

    Only the first years tell it: later months must not change what was said of earlier ones.
    """
    persons = cube.persons
    if cube.areas:  # an area has the season of its force, which more records tell
        of = np.unique(np.array(cube.forces), return_inverse=True)[1]
        added = np.zeros((of.max() + 1, len(cube.months)))
        np.add.at(added, of, persons)
        persons = added[of]
    found = np.ones(cube.observed.shape)
    for row in range(len(cube.forces)):
        used = np.flatnonzero(~np.isnan(persons[row]))
        if used.size < 2 * 12:
            continue
        start = int(used[0])
        stop = min(start + settings.season_months, len(cube.months))
        try:
            factors = watching.season(persons[row, start:stop])
        except stats.CannotTell:
            continue
        found[row] = factors[(np.arange(len(cube.months)) - start) % 12]
    return found


@dataclass(eq=False)
class Chart:
    """Where the sums of a block stand after some months; a rise first, then a fall.

    Attributes
    ----------
    events, size : (2, forces, series) the history; seen : its observed months.
    sum : the evidence, before the swing divides it; since : the month from which it has been above
        0, -1 where it is 0.
    begun : the month with which the history begins.
    swings, pairs : (forces, series) how much months differ from the one before, added up, and of
        how many that was.
    start : (forces,) months of history before anything is judged.
    judged : (forces, series) the last month that was judged; -1 for none.
    """

    events: Floats
    size: Floats
    seen: Floats
    sum: Floats
    since: Ints
    begun: Ints
    swings: Floats
    pairs: Floats
    start: Floats
    judged: Ints

    @classmethod
    def new(cls, block: Block, settings: Settings) -> "Chart":
        """A chart before its first month."""
        forces, series, _ = block.events.shape
        used = ~(np.isnan(block.events) | np.isnan(block.size))
        months = used.any(axis=1).sum(axis=1)
        first = used.any(axis=1).argmax(axis=1)
        start = np.where(months >= settings.long, settings.start, settings.start_short)
        zero = np.zeros((2, forces, series))
        begun = np.broadcast_to(first[None, :, None], zero.shape).astype(np.int64)
        return cls(
            zero.copy(),
            zero.copy(),
            zero.copy(),
            zero.copy(),
            np.full(zero.shape, -1, dtype=np.int64),
            begun.copy(),
            np.zeros((forces, series)),
            np.zeros((forces, series)),
            start.astype(np.float64),
            np.full((forces, series), -1, dtype=np.int64),
        )

    @property
    def phi(self) -> Floats:
        """How much more than by chance the months swing, at least 1; (forces, series).

        One standard error is added to the mean: too little would let swings pass for changes.
        """
        pairs = np.maximum(self.pairs, 1)
        return np.asarray(np.maximum(self.swings / pairs * (1 + np.sqrt(2 / pairs)), 1.0))

    @property
    def evidence(self) -> Floats:
        """The sums, divided by the swing of each series: (2, forces, series)."""
        return self.sum / self.phi

    def add(self, block: Block, month: int, settings: Settings) -> None:
        """Judge a month by the history before it, then make it part of that history."""
        x, n = block.events[..., month], block.size[..., month]
        seen = ~(np.isnan(x) | np.isnan(n))
        if not seen.any():
            return
        x, n = np.where(seen, x, 0.0), np.where(seen, n, 0.0)
        judged = seen & (n > 0) & (self.seen >= self.start[:, None])
        judged &= (self.events >= FEWEST_HISTORY) & (self.pairs >= FEWEST_PAIRS)
        if block.shares:
            judged &= self.size - self.events >= FEWEST_HISTORY
        score = binomial_score if block.shares else poisson_score
        change = np.array([settings.ratio, 1 / settings.ratio])[:, None, None]
        gained = np.where(judged, score(x, n, self.events, self.size, change), 0.0)
        self.sum = np.maximum(self.sum + gained, 0.0)
        self.since = np.where(self.sum > 0, np.where(self.since < 0, month, self.since), -1)
        self.judged = np.where(judged.any(axis=0), month, self.judged)
        self.events, self.size = self.events + x, self.size + n
        self.seen = self.seen + seen
        if month:
            each, both = swing(block, month)
            self.swings, self.pairs = self.swings + each, self.pairs + both
        self._settle(block, month, settings)

    def _settle(self, block: Block, month: int, settings: Settings) -> None:
        """Take a change that has lasted for the usual: the history begins with it."""
        lasted = (self.evidence >= SURE) & (month - self.since >= settings.recent)
        for side, force, series in np.argwhere(lasted).tolist():
            place = (side, force, series)
            begun = int(self.since[place])
            x = block.events[force, series, begun : month + 1]
            n = block.size[force, series, begun : month + 1]
            seen = ~(np.isnan(x) | np.isnan(n))
            self.events[place], self.size[place] = x[seen].sum(), n[seen].sum()
            self.seen[place], self.begun[place] = seen.sum(), begun
            self.sum[place], self.since[place] = 0.0, -1

    def put(self, forces: Ints, other: "Chart") -> None:
        """Let another chart stand for some forces, given by their places."""
        for name in ("events", "size", "seen", "sum", "since", "begun"):
            getattr(self, name)[:, forces] = getattr(other, name)
        for name in ("swings", "pairs", "start", "judged"):
            getattr(self, name)[forces] = getattr(other, name)

    def plain(self) -> dict[str, NDArray[Any]]:
        """As arrays that can be kept."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @classmethod
    def read(cls, held: Mapping[str, NDArray[Any]]) -> "Chart":
        """The chart that :meth:`plain` gave."""
        return cls(**{one.name: held[one.name] for one in fields(cls)})


def swing(block: Block, month: int) -> tuple[Floats, Bools]:
    """Set a month against the one before it, around their own common level.

    So that a slow trend is not taken for swing, as in ``stats.watching.phi_of_history``; for shares
    that would take the part of the swing that a share cannot have for calm.

    Returns
    -------
    (forces, series) how much they differ, 1 on average by chance alone, and where both were seen.
    """
    x0, x1 = block.events[..., month - 1], block.events[..., month]
    n0, n1 = block.size[..., month - 1], block.size[..., month]
    with np.errstate(invalid="ignore", divide="ignore"):
        level = (x0 + x1) / (n0 + n1)
        spread = level * (1 - level) if block.shares else level
        each = (x0 / n0 - x1 / n1) ** 2 / (spread * (1 / n0 + 1 / n1))
    seen = np.isfinite(each)
    return np.where(seen, each, 0.0), seen
