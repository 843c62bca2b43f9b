"""Which force polices a town or a postcode area, from tables that come with the site.

Nothing is asked of anyone else, and nothing that a reader types is kept. ``data/SOURCES.md`` says
how the tables were made and what they cannot do.
"""

import csv
import difflib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from evenhand.records.codes import authorities, forces

LONGEST = 80  # characters: the longest name in the tables has 37
SIMILAR = 0.78  # of difflib's ratio: one letter wrong in five
SUGGESTIONS = 5
AUTHORITY = "local authority"  # where a row says what it is, and not what it lies in
FORCE = "police force"

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)(?:\s*[0-9][A-Z]{2}|\s+[0-9][A-Z]?)?")
_AREA = re.compile(r"[A-Z]{1,2}")


@dataclass(frozen=True)
class Place:
    """Something that has a name or a postcode, and who polices it.

    Attributes
    ----------
    within : the local authority it is in, or what it is; empty for a postcode.
    forces : ids of forces, that of most addresses first; or ``scotland``, ``islands``.
    """

    name: str
    within: str
    forces: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """What was found.

    Attributes
    ----------
    asked : what was asked for, without the second half of a postcode.
    places : none, one, or all that go by the name.
    meant : names that look like it, where there is no such place.
    """

    asked: str
    places: tuple[Place, ...] = ()
    meant: tuple[str, ...] = ()


def find(asked: str) -> Finding:
    """Find the places of a name, or the area of a postcode; of a whole one, only the first half."""
    asked = " ".join(asked[:LONGEST].split())
    code = outward_code(asked)
    if code is not None:
        forces = _of_postcode(code)
        return Finding(code, (Place(code, "", forces),) if forces else ())
    found = named(asked)
    return Finding(asked, found, () if found else similar(asked))


def outward_code(text: str) -> str | None:
    """The first half of a postcode (``CF10`` of ``cf10 1ep``), or a known area (``CF``), if any."""
    text = text.upper()
    if match := _POSTCODE.fullmatch(text):
        return match[1]
    return text if _AREA.fullmatch(text) and text in _by_area() else None


def named(name: str) -> tuple[Place, ...]:
    """Every place of this name, or of this name within this authority."""
    return _names().get(key(name), ())


def beginning(name: str, *, most: int) -> tuple[Place, ...]:
    """Places whose name holds a word that begins so, in alphabetical order."""
    start = key(name)
    if len(start) < 2:
        return ()
    found = (
        place
        for name, places in _names().items()
        for place in places
        if (name.startswith(start) or f" {start}" in name) and name == key(place.name)
    )
    return tuple(place for place, _ in zip(found, range(most), strict=False))


def similar(name: str) -> tuple[str, ...]:
    """Names that are spelt nearly so, the nearest first."""
    near = difflib.get_close_matches(key(name), _names(), n=SUGGESTIONS, cutoff=SIMILAR)
    return tuple(dict.fromkeys(_names()[one][0].name for one in near))


def key(name: str) -> str:
    """A name without what people write in different ways: capitals, accents, hyphens, "Saint"."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    words = re.sub(r"[^a-z0-9 ]", "", plain.replace("-", " ")).split()
    return " ".join("st" if word == "saint" else word for word in words if word != "the")


def _of_postcode(code: str) -> tuple[str, ...]:
    table = _postcodes()
    area = re.match(r"[A-Z]+", code)
    return table.get(code) or _by_area().get(area[0] if area else "", ())


def _rows(file: str) -> Iterator[dict[str, str]]:
    path = resources.files("evenhand.public").joinpath("data", file)
    yield from csv.DictReader(path.read_text(encoding="utf-8").splitlines())


@cache
def _postcodes() -> dict[str, tuple[str, ...]]:
    return {row["code"]: tuple(row["forces"].split("|")) for row in _rows("postcode_areas.csv")}


@cache
def _by_area() -> dict[str, tuple[str, ...]]:
    """All forces of a whole area, for those who give no more, or a district made since."""
    found: dict[str, dict[str, None]] = {}
    for code, held in _postcodes().items():
        area = re.match(r"[A-Z]+", code)
        found.setdefault(area[0] if area else code, {}).update(dict.fromkeys(held))
    return {area: tuple(forces) for area, forces in found.items()}


@cache
def _names() -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for place in _places():
        found.setdefault(key(place.name), []).append(place)
    for place in [place for places in found.values() for place in places]:
        longer = key(f"{place.name} {place.within}")
        if place.within and longer not in found:
            found[longer] = [place]
    return {name: tuple(found[name]) for name in sorted(found)}


def _places() -> Iterator[Place]:
    """Towns, authorities and forces; an authority or a force named as its town adds nothing."""
    seen: set[tuple[str, str]] = set()
    for place in (*_towns(), *_bodies()):
        new = {(key(place.name), force) for force in place.forces}
        if place.within not in (AUTHORITY, FORCE) or not new <= seen:
            yield place
        seen |= new


def _towns() -> Iterator[Place]:
    for row in (*_rows("places.csv"), *_rows("other_names.csv")):
        within = row["authority"].partition(", ")[0]  # "Bristol, City of"
        yield Place(row["name"], within, tuple(row["forces"].split("|")))


def _bodies() -> Iterator[Place]:
    for authority in authorities().values():
        yield Place(authority.lad_name.partition(", ")[0], AUTHORITY, (authority.force,))
    for force in forces():
        for name in filter(None, (force.name, force.ons_name, *force.aliases)):
            yield Place(name, FORCE, (force.force,))
