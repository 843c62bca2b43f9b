"""Keeping a record that meets the rules: the stop, its first version, what is restricted, logs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.audit.models import Entry as Collected
from evenhand.encounters import stop_log
from evenhand.encounters.columns import columns, said
from evenhand.encounters.models import (
    Finding,
    Odd,
    Restricted,
    Sent,
    Stop,
    System,
    Version,
)
from evenhand.encounters.slips import Slip
from evenhand.encounters.splitting import Apart, split
from evenhand.ledger.tree.entries import canonical

READABLE_FOR = timedelta(days=90)
"""How long registration, exact place and officer of a stop can be read."""


@dataclass(frozen=True)
class Coming:
    """A record that meets the rules and is to be kept.

    Attributes
    ----------
    record : the whole record in the form that the rules gave it.
    sent, system : how it came; exactly one of them.
    officer : the person who recorded it; None where a system sent it.
    reason : why it was mended; empty where it came as it is.
    """

    record: dict[str, Any]
    force_id: str
    received_at: datetime
    collected_by: str
    """Who brought it, as the private log calls them."""
    organisation: str
    sent: Sent | None = None
    system: System | None = None
    officer: int | None = None
    officer_reference: str = ""
    slip: Slip | None = None
    carried: bool = False
    officer_had_left: bool = False
    clock_wrong: bool = False
    mended: bool = False
    writer: int | None = None
    changes: list[dict[str, Any]] = field(default_factory=list)
    reason: str = ""

    @property
    def id(self) -> UUID:
        """The stop's id."""
        return UUID(self.record["stop_id"])


def keep(comings: Sequence[Coming], *, now: datetime) -> list[Stop]:
    """Keep records as stops, each with its entries in both logs. Call it in a transaction.

    Raises
    ------
    django.db.IntegrityError
        If there is a stop of one of these ids; then none of them is kept.
    """
    if not comings:
        return []
    parted = [split(one.record) for one in comings]
    stops = Stop.objects.bulk_create(
        _stop(one, opened, apart, now) for one, (opened, apart) in zip(comings, parted, strict=True)
    )
    texts = [canonical(opened).decode() for opened, _ in parted]
    versions = Version.objects.bulk_create(
        Version(
            stop=stop,
            number=1,
            record=text,
            made_at=now,
            by_id=one.writer,
            reason=one.reason,
            changes=one.changes,
        )
        for one, stop, text in zip(comings, stops, texts, strict=True)
    )
    Restricted.objects.bulk_create(
        restricted(version, apart, stop.started_at)
        for version, stop, (_, apart) in zip(versions, stops, parted, strict=True)
    )
    find_doubles(stops, now=now)
    stop_log.write_all(
        [
            stop_log.kept(
                stop_id=stop.pk,
                force_id=one.force_id,
                record=text,
                now=now,
                nonce=one.slip.nonce if one.slip else None,
            )
            for one, stop, text in zip(comings, stops, texts, strict=True)
        ]
    )
    audit.record_all(
        [
            collected(
                one.id,
                by=one.collected_by,
                organisation=one.organisation,
                officer=one.officer_reference,
                now=now,
                state="kept",
            )
            for one in comings
        ]
    )
    return stops


def keep_until(started_at: datetime) -> date:
    """The last day on which what is restricted of a stop can be read."""
    return timezone.localdate(started_at) + READABLE_FOR


def restricted(version: Version, apart: Apart, started_at: datetime) -> Restricted:
    """What is restricted of a version, as a row."""
    return Restricted(
        version=version,
        registration=apart.registration,
        place=dict(apart.place),
        officer=apart.officer,
        keep_until=keep_until(started_at),
    )


def find_doubles(stops: Sequence[Stop], *, now: datetime) -> list[Finding]:
    """Say for each new stop if another one of the force says the same. Neither is changed."""
    new = {stop.pk for stop in stops}
    likenesses = {stop.likeness for stop in stops}
    force = stops[0].force_id
    earlier: dict[str, Stop] = {}
    there = Stop.objects.filter(force=force, likeness__in=likenesses).exclude(pk__in=new)
    for stop in (*there.order_by("accepted_at", "pk"), *stops):
        earlier.setdefault(stop.likeness, stop)
    return Finding.objects.bulk_create(
        Finding(
            force_id=force,
            odd=Odd.DOUBLE,
            stop=stop,
            first=earlier[stop.likeness],
            found_at=now,
        )
        for stop in stops
        if earlier[stop.likeness].pk != stop.pk
    )


def _stop(one: Coming, opened: dict[str, Any], apart: Apart, now: datetime) -> Stop:
    return Stop(
        id=one.id,
        force_id=one.force_id,
        sent=one.sent,
        system=one.system,
        officer_id=one.officer,
        received_at=one.received_at,
        accepted_at=now,
        versions=1,
        carried=one.carried,
        officer_had_left=one.officer_had_left,
        clock_wrong=one.clock_wrong,
        mended=one.mended,
        said=said(opened, apart),
        **columns(opened, apart),
    )


def collected(
    record: UUID, *, by: str, organisation: str, officer: str, now: datetime, state: str
) -> Collected:
    """Make the entry of the private log that a record was collected: who brought it, whose."""
    return audit.entry(
        act=Act.COLLECTION,
        by=by,
        organisation=organisation,
        subject=f"stop/{record}",
        now=now,
        details={"state": state, **({"officer": officer} if officer else {})},
    )
