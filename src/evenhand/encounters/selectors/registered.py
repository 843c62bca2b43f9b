"""Reading the register: what a record said at a moment, and what other systems call it."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from evenhand.encounters.models import Registered, RegisteredApart, RegisteredVersion
from evenhand.encounters.registered.rows import mac_of


@dataclass(frozen=True)
class Read:
    """A record of the register as it stood at a moment.

    Attributes
    ----------
    version : its number.
    record : what it says.
    changed_since : whether a later row of the force says something else.
    """

    version: int
    record: dict[str, Any]
    changed_since: bool


def read(record_id: UUID, *, at: datetime) -> Read | None:
    """A record as it stood at a moment; None where it is none of the register."""
    versions = RegisteredVersion.objects.filter(registered=record_id).order_by("number")
    there = versions.filter(made_at__lte=at).last() or versions.first()
    if there is None:
        return None
    since = versions.filter(made_at__gt=at).exists()
    return Read(there.number, json.loads(there.record), since)


def is_of(record_id: UUID, force: str) -> bool:
    """Whether a record of the register is of a force."""
    return Registered.objects.filter(pk=record_id, force=force).exists()


def named(force: str, power: str, reference: str) -> UUID | None:
    """The record that the force's system calls so; None where none is registered."""
    mac = mac_of(force, power, reference)
    found = Registered.objects.filter(force=force, power=power, reference_mac=mac)
    pk: UUID | None = found.values_list("pk", flat=True).first()
    return pk if mac else None


def video(record_id: UUID, *, at: datetime) -> str:
    """What the evidence system calls its video, or the record; empty once that is erased.

    Parameters
    ----------
    at : as it was then: a later row names no other video.
    """
    rows = RegisteredApart.objects.filter(version__registered=record_id).order_by("version__number")
    apart = rows.filter(version__made_at__lte=at).last() or rows.first()
    return (apart.video or apart.reference) if apart else ""


def names(record_id: UUID) -> list[str]:
    """What other systems call it in any version, which nobody on a panel is to read."""
    rows = RegisteredApart.objects.filter(version__registered=record_id)
    found = rows.values_list("reference", "video")
    return sorted({name for pair in found for name in pair if name})


def erased_on(record_id: UUID) -> date | None:
    """When what other systems call it begins to go, if it has not gone."""
    rows = RegisteredApart.objects.filter(version__registered=record_id, erased_at__isnull=True)
    found: date | None = rows.order_by("keep_until").values_list("keep_until", flat=True).first()
    return found
