"""Agreement between what people say of themselves and what officers recorded."""

from collections.abc import Mapping, Sequence
from math import inf, isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand import stats
from evenhand.measures.hiding import Cell, Cells, hidden_cells

FEWEST = 1000  # below so many searches, two decimals of kappa could give a hidden cell back
DECIMALS = 2
STATISTICS = ("observed", "expected", "kappa", "kappa_low", "kappa_high")


def agreement_of(
    confusion: Mapping[tuple[str, str], int],
    groups: Sequence[str],
    *,
    shown: int,
    hidden_groups: frozenset[str],
) -> dict[str, Any]:
    """Lay out both views of the same people, and how far they agree.

    Where a cell is hidden, kappa is given to two decimals, and not at all for few searches: it
    depends on every cell.

    Parameters
    ----------
    confusion : searches by the person's own group and the officer's.
    groups : the groups, in order; any other key counts as not recorded.
    shown : the smallest count above zero that may be shown.
    hidden_groups : rows that are not shown at all.
    """
    table = np.array([[confusion.get((own, seen), 0) for seen in groups] for own in groups])
    hidden = _hidden(table, shown)
    for number, group in enumerate(groups):
        hidden[number] |= group in hidden_groups
    n = int(table.sum())
    found = stats.agreement(table) if n else None
    return {
        "groups": list(groups),
        "n": None if hidden_groups else n,
        **{
            name: None if found is None else _shown(float(getattr(found, name)), hidden, n)
            for name in STATISTICS
        },
        "rows_are": "what people said",
        "columns_are": "what officers recorded",
        "table": [
            [None if gone else int(count) for count, gone in zip(line, lost, strict=True)]
            for line, lost in zip(table, hidden, strict=True)
        ],
    }


def _hidden(table: NDArray[np.int64], shown: int) -> NDArray[np.bool_]:
    """Hide small cells, and others where the totals of rows and columns would give them back.

    The diagonal stays: it stands in the rows of the measure, which hide it where they must.
    """
    side = len(table)
    places = [(i, j) for i in range(side) for j in range(side)]
    cells = Cells(
        names=tuple(frozenset({("pair", f"{i},{j}")}) for i, j in places),
        members=np.eye(side * side, dtype=bool),
        counts=table.reshape(-1, 1),
        known=np.array(
            [
                [place[axis] == number for place in places]
                for axis in (0, 1)
                for number in range(side)
            ]
        ),
    )
    diagonal: dict[Cell, float] = {("pair", f"{i},{i}"): inf for i in range(side)}
    hidden = hidden_cells(cells, shown=shown, worth=lambda cell: diagonal.get(cell, 0))
    return np.array([[("pair", f"{i},{j}") in hidden for j in range(side)] for i in range(side)])


def _shown(value: float, hidden: NDArray[np.bool_], n: int) -> float | None:
    if not isfinite(value) or (hidden.any() and n < FEWEST):
        return None
    return round(value, DECIMALS) if hidden.any() else value
