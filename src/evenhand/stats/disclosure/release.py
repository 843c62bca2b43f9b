"""A release: counts about to be published, and all that an outsider knows about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.stats.disclosure.facts import Between, Cell, Derived, Fact, OneOf, Sum, cells_of
from evenhand.stats.errors import InvalidCounts

LARGEST = 2**40  # beyond any count of people; the solver's arithmetic is exact well above it


@dataclass(frozen=True)
class Release:
    """Counts to publish together with everything an outsider can hold against them.

    Parameters
    ----------
    counts : true whole counts by cell; a cell is any hashable key, one key per fact of the world
        (the same searches counted in two figures are one cell, however often they are printed).
    sums : totals, sub-totals, differences of areas or months: equations between cells.
    derived : what else is printed and made from cells; hidden when one of its cells is.
    known : facts printed earlier or elsewhere that cannot be called back.
    public : cells whose count anyone already has (data.police.uk's rows, earlier figures). They
        cannot be protected and are not counted as a leak, but they constrain the others.
    implied : cells that are not printed but could be worked out (one area less another).
    keep : printed cells that must not be hidden to protect others (a headline total).
    sensitive_zeros : cells where a zero would be hidden too, so that its absence says nothing.
    cost : what hiding a cell costs, above zero; by default 8 plus the count's binary digits, so
        that few cells are hidden, and small before large. Costs that do not depend on the counts
        (populations, say) leave nothing to be learned from the choice itself.

    Raises
    ------
    InvalidCounts
        If a count is negative or not whole, a fact speaks of an unknown cell, or is not true.
    """

    counts: Mapping[Cell, int]
    sums: tuple[Sum, ...] = ()
    derived: tuple[Derived, ...] = ()
    known: tuple[Fact, ...] = ()
    public: frozenset[Cell] = frozenset()
    implied: frozenset[Cell] = frozenset()
    keep: frozenset[Cell] = frozenset()
    sensitive_zeros: frozenset[Cell] = frozenset()
    cost: Mapping[Cell, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse counts, marks and facts that cannot be."""
        self._refuse_bad_counts()
        self._refuse_unknown_cells()
        for fact in (*self.sums, *self.known):
            self._refuse_untrue(fact)
        for item in self.derived:
            for said in item.says:
                self._refuse_untrue(said)
        names = [item.name for item in self.derived]
        if len(set(names)) != len(names):
            raise InvalidCounts("Two derived items have the same name.")

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells in the order of ``values``."""
        return tuple(self.counts)

    @cached_property
    def index(self) -> dict[Cell, int]:
        """Where each cell stands in ``values``."""
        return {cell: at for at, cell in enumerate(self.counts)}

    @cached_property
    def values(self) -> NDArray[np.int64]:
        """The counts as an array."""
        return np.fromiter(self.counts.values(), dtype=np.int64, count=len(self.counts))

    @cached_property
    def costs(self) -> NDArray[np.float64]:
        """What hiding each cell costs."""
        digits = np.frexp(self.values.astype(np.float64))[1]
        costs = (8 + digits).astype(np.float64)
        for cell, cost in self.cost.items():
            costs[self.index[cell]] = cost
        return costs

    def marks(self, cells: frozenset[Cell]) -> NDArray[np.bool_]:
        """Turn a set of cells into a mask over ``values``."""
        mask = np.zeros(len(self.counts), dtype=np.bool_)
        mask[[self.index[cell] for cell in cells]] = True
        return mask

    def _refuse_bad_counts(self) -> None:
        for cell, count in self.counts.items():
            if isinstance(count, bool) or not isinstance(count, int | np.integer):
                raise InvalidCounts(f"The count of {cell!r} is not a whole number: {count!r}.")
            if not 0 <= count < LARGEST:
                raise InvalidCounts(f"The count of {cell!r} is out of range: {count}.")
        for cell, cost in self.cost.items():
            if not 0 < cost < float("inf"):
                raise InvalidCounts(f"The cost of hiding {cell!r} must be above zero: {cost}.")

    def _refuse_unknown_cells(self) -> None:
        named: dict[str, Any] = {
            "public": self.public,
            "implied": self.implied,
            "keep": self.keep,
            "sensitive_zeros": self.sensitive_zeros,
            "cost": self.cost,
        }
        for item in self.derived:
            named[item.name] = (*item.cells, *(c for said in item.says for c in cells_of(said)))
        for fact in (*self.sums, *self.known):
            for cell in cells_of(fact):
                if cell not in self.counts:
                    raise InvalidCounts(f"{fact} speaks of {cell!r}, which has no count.")
        for name, cells in named.items():
            for cell in cells:
                if cell not in self.counts:
                    raise InvalidCounts(f"{name} speaks of {cell!r}, which has no count.")

    def _refuse_untrue(self, fact: Fact) -> None:
        counts = self.counts
        match fact:
            case Sum(whole, parts):
                true = counts[whole] == sum(counts[part] for part in parts)
            case Between(weights, low, high):
                total = sum(weight * counts[cell] for cell, weight in weights.items())
                room = 1e-9 * sum(abs(w * counts[cell]) for cell, w in weights.items())
                true = low - room <= total <= high + room
            case OneOf(cell, values):
                true = counts[cell] in values
        if not true:
            raise InvalidCounts(f"This does not agree with the counts: {fact}.")
