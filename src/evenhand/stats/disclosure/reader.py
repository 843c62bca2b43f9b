"""Someone who holds all that is known of a release, and asks which counts agree with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evenhand.stats.disclosure.facts import OneOf
from evenhand.stats.disclosure.programme import Programme
from evenhand.stats.disclosure.protection import small_cells
from evenhand.stats.disclosure.system import Block, System

HEADROOM = 1000  # no table that matters needs counts this much above all the true ones together


@dataclass(frozen=True)
class Reader:
    """What is known, and whether the reader was also told which hidden counts are small."""

    system: System
    threshold: int
    told: bool = False

    @cached_property
    def small(self) -> NDArray[np.bool_]:
        """Which cells are too small to show."""
        return small_cells(self.system.release, self.threshold)

    @cached_property
    def zeros(self) -> NDArray[np.bool_]:
        """Where a zero counts as small."""
        return self.system.release.marks(self.system.release.sensitive_zeros)

    @cached_property
    def printed(self) -> NDArray[np.bool_]:
        """Which cells have a place on the page, so that the reader may be told about them."""
        return ~self.system.release.marks(self.system.release.implied)

    def rule(self, at: int) -> tuple[int, ...]:
        """List the values that "small" allows for a cell."""
        return tuple(range(0 if self.zeros[at] else 1, self.threshold))

    def fits(self, places: NDArray[np.int64], values: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Say which values of hidden cells this reader cannot rule out one by one."""
        fine = self.system.unknown[places] & (values >= 0)
        if self.told:
            as_small = (values >= np.where(self.zeros[places], 0, 1)) & (values < self.threshold)
            fine &= ~self.printed[places] | (as_small == self.small[places])
        return np.asarray(fine)

    def table(
        self, block: Block, fixed: Mapping[int, int], without: Collection[int] = ()
    ) -> dict[int, int] | None:
        """Find counts for a block's cells that agree with everything known, or None.

        ``fixed`` cells must have the values given; the facts in ``without`` are forgotten.
        """
        programme, place = self._programme(block, without)
        for at, value in fixed.items():
            programme.one_of(place[at], (value,))
        answer = programme.solve()
        if answer is None:
            return None
        return {at: int(answer[here]) for at, here in place.items()}

    def extreme(self, block: Block, at: int, *, sign: int) -> int:
        """Find the least (``sign`` 1) or greatest (-1) value that a cell can have."""
        programme, place = self._programme(block)
        programme.cost[place[at]] = float(sign)
        answer = programme.solve()
        if answer is None:  # only by rounding: the true table agrees with everything known
            return int(self.system.release.values[at])
        return int(answer[place[at]])

    def most(self, block: Block) -> float:
        """Give a number that stands for "no limit" within a block."""
        return float(HEADROOM + 4 * int(self.system.release.values[list(block.cells)].sum()))

    def _programme(
        self, block: Block, without: Collection[int] = ()
    ) -> tuple[Programme, dict[int, int]]:
        programme, most = Programme(), self.most(block)
        place = {at: programme.unknown(0, most) for at in block.cells}
        for at in block.cells if self.told else ():
            self._tell(programme, at, place[at], most)
        for row in block.rows:
            if row not in without:
                self._hold(programme, row, place)
        return programme, place

    def _tell(self, programme: Programme, at: int, place: int, most: float) -> None:
        """Hold a hidden cell to what a told reader knows of it."""
        if not self.printed[at]:
            return
        if self.small[at]:
            programme.one_of(place, self.rule(at))
        elif self.zeros[at]:
            programme.lower[place] = self.threshold
        else:
            programme.zero_or_at_least(place, self.threshold, most)

    def _hold(self, programme: Programme, row: int, place: Mapping[int, int]) -> None:
        """Hold the unknown cells to one fact."""
        system = self.system
        fact, joined = system.facts[row], system.joins[0][row]
        if isinstance(fact, OneOf):
            programme.one_of(place[joined[0][0]], fact.values)
            return
        now = sum(weight * int(system.release.values[at]) for at, weight in joined)
        low, high = system.room
        terms = [(place[at], weight) for at, weight in joined]
        programme.row(terms, now + float(low[row]), now + float(high[row]))
