"""Working out the small area of a stop from its exact place, before that is erased.

It stands beside the record and not in it: nobody said it, and it can be worked out later, once the
force gives its boundaries (``EVENHAND_AREAS``). Where a record names an area itself, that stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import F

from evenhand.accounts.noting import NOBODY
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.encounters.models import Restricted, Stop
from evenhand.records.areas import Areas

EXACT_ENOUGH = 500
"""Metres: a phone that knows its place less well does not know in which small area it is."""
AT_ONCE = 5_000


@dataclass(frozen=True)
class Located:
    """How many stops got their area, and how many lie in none of the file or are not exact enough.

    Attributes
    ----------
    boundaries : whether there is a file of boundaries at all.
    """

    boundaries: bool
    found: int = 0
    not_found: int = 0


def locate(*, now: datetime) -> Located:
    """Work out the area of every stop that has none and whose exact place can still be read."""
    areas = _areas()
    if areas is None:
        return Located(boundaries=False)
    waiting = Restricted.objects.filter(
        version__number=F("version__stop__versions"),
        version__stop__lsoa="",
        erased_at__isnull=True,
        place__latitude__isnull=False,
    ).exclude(place__latitude=None)
    found = seen = 0
    for stop, place in waiting.values_list("version__stop", "place").iterator(AT_ONCE):
        seen += 1
        if code := area_of(place, areas):
            found += Stop.objects.filter(pk=stop, lsoa="").update(lsoa=code)
    if found:
        audit.record(
            act=Act.COMBINATION,
            by=NOBODY,
            organisation="",
            subject="stops/areas",
            now=now,
            details={"located": found},
        )
    return Located(boundaries=True, found=found, not_found=seen - found)


def area_of(place: Mapping[str, Any] | None, areas: Areas) -> str:
    """The code of the area in which an exact place lies; empty where it is not exact enough."""
    place = place or {}
    latitude, longitude = place.get("latitude"), place.get("longitude")
    if latitude is None or longitude is None or int(place.get("accuracy_m") or 0) > EXACT_ENOUGH:
        return ""
    return areas.of(float(latitude), float(longitude))


def _areas() -> Areas | None:
    path: Path | None = settings.AREAS
    return _read(path, path.stat().st_mtime_ns) if path is not None else None


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int) -> Areas:
    """The file as it stands: a newer one is read again."""
    return Areas.read(path)
