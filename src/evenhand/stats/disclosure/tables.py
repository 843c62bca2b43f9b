"""Building releases from tables of counts, with their totals, sub-totals and differences."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from evenhand.stats.disclosure.facts import Cell, Sum
from evenhand.stats.disclosure.release import Release
from evenhand.stats.errors import InvalidCounts

TOTAL = "total"

Groups = Mapping[str, Mapping[str, Sequence[str]]]


def table(
    values: ArrayLike,
    axes: Mapping[str, Sequence[str]],
    *,
    totals: Mapping[str, str] | bool = True,
    groups: Groups | None = None,
    prefix: tuple[Any, ...] = (),
) -> Release:
    """Make a release of a table with all its margins.

    Parameters
    ----------
    values : whole counts, one axis of the array for each of ``axes``.
    axes : the labels along each axis, by the axis's name.
    totals : the label of each axis's total (an axis left out has none); True calls each "total".
    groups : sub-totals by axis: ``{"group": {"Black": ["African", "Caribbean", ...]}}``. Groupings
        may overlap (five groups, and Black with the mixed groups), and all are printed.
    prefix : put before each cell's key (the force and the months, say).

    Returns
    -------
    A release whose cells are ``(*prefix, label, label, ...)`` and whose sums say how they add up.
    Tables that share cells (one total split two ways) are put together with ``join``.

    Raises
    ------
    InvalidCounts
        If the shape does not fit the labels, or labels are repeated or unknown.
    """
    array = np.asarray(values)
    names = list(axes)
    if array.shape != tuple(len(axes[name]) for name in names):
        raise InvalidCounts(f"The table's shape {array.shape} does not fit its labels.")
    marks = dict.fromkeys(names, TOTAL) if totals is True else dict(totals or {})
    made = [_axis(axes[name], marks.get(name), (groups or {}).get(name, {})) for name in names]
    for at, (_, rows, _) in enumerate(made):
        array = np.moveaxis(np.tensordot(rows, array, axes=(1, at)), 0, at)
    labels = [axis[0] for axis in made]
    keys = [(*prefix, *key) for key in itertools.product(*labels)]
    counts: dict[Cell, int] = dict(zip(keys, array.ravel().tolist(), strict=True))
    sums = [
        Sum(
            (*prefix, *left, whole, *right),
            tuple((*prefix, *left, part, *right) for part in parts),
        )
        for at, (_, _, splits) in enumerate(made)
        for left in itertools.product(*labels[:at])
        for right in itertools.product(*labels[at + 1 :])
        for whole, parts in splits
    ]
    return Release(counts, tuple(sums))


def join(*releases: Release) -> Release:
    """Put releases together; cells with the same key are the same count.

    A cell that is public in one is public in all; one that is printed in one is printed.

    Raises
    ------
    InvalidCounts
        If two releases give one cell different counts (see ``correction`` for figures that
        changed) or one name to different derived items.
    """
    counts: dict[Cell, int] = {}
    for release in releases:
        for cell, count in release.counts.items():
            if counts.setdefault(cell, count) != count:
                raise InvalidCounts(f"{cell!r} is counted as {counts[cell]} and as {count}.")
    printed = {cell for one in releases for cell in one.counts if cell not in one.implied}
    cost: dict[Cell, float] = {}
    for release in releases:
        cost.update(release.cost)
    return Release(
        counts,
        tuple(dict.fromkeys(fact for one in releases for fact in one.sums)),
        tuple(item for one in releases for item in one.derived),
        tuple(fact for one in releases for fact in one.known),
        frozenset().union(*(one.public for one in releases)),
        frozenset(cell for one in releases for cell in one.implied if cell not in printed),
        frozenset().union(*(one.keep for one in releases)),
        frozenset().union(*(one.sensitive_zeros for one in releases)),
        cost,
    )


def difference(whole: Cell, part: Cell, rest: Cell, release: Release) -> Release:
    """Add what anyone gets by taking ``part`` from ``whole``: ``rest``, which is not printed.

    A force less one of its areas, a year less eleven of its months, all searches less those of
    vehicles only, our own rows less data.police.uk's.
    """
    left = int(release.counts[whole]) - int(release.counts[part])
    extra = Release(
        {whole: release.counts[whole], part: release.counts[part], rest: left},
        (Sum(whole, (part, rest)),),
        implied=frozenset({rest}),
    )
    return join(release, extra)


def correction(old: Cell, old_count: int, new: Cell, release: Release) -> Release:
    """Add an earlier figure of a count that has since been corrected, and so what changed.

    The old figure is public. The difference, which anyone can work out, is a count of people added
    or taken away; where nothing changed the new count is public too.
    """
    now = int(release.counts[new])
    if now == old_count:
        return join(release, Release({new: now}, public=frozenset({new})))
    more, less = (new, old) if now > old_count else (old, new)
    changed = ("changed", old, new)
    extra = Release(
        {old: old_count, new: now, changed: abs(now - old_count)},
        (Sum(more, (less, changed)),),
        public=frozenset({old}),
        implied=frozenset({changed}),
    )
    return join(release, extra)


def _axis(
    labels: Sequence[str], total: str | None, groups: Mapping[str, Sequence[str]]
) -> tuple[list[str], Any, list[tuple[str, tuple[str, ...]]]]:
    """Give an axis's labels with sub-totals and total, which labels each adds up, and its sums."""
    splits = [(name, tuple(parts)) for name, parts in groups.items()]
    unknown = {part for _, parts in splits for part in parts} - set(labels)
    if unknown:
        raise InvalidCounts(f"No such label in the table: {sorted(unknown)}.")
    rows = {label: np.eye(len(labels), dtype=np.int64)[at] for at, label in enumerate(labels)}
    for name, parts in splits:
        if name not in rows:
            rows[name] = np.sum([rows[part] for part in parts], axis=0)
    if total is not None:
        splits.append((total, _partition(labels, splits)))
        rows[total] = np.ones(len(labels), dtype=np.int64)
    splits = [(name, parts) for name, parts in splits if parts != (name,)]
    if len(rows) != len(labels) + len(groups) + (total is not None) - _same(groups, labels):
        raise InvalidCounts("The labels of the table, its groups and its total must differ.")
    return list(rows), np.array(list(rows.values())), splits


def _same(groups: Mapping[str, Sequence[str]], labels: Sequence[str]) -> int:
    """Count groups that are one label under its own name ("Unknown" in each grouping)."""
    return sum(tuple(parts) == (name,) and name in labels for name, parts in groups.items())


def _partition(
    labels: Sequence[str], splits: Sequence[tuple[str, tuple[str, ...]]]
) -> tuple[str, ...]:
    """Add a total up from groups where they do not overlap, else from labels: simpler sums."""
    left, parts = list(labels), list[str]()
    for name, members in splits:
        if set(members) <= set(left):
            parts.append(name)
            left = [label for label in left if label not in members]
    return (*parts, *left)
