"""Exchanges: moving a few people between hidden cells so that every printed sum stays the same."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.stats.disclosure.system import System

OUTSIDE = -1  # where a path may end: a cell that stands in one equation only
STEP = 1e-3  # a short exchange is preferred among equally cheap ones


@dataclass(frozen=True)
class Limits:
    """How far each unknown cell may move in a witness: from ``low`` to ``high``, at ``cost``."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    cost: NDArray[np.float64]


class Exchanges:
    """Finds the cheapest cycle through a table's equations that moves one cell by one.

    Each equation is a place, and each cell a road between the two equations it stands in: an
    exchange is a round trip, and Dijkstra's algorithm finds the cheapest. Cells in three equations
    or in facts that are not plain sums are no roads; the integer programme deals with those.
    """

    def __init__(self, system: System) -> None:
        self._of_row, self._of_cell = system.joins
        low, high = system.room
        plain = (np.abs(low) < 0.5) & (np.abs(high) < 0.5)
        self.roads = [
            len(rows) <= 2 and all(plain[row] and abs(weight) == 1.0 for row, weight in rows)
            for rows in self._of_cell
        ]

    def find(self, start: int, least: int, most: int, limits: Limits) -> dict[int, int] | None:
        """Find signs by which other cells follow when ``start`` moves by ``least`` to ``most``."""
        if not self.roads[start]:
            return None
        signs = {start: 1}
        ends = [(row, weight) for row, weight in self._of_cell[start]]
        if not ends:
            return signs
        goal = (ends[1][0], -ends[1][1]) if len(ends) == 2 else None
        first = self._path(ends[0], goal, signs, (least, most), limits)
        if first is None:
            return None
        signs.update(first[0])
        if goal is not None and not first[1]:
            second = self._path(ends[1], None, signs, (least, most), limits)
            if second is None:
                return None
            signs.update(second[0])
        return signs

    def _path(
        self,
        begin: tuple[int, float],
        goal: tuple[int, float] | None,
        used: dict[int, int],
        span: tuple[int, int],
        limits: Limits,
    ) -> tuple[dict[int, int], bool] | None:
        """Walk from an unbalanced equation to the goal or outside; say whether it is the goal."""
        best: dict[tuple[int, float], float] = {begin: 0.0}
        back: dict[tuple[int, float], tuple[tuple[int, float], int, int]] = {}
        queue = [(0.0, begin)]
        while queue:
            spent, here = heapq.heappop(queue)
            if spent > best[here]:
                continue
            if here == goal or here[0] == OUTSIDE:
                return self._trace(here, begin, back), here == goal
            row, excess = here
            for cell, weight in self._of_row[row]:
                sign = int(-excess * weight)
                if cell in used or not self.roads[cell] or not _fits(cell, sign, span, limits):
                    continue
                there = self._beyond(cell, row, sign)
                total = spent + limits.cost[cell] + STEP
                if total < best.get(there, np.inf):
                    best[there], back[there] = total, (here, cell, sign)
                    heapq.heappush(queue, (total, there))
        return None

    def _beyond(self, cell: int, row: int, sign: int) -> tuple[int, float]:
        for other, weight in self._of_cell[cell]:
            if other != row:
                return other, weight * sign
        return OUTSIDE, 0.0

    @staticmethod
    def _trace(
        end: tuple[int, float],
        begin: tuple[int, float],
        back: dict[tuple[int, float], tuple[tuple[int, float], int, int]],
    ) -> dict[int, int]:
        signs: dict[int, int] = {}
        while end != begin:
            end, cell, sign = back[end]
            signs[cell] = sign
        return signs


def _fits(cell: int, sign: int, span: tuple[int, int], limits: Limits) -> bool:
    ends = (sign * span[0], sign * span[1])
    return bool(limits.low[cell] <= min(ends) and max(ends) <= limits.high[cell])
