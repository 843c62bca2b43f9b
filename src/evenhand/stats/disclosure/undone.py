"""A hidden count that an outsider has worked out, and how."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(frozen=True)
class Undone:
    """A hidden small count about which the release tells more than its own rule does.

    ``possible`` are the values from ``rule`` (what "small" says by itself, 1 to 4 for a threshold
    of 5) that remain possible; one value left means that the count is known. ``because`` names
    published facts that are enough for it: take any one of them away and more becomes possible.
    """

    cell: Hashable
    possible: tuple[int, ...]
    rule: tuple[int, ...]
    because: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether only one value is left."""
        return len(self.possible) == 1

    def __str__(self) -> str:
        """Say it in words."""
        what = (
            f"is {self.possible[0]}"
            if self.known
            else f"can only be {', '.join(map(str, self.possible))}"
        )
        why = f" from {' and '.join(self.because)}" if self.because else ""
        return f"{self.cell!r} {what}{why}"
