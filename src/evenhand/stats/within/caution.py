"""The sentence that no decomposition goes without, and what every one of them refuses."""

from math import prod

import numpy as np

from evenhand.stats.errors import CannotTell, InvalidCounts
from evenhand.stats.estimate import FloatArray

ASSOCIATION = (
    "This takes a number apart; it does not say why. Each part is an association: people are not "
    "spread over places, times or reasons by chance, and neither are police."
)
"""Stands beside every decomposition. Where officers are sent is itself a decision."""

FEWEST = 10
"""With fewer events than this in either group the parts of a number are mostly chance."""


def refuse_few(name: str, counts: FloatArray) -> None:
    """Refuse to take apart what is almost nothing."""
    total = int(counts.sum())
    if total < FEWEST:
        raise CannotTell(
            f"{name} are {total} in all: with fewer than {FEWEST} the parts would be mostly chance"
        )


def strata(**tables: FloatArray) -> list[FloatArray]:
    """Return tables of one shape with at least one axis, or say which do not fit."""
    shapes = {table.shape for table in tables.values()}
    if len(shapes) > 1:
        said = ", ".join(f"{name} {table.shape}" for name, table in tables.items())
        raise InvalidCounts(f"all tables must have one shape, a cell for each stratum: {said}")
    (shape,) = shapes
    if not shape or prod(shape) == 0:
        raise InvalidCounts("there must be at least one stratum")
    return [np.asarray(table) for table in tables.values()]
