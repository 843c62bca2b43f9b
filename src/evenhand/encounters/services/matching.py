"""Matching events known from elsewhere to recorded stops, and keeping what was found."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Min, QuerySet
from django.utils import timezone

from evenhand.accounts.noting import NOBODY
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.encounters.known import matching as pure
from evenhand.encounters.known.events import VIDEO, reference
from evenhand.encounters.known.matching import Seen
from evenhand.encounters.models import Fate, KnownEvent, Source, StopReference, Version
from evenhand.encounters.selectors import known as selectors

AROUND = timedelta(days=1)
"""So far from the first and last event stops are looked for."""


EVERY = 60 * 60  # seconds between two rounds of `evenhand serve`
LOOKS_BACK = timedelta(hours=2)
"""A round matches where records came or were corrected so lately: longer than between rounds."""


@dataclass(frozen=True)
class Matched:
    """How many events of a source are in which state after matching."""

    source: str
    events: int
    recorded: int
    unsure: int


def by_itself() -> None:
    """One round for `evenhand serve`."""
    match_again(now=timezone.now())


def match_again(*, now: datetime) -> list[str]:
    """Match again for forces that have new records, and say for which: stops recorded late."""
    open_ones = KnownEvent.objects.filter(erased_at__isnull=True).order_by()
    done = []
    for force in sorted(set(open_ones.values_list("month__force", flat=True).distinct())):
        if Version.objects.filter(stop__force=force, made_at__gte=now - LOOKS_BACK).exists():
            match(force=force, now=now)
            done.append(force)
    return done


@transaction.atomic
def match(*, force: str, now: datetime) -> tuple[Matched, ...]:
    """Match all that can still be matched of a force, each source by itself.

    What was erased stays as it was matched last; the stops that it took stay taken.
    """
    done = tuple(_of_source(force, source) for source in Source)
    found = tuple(one for one in done if one is not None)
    if found:
        audit.record(
            act=Act.COMBINATION,
            by=NOBODY,
            organisation="",
            subject=f"force/{force}",
            now=now,
            details={one.source: one.events for one in found},
        )
    return found


def _of_source(force: str, source: Source) -> Matched | None:
    every = KnownEvent.objects.filter(month__in=selectors.current(force, [source]))
    open_ones = every.filter(erased_at__isnull=True)
    span = open_ones.aggregate(first=Min("at"), last=Max("at"))
    if span["first"] is None:
        return None
    taken = set(
        every.filter(erased_at__isnull=False, stop__isnull=False).values_list("stop", flat=True)
    )
    versions = Version.objects.filter(
        stop__force=force,
        stop__twice=False,
        stop__started_at__gte=span["first"] - AROUND,
        stop__started_at__lte=span["last"] + AROUND,
        number=F("stop__versions"),
    ).exclude(stop__in=taken)
    events = list(open_ones.select_for_update(of=("self",)).order_by("pk"))
    pairs = pure.match([_event(one, one.at) for one in events if one.at], _records(force, versions))
    fates = {
        int(one.event): (Fate.RECORDED if one.sure else Fate.UNSURE, one.record, one.rule)
        for one in pairs
    }
    changed = [one for one in events if _apply(one, fates.get(one.pk))]
    # First let go of stops, then take them: two events may change places.
    KnownEvent.objects.filter(pk__in=[one.pk for one in changed]).update(
        fate=Fate.NOT_RECORDED, stop=None
    )
    KnownEvent.objects.bulk_update(changed, ["fate", "stop", "rule"], batch_size=200)
    sure = sum(one.sure for one in pairs)
    return Matched(source, len(events), sure, len(pairs) - sure)


def _apply(event: KnownEvent, said: tuple[str, str, str] | None) -> bool:
    fate, stop, rule = said or (Fate.NOT_RECORDED, None, "")
    before = (event.fate, str(event.stop_id) if event.stop_id else None, event.rule)
    event.fate, event.rule = fate, rule
    event.stop_id = stop
    return before != (fate, stop, rule)


def _event(one: KnownEvent, at: datetime) -> Seen:
    return Seen(
        key=str(one.pk),
        at=at,
        team=one.team,
        plate=one.plate_mac,
        incident=one.incident_mac,
        video=one.video_mac,
        officer=one.officer_mac,
        latitude=one.latitude,
        longitude=one.longitude,
    )


def _records(force: str, versions: QuerySet[Version]) -> list[Seen]:
    found: Iterable[Version] = versions.select_related("stop", "restricted").order_by("stop")
    there = list(found)
    incidents = dict(
        StopReference.objects.filter(record__in=[one.stop_id for one in there])
        .exclude(incident_mac="")
        .values_list("record", "incident_mac")
    )
    return [_record(force, one, incidents.get(one.stop_id, "")) for one in there]


def _record(force: str, one: Version, incident: str) -> Seen:
    said, place = json.loads(one.record), one.restricted.place or {}
    latitude, longitude = place.get("latitude"), place.get("longitude")
    return Seen(
        key=str(one.stop_id),
        at=one.stop.started_at,
        team=one.stop.team,
        plate=one.stop.registration_mac,
        incident=incident,
        video=reference(force, VIDEO, said["video"].get("reference") or ""),
        officer=said["officer"],
        latitude=None if latitude is None else float(latitude),
        longitude=None if longitude is None else float(longitude),
    )
