"""What an outsider may know about counts: sums, printed numbers, and lists of possible values."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from evenhand.stats.errors import InvalidCounts

Cell = Hashable


@dataclass(frozen=True)
class Sum:
    """One count is the sum of others: ``whole`` = ``parts`` added up. Anyone can see this."""

    whole: Cell
    parts: tuple[Cell, ...]

    def __post_init__(self) -> None:
        """Refuse a sum of nothing, or of something counted twice."""
        cells = (self.whole, *self.parts)
        if not self.parts or len(set(cells)) != len(cells):
            raise InvalidCounts(f"A sum needs different parts, none of them the whole: {cells!r}.")

    def __str__(self) -> str:
        """Say it as an equation."""
        return f"{self.whole!r} = {' + '.join(map(repr, self.parts))}"


@dataclass(frozen=True)
class Between:
    """Weights times counts, added up, lie from ``low`` to ``high``: what a printed number says."""

    weights: Mapping[Cell, float]
    low: float
    high: float
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse an empty or impossible statement."""
        numbers = [*self.weights.values(), self.low, self.high]
        if not self.weights or any(math.isnan(number) for number in numbers):
            raise InvalidCounts("A printed number needs the counts it is made of, and its limits.")
        if self.low > self.high:
            raise InvalidCounts(f"The lower limit {self.low} is above the upper {self.high}.")

    def __str__(self) -> str:
        """Say it by its name."""
        return self.name or f"{self.low} to {self.high} for {sorted(map(repr, self.weights))}"


@dataclass(frozen=True)
class OneOf:
    """A count is one of ``values``: what is left after inverting a printed number."""

    cell: Cell
    values: tuple[int, ...]
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse a list with nothing in it."""
        if not self.values:
            raise InvalidCounts(f"No count is consistent with what was printed for {self.cell!r}.")

    def __str__(self) -> str:
        """Say it by its name."""
        return self.name or f"{self.cell!r} is one of {list(self.values)}"


Fact = Sum | Between | OneOf


def cells_of(fact: Fact) -> tuple[Cell, ...]:
    """List the cells that a fact speaks of."""
    match fact:
        case Sum(whole, parts):
            return (whole, *parts)
        case Between(weights):
            return tuple(weights)
        case OneOf(cell):
            return (cell,)


@dataclass(frozen=True)
class Derived:
    """Something published that is made from counts: a rate, interval, ratio, range, drawing.

    ``says`` is what it tells an outsider about the counts. Left empty it is taken to tell them
    exactly (an unrounded number, a coordinate in a drawing), which is the cautious reading.
    """

    name: str
    cells: tuple[Cell, ...]
    says: tuple[Between | OneOf, ...] = field(default=())
