"""Days, and quarters of the financial year: the first is April to June."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from evenhand.measures.words import notes

WRITTEN = re.compile(r"^([0-9]{4})-Q([1-4])$")


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """One quarter: the year in which its financial year began, and its number in it.

    ``Quarter(2025, 4)`` is January to March 2026.
    """

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter that a day lies in."""
        number = (day.month - 4) // 3 % 4 + 1
        return cls(day.year if day.month > 3 else day.year - 1, number)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2025-Q4``.

        Raises
        ------
        ValueError
            If it is not written so.
        """
        found = WRITTEN.match(text)
        if found is None:
            raise ValueError(f"{text!r} is not a quarter such as 2025-Q4")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.year:04}-Q{self.number}"

    @property
    def first_day(self) -> date:
        """The first of April, July, October or January."""
        month = (3 * self.number) % 12 + 1
        return date(self.year + (self.number == 4), month, 1)

    @property
    def last_day(self) -> date:
        """The day before the next quarter begins."""
        return self.following.first_day - timedelta(days=1)

    @property
    def following(self) -> "Quarter":
        """The next quarter."""
        return (
            Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)
        )

    @property
    def before(self) -> "Quarter":
        """The quarter before."""
        return (
            Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)
        )


@dataclass(frozen=True, slots=True)
class Span:
    """A run of quarters: one column of a plan, or what an action takes."""

    first: Quarter
    last: Quarter

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2025-Q1`` or ``2025-Q3 to 2025-Q4``."""
        first, _, last = text.partition(" to ")
        span = cls(Quarter.parse(first), Quarter.parse(last or first))
        if span.last < span.first:
            raise ValueError(f"{text!r} ends before it begins")
        return span

    @classmethod
    def between(cls, first_day: date, last_day: date) -> Self:
        """The quarters that two days and all between them lie in."""
        return cls(Quarter.of(first_day), Quarter.of(last_day))

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first} to {self.last}"

    def meets(self, other: "Span") -> bool:
        """Whether two spans share a quarter."""
        return self.first <= other.last and other.first <= self.last


def quarters(first: Quarter, last: Quarter) -> list[Quarter]:
    """Every quarter from one to another, both included."""
    found = [first]
    while found[-1] < last:
        found.append(found[-1].following)
    return found


def columns(
    first: Quarter, last: Quarter, *, now: Quarter, own: tuple[Span, ...], most: int = 8
) -> list[Span]:
    """The columns of a grid: a force's own uneven ones, or one a quarter; never more than fit.

    Quarters outside the force's own columns get one each. While there are more than ``most``, the
    earliest whole financial year before this one becomes one column.

    Parameters
    ----------
    now : today's quarter. Its year and later ones are never put together.
    own : the force's columns, in order, without gaps or overlaps between them.
    """
    found: list[Span] = []
    for quarter in quarters(first, last):
        span = next(
            (one for one in own if one.first <= quarter <= one.last), Span(quarter, quarter)
        )
        if not found or found[-1] != span:
            found.append(span)
    for year in range(first.year, now.year):
        if len(found) <= most:
            break
        found = _folded(found, year)
    return found


def _folded(found: list[Span], year: int) -> list[Span]:
    """The columns with those of one financial year put together, where they keep to it."""
    inside = [one for one in found if one.first.year == one.last.year == year]
    if not inside:
        return found
    whole = Span(inside[0].first, inside[-1].last)
    place = found.index(inside[0])
    rest = [one for one in found if one not in inside]
    return [*rest[:place], whole, *rest[place:]]


def in_words(day: date) -> str:
    """A day in a sentence: 31 December 2025."""
    return notes.day(day)
