"""What a slip opens: the stop as it is told to the person stopped, and what they may say and ask.

Nothing here changes when somebody looks, and nothing is kept of who looked. A slip of which nothing
is known, one that is too old and one whose record has not come yet are the same: a digest that
finds nothing, after the same one question to the database.
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from evenhand.accounts.models import Organisation
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import OrganisationKind
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.encounters import stop_log
from evenhand.encounters.models import CopyAsked, OwnWords, Receipt, Stop, Version
from evenhand.encounters.models.receipts import MOST_CORRECTIONS
from evenhand.encounters.receipts import slips
from evenhand.encounters.receipts.slips import Slip
from evenhand.encounters.rules.codes import codes
from evenhand.ledger.adding import add
from evenhand.ledger.tree.entries import canonical

MONTHS = 6
"""How long a slip opens its page."""


class NotThere(LookupError):
    """The slip opens no stop: it is unknown, too old, or its record has not come yet."""


class NotComplete(NotThere):
    """The record has come, and its officer must complete it first."""


class SaidOften(ValueError):
    """They have said their ethnicity as often as they may."""


class NoSuchGroup(ValueError):
    """That is none of the groups of the national list."""


@dataclass(frozen=True)
class Shown:
    """One stop, for the person stopped.

    Attributes
    ----------
    told : what the force is bound to by the log; see :func:`~evenhand.encounters.stop_log.told`.
    place : what the place is called, while that is kept.
    corrected : whether the officer's record was corrected since.
    own : the group they named themselves last, or nothing.
    may_say : how often they may still name one.
    copies : what they asked a copy of, and when it was given.
    works_until : the last day on which the slip opens this.
    """

    stop: Stop
    told: Mapping[str, Any]
    place: str
    corrected: bool
    own: str
    may_say: int
    copies: tuple[CopyAsked, ...]
    works_until: date


def give(slips_of: Iterable[tuple[UUID, Slip | None]], *, now: datetime) -> None:
    """Let slips open records. Call it in the transaction that keeps these, to be mended or not.

    A digest that is known already opens what it opened before: nobody can take a slip over.

    Raises
    ------
    django.db.IntegrityError
        If one of several digests is known. A slip that is given alone just opens nothing new.
    """
    until = months_after(timezone.localdate(now), MONTHS)
    rows = [
        {
            "secret_digest": slip.secret_digest,
            "record": record,
            "nonce": slip.nonce,
            "works_until": until,
        }
        for record, slip in slips_of
        if slip is not None
    ]
    if len(rows) > 1:
        add(Receipt, rows)
    else:
        Receipt.objects.bulk_create([Receipt(**row) for row in rows], ignore_conflicts=True)


def slip_of(record: UUID) -> Slip | None:
    """Return what is known of the slip of a record: it was to be mended, and is now kept."""
    found = Receipt.objects.filter(record=record).first()
    return Slip(found.secret_digest, bytes(found.nonce)) if found else None


def forget_old(*, now: datetime) -> int:
    """Remove the slips that no longer open anything; return how many."""
    removed, _ = Receipt.objects.filter(works_until__lt=timezone.localdate(now)).delete()
    return removed


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def receipt(secret: bytes, now: datetime) -> Receipt:
    """Return what is known of a slip.

    Raises
    ------
    NotThere
        If it is unknown or too old.
    """
    found = Receipt.objects.filter(secret_digest=slips.of(secret).secret_digest).first()
    if found is None or found.works_until < timezone.localdate(now):
        raise NotThere
    return found


def look(secret: bytes, *, now: datetime) -> Shown:
    """Return what a slip opens.

    Raises
    ------
    NotThere, NotComplete
        If it opens nothing, or not yet.
    """
    found = receipt(secret, now)
    stop = Stop.objects.select_related("force").filter(pk=found.record).first()
    if stop is None:
        raise NotComplete
    latest = (
        Version.objects.filter(stop=stop).select_related("restricted").order_by("number").last()
    )
    if latest is None:
        raise NotComplete
    own = list(OwnWords.objects.filter(stop=stop).order_by("number"))
    return Shown(
        stop=stop,
        told=stop_log.told(latest.record),
        place=_place(latest),
        corrected=latest.number > 1,
        own=own[-1].code if own else "",
        may_say=MOST_CORRECTIONS - len(own),
        copies=tuple(CopyAsked.objects.filter(stop=stop).order_by("pk")),
        works_until=found.works_until,
    )


@transaction.atomic
def say_ethnicity(secret: bytes, code: str, *, now: datetime) -> None:
    """Keep the group that somebody names themselves, beside what the officer recorded.

    Raises
    ------
    NotThere
        If the slip opens no stop.
    NoSuchGroup
        If it is no group of the national list.
    SaidOften
        If they have said it as often as they may.
    """
    stop = _stop(secret, now)
    if code not in codes("ethnicities"):
        raise NoSuchGroup(code)
    number = OwnWords.objects.filter(stop=stop).count() + 1
    if number > MOST_CORRECTIONS:
        raise SaidOften
    try:
        with transaction.atomic():
            OwnWords.objects.create(
                stop=stop, number=number, code=code, said_on=timezone.localdate(now)
            )
    except IntegrityError as error:  # the same form, sent twice at once
        raise SaidOften from error
    stop_log.write_more(
        kind=stop_log.OWN_WORDS,
        stop_id=stop.pk,
        force_id=stop.force_id,
        record=own_text(code, number),
        now=now,
    )
    _note(stop, "own ethnicity", now)


def own_text(code: str, number: int) -> str:
    """Write what somebody said of themselves as the log commits to it."""
    return canonical({"ethnicity": code, "number": number}).decode()


def own_words(stops: Iterable[UUID]) -> dict[UUID, str]:
    """Return the group that people named themselves last, by stop: for the force and analysis."""
    said = OwnWords.objects.filter(stop__in=stops).order_by("number")
    return {one.stop_id: one.code for one in said}


@transaction.atomic
def ask_copy(secret: bytes, of: str, contact: str, *, now: datetime) -> None:
    """Ask the force for a copy of the record or of the video; asking again changes nothing.

    Raises
    ------
    NotThere
        If the slip opens no stop.
    """
    stop = _stop(secret, now)
    CopyAsked.objects.bulk_create(
        [CopyAsked(stop=stop, of=of, contact=contact, asked_on=timezone.localdate(now))],
        ignore_conflicts=True,
    )
    _note(stop, "copy asked for", now)


def _note(stop: Stop, what: str, now: datetime) -> None:
    """Keep in the private log that something came from whoever has the slip."""
    whose = {"force": stop.force_id, "kind": OrganisationKind.FORCE}
    own = Organisation.objects.filter(**whose).first()
    audit.record(
        act=Act.COLLECTION,
        by="slip",
        organisation=reference(own) if own else "",
        subject=f"stop/{stop.pk}",
        now=now,
        details={"sent": what},
    )


def _stop(secret: bytes, now: datetime) -> Stop:
    stop = Stop.objects.filter(pk=receipt(secret, now).record).first()
    if stop is None:
        raise NotComplete
    return stop


def _place(version: Version) -> str:
    beside = getattr(version, "restricted", None)
    return str((beside.place or {}).get("name") or "") if beside else ""
