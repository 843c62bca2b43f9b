"""Where a force's area is, coarsely, and which force polices a local authority."""

import math
from dataclasses import dataclass
from functools import cache

from evenhand.records.codes import tables
from evenhand.records.codes.forces import force as force_called

CELL_LAT = 0.05
"""Height of a cell in degrees of latitude, about 5.6 km."""

CELL_LON = 0.08
"""Width of a cell in degrees of longitude, about 5.5 km in the middle of England."""

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
