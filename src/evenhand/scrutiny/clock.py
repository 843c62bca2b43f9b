"""A clock that counts the days somebody is awaited, and stands still while a lawful stop lasts.

Days are those where the forces are; a day ends at midnight there.
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Stopped:
    """A stretch in which the clock stands still: from a day until another."""

    first: date
    until: date

    @property
    def days(self) -> int:
        """How many days it gives."""
        return (self.until - self.first).days


@dataclass(frozen=True, slots=True)
class Clock:
    """When it began, how many days there are, and when it stood still."""

    began_on: date
    days: int
    stops: tuple[Stopped, ...] = ()

    @property
    def deadline(self) -> date:
        """The last day."""
        return self.began_on + timedelta(days=self.days + sum(one.days for one in self.stops))

    def stands_still(self, on: date) -> bool:
        """Whether it stands still on a day."""
        return any(one.first <= on < one.until for one in self.stops)

    def run(self, on: date) -> int:
        """Days that it has run, without those on which it stood still."""
        still = sum((min(one.until, on) - one.first).days for one in self.stops if one.first <= on)
        return max(0, (on - self.began_on).days - still)

    def over(self, on: date) -> int:
        """Days since the last day; 0 until then."""
        return max(0, (on - self.deadline).days)
