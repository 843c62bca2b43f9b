"""Copies that people stopped asked for: which wait, and that one was given."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from evenhand.accounts.acting import Acting
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import May
from evenhand.accounts.services.checking import still_may
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.encounters.errors import NotHere, NotNow
from evenhand.encounters.models import CopyAsked
from evenhand.encounters.services.devices import own_force
from evenhand.measures.words.messages import say


def to_give(by: Acting) -> QuerySet[CopyAsked]:
    """Copies of the force's own stops that nobody has given yet, the oldest first."""
    waiting = CopyAsked.objects.filter(stop__force=own_force(by), given_on__isnull=True)
    return waiting.select_related("stop").order_by("asked_on", "pk")


@transaction.atomic
def give(*, copy: int, by: Acting, now: datetime) -> CopyAsked:
    """Say that a copy was given; where it went is forgotten.

    Raises
    ------
    MayNot, NotHere, NotNow
    """
    by = still_may(by, May.REVIEW_STOPS, now=now)
    own = CopyAsked.objects.select_for_update().filter(stop__force=own_force(by))
    found = own.filter(pk=copy).first()
    if found is None:
        raise NotHere(say("There is no such copy in your force."))
    if found.given_on is not None:
        raise NotNow(say("It was given before."))
    found.contact, found.given_on, found.given_by = "", timezone.localdate(now), by.person
    found.save(update_fields=["contact", "given_on", "given_by"])
    audit.record(
        act=Act.DISCLOSURE,
        by=reference(by.person),
        organisation=reference(by.organisation),
        subject=f"stop/{found.stop_id}",
        now=now,
        details={"copy": found.of},
    )
    return found
