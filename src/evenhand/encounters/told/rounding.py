"""Counts as the public reads them: about so many, to the nearest ten.

From zero to four it says *fewer than 5*, so that nobody can tell none from one. What is rounded is
a count alone; nothing else is worked out from the exact one and shown beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

STEP, FEW = 10, 5


@dataclass(frozen=True, order=True)
class About:
    """A count that is known to a ten: from ``low`` to ``high``, both possible."""

    tens: int
    """The nearest ten; zero for fewer than five."""

    @property
    def low(self) -> int:
        """The fewest that it can be."""
        return max(0, self.tens - FEW)

    @property
    def high(self) -> int:
        """The most that it can be."""
        return self.tens + FEW - 1

    @property
    def few(self) -> bool:
        """Whether it is fewer than five, or none."""
        return self.tens == 0


def about(count: int) -> About:
    """Round a count to the nearest ten; five becomes ten."""
    return About((count + FEW) // STEP * STEP)


def all_about(counts: Mapping[str, int]) -> dict[str, About]:
    """Round each of several counts by itself, so that they need not add up."""
    return {name: about(count) for name, count in counts.items()}
