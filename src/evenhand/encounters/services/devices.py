"""Devices: registering one, and what each visit says of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import May
from evenhand.accounts.services.checking import still_may
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.encounters.arriving.batches import Batch, Entry
from evenhand.encounters.errors import NotHere, NotNow, NotRegistered, WrongForce
from evenhand.encounters.models import Device
from evenhand.measures.words.messages import say

CLOCK_WRONG = 300
"""Seconds by which a device's clock may differ from ours before its records are marked."""
LONGEST_DIFFERENCE = 2**31 - 1


@transaction.atomic
def register(
    *, device: UUID, by: Acting, now: datetime, unsent: int = 0, acknowledged: int = 0
) -> Device:
    """Let a device send records for the force; one that is registered is seen again.

    Parameters
    ----------
    unsent, acknowledged : as in :class:`~evenhand.encounters.arriving.batches.Batch`.

    Raises
    ------
    MayNot
        If they do not record stops.
    WrongForce
        If it is registered for another force.
    """
    by = still_may(by, May.RECORD_STOPS, now=now)
    first = {"registered_at": now, "registered_by": by.person}
    last = {"last_seen": now, "last_seen_with": by.person}
    _, new = Device.objects.get_or_create(
        pk=device, defaults={"force_id": own_force(by), **first, **last}
    )
    found = locked(device, by=by)
    _see(found, by, now, unsent=unsent, highest=acknowledged)
    found.save()
    if new:
        _note(found, by, now, "registered")
    return found


@transaction.atomic
def lose(*, device: UUID, by: Acting, now: datetime) -> Device:
    """Say that a device is lost. What it still sends is kept, and marked.

    Raises
    ------
    MayNot, NotHere, NotNow
    """
    by = still_may(by, May.REVIEW_STOPS, now=now)
    own = Device.objects.select_for_update().filter(force=by.organisation.force_id)
    found = own.filter(pk=device).first()
    if found is None:
        raise NotHere(say("There is no such device in your force."))
    if found.lost_at is not None:
        raise NotNow(say("It was said to be lost before."))
    found.lost_at = now
    found.save(update_fields=["lost_at"])
    _note(found, by, now, "lost")
    return found


def own_force(by: Acting) -> str:
    """The force that somebody acts for.

    Raises
    ------
    NotHere
        If they act for something else.
    """
    force = by.organisation.force_id
    if force is None or not by.is_of(force):
        raise NotHere(say("Stops are recorded for a force. Act for one first."))
    return force


def locked(device: UUID, *, by: Acting) -> Device:
    """A device of the force that somebody acts for, held until the transaction ends.

    Raises
    ------
    NotRegistered, WrongForce
    """
    found = Device.objects.select_for_update().filter(pk=device).first()
    if found is None:
        raise NotRegistered(say("This device is not registered for your force yet."))
    if found.force_id != by.organisation.force_id:
        raise WrongForce(
            say("This device belongs to another force. Sign in for that force to send its records.")
        )
    return found


def ahead(said: datetime | None, *, now: datetime) -> int:
    """Seconds by which a device's clock is ahead of ours; 0 where it did not say."""
    if said is None:
        return 0
    return max(-LONGEST_DIFFERENCE, min(round((said - now).total_seconds()), LONGEST_DIFFERENCE))


def seen(device: Device, *, by: Acting, now: datetime, batch: Batch, kept: int) -> None:
    """Keep what a batch says of its device; ``kept`` is how many it can forget now."""
    highest = max((one.sequence for one in batch.entries if isinstance(one, Entry)), default=0)
    device.clock_ahead = ahead(batch.sent_at, now=now)
    _see(
        device,
        by,
        now,
        unsent=max(0, batch.unsent - kept),
        highest=max(highest, batch.acknowledged),
    )
    device.save()


def _see(device: Device, by: Acting, now: datetime, *, unsent: int, highest: int) -> None:
    device.last_seen = max(now, device.last_seen)
    device.last_seen_with = by.person
    device.unsent = unsent
    device.highest = max(device.highest, highest)


def _note(device: Device, by: Acting, now: datetime, what: str) -> None:
    audit.record(
        act=Act.ACCESS,
        by=reference(by.person),
        organisation=reference(by.organisation),
        subject=f"device/{device.pk}",
        now=now,
        details={"device": what},
    )
