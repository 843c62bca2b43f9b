"""A month's separate records of one force, from the stops that were accepted, as files."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import TruncMonth

from evenhand.audit.models import Act
from evenhand.audit.services import record as keep_act
from evenhand.encounters.arriving.splitting import Apart, whole
from evenhand.encounters.exporters import code_a, force, searches
from evenhand.encounters.exporters.rows import as_csv
from evenhand.encounters.models import Restricted, Version
from evenhand.encounters.rules.stop import Stop
from evenhand.records.clock import LONDON

AT_ONCE = 1_000
"""Versions read at a time."""


@dataclass(frozen=True)
class Returns:
    """What one month's returns hold.

    Attributes
    ----------
    files : each return's text by the name of its file.
    stops : stops of the month in which somebody or something was searched, or force was used.
    erased : those of them whose exact place, officer and registration have been erased since; a
        return cannot be made of them any more, so they are in no file.
    """

    files: Mapping[str, str]
    stops: int
    erased: int


@transaction.atomic
def returns(*, police: str, month: str, by: str, now: datetime) -> Returns:
    """Make a force's returns of one month, each stop as its latest version stands.

    Parameters
    ----------
    police : the force's id.
    month : such as ``2026-11``, by the clock of London.
    by : who asked, as the private log names them; it keeps that grounds and officers were read.
    """
    stops: list[Stop] = []
    erased = 0
    for version in _versions(police, month):
        if version.restricted.erased_at:
            erased += 1
        else:
            record = whole(json.loads(version.record), _apart(version.restricted))
            stops.append(Stop.model_validate(record))
    keep_act(
        act=Act.DISCLOSURE,
        by=by,
        organisation=f"force/{police}",
        subject=f"returns/{police}/{month}",
        now=now,
        details={"stops": len(stops)},
    )
    return Returns(_files(police, month, stops), len(stops) + erased, erased)


def _versions(police: str, month: str) -> Iterator[Version]:
    first = datetime.strptime(month, "%Y-%m").replace(tzinfo=ZoneInfo(LONDON))
    began = TruncMonth("stop__started_at", tzinfo=ZoneInfo(LONDON))
    return (
        Version.objects.annotate(began=began)
        .filter(Q(stop__searched=True) | Q(stop__force_used=True))
        .filter(number=F("stop__versions"), stop__force=police, stop__twice=False, began=first)
        .select_related("restricted")
        .order_by("stop__started_at", "pk")
        .iterator(AT_ONCE)
    )


def _apart(restricted: Restricted) -> Apart:
    return Apart(restricted.registration, restricted.place or {}, restricted.officer)


def _files(police: str, month: str, stops: list[Stop]) -> dict[str, str]:
    """The first is named as data.police.uk names it."""
    made = {
        "stop-and-search": (searches.COLUMNS, searches.national_searches),
        "search-records": (code_a.COLUMNS, code_a.code_a_records),
        "use-of-force": (force.COLUMNS, force.force_reports),
    }
    return {
        f"{month}-{police}-{name}.csv": as_csv(
            columns, (row for stop in stops for row in rows(stop))
        )
        for name, (columns, rows) in made.items()
    }
