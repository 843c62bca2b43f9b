"""The many headings of the same columns, and what a file's own name says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evenhand.records import codes

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

# Every column of our own but those that only say where a row belongs.
RECORD_COLUMNS = tuple(name for name in HEADINGS if name not in {"time", "force", "area"})


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
    """Read `2024-01-kent-stop-and-search.csv`; a name may hold a force without one month."""
    stem = file_name.lower()
    month = re.match(r"(\d{4}-(?:0[1-9]|1[0-2]))-(?!\d)", stem)
    force = next((f for f in _forces() if _holds(stem, f)), None)
    return FileName(month.group(1) if month and force else None, force)


def _forces() -> list[str]:
    # Longest first, so that `north-yorkshire` is not read as another force's name.
    return sorted((force.force for force in codes.forces()), key=len, reverse=True)


def _holds(stem: str, force: str) -> bool:
    return re.search(rf"(?<![a-z0-9]){re.escape(force)}(?![a-z0-9])", stem) is not None
