"""A record in two parts: what stays, and what few may read, and not for long.

The registration, the exact place and the officer's own reference are taken out. The place is left
to a tenth of a degree, about a dozen kilometres, because day and night depend on it.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from evenhand.encounters.keys import keyed
from evenhand.ledger.tree.entries import canonical

EXACT = ("latitude", "longitude", "accuracy_m", "name")
RESTRICTED = frozenset({"officer", "vehicle.registration", *(f"place.{one}" for one in EXACT)})
"""Fields whose values stand in no version and no list of changes."""


@dataclass(frozen=True)
class Apart:
    """What is restricted of a record.

    Attributes
    ----------
    place : latitude and longitude as text, because numbers with a point have many forms.
    """

    registration: str
    place: Mapping[str, Any]
    officer: str


@dataclass(frozen=True)
class Parted:
    """A record in its two parts, with the open one as it is kept.

    Attributes
    ----------
    text : canonical JSON of what is open.
    """

    opened: dict[str, Any]
    apart: Apart
    text: str


def part(record: Mapping[str, Any]) -> Parted:
    """Take a record that meets the rules apart, and write its open part.

    Raises
    ------
    NotCanonical
        If anything in it has no single way to be written.
    """
    opened, apart = split(record)
    return Parted(opened, apart, canonical(opened).decode())


def split(record: Mapping[str, Any]) -> tuple[dict[str, Any], Apart]:
    """Take a record that meets the rules apart; what it holds is left as it is, and not copied.

    Returns
    -------
    The open part, of which every value has one way to be written; and what is restricted.
    """
    place, vehicle = dict(record["place"]), dict(record["vehicle"])
    opened = {**record, "place": place, "vehicle": vehicle}
    latitude, longitude = place.get("latitude"), place.get("longitude")
    exact = {name: place.pop(name, None) for name in EXACT}
    for name in ("latitude", "longitude"):
        exact[name] = None if exact[name] is None else repr(exact[name])
    place["cell"] = cell(latitude, longitude)
    registration = vehicle.pop("registration", None) or ""
    officer = opened["officer"]
    opened["officer"] = keyed.pseudonym(opened["force_id"], officer)
    return opened, Apart(registration, exact, officer)


def whole(opened: Mapping[str, Any], apart: Apart) -> dict[str, Any]:
    """Put a record together again, as it was before it was split."""
    record = deepcopy(dict(opened))
    record["officer"] = apart.officer
    record["vehicle"]["registration"] = apart.registration or None
    record["place"].pop("cell", None)
    for name in EXACT:
        value = apart.place.get(name)
        record["place"][name] = value
        if name in ("latitude", "longitude") and value is not None:
            record["place"][name] = float(value)
    return record


def cell(latitude: float | None, longitude: float | None) -> str | None:
    """Return a place to a tenth of a degree; nothing where it is not known."""
    if latitude is None or longitude is None:
        return None
    return f"{latitude:.1f},{longitude:.1f}".replace("-0.0", "0.0")
