"""Erasing what is restricted of stops, once its day has come; the stop and its versions stay."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from evenhand.accounts.noting import NOBODY
from evenhand.accounts.services import limits
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.encounters.errors import NotNow
from evenhand.encounters.models import How, Restricted, Sealed
from evenhand.encounters.receipts import showing as receipts
from evenhand.encounters.services import knowing, locating, register_erasing
from evenhand.encounters.services.holding import held, refuse_held
from evenhand.encounters.services.keeping import READABLE_FOR
from evenhand.encounters.services.redacting import redact_due
from evenhand.measures.words.messages import say
from evenhand.records.errors import RecordsError

log = logging.getLogger("evenhand.encounters")
EVERY = 60 * 60  # seconds between two rounds of `evenhand serve`: what is due goes on its day


@dataclass(frozen=True)
class Erased:
    """How many versions lost what was restricted of them, and how many sealed records went."""

    versions: int
    sealed: int


@dataclass(frozen=True)
class Done:
    """What one round did.

    Attributes
    ----------
    words : of how many stops the free text went.
    registered : of how many registered records something went.
    """

    erased: Erased
    located: locating.Located
    words: int
    registered: int = 0


def by_itself() -> None:
    """One round for `evenhand serve`."""
    do_due(now=timezone.now())


def do_due(*, now: datetime) -> Done:
    """Do all that is due: small areas first, for they come from the places that then go.

    A file of boundaries that cannot be read is said, and keeps nothing from being erased.
    """
    limits.forget(minute=int(now.timestamp() // 60))
    try:
        located = locating.locate(now=now)
    except RecordsError:
        log.exception("Small areas of stops could not be worked out.")
        located = locating.Located(boundaries=False)
    return Done(
        erase_due(now=now), located, redact_due(now=now), register_erasing.erase_due(now=now)
    )


@transaction.atomic
def erase_due(*, now: datetime) -> Erased:
    """Erase registrations, exact places and officers whose last day has passed.

    With them go the sealed bytes that hold the same: of stops, of what was set aside and of
    conflicts. A record that is still to be mended keeps its bytes, because they are all there is.
    Slips that no longer open anything are forgotten too, and so are exact times and places of
    events that are known from elsewhere. A stop that is held keeps everything until the hold ends.
    """
    today = timezone.localdate(now)
    knowing.erase_due(now=now)  # first: it matches once more with what stops still say
    versions = Restricted.objects.filter(keep_until__lt=today, erased_at__isnull=True)
    versions = versions.exclude(version__stop__in=held().values("stop"))
    done = versions.update(registration="", place=None, officer="", erased_at=now)
    of_stops = Sealed.objects.filter(
        sent__stop__isnull=False, sent__stop__all_versions__restricted__erased_at__isnull=False
    )
    then = now - READABLE_FOR
    aside = Sealed.objects.filter(
        sent__to_mend__settled__how=How.SET_ASIDE, sent__to_mend__settled__at__lt=then
    )
    conflicts = Sealed.objects.filter(
        sent__conflict__explained__at__lt=then, sent__received_at__lt=then
    ).exclude(sent__record__in=held().values("stop"))
    sealed = sum(_delete(found) for found in (of_stops, aside, conflicts))
    receipts.forget_old(now=now)
    if done or sealed:
        why = say("The last day on which it may be read has passed.")
        _note("stops/due", why=why, versions=done, now=now)
    return Erased(done, sealed)


@transaction.atomic
def erase(*, stops: Sequence[UUID], why: str, by: str, organisation: str, now: datetime) -> int:
    """Erase the same of some stops at once, as the law may ask.

    Parameters
    ----------
    by, organisation : who does it and for whom, as the private log calls them.

    Returns
    -------
    How many versions it was erased from.

    Raises
    ------
    NotNow
        If no reason is given, or one of them is held.
    """
    if not why.strip():
        raise NotNow(say("Say why: it is kept."))
    refuse_held(stops)
    found = Restricted.objects.filter(version__stop__in=stops, erased_at__isnull=True)
    done: int = found.update(registration="", place=None, officer="", erased_at=now)
    _delete(Sealed.objects.filter(sent__stop__in=stops))
    knowing.erase_of(stops, now=now)
    for stop in stops:
        _note(f"stop/{stop}", why=why, versions=done, now=now, by=by, for_=organisation)
    return done


def _delete(found: QuerySet[Sealed]) -> int:
    ids = list(found.values_list("pk", flat=True))  # a join cannot be deleted from
    return int(Sealed.objects.filter(pk__in=ids).delete()[0])


def _note(
    subject: str, *, why: str, versions: int, now: datetime, by: str = NOBODY, for_: str = ""
) -> None:
    audit.record(
        act=Act.ERASURE,
        by=by,
        organisation=for_,
        subject=subject,
        now=now,
        why=why,
        details={"versions": versions},
    )
