"""What is hidden in a release, and the tables that show that it stays hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evenhand.stats.disclosure.facts import Cell, Derived, cells_of
from evenhand.stats.disclosure.primary import THRESHOLD_POWERS, check_threshold, primary
from evenhand.stats.disclosure.release import Release
from evenhand.stats.errors import InvalidCounts


@dataclass(frozen=True)
class Witness:
    """Another table that an outsider cannot tell from the truth: what differs, cell by cell."""

    changes: Mapping[int, int]


@dataclass(frozen=True)
class Protection:
    """Which cells and derived items of a release are hidden.

    ``primary`` are hidden because they are small, ``complementary`` to protect those, ``derived``
    because one of their cells is hidden. ``told`` are the small cells that withstand even a reader
    who has somehow learned which hidden counts are small. ``witnesses`` are a proof that can be
    checked quickly; a false one is ignored, so nothing rests on trusting them.
    """

    threshold: int = THRESHOLD_POWERS
    primary: frozenset[Cell] = frozenset()
    complementary: frozenset[Cell] = frozenset()
    derived: frozenset[str] = frozenset()
    told: frozenset[Cell] = frozenset()
    witnesses: tuple[Witness, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        """Refuse a threshold that hides nothing."""
        check_threshold(self.threshold)

    @property
    def hidden(self) -> frozenset[Cell]:
        """Every cell that is not shown."""
        return self.primary | self.complementary


def small_cells(release: Release, threshold: int) -> NDArray[np.bool_]:
    """Mark the cells of a release that are too small to show."""
    return primary(
        release.values,
        threshold,
        public=release.marks(release.public),
        sensitive_zeros=release.marks(release.sensitive_zeros),
    )


def primary_only(release: Release, threshold: int = THRESHOLD_POWERS) -> Protection:
    """Hide the small counts and the items made from them, and nothing else.

    This is what is often done and is seldom enough: see ``protect``. It is here to be attacked.
    """
    mask = small_cells(release, threshold)
    hidden = named(release, mask)
    return Protection(threshold, primary=hidden, derived=derived_from(release, hidden))


def named(release: Release, mask: NDArray[np.bool_]) -> frozenset[Cell]:
    """List the cells that a mask marks."""
    cells = release.cells
    return frozenset(cells[at] for at in np.flatnonzero(mask))


def derived_from(release: Release, hidden: frozenset[Cell]) -> frozenset[str]:
    """List the derived items that are made from a cell that is hidden or never printed.

    Suppressing a count suppresses everything made from it: rate, interval, ratio, range, share,
    excess, the smallest detectable change, and the coordinates of a drawing.
    """
    unseen = (hidden | release.implied) - release.public
    return frozenset(item.name for item in release.derived if made_from(item, unseen))


def made_from(item: Derived, unseen: frozenset[Cell]) -> bool:
    """Say whether an item is made from a cell that is not seen."""
    spoken = (*item.cells, *(cell for said in item.says for cell in cells_of(said)))
    return any(cell in unseen for cell in spoken)


def check_fits(release: Release, protection: Protection) -> None:
    """Refuse a protection that belongs to another release."""
    strangers = [cell for cell in protection.hidden if cell not in release.counts]
    names = {item.name for item in release.derived}
    if strangers or not protection.derived <= names:
        raise InvalidCounts("This protection belongs to another release.")
