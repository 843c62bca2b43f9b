"""Keys with which a force's own systems send stops: made, known again, taken back."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import May
from evenhand.accounts.services.checking import still_may
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.encounters.errors import NotAKey, NotHere, NotNow
from evenhand.encounters.models import System
from evenhand.encounters.services.devices import own_force
from evenhand.measures.words.messages import say

BEGINS = "evh_"
"""Every key begins so: a scanner finds one that somebody has published by mistake."""
RANDOM = 32  # bytes
SHOWN = len(BEGINS) + 6
LONGEST = timedelta(days=366)
USED_EACH = timedelta(minutes=5)
"""How often it is written down that a key is in use."""


@dataclass(frozen=True)
class Made:
    """A system with its key, which is shown this once and kept nowhere."""

    system: System
    key: str


@transaction.atomic
def let_in(*, name: str, until: datetime, by: Acting, now: datetime) -> Made:
    """Give a system of the force a key to send stops with.

    Raises
    ------
    MayNot, NotHere
        If they do not look after the access of a force.
    NotNow
        If it would end before it begins, or after more than a year.
    """
    by = still_may(by, May.LET_SYSTEMS_IN, now=now)
    if not now < until <= now + LONGEST:
        raise NotNow(say("Access must end after today and within a year."))
    key = BEGINS + secrets.token_urlsafe(RANDOM)
    system = System.objects.create(
        force_id=own_force(by),
        name=name,
        prefix=key[:SHOWN],
        key_hash=_hash(key),
        made_by=by.person,
        made_at=now,
        expires_at=until,
    )
    _note(system, by, now, "made")
    return Made(system, key)


@transaction.atomic
def revoke(*, number: int, by: Acting, now: datetime) -> System:
    """Take a key back at once. What it sent stays.

    Raises
    ------
    MayNot, NotHere, NotNow
    """
    by = still_may(by, May.LET_SYSTEMS_IN, now=now)
    own = System.objects.select_for_update().filter(force=own_force(by))
    found = own.filter(pk=number).first()
    if found is None:
        raise NotHere(say("There is no such key in your force."))
    if found.revoked_at is not None:
        raise NotNow(say("This key was taken back before."))
    found.revoked_at, found.revoked_by = now, by.person
    found.save(update_fields=["revoked_at", "revoked_by"])
    _note(found, by, now, "taken back")
    return found


def known(key: str, *, now: datetime) -> System:
    """Find the system whose key this is.

    Raises
    ------
    NotAKey
        If it is none, was taken back, or has ended; which of them is not said.
    """
    found = System.objects.filter(
        key_hash=_hash(key), revoked_at__isnull=True, expires_at__gt=now
    ).first()
    if found is None:
        raise NotAKey(say("This key does not work. Ask the administrator of your force for one."))
    if found.last_used_at is None or now - found.last_used_at > USED_EACH:
        System.objects.filter(pk=found.pk).update(last_used_at=now)
    return found


def _hash(key: str) -> str:
    """A key has 256 random bits: nobody finds it from a plain digest."""
    return hashlib.sha256(key.encode()).hexdigest()


def _note(system: System, by: Acting, now: datetime, what: str) -> None:
    audit.record(
        act=Act.ACCESS,
        by=reference(by.person),
        organisation=reference(by.organisation),
        subject=f"system/{system.pk}",
        now=now,
        details={"key": what, "prefix": system.prefix},
    )
