"""Scales of our own: where a value stands in pixels, and which round numbers label a scale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, log10

STEPS = (1, 2, 2.5, 5, 10)
WORDY = 100_000  # from here on a number's short form would be a power of ten


@dataclass(frozen=True)
class Linear:
    """A linear scale from zero: ``end`` stands at ``stop`` pixels and zero at ``start``."""

    end: float
    start: float
    stop: float

    def at(self, value: float) -> float:
        """Give a value's place in pixels; beyond the end it stands at the end."""
        share = min(value, self.end) / self.end
        return round(self.start + share * (self.stop - self.start), 2)

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """Give at most so many round values above zero, and zero, with their words."""
        step = _step(self.end, most)
        count = floor(self.end / step + 1e-9)
        values = [round(number * step, 10) for number in range(count + 1)]
        return [(value, f"{value:,g}" if value < WORDY else f"{value:,.0f}") for value in values]


def _step(end: float, most: int) -> float:
    unit = 10.0 ** floor(log10(end / most))
    return next(step * unit for step in STEPS if end / (step * unit) <= most + 1e-9)


def furthest(values: Iterable[float | None], *, least: float) -> float:
    """Give the largest value there is, and at least ``least``."""
    return max([least, *(value for value in values if value is not None)])


def runs(given: Sequence[bool]) -> list[list[int]]:
    """Give the places of neighbours that are all true, run by run."""
    found: list[list[int]] = []
    for place, good in enumerate(given):
        if good and place and given[place - 1]:
            found[-1].append(place)
        elif good:
            found.append([place])
    return found
