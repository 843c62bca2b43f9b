"""Holding stops and registered records: what somebody outside the force looks at is not erased."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from evenhand.encounters.errors import NotNow
from evenhand.encounters.models import (
    Held,
    HoldEnded,
    Registered,
    RegisteredHeld,
    RegisteredHoldEnded,
    Stop,
)
from evenhand.measures.words.messages import say


def hold(stops: Iterable[UUID], *, why: str, now: datetime) -> int:
    """Hold records, with all that they say and what is restricted of them, until :func:`end`.

    Parameters
    ----------
    stops : recorded stops and records of the register, by their ids.
    why : what holds them, as the public ledger calls that; it holds each record once.

    Returns
    -------
    How many are held now that were not before. A record that is not there cannot be held.
    """
    wanted = list(stops)
    with transaction.atomic():
        more = _hold_registered(wanted, why=why, now=now)
        there = set(Stop.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        before = Held.objects.filter(stop__in=there, why=why).values_list("stop", flat=True)
        new = there - set(before)
        Held.objects.bulk_create(Held(stop_id=one, why=why, at=now) for one in sorted(new))
    return len(new) + more


def _hold_registered(records: Iterable[UUID], *, why: str, now: datetime) -> int:
    there = set(Registered.objects.filter(pk__in=records).values_list("pk", flat=True))
    before = RegisteredHeld.objects.filter(registered__in=there, why=why)
    new = there - set(before.values_list("registered", flat=True))
    RegisteredHeld.objects.bulk_create(
        RegisteredHeld(registered_id=one, why=why, at=now) for one in sorted(new)
    )
    return len(new)


def end(*, why: str, now: datetime) -> int:
    """End every hold for one thing; what is due then goes on the next round."""
    with transaction.atomic():
        lasting = list(
            Held.objects.select_for_update(of=("self",)).filter(why=why, ended__isnull=True)
        )
        HoldEnded.objects.bulk_create(HoldEnded(hold=one, at=now) for one in lasting)
        registered = list(
            RegisteredHeld.objects.select_for_update(of=("self",)).filter(
                why=why, ended__isnull=True
            )
        )
        RegisteredHoldEnded.objects.bulk_create(
            RegisteredHoldEnded(hold=one, at=now) for one in registered
        )
    return len(lasting) + len(registered)


@dataclass(frozen=True)
class HeldFor:
    """What is or was held for one thing.

    Attributes
    ----------
    held : ids of the recorded stops and registered records.
    ended : of how many the hold has ended.
    """

    held: tuple[UUID, ...]
    ended: int


def held_for(why: str) -> HeldFor:
    """What was ever held for one thing, to compare with what was said of it in public."""
    stops = Held.objects.filter(why=why).values_list("stop", flat=True)
    records = RegisteredHeld.objects.filter(why=why).values_list("registered", flat=True)
    ended = HoldEnded.objects.filter(hold__why=why).count()
    ended += RegisteredHoldEnded.objects.filter(hold__why=why).count()
    return HeldFor((*stops, *records), ended)


def held() -> "QuerySet[Held]":
    """Every hold of a stop that lasts."""
    return Held.objects.filter(ended__isnull=True)


def held_registered() -> "QuerySet[RegisteredHeld]":
    """Every hold of a registered record that lasts."""
    return RegisteredHeld.objects.filter(ended__isnull=True)


def refuse_held(stops: Iterable[UUID]) -> None:
    """Refuse to take anything out of a stop that is held.

    Raises
    ------
    NotNow
    """
    if held().filter(stop__in=list(stops)).exists():
        raise NotNow(
            say("A scrutiny panel looks at this stop. Nothing of it goes until it is done.")
        )
