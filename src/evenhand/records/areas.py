"""Which small statistical area a place lies in, by a file of boundaries that somebody gives us.

Boundaries are not in the project: they are large, and a force has those of its own area. A file is
GeoJSON in degrees (WGS84), plain or gzipped, as the Office for National Statistics gives it out:
its areas are lower layer super output areas (LSOA) of England and Wales, such as ``E01017418``.
"""

from __future__ import annotations

import gzip
import json
import re
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import floor
from pathlib import Path
from typing import Any, Self

from evenhand.records.errors import BadInput
from evenhand.records.messages import say

LSOA = re.compile(r"[EW]01[0-9]{6}")
STEP = 0.02
"""Degrees of a square by which areas are found: one or two kilometres, as a small area is."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Area:
    """One area: its code, the box around it, and its rings, holes among them."""

    code: str
    box: Box
    rings: tuple[array[float], ...]
    """Each ring as longitude and latitude in turn."""

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether a place lies inside: a line to the east crosses an odd number of edges."""
        west, south, east, north = self.box
        if not (west <= longitude <= east and south <= latitude <= north):
            return False
        crossed = 0
        for ring in self.rings:
            points = zip(ring[::2], ring[1::2], strict=True)
            for (x0, y0), (x1, y1) in pairwise(points):
                if (y0 > latitude) != (y1 > latitude):
                    at = x0 + (latitude - y0) / (y1 - y0) * (x1 - x0)
                    crossed += at > longitude
        return crossed % 2 == 1


class Areas:
    """Every area of a file, found by place."""

    def __init__(self, areas: list[Area]) -> None:
        self._squares: dict[tuple[int, int], list[Area]] = defaultdict(list)
        for area in areas:
            for square in _squares(area.box):
                self._squares[square].append(area)
        self.count = len(areas)

    def of(self, latitude: float, longitude: float) -> str:
        """The code of the area in which a place lies; empty where it lies in none."""
        square = (floor(latitude / STEP), floor(longitude / STEP))
        for area in self._squares.get(square, ()):
            if area.holds(latitude, longitude):
                return area.code
        return ""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a file of boundaries.

        Raises
        ------
        BadInput
            If it cannot be read, is no GeoJSON in degrees, or holds no such area.
        """
        try:
            text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            features = json.loads(text)["features"]
            areas = [area for one in features if (area := _area(one)) is not None]
        except (OSError, EOFError, ValueError, KeyError, TypeError, IndexError) as error:
            words = "{file} is no file of boundaries: give GeoJSON, plain or gzipped."
            raise BadInput(say(words, file=path.name)) from error
        if not areas:
            words = "{file} holds no lower layer super output area, such as E01017418."
            raise BadInput(say(words, file=path.name))
        if any(abs(edge) > 180 for area in areas for edge in area.box):
            words = "{file} is not in degrees. Save it as WGS84 (EPSG:4326)."
            raise BadInput(say(words, file=path.name))
        return cls(areas)


def _area(feature: Mapping[str, Any]) -> Area | None:
    code = next(
        (
            value
            for value in feature["properties"].values()
            if isinstance(value, str) and LSOA.fullmatch(value)
        ),
        None,
    )
    geometry = feature["geometry"]
    if code is None or geometry is None:
        return None
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    rings = tuple(
        array("d", (float(number) for point in ring for number in point[:2]))
        for polygon in polygons
        for ring in polygon
    )
    xs = [x for ring in rings for x in ring[::2]]
    ys = [y for ring in rings for y in ring[1::2]]
    return Area(code, (min(xs), min(ys), max(xs), max(ys)), rings)


def _squares(box: Box) -> Iterator[tuple[int, int]]:
    west, south, east, north = (floor(edge / STEP) for edge in box)
    for row in range(south, north + 1):
        for column in range(west, east + 1):
            yield row, column
