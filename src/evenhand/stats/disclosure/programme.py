"""A small integer programme, built a piece at a time and solved by HiGHS."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from evenhand.stats.disclosure.quiet import talk_on_stderr
from evenhand.stats.errors import CannotTell

INFEASIBLE = 2  # HiGHS's answer "there is none", as SciPy numbers it


class Programme:
    """Whole-number unknowns with limits, linear rows between them, and a cost to make least."""

    def __init__(self) -> None:
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.cost: list[float] = []
        self._rows: list[tuple[Sequence[int], Sequence[float], float, float]] = []

    def unknown(self, low: float, high: float, *, cost: float = 0.0) -> int:
        """Add a whole number from ``low`` to ``high``; return its place."""
        self.lower.append(low)
        self.upper.append(high)
        self.cost.append(cost)
        return len(self.cost) - 1

    def row(self, terms: Iterable[tuple[int, float]], low: float, high: float) -> None:
        """Ask that weights times unknowns, added up, lie from ``low`` to ``high``."""
        places, weights = zip(*terms, strict=True)
        self._rows.append((places, weights, low, high))

    def one_of(self, place: int, values: Sequence[int]) -> None:
        """Ask that an unknown takes one of the values."""
        first, last = min(values), max(values)
        self.lower[place] = max(self.lower[place], first)
        self.upper[place] = min(self.upper[place], last)
        if len(set(values)) == last - first + 1:
            return
        picks = [(self.unknown(0, 1), float(value)) for value in sorted(set(values))]
        self.row([(pick, 1.0) for pick, _ in picks], 1, 1)
        self.row([(place, -1.0), *picks], 0, 0)

    def zero_or_at_least(self, place: int, least: int, most: float) -> None:
        """Ask that an unknown is zero, or at least ``least``."""
        shown = self.unknown(0, 1)
        self.row([(place, 1.0), (shown, -float(least))], 0, np.inf)
        self.row([(place, 1.0), (shown, -most)], -np.inf, 0)

    def solve(self, *, seconds: float = 60.0, gap: float = 0.0) -> NDArray[np.int64] | None:
        """Return the unknowns at least cost, or None where there is no such table.

        Raises
        ------
        CannotTell
            If the solver finds neither a table nor a proof that there is none in the time given.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        if any(low > high for low, high in zip(self.lower, self.upper, strict=True)):
            return None
        size = len(self.cost)
        constraints = []
        if self._rows:
            starts = np.cumsum([0, *(len(row[0]) for row in self._rows)])
            data = np.concatenate([np.asarray(row[1], dtype=np.float64) for row in self._rows])
            places = np.concatenate([np.asarray(row[0], dtype=np.int64) for row in self._rows])
            matrix = csr_array((data, places, starts), shape=(len(self._rows), size))
            low, high = ([row[at] for row in self._rows] for at in (2, 3))
            # SciPy takes a sparse array here; its stubs know only the dense one.
            constraints = [LinearConstraint(matrix, low, high)]  # type: ignore[arg-type]
        with talk_on_stderr():
            answer = milp(
                c=np.asarray(self.cost),
                integrality=np.ones(size, dtype=np.int64),
                bounds=Bounds(np.asarray(self.lower), np.asarray(self.upper)),
                constraints=constraints,
                options={"time_limit": seconds, "mip_rel_gap": gap},
            )
        if answer.x is not None:
            return np.asarray(np.rint(answer.x), dtype=np.int64)
        if answer.status == INFEASIBLE:
            return None
        raise CannotTell(f"The integer solver could not decide: {answer.message}")
