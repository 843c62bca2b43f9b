"""The searches of a stop as the force must keep them, by Code A of the law on police evidence.

These rows name grounds, an officer and an exact place. They are the force's own, and no open data.
"""

from evenhand.encounters.exporters.rows import (
    Row,
    number,
    officer_defined,
    self_defined,
    yes,
)
from evenhand.encounters.exporters.searches import kind_of, together
from evenhand.encounters.rules import codes, label
from evenhand.encounters.rules.parts import Person
from evenhand.encounters.rules.searches import Gowisely, Search
from evenhand.encounters.rules.stop import Stop

TOLD = tuple(Gowisely.model_fields)
STRIP = (
    "Strip search: why necessary",
    "Strip search: authorised by",
    "Strip search: authorised at",
    "Strip search: place",
    "Strip search: private",
    "Strip search: officers present",
    "Strip search: officers of another sex",
    "Strip search: appropriate adult",
    "Strip search: why no appropriate adult",
    "Strip search: age of the child",
    "Strip search: safeguarding referral",
    "Strip search: custody record",
)
COLUMNS = (
    "Stop",
    "Record",
    "Type",
    "Self-defined ethnicity code",
    "Self-defined ethnicity",
    "Why no ethnicity was given",
    "Officer-defined ethnicity",
    "Date and time",
    "Place",
    "Latitude",
    "Longitude",
    "Power",
    "Object of search",
    "Grounds or authorisation",
    "Authorisation",
    "Officer",
    "Team",
    *(f"Told: {name.replace('_', ' ')}" for name in TOLD),
    "Depth",
    "Found",
    "Found what was looked for",
    "Outcome",
    "Receipt",
    "Video",
    *STRIP,
)


def code_a_records(stop: Stop) -> list[Row]:
    """One row for each search, with what paragraph 4.3 of Code A asks; its columns are ``COLUMNS``.

    For a vehicle, the ethnicity is that of the person in charge of it: the driver.
    """
    return [
        _row(stop, place, search, with_vehicle)
        for place, (search, with_vehicle) in enumerate(together(stop), 1)
    ]


def _person(stop: Stop, search: Search) -> Person:
    if search.of == "vehicle":
        return next(person for person in stop.people if person.role == "driver")
    return stop.people[search.of - 1]


def _row(stop: Stop, place: int, search: Search, with_vehicle: bool) -> Row:
    person = _person(stop, search)
    why = label("not_stated", person.not_stated) if person.not_stated else ""
    cells = (
        str(stop.stop_id),
        str(place),
        kind_of(search, with_vehicle),
        person.sde or "",
        self_defined(person),
        why,
        officer_defined(person),
        stop.started_at.isoformat(),
        stop.place.name or "",
        number(stop.place.latitude),
        number(stop.place.longitude),
        codes("search_powers")[search.power].published,
        codes("objects")[search.object].published,
        search.grounds,
        search.authorisation or "",
        stop.officer,
        stop.team,
        *(yes(getattr(search.gowisely, name)) for name in TOLD),
        number(search.depth),
        label("found", search.found),
        yes(search.found_linked),
        codes("search_outcomes")[search.outcome].published,
        label("receipts", stop.receipt),
        stop.video.reference or "",
        *_strip(search),
    )
    return dict(zip(COLUMNS, cells, strict=True))


def _strip(search: Search) -> tuple[str, ...]:
    strip = search.strip
    if strip is None:
        return ("",) * len(STRIP)
    return (
        strip.reason,
        label("ranks", strip.authorised_by),
        strip.authorised_at.isoformat() if strip.authorised_at else "",
        label("strip_places", strip.place),
        yes(strip.private),
        number(strip.officers),
        number(strip.officers_of_other_sex),
        label("appropriate_adults", strip.appropriate_adult),
        strip.why_no_adult or "",
        number(strip.child_age),
        yes(strip.safeguarding_referral),
        strip.custody_record or "",
    )
