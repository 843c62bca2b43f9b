"""Where a force's area is, coarsely, which force polices a local authority, and who lives there."""

import math
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from evenhand.records.codes import tables
from evenhand.records.codes.errors import NoPopulation
from evenhand.records.codes.forces import force as force_called

CELL_LAT = 0.05
"""Height of a cell in degrees of latitude, about 5.6 km."""

CELL_LON = 0.08
"""Width of a cell in degrees of longitude, about 5.5 km in the middle of England."""

LATEST = 2021
"""The only census of which local authorities' residents are held."""

COLUMNS = 4501
"""Columns in a row of cells: the whole globe, so that no two places share a cell number."""


@dataclass(frozen=True)
class Authority:
    """A local authority; ``edition`` is the year of the list that its code is from."""

    lad_code: str
    lad_name: str
    force: str
    edition: int


@cache
def authorities() -> dict[str, Authority]:
    """Local authorities of England and Wales by their code, merged and older ones included."""
    return {
        row["lad_code"]: Authority(
            row["lad_code"], row["lad_name"], row["force"], int(row["edition"])
        )
        for row in tables.read("authorities.csv")
    }


@cache
def _named() -> dict[str, Authority]:
    """Authorities by their name; of two that had the same, the newer."""
    by_age = sorted(authorities().values(), key=lambda one: one.edition)
    return {one.lad_name: one for one in by_age}


def authority(text: str) -> Authority | None:
    """The local authority that a record's area names, by its code or its name.

    None where it is no local authority of England and Wales, such as a beat or a street.
    """
    return authorities().get(text) or _named().get(text)


def area_texts(area: str) -> list[str]:
    """Every text by which records name the area that :func:`authority` makes of them."""
    known = authorities().get(area)
    if known is None:
        return [area]
    return [area, *([known.lad_name] if _named()[known.lad_name] == known else [])]


@cache
def _populations() -> dict[str, dict[str, int]]:
    return {
        row.pop("lad_code"): {group: int(people) for group, people in row.items()}
        for row in tables.read("authority_population_2021.csv")
    }


def authority_population(lad_code: str, census: int = LATEST) -> MappingProxyType[str, int]:
    """Usual residents of a local authority by the five groups; only of 2021 are they held.

    Raises
    ------
    NoPopulation
        If none are held: of authorities that had merged before that census's tables, or were formed
        after them.
    """
    people = _populations().get(lad_code) if census == LATEST else None
    if people is None:
        raise NoPopulation(f"No population of the area {lad_code} in {census} is held.")
    return MappingProxyType(people)


def cell_of(latitude: float, longitude: float) -> int:
    """The number of the cell that a point lies in.

    In SQL: ``floor((latitude + 90) / 0.05) * 4501 + floor((longitude + 180) / 0.08)``.

    Parameters
    ----------
    latitude : degrees north
        In WGS84, as published.
    longitude : degrees east
        In WGS84, as published.
    """
    row = math.floor((latitude + 90) / CELL_LAT)
    return row * COLUMNS + math.floor((longitude + 180) / CELL_LON)


@cache
def _runs() -> dict[str, list[tuple[int, int, int]]]:
    runs: dict[str, list[tuple[int, int, int]]] = {}
    for line in tables.read("area_cells.csv"):
        run = (int(line["row"]), int(line["first_col"]), int(line["last_col"]))
        runs.setdefault(line["force"], []).append(run)
    return runs


@cache
def area_cells(force_id: str) -> frozenset[int]:
    """The cells that a force's area touches, and their neighbours; none where it has no area.

    A point outside them is at least one cell, 5 km, away from the force's area. A point inside
    them need not be in the area: this finds coordinates that are wrong, not borders.

    Raises
    ------
    UnknownForce
        If no force goes by that name.
    """
    return frozenset(
        row * COLUMNS + column
        for row, first, last in _runs().get(force_called(force_id).force, [])
        for column in range(first, last + 1)
    )
