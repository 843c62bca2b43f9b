"""Hiding small counts so that nobody can work them out, at the least cost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np

from evenhand.stats.disclosure.attack import attack, everything_hidden
from evenhand.stats.disclosure.choose import choose, choose_exchange, neighbours
from evenhand.stats.disclosure.errors import NotProtected
from evenhand.stats.disclosure.exchange import Exchanges, Limits
from evenhand.stats.disclosure.primary import THRESHOLD_POWERS, check_threshold
from evenhand.stats.disclosure.protection import Protection, Witness, derived_from, named
from evenhand.stats.disclosure.reader import Reader
from evenhand.stats.disclosure.release import Release
from evenhand.stats.disclosure.system import Block, known_system
from evenhand.stats.errors import CannotTell, InvalidCounts

REACHES = (2, 60)  # in thresholds: how far a cell may move in a witness; near first, then far

BREADTHS = (4, 12)  # how many members of each equation are tried first, and then
LARGE = 500  # cells; beyond, the reader who was told is withstood by exchanges or not at all


def protect(
    release: Release, threshold: int = THRESHOLD_POWERS, *, told: bool = True
) -> Protection:
    """Choose what to hide so that every small count could as well be any other small count.

    First the small counts themselves (``primary``), then the cheapest other cells that keep sums
    and earlier figures from giving them away (``complementary``), then everything made from either
    (``derived``).

    Parameters
    ----------
    release : what is about to be published, with all that is known already.
    threshold : the smallest count that is shown, 3 or more; 5 for counts of powers, 10 for staff.
    told : withstand, where it is possible, even a reader who has learned which hidden counts are
        the small ones. It costs a few more hidden cells; without it the reader is told only "not
        shown to protect people", for small and complementary alike.

    Returns
    -------
    A ``Protection`` that ``prove`` accepts.

    Raises
    ------
    NotProtected
        If what is already published or must be kept gives a small count away whatever is hidden.
        Whoever accepts that a count is out already says so, by marking it public.
    InvalidCounts
        If a cell that must be kept is small.

    Notes
    -----
    Complementary suppression with exact audit (Fischetti and Salazar, 2001), in another shape: a
    cell is safe when for each value that "small" allows there is a table, alike in all that is
    printed, in which it has that value. Those tables are sought together with the cells to hide.
    """
    check_threshold(threshold)
    work = _Work(release, threshold)
    for block in work.system.blocks(work.reader.small):
        work.protect_block(block, told=told)
    work.drop_needless()
    primary = named(release, work.reader.small)
    complementary = named(release, work.hidden & ~work.reader.small & work.reader.printed)
    return Protection(
        threshold,
        primary,
        complementary,
        derived_from(release, primary | complementary),
        named(release, work.sure) if told else frozenset(),
        tuple(work.witnesses),
    )


class _Work:
    """The state of one call: what is hidden so far, and which values are shown to be possible."""

    def __init__(self, release: Release, threshold: int) -> None:
        self.release, self.threshold = release, threshold
        kept = release.marks(release.keep) & ~release.marks(release.implied)
        unknown = ~release.marks(release.public) & ~kept
        self.system = known_system(release, unknown)
        self.reader = Reader(self.system, threshold, told=True)
        small, printed = self.reader.small, self.reader.printed
        if np.any(small & kept):
            cells = sorted(map(repr, named(release, small & kept)))
            raise InvalidCounts(f"These counts are too small to keep: {', '.join(cells)}.")
        self.hidden = unknown & (small | ~printed)
        self.sure = np.zeros(len(unknown), dtype=np.bool_)
        self.exchanges = Exchanges(self.system)
        self.witnesses: list[Witness] = []
        self.shown: dict[bool, Counter[tuple[int, int]]] = {True: Counter(), False: Counter()}
        self.limits = {True: self._limits(told=True), False: self._limits(told=False)}

    def protect_block(self, block: Block, *, told: bool) -> None:
        """Protect each small cell of a block, the smallest counts first."""
        small = [at for at in block.cells if self.reader.small[at]]
        for at in sorted(small, key=lambda at: (self.release.values[at], at)):
            if told and self._seek(block, at, told=True):
                self.sure[at] = True
            elif not self._seek(block, at, told=False):
                self._refuse()

    def drop_needless(self) -> None:
        """Show again each complementary cell that no small cell needs any longer."""
        users: dict[int, set[int]] = defaultdict(set)
        for number, witness in enumerate(self.witnesses):
            for at in witness.changes:
                users[at].add(number)
        extra = self.hidden & ~self.reader.small & self.reader.printed
        gone: set[int] = set()
        for at in sorted(np.flatnonzero(extra).tolist(), key=lambda at: -self.release.costs[at]):
            mine = users[at] - gone
            if self._can_lose(mine):
                self._count(mine, by=-1)
                gone |= mine
                self.hidden[at] = False
        self.witnesses = [w for number, w in enumerate(self.witnesses) if number not in gone]

    def _limits(self, *, told: bool) -> Limits:
        """How far cells may move: never below zero; for the told reader never across the rule."""
        values = self.release.values.astype(np.float64)
        low, high = -values, np.full(len(values), np.inf)
        if told:
            small, printed = self.reader.small, self.reader.printed
            least = np.where(self.reader.zeros, 0.0, 1.0)
            low = np.where(small & printed, least - values, low)
            high = np.where(small & printed, self.threshold - 1 - values, high)
            large = ~small & printed
            low = np.where(large, np.minimum(self.threshold - values, 0.0), low)
            high = np.where(large & (values < self.threshold), 0.0, high)
        low[~self.system.unknown] = high[~self.system.unknown] = 0.0
        cost = np.where(self.hidden, 0.0, self.release.costs)
        return Limits(low, high, cost)

    def _missing(self, at: int, *, told: bool) -> list[int]:
        now, shown = int(self.release.values[at]), self.shown[told]
        return [value for value in self.reader.rule(at) if value != now and not shown[at, value]]

    def _seek(self, block: Block, at: int, *, told: bool) -> bool:
        """Make every value of a small cell possible, hiding what that needs; say if it worked."""
        values = self._missing(at, told=told)
        if not values:
            return True
        found = self._by_exchange(at, values, told=told)
        if found is None and not self._simple(block):
            found = self._by_wider_exchange(block, at, values, told=told)
        if found is None and not (told and (self._simple(block) or len(block.cells) > LARGE)):
            found = self._by_programme(block, at, values, told=told)
        if found is None:
            return False
        for witness in found:
            self._add(witness)
        return True

    def _by_exchange(self, at: int, values: list[int], *, told: bool) -> list[Witness] | None:
        now = int(self.release.values[at])
        steps = [value - now for value in values]
        limits = self.limits[told]
        signs = self.exchanges.find(at, min(*steps, 0), max(*steps, 0), limits)
        if signs is not None:
            return [_moved(signs, step) for step in steps]
        found: list[Witness] = []
        for step in steps:
            signs = self.exchanges.find(at, min(step, 0), max(step, 0), limits)
            if signs is None:
                return None
            found.append(_moved(signs, step))
        return found

    def _by_wider_exchange(
        self, block: Block, at: int, values: list[int], *, told: bool
    ) -> list[Witness] | None:
        now = int(self.release.values[at])
        steps = [value - now for value in values]
        span, limits = (min(*steps, 0), max(*steps, 0)), self.limits[told]
        for breadth in BREADTHS:
            cells = neighbours(self.system, at, limits, breadth)
            signs = choose_exchange(self.system, cells, at, span, limits, hidden=self.hidden)
            if signs is not None:
                return [_moved(signs, step) for step in steps]
            if len(cells) == len(block.cells):
                break
        return None

    def _by_programme(
        self, block: Block, at: int, values: list[int], *, told: bool
    ) -> list[Witness] | None:
        limits = self.limits[told]
        for reach in REACHES:
            most = float(reach * self.threshold)
            near = Limits(np.maximum(limits.low, -most), np.minimum(limits.high, most), limits.cost)
            found = choose(self.system, block, at, values, near, hidden=self.hidden)
            if found is not None:
                return found
        return None

    def _simple(self, block: Block) -> bool:
        return all(self.exchanges.roads[at] for at in block.cells)

    def _add(self, witness: Witness) -> None:
        self.witnesses.append(witness)
        places = list(witness.changes)
        self.hidden[places] = True
        for limits in self.limits.values():
            limits.cost[places] = 0.0
        self._count({len(self.witnesses) - 1}, by=1)

    def _count(self, numbers: Iterable[int], *, by: int) -> None:
        for number in numbers:
            for told, key in self._speaks(self.witnesses[number]):
                self.shown[told][key] += by

    def _can_lose(self, numbers: set[int]) -> bool:
        loss: Counter[tuple[bool, tuple[int, int]]] = Counter()
        for number in numbers:
            loss.update(self._speaks(self.witnesses[number]))
        return all(
            self.shown[told][key] > lost
            for (told, key), lost in loss.items()
            if told == bool(self.sure[key[0]])
        )

    def _speaks(self, witness: Witness) -> list[tuple[bool, tuple[int, int]]]:
        """List which values of which small cells a witness shows, to which reader."""
        values = self.release.values
        limits = self.limits[True]
        fits = all(limits.low[at] <= by <= limits.high[at] for at, by in witness.changes.items())
        shows = [
            (at, int(values[at]) + by)
            for at, by in witness.changes.items()
            if self.reader.small[at]
        ]
        shows = [(at, value) for at, value in shows if value in self.reader.rule(at)]
        return [(told, key) for told in ((True, False) if fits else (False,)) for key in shows]

    def _refuse(self) -> None:
        undone = attack(self.release, everything_hidden(self.release, self.threshold))
        if not undone:
            raise CannotTell("The solver found no way to protect this release, and no leak in it.")
        raise NotProtected(tuple(undone))


def _moved(signs: dict[int, int], step: int) -> Witness:
    return Witness({at: sign * step for at, sign in signs.items()})
