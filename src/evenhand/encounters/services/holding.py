"""Holding stops: what somebody outside the force looks at is not erased meanwhile."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from evenhand.encounters.errors import NotNow
from evenhand.encounters.models import Held, HoldEnded, Stop
from evenhand.measures.words.messages import say


def hold(stops: Iterable[UUID], *, why: str, now: datetime) -> int:
    """Hold stops, with all that they say and what is restricted of them, until :func:`end`.

    Parameters
    ----------
    why : what holds them, as the public ledger calls that; it holds each stop once.

    Returns
    -------
    How many are held now that were not before. A stop that is not there cannot be held.
    """
    with transaction.atomic():
        there = set(Stop.objects.filter(pk__in=list(stops)).values_list("pk", flat=True))
        before = Held.objects.filter(stop__in=there, why=why).values_list("stop", flat=True)
        new = there - set(before)
        Held.objects.bulk_create(Held(stop_id=one, why=why, at=now) for one in sorted(new))
    return len(new)


def end(*, why: str, now: datetime) -> int:
    """End every hold for one thing; what is due then goes on the next round."""
    with transaction.atomic():
        lasting = list(
            Held.objects.select_for_update(of=("self",)).filter(why=why, ended__isnull=True)
        )
        HoldEnded.objects.bulk_create(HoldEnded(hold=one, at=now) for one in lasting)
    return len(lasting)


def held() -> "QuerySet[Held]":
    """Every hold that lasts."""
    return Held.objects.filter(ended__isnull=True)


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
