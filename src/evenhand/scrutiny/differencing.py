"""What the sizes of several frames tell together: the attack that strata are tried with.

Each frame tells how many records each of its strata has. Frames overlap, so sums and differences
of those sizes tell more: of two draws whose periods differ by a day, the difference is that day.
"""

from collections.abc import Collection, Hashable, Sequence
from typing import TypeVar

Record = TypeVar("Record", bound=Hashable)
SECONDS = 10
"""After so long an answer is not waited for."""
INFEASIBLE = 2
"""What the solver says where there is no such sum."""


def told_apart(groups: Sequence[Collection[Record]], least: int) -> frozenset[Record]:
    """Find fewer than ``least`` records whose number follows from the sizes of groups.

    It is known of each group how many records are in it, and which groups overlap. Whoever adds and
    takes away such numbers can tell the size of any set whose records each have the same sum of
    weights, one, while all others have the sum zero. The smallest such set is looked for (HiGHS).
    Who knows less than which groups overlap, and how, tells no more.

    Parameters
    ----------
    groups : the records of each group whose size is known.
    least : the fewest records whose number may be told.

    Returns
    -------
    The smallest such set; empty where none is told. Where the solver cannot say in time, all of
    the records: what is not shown to be safe is not safe.
    """
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    parts = _parts(groups)
    if not parts:
        return frozenset()
    sizes = np.array([len(records) for records in parts.values()], dtype=float)
    many, rows = len(parts), len(groups)
    inside = np.array([[float(n in key) for key in parts] for n in range(rows)])
    # Of each part whether it is in the set, then the weight of each group.
    equal = np.hstack([np.eye(many), -inside.T])
    small = np.concatenate([sizes, np.zeros(rows)])
    found = milp(
        c=small,
        integrality=np.concatenate([np.ones(many), np.zeros(rows)]),
        bounds=Bounds(
            np.concatenate([np.zeros(many), np.full(rows, -np.inf)]),
            np.concatenate([np.ones(many), np.full(rows, np.inf)]),
        ),
        constraints=[
            LinearConstraint(equal, 0, 0),
            LinearConstraint(small, 1, least - 1),
        ],
        options={"time_limit": SECONDS},
    )
    if found.x is not None:
        chosen = [
            records for records, one in zip(parts.values(), found.x, strict=False) if one > 0.5
        ]
        return frozenset(one for records in chosen for one in records)
    if found.status == INFEASIBLE:
        return frozenset()
    return frozenset(one for records in parts.values() for one in records)


def _parts(groups: Sequence[Collection[Record]]) -> dict[frozenset[int], list[Record]]:
    """Records by the groups that they are in: nothing tells those of one part apart."""
    of: dict[Record, list[int]] = {}
    for number, group in enumerate(groups):
        for record in group:
            of.setdefault(record, []).append(number)
    parts: dict[frozenset[int], list[Record]] = {}
    for record, numbers in of.items():
        parts.setdefault(frozenset(numbers), []).append(record)
    return parts
