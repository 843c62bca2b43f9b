"""Puts the changes that a truth names into its records, and leaves every other record as it was.

Chance has numbers of its own here, so that what is not planted is the same with and without.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from evenhand.demo.people import AGES, LEGISLATION, Person, Random, person, residents
from evenhand.demo.truth import Planted, Truth
from evenhand.records.clock import LONDON

UNDER_18, ADULT = AGES[0][0], AGES[1][0]
CLOCK = ZoneInfo(LONDON)
LAWS = {looked_for: law for law, looked_for, _ in LEGISLATION}
OBJECTS = {looked_for: share for _, looked_for, share in LEGISLATION}


class Plants:
    """The changes of a truth in one month."""

    def __init__(self, truth: Truth, month: str, random: Random) -> None:
        self.truth = truth
        self.month = month
        self.random = random
        self.changes = [one for one in truth.planted if one.first <= month]
        self.becomes = {name: self._becomes(name) for name in truth.groups}
        self.operations = {
            one.operation.name: one.operation for one in self.changes if one.operation
        }

    def in_place_of(self, was: Person) -> Person:
        """The search that this one became, which is itself where nothing was planted."""
        for one, chance in self.becomes.get(was.group, ()):
            if was.object in one.instead_of and self.random.random() < chance:
                was = self._for_what(was, one)
        return was

    def on_top(self) -> Iterator[Person]:
        """Searches that there would not have been."""
        for one in self.changes:
            if one.instead_of:
                continue
            share = sum(OBJECTS[name] for name in one.objects) * (one.times - 1)
            for name in one.groups:
                yield from self._more(one, name, share)

    def within(self, hours: tuple[int, int], when: datetime) -> datetime:
        """The same day at one of these hours, by the clock that people live by."""
        first, until = hours
        hour = int((first + self.random.integers((until - first) % 24)) % 24)
        moved = when.astimezone(CLOCK).replace(hour=hour).astimezone(UTC)
        return moved if f"{moved:%Y-%m}" == self.month else moved + timedelta(days=1)

    def operation_at(self, when: datetime) -> str:
        """The operation that a search at this moment is part of, if it is of one."""
        hour = when.astimezone(CLOCK).hour
        for one in self.operations.values():
            first, until = one.hours
            in_hours = (hour - first) % 24 < (until - first) % 24
            if in_hours and self.random.random() < one.share:
                return one.name
        return ""

    def _more(self, one: Planted, name: str, share: float) -> Iterator[Person]:
        truth = self.truth
        expected = truth.groups[name].rate * residents(truth.force, name) / 1000 / 12 * share
        unknown = truth.unknown_share(self.month)
        recorded = int(self.random.poisson(expected))
        hidden = int(self.random.poisson(recorded * unknown / (1 - unknown)))
        for number in range(recorded + hidden):
            drawn = person(truth, name, self.random, stated=number < recorded)
            more = replace(self._for_what(drawn, one), clothing="False")
            if more.age == UNDER_18:
                more = replace(more, age=ADULT)
            if one.operation and self.random.random() < one.within_it:
                more = replace(more, operation=one.operation.name, hours=one.operation.hours)
            yield more

    def _for_what(self, was: Person, one: Planted) -> Person:
        looked_for = str(self.random.choice(one.objects))
        return replace(was, object=looked_for, legislation=LAWS[looked_for])

    def _becomes(self, name: str) -> list[tuple[Planted, float]]:
        """For each change of a group that adds no search, the chance that one becomes another.

        Changes come one after the other: what one turned into weapons, the next may turn again.
        """
        found = []
        mix = dict(OBJECTS)
        for one in self.changes:
            if name not in one.groups or not one.instead_of:
                continue
            wanted = _share(mix, one.objects) * (one.times - 1)
            chance = wanted / _share(mix, one.instead_of)
            if chance > 1:
                raise ValueError(f"{one.name}: there are too few searches to turn into these")
            found.append((one, chance))
            for looked_for in one.instead_of:
                mix[looked_for] *= 1 - chance
            for looked_for in one.objects:
                mix[looked_for] += wanted / len(one.objects)
        return found


def _share(mix: Mapping[str, float], objects: tuple[str, ...]) -> float:
    return sum(mix[name] for name in objects)
