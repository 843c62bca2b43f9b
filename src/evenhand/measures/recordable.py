"""Groups that the records in question could not name: having none of them is not zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from evenhand.measures.question import DETAILED
from evenhand.measures.scope import Scope
from evenhand.records import codes
from evenhand.records.count import count

if TYPE_CHECKING:
    from evenhand.records.lake import Lake

# So many would have been expected at the reference group's rate: that none was is no chance.
NEVER_BY_CHANCE = 50


@dataclass(frozen=True)
class Used:
    """How often one code was written down in one month of one force."""

    force: str
    month: str
    ethnicity: codes.Ethnicity
    n: int


@cache
def only_in_current() -> frozenset[str]:
    """Census groups that police codes can express today and the older list of them could not.

    Arab, and Gypsy or Irish Traveller: until about 2020 the list had sixteen codes and "not
    stated".
    """
    named: dict[str, set[str]] = {"current": set(), "old": set()}
    for ethnicity in codes.ethnicities().by_id.values():
        if ethnicity.census_group and ethnicity.vocabulary in named:
            named[ethnicity.vocabulary].add(ethnicity.census_group)
    return frozenset(named["current"] - named["old"])


def not_recordable(lake: "Lake", where: Scope, grouping: str, census: int) -> frozenset[str]:
    """Find the groups that could not be recorded in at least one of the months in question.

    A month whose records mostly use the old list of codes has none of two groups whatever
    happened; counting it towards their residents' years would make their rates too low. So would
    a force that has the codes and never uses them.

    Parameters
    ----------
    lake, where : the records, and the forces and months.
    grouping : only the nineteen groups are as fine as that.
    census : whose residents tell how many records of a group to expect.
    """
    if grouping != DETAILED:
        return frozenset()
    used = _used(lake, where)
    if _has_old_month(used):
        return only_in_current()
    # The codes came in together, so those that are never used are judged together.
    unused = only_in_current() - {one.ethnicity.census_group for one in used}
    return unused if _expected(unused, used, where, census) >= NEVER_BY_CHANCE else frozenset()


def _used(lake: "Lake", where: Scope) -> list[Used]:
    """Every record of the forces and months, whatever the measure counts of them."""
    months = {force.force: frozenset(where.months[force.force]) for force in where.counted}
    table = count(
        lake,
        by=["force", "month", "self_defined"],
        forces=list(months),
        first=min(min(observed) for observed in months.values()),
        last=max(max(observed) for observed in months.values()),
    )
    listed = codes.ethnicities()
    return [
        Used(row["force"], row["month"], listed.by_id[listed.labels[row["self_defined"]]], row["n"])
        for row in table.to_pylist()
        if row["month"] in months[row["force"]] and row["self_defined"] in listed.labels
    ]


def _has_old_month(used: Sequence[Used]) -> bool:
    known: dict[tuple[str, str], int] = {}
    old: dict[tuple[str, str], int] = {}
    for one in used:
        if one.ethnicity.five_group != "Unknown":
            place = (one.force, one.month)
            known[place] = known.get(place, 0) + one.n
            old[place] = old.get(place, 0) + one.n * (one.ethnicity.vocabulary == "old")
    return any(old[place] > number / 2 for place, number in known.items())


def _expected(groups: frozenset[str], used: Sequence[Used], where: Scope, census: int) -> float:
    """How many records of some groups there would be at each force's rate of the reference."""
    detailed = codes.GROUPINGS[DETAILED]
    total = 0.0
    for force in where.counted:
        try:
            people = detailed.people(force.force, census)
        except codes.NoPopulation:
            continue
        number = sum(
            one.n
            for one in used
            if one.force == force.force and one.ethnicity.census_group == detailed.reference
        )
        if people.get(detailed.reference):
            residents = sum(people.get(group, 0) for group in groups)
            total += number * residents / people[detailed.reference]
    return total
