"""Choosing which cells to hide so that a small count may take other values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evenhand.stats.disclosure.exchange import Limits
from evenhand.stats.disclosure.facts import OneOf
from evenhand.stats.disclosure.programme import Programme
from evenhand.stats.disclosure.protection import Witness
from evenhand.stats.disclosure.system import Block, System

SECONDS = 30.0  # for one small count; what has been found by then is used
LONGEST = 2.0  # how many times over a cell may move in an exchange
GAP = 0.02  # a choice within 2% of the cheapest is cheap enough


def neighbours(system: System, start: int, limits: Limits, breadth: int) -> tuple[int, ...]:
    """Gather cells that are likely to make up for a change: cheap ones, and where they meet.

    From each equation of the cell come its ``breadth`` cheapest members; then, twice, all cells
    that stand in two of the equations touched so far, as the corners of a square or cube do.
    """
    of_row, of_cell = system.joins
    gathered = {start}
    for row, _ in of_cell[start]:
        members = [at for at, _ in of_row[row] if limits.low[at] < limits.high[at]]
        gathered.update(sorted(members, key=lambda at: limits.cost[at])[:breadth])
    for _ in range(2):
        touched = {row for at in gathered for row, _ in of_cell[at]}
        meetings = Counter(at for row in touched for at, _ in of_row[row])
        gathered.update(at for at, rows in meetings.items() if rows > 1)
    return tuple(sorted(gathered))


def choose_exchange(
    system: System,
    cells: Sequence[int],
    start: int,
    span: tuple[int, int],
    limits: Limits,
    *,
    hidden: NDArray[np.bool_],
) -> dict[int, int] | None:
    """Find the cheapest exchange among the cells that moves ``start`` by any step of the span.

    As ``Exchanges.find``, but for cells in any number of equations, and facts of any form.
    """
    programme = Programme()
    steps = [step for step in range(span[0], span[1] + 1) if step]
    low, high = _each(limits.low, limits.high, steps)
    place: dict[int, int] = {}
    for at in cells:
        least, most = max(low[at], -LONGEST), min(high[at], LONGEST)
        place[at] = programme.unknown(np.ceil(least), np.floor(most))
        if not hidden[at] and least < most:
            hide = programme.unknown(0, 1, cost=float(limits.cost[at]))
            _only_if(programme, place[at], hide, (least, most))
    programme.one_of(place[start], (1,))
    room = _each(*system.room, steps)
    of_row, of_cell = system.joins
    for row in sorted({row for at in cells for row, _ in of_cell[at]}):
        terms = [(place[at], weight) for at, weight in of_row[row] if at in place]
        fact = system.facts[row]
        if isinstance(fact, OneOf) and not _without_gaps(fact):
            programme.one_of(terms[0][0], (0,))
        else:
            programme.row(terms, float(room[0][row]), float(room[1][row]))
    answer = programme.solve(seconds=SECONDS, gap=GAP)
    if answer is None:
        return None
    return {at: int(answer[here]) for at, here in place.items() if answer[here]}


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
            _only_if(programme, table[at], hide[at], (low, high))
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


def _only_if(programme: Programme, change: int, hide: int, limits: tuple[float, float]) -> None:
    """Let a cell change, within its limits, only if it is hidden."""
    programme.row([(change, 1.0), (hide, -limits[0])], 0, np.inf)
    programme.row([(change, 1.0), (hide, -limits[1])], -np.inf, 0)


def _each(
    low: NDArray[np.float64], high: NDArray[np.float64], steps: Sequence[int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Limits within which a change may be repeated each of the steps' number of times."""
    ends = [(low / s, high / s) if s > 0 else (high / s, low / s) for s in steps]
    return np.max([end[0] for end in ends], axis=0), np.min([end[1] for end in ends], axis=0)


def _without_gaps(fact: OneOf) -> bool:
    return len(set(fact.values)) == max(fact.values) - min(fact.values) + 1
