"""Derive the coarse area of each force from police force area boundaries.

``python tests/records/derive_area_cells.py police-forces.geojson.gz > area_cells.csv``
"""

import csv
import gzip
import itertools
import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evenhand.records.codes import CELL_LAT, CELL_LON, territorial_forces

Ring = list[list[float]]
Cell = tuple[int, int]
STEPS_A_CELL = 50  # a border that cuts a corner thinner than this is within the added ring of cells


def rings(geometry: dict[str, Any]) -> list[Ring]:
    """Every ring of a polygon or of many, holes included."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return [ring for polygon in polygons for ring in polygon]


def cell(latitude: float, longitude: float) -> Cell:
    return math.floor((latitude + 90) / CELL_LAT), math.floor((longitude + 180) / CELL_LON)


def border(ring: Ring) -> Iterator[Cell]:
    """The cells met when walking along a ring in small steps."""
    for (x0, y0, *_), (x1, y1, *_) in itertools.pairwise(ring):
        furthest = max(abs(x1 - x0) / CELL_LON, abs(y1 - y0) / CELL_LAT)
        steps = max(1, math.ceil(furthest * STEPS_A_CELL))
        for step in range(steps + 1):
            part = step / steps
            yield cell(y0 + (y1 - y0) * part, x0 + (x1 - x0) * part)


def inside(row: int, outline: list[Ring]) -> Iterator[Cell]:
    """The cells of a row whose middle line runs through the area (even-odd rule)."""
    latitude = (row + 0.5) * CELL_LAT - 90
    crossings = sorted(
        x0 + (latitude - y0) / (y1 - y0) * (x1 - x0)
        for ring in outline
        for (x0, y0, *_), (x1, y1, *_) in itertools.pairwise(ring)
        if (y0 > latitude) != (y1 > latitude)
    )
    for west, east in zip(crossings[::2], crossings[1::2], strict=True):
        first, last = cell(latitude, west)[1], cell(latitude, east)[1]
        yield from ((row, column) for column in range(first, last + 1))


def area(geometry: dict[str, Any]) -> set[Cell]:
    """The cells that a geometry touches and their eight neighbours."""
    outline = rings(geometry)
    touched = {one for ring in outline for one in border(ring)}
    rows = [row for row, _ in touched]
    for row in range(min(rows), max(rows) + 1):
        touched.update(inside(row, outline))
    return {
        (row + up, column + right)
        for row, column in touched
        for up in (-1, 0, 1)
        for right in (-1, 0, 1)
    }


def areas(boundaries: Path) -> dict[str, set[Cell]]:
    """The area of every territorial force by its id."""
    with gzip.open(boundaries) as text:
        features = json.load(text)["features"]
    by_code = {feature["properties"]["id"]: feature["geometry"] for feature in features}
    return {force.force: area(by_code[str(force.pfa_code)]) for force in territorial_forces()}


def runs(cells: set[Cell]) -> Iterator[tuple[int, int, int]]:
    """Neighbouring cells of a row as one line: row, first column, last column."""
    for row, column in sorted(cells):
        if (row, column - 1) not in cells:
            last = column
            while (row, last + 1) in cells:
                last += 1
            yield row, column, last


if __name__ == "__main__":
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["force", "row", "first_col", "last_col"])
    for name, cells in areas(Path(sys.argv[1])).items():
        out.writerows((name, *run) for run in runs(cells))
