"""How many people of each ethnic group live in each force's area, by census."""

from functools import cache
from types import MappingProxyType

from evenhand.records.codes import tables
from evenhand.records.codes.errors import NoPopulation
from evenhand.records.codes.forces import force as force_called

CENSUSES = (2011, 2021)
"""The censuses held. A fictional force has only the latest."""

_Populations = dict[str, dict[str, int]]


@cache
def _populations(census: int) -> _Populations:
    rows = tables.read(f"population_{census}.csv")
    if census == max(CENSUSES):
        rows += tables.read("fictional_population.csv")
    people: _Populations = {}
    for row in rows:
        people.setdefault(row["force"], {})[row["census_group"]] = int(row["people"])
    return people


def population(force_id: str, census: int = 2021) -> MappingProxyType[str, int]:
    """Usual residents of a force's area by the Census 2021 names of the ethnic groups.

    Census 2011 had no Roma category: its 18 groups are given under the 2021 names, and Roma
    people are within Other White.

    Parameters
    ----------
    force_id : a name
        The force's id, or any name that :func:`~evenhand.records.codes.force` understands.
    census : year
        2021 or 2011.

    Raises
    ------
    UnknownForce
        If no force goes by that name.
    NoPopulation
        If the force has no residents, or none are held for that census.

    Notes
    -----
    Office for National Statistics, Census 2021 (TS021) and Census 2011, summed from local
    authorities; Open Government Licence v3.0. Sums differ from national totals by a few people
    because the Office perturbs small cells.
    """
    force = force_called(force_id)
    if force.no_resident_base:
        raise NoPopulation(f"{force.name} has no resident population.")
    if census not in CENSUSES:
        raise NoPopulation(f"No census of {census} is held; there are {_and(CENSUSES)}.")
    people = _populations(census).get(force.force)
    if people is None:
        raise NoPopulation(f"No population of {force.name} at the census of {census} is held.")
    return MappingProxyType(people)


def _and(years: tuple[int, ...]) -> str:
    return " and ".join(map(str, years))
