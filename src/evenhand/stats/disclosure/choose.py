"""Choosing which cells to hide so that a small count may take other values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evenhand.stats.disclosure.exchange import Limits
from evenhand.stats.disclosure.facts import OneOf
from evenhand.stats.disclosure.programme import Programme
from evenhand.stats.disclosure.protection import Witness
from evenhand.stats.disclosure.system import Block, System

SECONDS = 20.0  # for one small count; what has been found by then is used
GAP = 0.02  # a choice within 2% of the cheapest is cheap enough


def choose(
    system: System,
    block: Block,
    cell: int,
    values: Sequence[int],
    limits: Limits,
    *,
    hidden: NDArray[np.bool_],
) -> list[Witness] | None:
    """Find tables with each of the values, changing the cheapest set of cells; None if none exist.

    One unknown says whether a cell is to be hidden; for each value one whole table of changes
    says how the linked cells follow, and may change a cell only if it is hidden.
    """
    programme = Programme()
    hide = {
        at: programme.unknown(0, 1, cost=float(limits.cost[at]))
        for at in block.cells
        if not hidden[at] and limits.high[at] > limits.low[at]
    }
    tables = []
    for value in values:
        table = _table(programme, system, block, limits, hide=hide)
        step = value - int(system.release.values[cell])
        programme.one_of(table[cell], (step,))
        tables.append(table)
    answer = programme.solve(seconds=SECONDS, gap=GAP)
    if answer is None:
        return None
    return [
        Witness({at: int(answer[place]) for at, place in table.items() if answer[place]})
        for table in tables
    ]


def _table(
    programme: Programme,
    system: System,
    block: Block,
    limits: Limits,
    *,
    hide: dict[int, int],
) -> dict[int, int]:
    """Add one table of changes that keeps every fact true; return where each change is."""
    table: dict[int, int] = {}
    for at in block.cells:
        low, high = float(limits.low[at]), float(limits.high[at])
        table[at] = programme.unknown(low, high)
        if at in hide:
            programme.row([(table[at], 1.0), (hide[at], -low)], 0, np.inf)
            programme.row([(table[at], 1.0), (hide[at], -high)], -np.inf, 0)
    of_row, _ = system.joins
    low_room, high_room = system.room
    for row in block.rows:
        fact = system.facts[row]
        terms = [(table[at], weight) for at, weight in of_row[row]]
        if isinstance(fact, OneOf):
            now = int(system.release.values[of_row[row][0][0]])
            programme.one_of(terms[0][0], [one - now for one in fact.values])
        else:
            programme.row(terms, float(low_room[row]), float(high_room[row]))
    return table
