"""Which numbers are not shown, so that nobody can be worked out from those that are.

A count from 1 up to the threshold is hidden. Where the numbers that remain would give a hidden one
back, by adding up and taking away within this result or between the same result for other groups
(five against nineteen), further ones are hidden with it. The answer depends only on the counts,
never on which grouping was asked for, so that results put side by side agree. Differences between
months, forces and measures are the business of a release, in :mod:`evenhand.stats.disclosure`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Cell = tuple[str, str | None]  # a grouping and one of its groups; None is "not known"
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Cells:
    """Every number that could be shown, as a sum of atoms, and sums that are known anyway.

    Attributes
    ----------
    names : the cells; groups of several groupings that hold the same people are one.
    members : (cells, atoms) whether an atom is in a cell.
    counts : (cells, quantities) what would be shown: events, and for a share the records it is
        of and the rest of them.
    known : (sums, atoms) what a reader knows from elsewhere, the total above all.
    """

    names: tuple[frozenset[Cell], ...]
    members: Mask
    counts: NDArray[np.int64]
    known: Mask

    @cached_property
    def parts(self) -> list[Mask]:
        """Give each grouping's cells, which together are everybody."""
        groupings = sorted({name for same in self.names for name, _ in same})
        return [
            np.array([any(name == grouping for name, _ in same) for same in self.names])
            for grouping in groupings
        ]


def cells_of(groups: Sequence[Mapping[str, str | None]], quantities: NDArray[np.int64]) -> Cells:
    """Lay out the cells of every grouping, with the total as known.

    Parameters
    ----------
    groups : for each atom, its group by grouping.
    quantities : (quantities, atoms) counts.
    """
    names = {(name, group) for atom in groups for name, group in atom.items()}
    same: dict[tuple[bool, ...], set[Cell]] = {}
    for name, group in sorted(names, key=lambda cell: (cell[0], cell[1] or "")):
        same.setdefault(tuple(atom[name] == group for atom in groups), set()).add((name, group))
    members = np.array(list(same), dtype=bool)
    return Cells(
        tuple(frozenset(cells) for cells in same.values()),
        members,
        members.astype(np.int64) @ quantities.T,
        np.ones((1, len(groups)), dtype=bool),
    )


def hidden_cells(
    cells: Cells, *, shown: int, worth: Callable[[Cell], float] = lambda _: 0
) -> frozenset[Cell]:
    """Give the cells that are not to be shown.

    Parameters
    ----------
    cells : what could be shown.
    shown : the smallest count above zero that may be shown.
    worth : how much a reader loses with a cell that is hidden only to protect another; those
        worth least go first, and the smallest of them. Infinity: never.
    """
    few = (cells.counts > 0) & (cells.counts < shown)
    small = np.asarray(few.any(axis=1), dtype=np.bool_)
    price = np.array([max(worth(cell) for cell in same) for same in cells.names])
    hidden = small.copy()
    while gives_away(cells, hidden, small):
        ways = _ways(cells, hidden, price)
        if not ways:
            hidden |= np.isfinite(price)
            break
        hidden |= _best(cells, hidden, small, ways, price)
    return frozenset[Cell]().union(*(cells.names[number] for number in np.flatnonzero(hidden)))


def gives_away(cells: Cells, hidden: Mask, small: Mask) -> int:
    """Count the ways in which what is known would give a small cell back.

    A cell is given back if it is a sum and difference of known cells, or if hidden cells add up
    to a known number that leaves each of them only one value.

    Parameters
    ----------
    cells : everything that could be shown.
    hidden : (cells,) what is not shown.
    small : (cells,) what must not be known.
    """
    if not small.any():
        return 0
    known = np.vstack([cells.members[~hidden], cells.known])
    _, sizes, directions = np.linalg.svd(known.astype(float))
    free = directions[int((sizes > 1e-9).sum()) :]  # what the known cells leave open
    movable = np.abs(cells.members[small & hidden] @ free.T).sum(axis=1) > 1e-9
    return int((~movable).sum()) + _forced(cells, hidden, known)


def _forced(cells: Cells, hidden: Mask, known: Mask) -> int:
    """Count the known sums of hidden cells that are as small as they can be."""
    members, sums = cells.members.astype(np.int64), known.astype(np.int64)
    touching, beyond = members @ sums.T > 0, members @ (1 - sums).T > 0  # (cells, known sums)
    counted = hidden & (cells.counts.max(axis=1) > 0)
    forced = 0
    for part in cells.parts:
        inside = touching & (part & counted)[:, np.newaxis]
        within = ~(touching & beyond & part[:, np.newaxis]).any(axis=0)
        for number in np.flatnonzero(inside.any(axis=0) & within):
            forced += _leaves_one_way(cells.counts[inside[:, number]])
    return forced


def _leaves_one_way(counts: NDArray[np.int64]) -> bool:
    """Tell whether cells that are each at least one must all be one, because so few are in them.

    For shares, where some happened and some did not, who is who cannot be told.
    """
    sums = counts.sum(axis=0)
    if len(sums) > 1 and (sums > 0).all():
        return False
    return bool(sums.max() <= len(counts))


def _ways(cells: Cells, hidden: Mask, price: NDArray[np.float64]) -> list[Mask]:
    """List what could be hidden next, the cheapest first and the smallest of those.

    One cell at a time, or one atom's cells in every grouping: a group hidden among the five is
    no use while its parts stand among the nineteen.
    """
    size = cells.counts.max(axis=1)
    together = {tuple(cells.members[:, atom]) for atom in range(cells.members.shape[1])}
    alone = {tuple(row) for row in np.eye(len(size), dtype=bool)}
    ways = [np.array(way) & ~hidden & (size > 0) for way in sorted(together | alone)]
    open_ways = [way for way in ways if way.any() and np.isfinite(price[way]).all()]
    return sorted(open_ways, key=lambda way: (price[way].max(), size[way].sum()))


def _best(
    cells: Cells, hidden: Mask, small: Mask, ways: Sequence[Mask], price: NDArray[np.float64]
) -> Mask:
    """Choose what helps most among the cheapest that help at all."""
    best, fewest, paid = ways[0], gives_away(cells, hidden, small), np.inf
    for way in ways:
        cost = price[way].max()
        if cost > paid:
            break
        left = gives_away(cells, hidden | way, small)
        if left < fewest:
            best, fewest, paid = way, left, cost
        if left == 0:
            break
    return best
