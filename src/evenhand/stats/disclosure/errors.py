"""What disclosure control says when it cannot keep its promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenhand.stats.errors import StatsError

if TYPE_CHECKING:
    from evenhand.stats.disclosure.undone import Undone


class NotProtected(StatsError):
    """A hidden count can be worked out from what is, or already was, published.

    ``undone`` lists each such count with the values that remain possible and what gives it away.
    """

    def __init__(self, undone: tuple[Undone, ...]) -> None:
        self.undone = undone
        shown = "; ".join(str(one) for one in undone[:5])
        more = f"; and {len(undone) - 5} more" if len(undone) > 5 else ""
        super().__init__(f"Hidden counts can be worked out: {shown}{more}.")
