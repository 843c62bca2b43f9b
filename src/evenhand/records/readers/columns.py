"""The many headings of the same columns, and what a file's own name says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from evenhand.records import codes
from evenhand.records.clock import FIRST_YEAR, LAST_YEAR
from evenhand.records.errors import BadInput

# Our name of a column -> the headings it has been seen under, without case and punctuation.
HEADINGS = {
    "type": ("type",),
    "at": ("date", "datetime"),
    "time": ("time",),
    "operation": ("partofapolicingoperation", "operation"),
    "operation_name": ("policingoperation", "operationname"),
    "latitude": ("latitude", "locationlatitude", "lat"),
    "longitude": ("longitude", "locationlongitude", "lng", "long"),
    "sex": ("gender", "sex"),
    "age": ("agerange", "age"),
    "self_defined": ("selfdefinedethnicity",),
    "officer_defined": ("officerdefinedethnicity",),
    "legislation": ("legislation",),
    "object": ("objectofsearch",),
    "outcome": ("outcome",),
    "linked": ("outcomelinkedtoobjectofsearch",),
    "clothing": ("removalofmorethanjustouterclothing", "removalofmorethanouterclothing"),
    "force": ("force", "policeforce", "forceid"),
    "area": ("lacode", "ladcode", "la", "laname", "ladname", "localauthority"),
}
BY_HEADING = {heading: name for name, headings in HEADINGS.items() for heading in headings}

# Without these there is nothing to count: when, who, and under which power.
REQUIRED = ("at", "self_defined", "legislation")


@lru_cache(1000)
def plain(heading: str) -> str:
    """A heading without case, spaces and punctuation."""
    return re.sub(r"[^a-z0-9]", "", heading.lower())


def known_columns(headings: list[str]) -> dict[str, int]:
    """Our name of each column that we know -> its place among the headings.

    The first of two headings for one column wins (a local authority's code before its name).
    """
    found: dict[str, int] = {}
    rank: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name = BY_HEADING.get(plain(heading))
        if name is None:
            continue
        order = HEADINGS[name].index(plain(heading))
        if name not in found or order < rank[name]:
            found[name], rank[name] = place, order
    return found


def repeated(headings: list[str]) -> list[str]:
    """The headings of columns we know that stand more than once, so that one is not read."""
    known = [heading for heading in headings if plain(heading) in BY_HEADING]
    seen = [plain(heading) for heading in known]
    return [h for place, h in enumerate(known) if plain(h) in seen[:place]]


def missing_columns(found: dict[str, int]) -> list[str]:
    """The columns that must be there and are not, by the name police.uk gives them."""
    names = {"at": "Date", "self_defined": "Self-defined ethnicity", "legislation": "Legislation"}
    return [names[name] for name in REQUIRED if name not in found]


@dataclass(frozen=True)
class FileName:
    """What a file's name says: the month and the force, each if it is there."""

    month: str | None
    force: str | None


def read_file_name(file_name: str) -> FileName:
    """Read `2024-01-kent-stop-and-search.csv`; a name may hold a force without one month.

    A name that holds two forces says none.

    Raises
    ------
    BadInput
        If the name begins with a month that there is not.
    """
    stem = file_name.lower()
    found = re.match(r"(\d{4})-(\d{2})-(?!\d)", stem)
    forces = set(_any_force().findall(stem))
    force = forces.pop() if len(forces) == 1 else None
    if found is None or force is None:
        return FileName(None, force)
    year, month = (int(part) for part in found.groups())
    if not (FIRST_YEAR <= year < LAST_YEAR and 1 <= month <= 12):
        raise BadInput(
            f"{file_name} begins with {year:04d}-{month:02d}, which is no month of these records. "
            "Give the file its right name (2024-01-kent-stop-and-search.csv). Nothing was loaded."
        )
    return FileName(f"{year:04d}-{month:02d}", force)


@cache
def _any_force() -> re.Pattern[str]:
    names = "|".join(re.escape(force.force) for force in codes.forces())
    return re.compile(rf"(?<![a-z0-9])(?:{names})(?![a-z0-9])")
