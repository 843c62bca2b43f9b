"""From accepted stops to snapshots that analysis may read: nightly, and whenever somebody asks."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import TruncMonth

from evenhand.encounters.models import Stop, ToMend, Version
from evenhand.encounters.rules import codes
from evenhand.records.clock import LONDON
from evenhand.records.daylight import lighting
from evenhand.records.errors import NoLake
from evenhand.records.stops import Month, Snapshot, StopRow, open_stops, take
from evenhand.records.stops.coding import month_of
from evenhand.records.stops.snapshot import RECORDER

AT_ONCE = 2_000
"""Versions read at a time: a month of a large force never stands in memory as records."""


def snapshot(
    lake: Path, *, now: datetime, waiting: Callable[[str], None] = lambda _: None
) -> Snapshot:
    """Write every force's months of stops that have changed, from each stop's latest version.

    Only what was accepted is in it. Records that came and are not finished yet are counted beside.

    Parameters
    ----------
    lake : the folder that ``--lake`` names.
    now : a month that has not ended by then is kept, and is in no figure.
    waiting : called with a sentence when another snapshot has to end first.

    Raises
    ------
    BadInput, NoLake
        If the folder cannot be written to, or its contents are damaged.
    """
    return take(lake, list(_months(lake, now)), now=now, waiting=waiting)


def _months(lake: Path, now: datetime) -> Iterator[Month]:
    unfinished = _unfinished()
    marks = _marks()
    for force, month in sorted(marks.keys() | _held(lake)):
        yield Month(
            force=force,
            month=month,
            rows=partial(_rows, force, month),
            unfinished=unfinished[force, month],
            ended=month < month_of(now),
            mark=marks.get((force, month), "none"),
        )


def _marks() -> Mapping[tuple[str, str], str]:
    """By force and month, what changes with every stop that comes, is corrected or goes."""
    found = (
        Stop.objects.filter(twice=False)
        .order_by()
        .values("force_id", month=TruncMonth("started_at", tzinfo=ZoneInfo(LONDON)))
        .annotate(stops=Count("pk"), texts=Sum("versions"), latest=Max("accepted_at"))
        .annotate(located=Count("pk", filter=~Q(lsoa="")))
    )
    return {
        (one["force_id"], f"{one['month']:%Y-%m}"): (
            f"{one['stops']} {one['texts']} {one['located']} {one['latest'].timestamp():.6f}"
        )
        for one in found
    }


def _held(lake: Path) -> set[tuple[str, str]]:
    """What earlier snapshots hold: a month whose stops have all gone since is none of them."""
    try:
        return {
            (month.force, month.month)
            for month in open_stops(lake).supplied()
            if month.profile["origin"] == RECORDER
        }
    except NoLake:
        return set()


def _unfinished() -> Counter[tuple[str, str]]:
    """Records that came and wait to be mended, by the month in which they were saved."""
    waiting = ToMend.objects.filter(settled__isnull=True).values_list(
        "force_id", "sent__saved_at", "sent__received_at"
    )
    return Counter(
        (force, month_of(min(saved or received, received))) for force, saved, received in waiting
    )


def _rows(force: str, month: str) -> Iterator[StopRow]:
    first, end = _ends(month)
    latest = Version.objects.filter(
        number=F("stop__versions"),
        stop__force=force,
        stop__twice=False,
        stop__started_at__gte=first,
        stop__started_at__lt=end,
    ).order_by("pk")
    wanted = latest.values_list("record", "stop__late", "stop__lsoa")
    for record, late, lsoa in wanted.iterator(AT_ONCE):
        yield row(json.loads(record), late=late, area=lsoa)


def _ends(month: str) -> tuple[datetime, datetime]:
    year, number = (int(part) for part in month.split("-"))
    zone = ZoneInfo(LONDON)
    following = (year + number // 12, number % 12 + 1)
    return datetime(year, number, 1, tzinfo=zone), datetime(*following, 1, tzinfo=zone)


def row(opened: Mapping[str, Any], *, late: bool, area: str = "") -> StopRow:
    """Take from the open part of a record what analysis may see.

    Parameters
    ----------
    opened : a version's record, as :mod:`evenhand.encounters.arriving.splitting` leaves it.
    late : it was recorded more than a day after the stop.
    area : the small area that was worked out of the exact place, where the record names none.
    """
    driver = next(one for one in opened["people"] if one["role"] == "driver")
    place, at = opened["place"], datetime.fromisoformat(opened["started_at"])
    whole = (opened.get("seconds") or {}).get("whole")
    cell = place.get("cell") or ""
    return StopRow(
        at=at,
        power=opened["power"],
        duty=opened["duty"],
        reason=opened["reason"],
        more_reasons=tuple(opened.get("more_reasons") or ()),
        told=opened["reason_told"],
        known_before=opened["pre_stop_information"],
        seen_before=opened["seen_before"],
        perceived_before=_published("perceived_before", opened.get("perceived_before")),
        perceived=_published("perceived", driver["perceived"]),
        sde=driver.get("sde") or "",
        not_stated=driver.get("not_stated") or "",
        age=_published("ages", driver["age_band"]),
        sex=_published("sexes", driver["sex"]),
        road=place.get("road") or "",
        vehicle=opened["vehicle"]["kind"],
        outcomes=tuple(opened["outcomes"]),
        linked=opened["outcome_linked"],
        searched=bool(opened.get("searches")),
        force_used=bool(opened.get("force_used")),
        explained=opened["reason_explained"],
        filmed=opened["video"]["on"],
        late=late,
        typed=opened["clock"] == "typed",
        receipt=opened["receipt"],
        people=len(opened["people"]),
        minutes=opened["duration_minutes"],
        seconds=None if whole is None else round(whole / 1000),
        area=place.get("lsoa") or area,
        cell=cell,
        light=lighting(at, *(float(part) for part in cell.split(","))) if cell else "",
        team=opened["team"],
    )


def _published(name: str, code: str | None) -> str:
    """The label that published lists have for a code; nothing where that is not known."""
    return codes(name)[code].published if code else ""
