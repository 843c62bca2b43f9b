"""Taking in what is known of stops from elsewhere, and explaining what no record matches."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Person
from evenhand.accounts.noting import NOBODY, reference
from evenhand.accounts.roles import May
from evenhand.accounts.services.checking import still_may
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.encounters.errors import CannotTakeIn, NotHere, NotNow
from evenhand.encounters.keys import keyed
from evenhand.encounters.known import events as reading
from evenhand.encounters.known import mappings, tables
from evenhand.encounters.known.events import CONTENT, FILE, Event
from evenhand.encounters.models import (
    Fate,
    KnownEvent,
    KnownExplained,
    KnownFile,
    KnownMonth,
    Why,
)
from evenhand.encounters.selectors import known as selectors
from evenhand.encounters.services import matching
from evenhand.encounters.services.devices import own_force
from evenhand.encounters.services.keeping import keep_until
from evenhand.forces.models import Force
from evenhand.measures.errors import BadPeriod
from evenhand.measures.period import months_between
from evenhand.measures.words.messages import say

MOST_MONTHS = 24


@dataclass(frozen=True)
class TakenMonth:
    """What became of a month: ``new``, ``corrected`` or ``unchanged``."""

    month: str
    version: int
    events: int
    status: str


@dataclass(frozen=True)
class TakenIn:
    """What became of a file."""

    source: str
    months: tuple[TakenMonth, ...]
    left_aside: int


def take_in_of(
    *, mapping: bytes, table: bytes, first: str, last: str, by: Acting, now: datetime
) -> TakenIn:
    """Take a file of events in, of the own force.

    Raises
    ------
    MayNot, NotHere, CannotTakeIn
    """
    by = still_may(by, May.LOAD_DATA, now=now)
    return take_in(
        mapping=mapping,
        table=table,
        first=first,
        last=last,
        force=own_force(by),
        now=now,
        by=by.person,
        organisation=reference(by.organisation),
    )


def take_in(
    *,
    mapping: bytes,
    table: bytes,
    first: str,
    last: str,
    force: str,
    now: datetime,
    by: Person | None = None,
    organisation: str = "",
) -> TakenIn:
    """Take a file of events in: all of it or nothing, and the same file twice changes nothing.

    It tells everything of its months: where an earlier file told of them, what it says becomes
    their new version, and the old one stays. Then events are matched again.

    Parameters
    ----------
    first, last : its months, such as 2026-03.
    by : who does it; nobody where a command does.

    Raises
    ------
    CannotTakeIn
        With a sentence for each thing that is wrong; nothing is changed then.
    """
    months = _months(first, last, now)
    read = mappings.read(mapping, mappings.EventMapping)
    rows = tables.read(table, {str(name): heading for name, heading in read.columns.items()})
    found = reading.read(rows, read, force=force, first=first, last=last, now=now)
    with transaction.atomic():
        Force.objects.select_for_update().get(pk=force)  # one file of a force after another
        file = KnownFile.objects.create(
            force_id=force,
            source=read.source,
            first=first,
            last=last,
            digest=keyed.mac(force, FILE, hashlib.sha256(table).hexdigest()),
            events=len(found.events),
            left_aside=found.left_aside,
            officers=dict(read.officers),
            by=by,
            at=now,
        )
        of_month: dict[str, list[Event]] = defaultdict(list)
        for one in found.events:
            of_month[one.month].append(one)
        taken = tuple(_take(file, month, of_month[month]) for month in months)
        audit.record(
            act=Act.COLLECTION,
            by=reference(by) if by else NOBODY,
            organisation=organisation,
            subject=f"known/{file.pk}",
            now=now,
            details={"force": force, "source": read.source, "events": file.events},
        )
        matching.match(force=force, now=now)
    return TakenIn(read.source, taken, found.left_aside)


def explain(*, event: int, why: str, by: Acting, now: datetime) -> None:
    """Keep what a supervisor found out about an event that is in no record.

    Raises
    ------
    MayNot, NotHere
    NotNow
        If no reason is chosen, it is recorded by now, or it was explained before.
    """
    by = still_may(by, May.REVIEW_STOPS, now=now)
    if why not in set(Why):
        raise NotNow(say("Choose what it was."))
    with transaction.atomic():
        held: QuerySet[KnownEvent] = KnownEvent.objects.select_for_update(of=("self",))
        found = held.filter(pk=event, month__in=selectors.current(own_force(by)))
        one = found.select_related("month").first()
        if one is None:
            raise NotHere(say("There is no such event in your force."))
        if one.fate == Fate.RECORDED:
            raise NotNow(say("This stop is recorded by now."))
        there = KnownExplained.objects.filter(
            force=one.month.force_id, source=one.month.source, mark=one.mark
        )
        if there.exists():
            raise NotNow(say("Somebody has explained this before."))
        KnownExplained.objects.create(
            force_id=one.month.force_id,
            source=one.month.source,
            mark=one.mark,
            why=why,
            by=by.person,
            at=now,
        )
        audit.record(
            act=Act.ALTERATION,
            by=reference(by.person),
            organisation=reference(by.organisation),
            subject=f"event/{one.pk}",
            now=now,
            details={"why": why},
        )


def erase_due(*, now: datetime) -> int:
    """Erase exact times and places of events whose last day has passed; match once before.

    Returns
    -------
    How many events it was erased from.
    """
    due = KnownEvent.objects.filter(keep_until__lt=timezone.localdate(now), erased_at__isnull=True)
    for force in due.order_by().values_list("month__force", flat=True).distinct():
        matching.match(force=force, now=now)
    done: int = due.update(at=None, latitude=None, longitude=None, erased_at=now)
    if done:
        audit.record(
            act=Act.ERASURE,
            by=NOBODY,
            organisation="",
            subject="known/due",
            now=now,
            why=say("The last day on which it may be read has passed."),
            details={"events": done},
        )
    return done


def erase_of(stops: Sequence[UUID], *, now: datetime) -> None:
    """Erase the same of events that are, or may be, these stops; the caller logs it."""
    found = KnownEvent.objects.filter(stop__in=stops, erased_at__isnull=True)
    found.update(at=None, latitude=None, longitude=None, erased_at=now)


def _months(first: str, last: str, now: datetime) -> Sequence[str]:
    try:
        months = months_between(first, last)
    except BadPeriod as error:
        raise CannotTakeIn(str(error)) from error
    if last > f"{timezone.localdate(now):%Y-%m}":
        raise CannotTakeIn(say("{month} is in the future.", month=last))
    if len(months) > MOST_MONTHS:
        raise CannotTakeIn(say("A file tells of two years at most."))
    return months


def _take(file: KnownFile, month: str, events: Sequence[Event]) -> TakenMonth:
    content = keyed.mac(file.force_id, CONTENT, "\n".join(one.mark for one in events))
    of_month = KnownMonth.objects.filter(force=file.force_id, source=file.source, month=month)
    before = of_month.order_by("-version").first()
    if before is not None and before.content == content:
        return TakenMonth(month, before.version, len(events), "unchanged")
    version = before.version + 1 if before else 1
    made = KnownMonth.objects.create(
        file=file,
        force_id=file.force_id,
        source=file.source,
        month=month,
        version=version,
        content=content,
    )
    KnownEvent.objects.bulk_create(
        (KnownEvent(month=made, **_columns(one)) for one in events), batch_size=500
    )
    return TakenMonth(month, version, len(events), "corrected" if before else "new")


def _columns(one: Event) -> Mapping[str, object]:
    return {
        "mark": one.mark,
        "at": one.at,
        "day": one.local.date(),
        "hour": one.local.hour,
        "team": one.team,
        "plate_mac": one.plate,
        "incident_mac": one.incident,
        "video_mac": one.video,
        "officer_mac": one.officer,
        "latitude": one.latitude,
        "longitude": one.longitude,
        "keep_until": keep_until(one.at),
    }
