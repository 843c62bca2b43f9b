"""Checking witnesses: which values of small cells an outsider demonstrably cannot exclude."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.stats.disclosure.facts import OneOf
from evenhand.stats.disclosure.protection import Witness
from evenhand.stats.disclosure.reader import Reader


def possible_values(reader: Reader, witnesses: Sequence[Witness]) -> dict[int, set[int]]:
    """Collect the values that the truth and sound witnesses show for each small cell.

    The truth itself is one possible table, so each cell begins with its own count. A witness that
    breaks a fact, or changes a cell that is shown, is left out: witnesses are never trusted.
    """
    true = reader.system.release.values
    found = {int(at): {int(true[at])} for at in np.flatnonzero(reader.small)}
    pile = _Pile.of(witnesses, len(true))
    if len(pile.places):
        use = _sound(reader, pile)[pile.owner] & reader.small[pile.places]
        values = true[pile.places] + pile.changes
        for at, value in zip(pile.places[use].tolist(), values[use].tolist(), strict=True):
            found[at].add(value)
    return found


@dataclass(frozen=True)
class _Pile:
    """All changes of all witnesses, end to end: where, by how much, and in which witness."""

    places: NDArray[np.int64]
    changes: NDArray[np.int64]
    owner: NDArray[np.int64]
    count: int

    @classmethod
    def of(cls, witnesses: Sequence[Witness], size: int) -> _Pile:
        each = [w.changes if all(0 <= at < size for at in w.changes) else {} for w in witnesses]
        return cls(
            np.array([at for change in each for at in change], dtype=np.int64),
            np.array([by for change in each for by in change.values()], dtype=np.int64),
            np.repeat(np.arange(len(each)), [len(change) for change in each]),
            len(each),
        )


def _sound(reader: Reader, pile: _Pile) -> NDArray[np.bool_]:
    """Say which witnesses change unknown cells only, stay possible, and keep every fact true."""
    from scipy.sparse import csc_array

    system = reader.system
    true = system.release.values
    values = true[pile.places] + pile.changes
    fine = reader.fits(pile.places, values)
    for fact in system.facts:
        if isinstance(fact, OneOf):
            here = pile.places == system.release.index[fact.cell]
            fine &= ~here | np.isin(values, fact.values)
    bad = np.zeros(pile.count, dtype=np.bool_)
    np.logical_or.at(bad, pile.owner, ~fine)
    shape = (len(true), pile.count)
    changes = csc_array((pile.changes.astype(float), (pile.places, pile.owner)), shape=shape)
    moved = (system.matrix @ changes).tocoo()
    rows, columns = moved.coords
    low, high = system.room
    bad[columns[(moved.data < low[rows]) | (moved.data > high[rows])]] = True
    return ~bad
