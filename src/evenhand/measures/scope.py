"""Which forces and months an answer is about, and which residents stand behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evenhand.measures.errors import BadGrouping, MixedForces, NothingObserved, OtherPower
from evenhand.measures.period import months_between
from evenhand.measures.schema import Measure
from evenhand.measures.words import notes
from evenhand.records import codes

if TYPE_CHECKING:
    from evenhand.records.lake import Lake

BTP = "btp"

# Where fewer people than this live, those who are searched come from elsewhere. The City of London
# has 8,600 residents and half a million workers; every other force has more than 400,000 residents.
RESIDENT_BASE = 50_000


@dataclass(frozen=True)
class Scope:
    """The forces that take part, and why others do not.

    Attributes
    ----------
    asked : every force asked for, once each, in that order.
    counted : those whose records are counted.
    months : by force asked for, the months it supplied.
    expected : every month asked for.
    residents : by counted force, residents by group; empty where rates are not per resident.
    without_residents : forces that cannot have a rate per resident.
    """

    asked: tuple[codes.Force, ...]
    counted: tuple[codes.Force, ...]
    months: Mapping[str, list[str]]
    expected: tuple[str, ...]
    residents: Mapping[str, Mapping[str, int]]
    without_residents: tuple[codes.Force, ...]

    @property
    def has_residents(self) -> bool:
        """Whether rates per resident can be given."""
        return bool(self.residents)

    @property
    def named(self) -> tuple[codes.Force, ...]:
        """The forces that the answer is about: one left out beside others is not among them."""
        left_out = self.without_residents if self.has_residents else ()
        return tuple(force for force in self.asked if force not in left_out)

    @property
    def distinct_months(self) -> int:
        """How many months at least one of the counted forces supplied."""
        return len({month for force in self.counted for month in self.months[force.force]})

    def within(self, span: Sequence[str]) -> "Scope | None":
        """Narrow this down to some of its months; nothing where none of them was supplied."""
        months = {
            force: [month for month in observed if month in span]
            for force, observed in self.months.items()
        }
        counted = tuple(force for force in self.counted if months[force.force])
        if not counted:
            return None
        here = {force.force for force in counted}
        residents = {force: people for force, people in self.residents.items() if force in here}
        return replace(
            self, counted=counted, months=months, expected=tuple(span), residents=residents
        )

    def missing(self, force: codes.Force) -> list[str]:
        """List the months that a force was asked for and did not supply."""
        return [month for month in self.expected if month not in self.months[force.force]]


def scope(
    measure: Measure,
    lake: "Lake",
    *,
    forces: Sequence[str],
    first: str,
    last: str,
    grouping: str,
    census: int,
) -> Scope:
    """Find out which forces can take part.

    Raises
    ------
    BadPeriod, BadGrouping, MixedForces
        If the question cannot be asked.
    NothingObserved
        If no force supplied any of the months.
    UnknownForce
        If a name is no force's.
    OtherPower
        If the lake holds records of another power.
    """
    _refuse_other_power(measure, lake)
    expected = tuple(months_between(first, last))
    if grouping not in measure.groupings:
        raise BadGrouping(
            f"{measure.id} can be given by {notes.listed(measure.groupings)}, not by {grouping}."
        )
    asked = tuple(dict.fromkeys(codes.force(name) for name in forces))
    if not asked:
        raise NothingObserved("No force was named, so there is nothing to measure.")
    if len({force.fictional for force in asked}) > 1:
        raise MixedForces("Fictional and real forces cannot be measured together.")
    months = {force.force: lake.months_observed(force.force, first, last) for force in asked}
    seen = tuple(force for force in asked if months[force.force])
    if not seen:
        names = [force.name for force in asked]
        raise NothingObserved(notes.nothing_observed(names, first, last))
    if measure.against == "records":
        return Scope(asked, seen, months, expected, {}, ())
    residents, without = _residents(seen, grouping, census)
    counted = tuple(force for force in seen if force.force in residents) or seen
    return Scope(asked, counted, months, expected, residents, without)


def _refuse_other_power(measure: Measure, lake: "Lake") -> None:
    if lake.power != measure.power:
        raise OtherPower(
            f"{measure.id} is about {measure.power}, and {lake.path} holds records of {lake.power}."
        )


def _residents(
    forces: Sequence[codes.Force], grouping: str, census: int
) -> tuple[dict[str, Mapping[str, int]], tuple[codes.Force, ...]]:
    residents: dict[str, Mapping[str, int]] = {}
    without = []
    people: Mapping[str, int]
    for force in forces:
        try:
            people = codes.GROUPINGS[grouping].people(force.force, census)
        except codes.NoPopulation:
            people = {}
        if not force.no_resident_base and sum(people.values()) >= RESIDENT_BASE:
            residents[force.force] = people
        else:
            without.append(force)
    return residents, tuple(without)
