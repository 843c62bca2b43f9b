"""Keeping a record that meets the rules: the stop, its first version, what is restricted, logs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import timezone

from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.audit.models import Entry as Collected
from evenhand.encounters import stop_log
from evenhand.encounters.arriving.columns import columns, said
from evenhand.encounters.arriving.splitting import Apart, Parted, part
from evenhand.encounters.models import (
    Finding,
    Odd,
    Restricted,
    Stop,
    System,
    Version,
)
from evenhand.encounters.receipts.slips import Slip
from evenhand.ledger.adding import add, numbers

READABLE_FOR = timedelta(days=90)
"""How long registration, exact place and officer of a stop can be read."""


@dataclass(frozen=True)
class Coming:
    """A record that meets the rules and is to be kept.

    Attributes
    ----------
    record : the whole record in the form that the rules gave it.
    sent, system : how it came; exactly one of them, by its number.
    parted : the record in its two parts, where it was taken apart already.
    officer : the person who recorded it; None where a system sent it.
    reason : why it was mended; empty where it came as it is.
    """

    record: dict[str, Any]
    force_id: str
    received_at: datetime
    collected_by: str
    """Who brought it, as the private log calls them."""
    organisation: str
    sent: int | None = None
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
    parted: Parted | None = None

    @cached_property
    def id(self) -> UUID:
        """The stop's id."""
        return UUID(self.record["stop_id"])


def keep(comings: Sequence[Coming], *, now: datetime) -> None:
    """Keep records as stops, each with its entries in both logs. Call it in a transaction.

    Raises
    ------
    django.db.IntegrityError
        If there is a stop of one of these ids; then none of them is kept.
    """
    if not comings:
        return
    parted = [one.parted or part(one.record) for one in comings]
    pairs = list(zip(comings, parted, strict=True))
    stops = [_stop(one, parts, now) for one, parts in pairs]
    doubles = _doubles(stops, now)
    versions = [number for (number,) in numbers(len(comings), Version)]
    add(Stop, stops)
    add(Version, [_version(*one, now) for one in zip(versions, comings, parted, strict=True)])
    add(
        Restricted,
        [
            {"version_id": number, **_apart(parts.apart, stop["started_at"])}
            for number, parts, stop in zip(versions, parted, stops, strict=True)
        ],
    )
    Finding.objects.bulk_create(doubles)
    stop_log.write_all(
        [
            stop_log.kept(
                stop_id=one.id,
                force_id=one.force_id,
                record=parts.text,
                opened=parts.opened,
                now=now,
                nonce=one.slip.nonce if one.slip else None,
            )
            for one, parts in pairs
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


def keep_until(started_at: datetime) -> date:
    """The last day on which what is restricted of a stop can be read."""
    return timezone.localdate(started_at) + READABLE_FOR


def restricted(version: Version, apart: Apart, started_at: datetime) -> Restricted:
    """What is restricted of a version, as a row."""
    return Restricted(version=version, **_apart(apart, started_at))


def _apart(apart: Apart, started_at: datetime) -> dict[str, Any]:
    return {
        "registration": apart.registration,
        "place": dict(apart.place),
        "officer": apart.officer,
        "keep_until": keep_until(started_at),
    }


def _doubles(stops: Sequence[dict[str, Any]], now: datetime) -> list[Finding]:
    """Find which of new stops say the same as another of the force; neither is changed by it.

    Call it before they are added: what is there says the same as a new one, or is another stop.
    """
    force = stops[0]["force_id"]
    there = Stop.objects.filter(force=force, likeness__in={one["likeness"] for one in stops})
    first: dict[str, UUID] = {}
    for likeness, number in there.order_by("accepted_at", "pk").values_list("likeness", "pk"):
        first.setdefault(likeness, number)
    found = []
    for stop in stops:
        same = first.setdefault(stop["likeness"], stop["id"])
        if same != stop["id"]:
            found.append(
                Finding(
                    force_id=force,
                    odd=Odd.DOUBLE,
                    stop_id=stop["id"],
                    first_id=same,
                    found_at=now,
                )
            )
    return found


def _stop(one: Coming, parts: Parted, now: datetime) -> dict[str, Any]:
    return {
        "id": one.id,
        "force_id": one.force_id,
        "sent_id": one.sent,
        "system_id": one.system.pk if one.system else None,
        "officer_id": one.officer,
        "received_at": one.received_at,
        "accepted_at": now,
        "versions": 1,
        "carried": one.carried,
        "officer_had_left": one.officer_had_left,
        "clock_wrong": one.clock_wrong,
        "mended": one.mended,
        "said": said(parts.opened, parts.apart, parts.text),
        **columns(parts.opened, parts.apart),
    }


def _version(number: int, one: Coming, parts: Parted, now: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "stop_id": one.id,
        "number": 1,
        "record": parts.text,
        "made_at": now,
        "by_id": one.writer,
        "reason": one.reason,
        "changes": one.changes,
    }


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
