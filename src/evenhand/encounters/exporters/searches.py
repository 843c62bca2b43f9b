"""The searches of a stop, in the columns of data.police.uk."""

from evenhand.encounters.exporters.rows import (
    Row,
    number,
    of_operation,
    officer_defined,
    self_defined,
    yes,
)
from evenhand.encounters.rules import codes
from evenhand.encounters.rules.searches import Search
from evenhand.encounters.rules.stop import Stop

COLUMNS = (
    "Type",
    "Date",
    "Part of a policing operation",
    "Policing operation",
    "Latitude",
    "Longitude",
    "Gender",
    "Age range",
    "Self-defined ethnicity",
    "Officer-defined ethnicity",
    "Legislation",
    "Object of search",
    "Outcome",
    "Outcome linked to object of search",
    "Removal of more than just outer clothing",
)
BEYOND_OUTER_CLOTHING = 2


def together(stop: Stop) -> list[tuple[Search, bool]]:
    """Each record of a search, and whether the vehicle was searched along with the person.

    Code A has one record for each person and each vehicle, and one for both where they were
    searched for the same object on the same grounds. They stay apart where anything of what came
    of them differs, so that nothing is lost.
    """
    vehicles = [search for search in stop.searches if search.of == "vehicle"]
    found: list[tuple[Search, bool]] = []
    for search in stop.searches:
        if search.of == "vehicle":
            continue
        pair = next((one for one in vehicles if _same(one) == _same(search)), None)
        if pair is not None:
            vehicles.remove(pair)
        found.append((search, pair is not None))
    return [*found, *((search, False) for search in vehicles)]


def _same(search: Search) -> tuple[object, ...]:
    why = (search.power, search.object, search.grounds, search.authorisation)
    return (*why, search.found, search.found_linked, search.outcome)


def kind_of(search: Search, with_vehicle: bool) -> str:
    """What data.police.uk calls a search of a person, of a vehicle, or of both."""
    if search.of == "vehicle":
        return "Vehicle search"
    return "Person and Vehicle search" if with_vehicle else "Person search"


def national_searches(stop: Stop) -> list[Row]:
    """One row for each search, as data.police.uk publishes them; its columns are ``COLUMNS``.

    The point is where the stop was. A force sends it as it is; data.police.uk moves it to a point
    that many share before anybody else sees it. The search of a vehicle alone says nobody's sex,
    age or ethnicity, as there.
    """
    return [_row(stop, search, with_vehicle) for search, with_vehicle in together(stop)]


def _row(stop: Stop, search: Search, with_vehicle: bool) -> Row:
    beyond = None if search.depth is None else search.depth >= BEYOND_OUTER_CLOTHING
    cells = (
        kind_of(search, with_vehicle),
        stop.started_at.isoformat(),
        yes(of_operation(stop)),
        "",  # an operation's name is not asked at the roadside
        number(stop.place.latitude),
        number(stop.place.longitude),
        *_who(stop, search),
        codes("search_powers")[search.power].published,
        codes("objects")[search.object].published,
        codes("search_outcomes")[search.outcome].published,
        yes(search.found_linked),
        yes(beyond),
    )
    return dict(zip(COLUMNS, cells, strict=True))


def _who(stop: Stop, search: Search) -> tuple[str, str, str, str]:
    if search.of == "vehicle":
        return "", "", "", ""
    person = stop.people[search.of - 1]
    sex, age = codes("sexes")[person.sex], codes("ages")[person.age_band]
    return sex.published, age.published, self_defined(person), officer_defined(person)
