"""What is known about a release as linear equations over its unknown cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.stats.disclosure.facts import Between, Cell, Fact, OneOf, Sum
from evenhand.stats.disclosure.protection import Protection, made_from
from evenhand.stats.disclosure.release import Release


@dataclass(frozen=True)
class System:
    """Facts as rows over all cells: ``low`` <= matrix @ counts <= ``high``, and lists of values."""

    release: Release
    facts: tuple[Fact, ...]
    unknown: NDArray[np.bool_]

    @cached_property
    def matrix(self) -> Any:  # a scipy.sparse.csr_array: imported late, so not named here
        """One row per fact, one column per cell; ``OneOf`` is a row that reads one cell."""
        from scipy.sparse import csr_array

        index = self.release.index
        columns: list[int] = []
        weights: list[float] = []
        starts = [0]
        for fact in self.facts:
            for cell, weight in _weights(fact):
                columns.append(index[cell])
                weights.append(weight)
            starts.append(len(columns))
        shape = (len(self.facts), len(index))
        return csr_array((np.array(weights, dtype=np.float64), columns, starts), shape=shape)

    @cached_property
    def limits(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The lower and upper limit of each row."""
        pairs = np.array([_limits(fact) for fact in self.facts], dtype=np.float64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    @cached_property
    def room(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How far each row may fall and rise from its true value; none for an equation."""
        true = self.matrix @ self.release.values
        low, high = self.limits
        slack = 1e-9 * np.maximum(1.0, abs(self.matrix) @ self.release.values)
        slack[[isinstance(fact, Sum) for fact in self.facts]] = 0.0
        return low - true - slack, high - true + slack

    @cached_property
    def joins(self) -> tuple[list[list[tuple[int, float]]], list[list[tuple[int, float]]]]:
        """The unknown cells of each row with their weights, and the rows of each unknown cell."""
        of_row: list[list[tuple[int, float]]] = [[] for _ in self.facts]
        of_cell: list[list[tuple[int, float]]] = [[] for _ in self.release.cells]
        table = self.matrix.tocoo()
        keep = self.unknown[table.coords[1]] & (table.data != 0)
        rows, cells = (at[keep].tolist() for at in table.coords)
        for row, cell, weight in zip(rows, cells, table.data[keep].tolist(), strict=True):
            of_row[row].append((cell, weight))
            of_cell[cell].append((row, weight))
        return of_row, of_cell

    def blocks(self, wanted: NDArray[np.bool_]) -> Iterator[Block]:
        """Split into parts that say nothing about each other; give those with a wanted cell."""
        of_row, of_cell = self.joins
        seen: set[int] = set()
        for start in np.flatnonzero(wanted & self.unknown).tolist():
            if start in seen:
                continue
            cells, rows = [start], dict[int, None]()
            seen.add(start)
            for cell in cells:  # grows while it is read
                for row, _ in of_cell[cell]:
                    if row in rows:
                        continue
                    rows[row] = None
                    fresh = [other for other, _ in of_row[row] if other not in seen]
                    seen.update(fresh)
                    cells.extend(fresh)
            yield Block(tuple(sorted(cells)), tuple(rows))


@dataclass(frozen=True)
class Block:
    """Unknown cells that are linked, and the rows that link them."""

    cells: tuple[int, ...]
    rows: tuple[int, ...]


def known_system(release: Release, unknown: NDArray[np.bool_]) -> System:
    """Everything that is known whatever this release hides: sums and earlier facts."""
    return System(release, (*release.sums, *release.known), unknown)


def published_system(release: Release, protection: Protection) -> System:
    """Everything that is known once the release is out with this protection."""
    hidden = (protection.hidden | release.implied) - release.public
    said: list[Fact] = []
    for item in release.derived:
        if item.name not in protection.derived and made_from(item, hidden):
            said.extend(item.says or exactly(release, item.name, item.cells))
    facts = (*release.sums, *release.known, *said)
    return System(release, facts, release.marks(hidden))


def exactly(release: Release, name: str, cells: Sequence[Cell]) -> list[Fact]:
    """Read an item of unknown form as telling each of its counts."""
    return [OneOf(cell, (int(release.counts[cell]),), name) for cell in cells]


def _weights(fact: Fact) -> Iterator[tuple[Cell, float]]:
    match fact:
        case Sum(whole, parts):
            yield whole, -1.0
            for part in parts:
                yield part, 1.0
        case Between(weights):
            size = max(abs(weight) for weight in weights.values()) or 1.0
            for cell, weight in weights.items():
                yield cell, weight / size
        case OneOf(cell):
            yield cell, 1.0


def _limits(fact: Fact) -> tuple[float, float]:
    match fact:
        case Sum():
            return 0.0, 0.0
        case Between(weights, low, high):
            size = max(abs(weight) for weight in weights.values()) or 1.0
            return low / size, high / size
        case OneOf(_, values):
            return float(min(values)), float(max(values))
