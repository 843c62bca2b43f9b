"""How a step of a draw is written: by whom, after what, and said in the public ledger."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Person
from evenhand.accounts.services.checking import held
from evenhand.accounts.services.writing import Signature, written
from evenhand.ledger.kept import REDACTED
from evenhand.ledger.services import append
from evenhand.ledger.texts import plain
from evenhand.measures.words.messages import say
from evenhand.monitoring.history import SYSTEM
from evenhand.monitoring.written import one_way
from evenhand.scrutiny import models, standing
from evenhand.scrutiny.errors import Meanwhile, NotNow
from evenhand.scrutiny.permissions import signature
from evenhand.scrutiny.terms import Kind, Status

LONGEST = 5000
"""Characters of what a step says."""
SITE = Signature(SYSTEM, SYSTEM)


@dataclass(frozen=True)
class Hand:
    """Who takes a step of a draw, which is locked until the transaction ends."""

    draw: models.Draw
    acting: Acting
    signature: Signature
    now: datetime

    @property
    def person(self) -> Person:
        """Who it is, whom the public never reads."""
        return self.acting.person

    def step(self, kind: Kind, *, words: str = "", **data: Any) -> models.DrawStep:
        """Write the step, and its entry in the ledger."""
        return add(
            self.draw,
            kind,
            who=self.signature,
            now=self.now,
            words=words,
            data=data,
            person=self.person,
        )


@contextmanager
def taking(
    draw: models.Draw,
    kind: Kind,
    *,
    by: Acting,
    now: datetime,
    when: frozenset[Status] | None = None,
    expected: int | None = None,
    matters: frozenset[Kind] = frozenset(),
) -> Iterator[Hand]:
    """Open the transaction of one step, with the draw's row locked and the roles read again.

    Parameters
    ----------
    when : how the draw must stand for it.
    expected : the number of the last step that the writer has seen; not asked about without.
    matters : kinds of steps that the writer must have seen. Members score meanwhile, and what one
        of them does by themselves keeps nobody else from a step.

    Raises
    ------
    MayNot
        If no role of theirs allows it, as things are at this moment.
    NotNow
        If the draw stands otherwise.
    Meanwhile
        If somebody took such a step since; the page that the writer saw is out of date.
    """
    with written(
        by,
        signs=lambda one: signature(one, draw, kind),
        subject=standing.subject(draw),
        step=str(kind),
        now=now,
    ) as who:
        locked = models.Draw.objects.select_for_update(of=("self",)).get(pk=draw.pk)
        status = standing.status(locked)
        if when is not None and status not in when:
            raise NotNow(standing.why_not(status))
        if expected is not None:
            refuse_unseen(locked, expected, matters)
        again = held(by, now=now)
        yield Hand(locked, again, Signature(who["by"], who["organisation"]), now)


def refuse_unseen(draw: models.Draw, expected: int, matters: frozenset[Kind]) -> None:
    """Refuse a step of somebody who has not seen what was done meanwhile.

    Raises
    ------
    Meanwhile
    """
    later = models.DrawStep.objects.filter(draw=draw, number__gt=expected, kind__in=matters)
    if later.exists():
        raise Meanwhile(say("Somebody else took a step meanwhile. Look at theirs first."))


def add(
    draw: models.Draw,
    kind: Kind,
    *,
    who: Signature,
    now: datetime,
    words: str = "",
    data: Mapping[str, Any] | None = None,
    person: Person | None = None,
) -> models.DrawStep:
    """Write one step of a draw whose row is locked, and its entry in the ledger."""
    last = models.DrawStep.objects.filter(draw=draw).order_by("number").last()
    if last is not None and now < last.at:
        raise NotNow(say("A step comes after all that was recorded before it."))
    number, said = (last.number if last else 0) + 1, one_way(dict(data or {}))
    top = {"fingerprint": said["fingerprint"]} if "fingerprint" in said else {}
    entry = append(
        kind=f"draw-{kind}",
        subject=standing.subject(draw),
        body={"number": number, "words": words, "data": said, **top},
        by=who.by,
        organisation=who.organisation,
        now=now,
    )
    step = models.DrawStep.objects.create(
        draw=draw,
        number=number,
        kind=kind.value,
        at=now,
        by=who.by,
        organisation=who.organisation,
        words=words,
        data=said,
        leaf=bytes(entry.leaf).hex(),
    )
    if person is not None:
        models.DrawTaker.objects.create(step=step, person=person)
    return step


@contextmanager
def by_the_site(draw: models.Draw) -> Iterator[models.Draw]:
    """Open a transaction in which the site itself takes a step, with the draw's row locked."""
    with transaction.atomic():
        yield models.Draw.objects.select_for_update(of=("self",)).get(pk=draw.pk)


def public_words(words: str, *, longest: int = LONGEST) -> str:
    """Words that may be public, as they are kept.

    Raises
    ------
    NotNow
        If there are none, too many, or signs that nobody types.
    """
    try:
        plain(words)
    except ValueError as error:
        raise NotNow(str(error)) from error
    if not words.strip():
        raise NotNow(say("Say why, in words that may be public."))
    if words.strip() == REDACTED:
        raise NotNow(say("Nobody types the sign for words that were taken out."))
    if len(words) > longest:
        raise NotNow(say("Say it in at most {most} characters.", most=f"{longest:,}"))
    return words.strip()
