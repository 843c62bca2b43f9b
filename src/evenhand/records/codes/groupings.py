"""Which codes make one group: the five, the census's nineteen, and Black with mixed heritage."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from evenhand.records.codes import tables
from evenhand.records.codes.people import Ethnicity
from evenhand.records.codes.populations import population

FIVE_GROUPS = ("White", "Mixed", "Asian", "Black", "Other")
"""The five broad ethnic groups."""


@cache
def _five_of_census_groups() -> Mapping[str, str]:
    return {row["census_group"]: row["five_group"] for row in tables.read("census_groups.csv")}


NINETEEN_GROUPS = tuple(_five_of_census_groups())
"""Census 2021's ethnic groups (table TS021), by their names and in their order."""

BLACK_WITH_MIXED = "Black (including mixed Black heritage)"
MIXED_REMAINDER = "Mixed (other)"
_MIXED_BLACK = frozenset(
    name for name in NINETEEN_GROUPS if name.startswith("Mixed") and "Black" in name
)


@dataclass(frozen=True)
class Grouping:
    """A way of putting people into groups, the same for the people searched and the residents.

    Attributes
    ----------
    id : the name it has on the command line.
    groups : the groups, in a fixed order.
    reference : the group that the others are compared with.
    not_recordable : groups that the census counts and no police code can express, so that their
        rate is not known; it is not zero.
    """

    id: str
    groups: tuple[str, ...]
    reference: str
    not_recordable: frozenset[str]
    _of: Callable[[Ethnicity], str | None] = field(repr=False)
    _of_census: Callable[[str], str] = field(repr=False)

    def of(self, ethnicity: Ethnicity) -> str | None:
        """The group of a self-defined ethnicity.

        None where it is not known: not stated, not in the list, or recorded less finely than
        these groups are.
        """
        return self._of(ethnicity)

    def people(self, force_id: str, census: int = 2021) -> Mapping[str, int]:
        """Residents of a force's area by these groups, in their order.

        A group that the census did not ask about (Roma in 2011) is left out; it is not zero.

        Raises
        ------
        UnknownForce, NoPopulation
            As :func:`~evenhand.records.codes.population`.
        """
        totals: dict[str, int] = {}
        for census_group, count in population(force_id, census).items():
            group = self._of_census(census_group)
            totals[group] = totals.get(group, 0) + count
        return MappingProxyType({group: totals[group] for group in self.groups if group in totals})


def _five(ethnicity: Ethnicity) -> str | None:
    return None if ethnicity.five_group == "Unknown" else ethnicity.five_group


def _black_with_mixed_of_census(census_group: str) -> str:
    if census_group in _MIXED_BLACK:
        return BLACK_WITH_MIXED
    return _BLACK_WITH_MIXED_OF_FIVE[_five_of_census_groups()[census_group]]


def _black_with_mixed(ethnicity: Ethnicity) -> str | None:
    if ethnicity.census_group:
        return _black_with_mixed_of_census(ethnicity.census_group)
    # A record that says only "Mixed" may or may not be of Black heritage: we cannot tell.
    return (
        None
        if ethnicity.five_group == "Mixed"
        else _BLACK_WITH_MIXED_OF_FIVE.get(ethnicity.five_group)
    )


_BLACK_WITH_MIXED_OF_FIVE = {
    "White": "White",
    "Mixed": MIXED_REMAINDER,
    "Asian": "Asian",
    "Black": BLACK_WITH_MIXED,
    "Other": "Other",
}

GROUPINGS: Mapping[str, Grouping] = MappingProxyType(
    {
        grouping.id: grouping
        for grouping in (
            Grouping(
                id="five-groups",
                groups=FIVE_GROUPS,
                reference="White",
                not_recordable=frozenset(),
                _of=_five,
                _of_census=lambda name: _five_of_census_groups()[name],
            ),
            Grouping(
                id="nineteen-groups",
                groups=NINETEEN_GROUPS,
                reference="White: English, Welsh, Scottish, Northern Irish or British",
                not_recordable=frozenset({"White: Roma"}),
                _of=lambda ethnicity: ethnicity.census_group,
                _of_census=lambda name: name,
            ),
            Grouping(
                id="black-including-mixed",
                groups=tuple(_BLACK_WITH_MIXED_OF_FIVE.values()),
                reference="White",
                not_recordable=frozenset(),
                _of=_black_with_mixed,
                _of_census=_black_with_mixed_of_census,
            ),
        )
    }
)
"""The groupings by their id. Numerator and denominator always use the same one."""
