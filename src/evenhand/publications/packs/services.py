"""Writes: a pack is made before a meeting, made again where somebody asks, and put on paper."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction

from evenhand.ledger import selectors as ledger
from evenhand.ledger import services as log
from evenhand.ledger.agreeing import say_shown
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import SYSTEM
from evenhand.plan.history import Redaction
from evenhand.plan.written import marked
from evenhand.publications import comparing
from evenhand.publications.errors import NoPaper, NotReady
from evenhand.publications.making.fingerprint import digest
from evenhand.publications.models import Pack, PackPaper
from evenhand.publications.models.reports import NO_DIGEST
from evenhand.publications.packs import finding
from evenhand.publications.packs.changes import changes
from evenhand.publications.packs.content import content
from evenhand.publications.packs.paper import on_paper
from evenhand.scrutiny.models import Appointment
from evenhand.scrutiny.recommending.rules import refuse_words
from evenhand.scrutiny.visiting import selectors
from evenhand.scrutiny.visiting.steps import Status

PRINTS = (PackPaper.ORDINARY, PackPaper.LARGE)
BESIDE = ("version", "changed", "why")
"""What a version says of itself: two that differ in nothing else say the same."""


def make(
    *,
    meeting: Appointment,
    by: str,
    organisation: str,
    now: datetime,
    why: str = "",
    expected: int | None = None,
) -> Pack:
    """Make the pack of a meeting, frozen, with its entry in the public ledger.

    Parameters
    ----------
    why : why it is made again, in words that may be public; empty where it is made by itself.
    expected : the last version that the writer has seen; not asked where it is None.

    Raises
    ------
    NotReady
        If the meeting is not to come, a version came meanwhile, or nothing has changed.
    """
    with transaction.atomic():
        row = Appointment.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        one = selectors.visit_of(row, at=now)
        if one.now.what.visits or one.status is not Status.CALLED:
            raise NotReady(say("A data pack is made before a meeting that is to come."))
        if why:
            refuse_words(why)
        before = finding.latest(row)
        number = before.number + 1 if before else 1
        if expected is not None and expected != number - 1:
            raise NotReady(say("A version was made meanwhile. Look at it first."))
        said = _said(one, before, now=now, why=why.strip())
        pack: Pack = Pack.objects.create(
            meeting=row,
            number=number,
            content=said,
            digest=digest(said),
            made_at=now,
            made_by=by,
            organisation=organisation,
        )
        say_shown(comparing.of_pack(pack))
    return pack


def _said(one: selectors.Visit, before: Pack | None, *, now: datetime, why: str) -> dict[str, Any]:
    said = content(one, now=now)
    known = before is not None and not before.redacted
    if before is not None and known and _bare(before.content) == said:
        raise NotReady(say("Nothing has changed since the last version. It stays as it is."))
    return {
        **said,
        "version": before.number + 1 if before else 1,
        "changed": changes(before.content, said) if before is not None and known else [],
        "why": why,
    }


def _bare(said: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in said.items() if name not in BESIDE}


def due(*, now: datetime, days: int = finding.DAYS) -> list[Pack]:
    """Make every pack that is due; called twice it makes nothing twice."""
    made = []
    for one in finding.due(now=now, days=days):
        try:
            row = one.appointment
            made.append(make(meeting=row, by=SYSTEM, organisation=SYSTEM, now=now))
        except NotReady:  # called off, or made, since we looked
            continue
    return made


def print_all(*, address: str, now: datetime) -> tuple[int, str]:
    """Put every pack that lacks it on paper; return how many PDFs, and why one was not made."""
    done, trouble = 0, ""
    for pack in finding.without_paper():
        for name in PRINTS:
            try:
                done += put_on_paper(pack, name, address=address, now=now)
            except NoPaper as error:
                trouble = str(error)
    return done, trouble


def put_on_paper(pack: Pack, name: str, *, address: str, now: datetime) -> bool:
    """Make one PDF, outside of any transaction: it takes seconds. Whether it is new.

    Raises
    ------
    NoPaper
        If this machine cannot make it now. The page stands without it.
    """
    if finding.paper(pack, name) is not None:
        return False
    made = on_paper(pack, name, address=address)
    try:
        with transaction.atomic():
            paper = PackPaper.objects.create(
                pack=pack,
                print=name,
                content=made,
                size=len(made),
                sha256=sha256(made).hexdigest(),
                made_at=now,
            )
            say_shown(comparing.of_pack_paper(paper))
    except IntegrityError:  # somebody else made it meanwhile; the first one stays
        return False
    return True


def take_down(*, pack: Pack, why: str, by: str, organisation: str, now: datetime) -> None:
    """Empty a version in which words stand that the law does not allow; say so in the ledger.

    Raises
    ------
    NotReady
        If it was taken down already.
    """
    refuse_words(why)
    with transaction.atomic():
        row = Pack.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=pack.pk)
        if row.redacted:
            raise NotReady(say("This version was taken down already."))
        papers = list(PackPaper.objects.filter(pack=row))
        names = [row.reference, *(f"{row.reference}/{one.print}" for one in papers)]
        leaves = [one.leaf for name in names for one in ledger.history(name)]
        log.erase(leaves=leaves, why=why, by=by, organisation=organisation, now=now)
        log.append(
            kind="pack-taken-down",
            subject=row.reference,
            body={"leaves": leaves, "words": why},
            by=by,
            organisation=organisation,
            now=now,
        )
        mark = marked(Redaction(row.number, ("content", "digest"), now, by, organisation, why))
        Pack.objects.redact(row, mark, {"content": {}, "digest": NO_DIGEST})
        for one in papers:
            PackPaper.objects.redact(one, mark, {"content": b"", "sha256": NO_DIGEST})
