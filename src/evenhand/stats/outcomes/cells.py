"""The counts that the threshold test reads: checked, cells without searches dropped and counted."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evenhand.stats import given
from evenhand.stats.errors import CannotTell, InvalidCounts
from evenhand.stats.estimate import FloatArray
from evenhand.stats.outcomes.find_rates import names

FEWEST_LOCATIONS = 5
FEWEST_GROUPS = 3
"""With fewer the data leave thresholds open, and the answer would be what was believed before."""


@dataclass(frozen=True, eq=False)
class Cells:
    """One row for each group in each location that was searched at all.

    Attributes
    ----------
    locations, groups : names; the location with most stops comes first.
    location, group : (cells,) which of them a cell is.
    stops, searches, found : (cells,) counts.
    weight : (locations,) all stops there, of every group.
    dropped : cells with stops and no search: they say that a group was never searched there, and
        the model cannot use it.
    """

    locations: tuple[str, ...]
    groups: tuple[str, ...]
    location: NDArray[np.int64]
    group: NDArray[np.int64]
    stops: FloatArray
    searches: FloatArray
    found: FloatArray
    weight: FloatArray
    dropped: int

    def key(self, **settings: object) -> str:
        """Return a fingerprint of the counts and of everything that the answer depends on."""
        plain = {
            "locations": self.locations,
            "groups": self.groups,
            "location": self.location.tolist(),
            "group": self.group.tolist(),
            "counts": [each.tolist() for each in (self.stops, self.searches, self.found)],
            "weight": self.weight.tolist(),
            "settings": settings,
        }
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def cells(
    stops: ArrayLike,
    searches: ArrayLike,
    found: ArrayLike,
    *,
    locations: Sequence[str],
    groups: Sequence[str],
) -> Cells:
    """Check three (locations, groups) tables and lay out the cells that have searches.

    Raises
    ------
    InvalidCounts
        If a count is negative or not whole, found exceeds searches or searches exceed stops, or
        names do not fit or repeat.
    CannotTell
        With fewer than 5 locations or 3 groups that were searched, or nothing ever found.
    """
    s, n = given.parts("searches", searches, "stops", stops)
    h, _ = given.parts("found", found, "searches", s)
    if n.ndim != 2 or h.shape != n.shape:
        raise InvalidCounts("give three tables of one shape, (locations, groups)")
    names(groups, locations, n.shape)
    used = s > 0
    kept_groups = np.flatnonzero(used.any(axis=0))
    weight = n.sum(axis=1)
    kept = [int(at) for at in np.argsort(-weight, kind="stable") if used[at].any()]
    for what, count, fewest in (
        ("locations", len(kept), FEWEST_LOCATIONS),
        ("groups", len(kept_groups), FEWEST_GROUPS),
    ):
        if count < fewest:
            raise CannotTell(
                f"{count} {what} have searches: with fewer than {fewest} the data do not settle "
                "where thresholds lie"
            )
    if h.sum() == 0:
        raise CannotTell("no search found anything: nothing says what searches were worth")
    row, column = np.nonzero(used[kept][:, kept_groups])
    at = np.asarray(kept)[row], kept_groups[column]
    return Cells(
        locations=tuple(locations[each] for each in kept),
        groups=tuple(groups[int(each)] for each in kept_groups),
        location=row.astype(np.int64),
        group=column.astype(np.int64),
        stops=n[at],
        searches=s[at],
        found=h[at],
        weight=weight[kept],
        dropped=int(((n > 0) & ~used).sum()),
    )
