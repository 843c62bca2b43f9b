"""Calling a meeting of a panel, and proposing a visit within its force."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from pydantic import ValidationError

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Organisation
from evenhand.accounts.roles import OrganisationKind
from evenhand.accounts.services.writing import Who, written
from evenhand.measures.words.messages import say
from evenhand.scrutiny.models import meetings as models
from evenhand.scrutiny.recommending.errors import NotAllowed, SaidAlready
from evenhand.scrutiny.recommending.rules import refuse_words
from evenhand.scrutiny.recommending.services.answering import first
from evenhand.scrutiny.visiting import permissions, selectors
from evenhand.scrutiny.visiting.rules import refuse_slot
from evenhand.scrutiny.visiting.services.writing import record
from evenhand.scrutiny.visiting.steps import Kind, Step, What
from evenhand.scrutiny.visiting.terms import Slot


@contextmanager
def called_by(acting: Acting, *, now: datetime) -> Iterator[Who]:
    """Open the transaction of calling one, and give who calls it: ``call(..., **who)``.

    Raises
    ------
    MayNot
        If no role of theirs allows it, as things are at this moment.
    """
    with written(
        acting,
        signs=permissions.calls,
        subject=f"panel/{acting.organisation.pk}",
        step=str(Kind.CALLED),
        now=now,
    ) as who:
        yield who


def call(
    *,
    panel: Organisation,
    what: What | str,
    slot: Slot | Mapping[str, Any],
    words: str,
    by: str,
    organisation: str,
    now: datetime,
) -> models.Appointment:
    """Call a meeting, or propose a visit, which the force then agrees to or declines.

    Parameters
    ----------
    words : what for, in words that may be public.

    Raises
    ------
    SaidAlready
        If the panel has one of this kind at that time: it was sent twice.
    NotAllowed
        With what is wrong.
    """
    try:
        wanted = What(what)
    except ValueError as error:
        raise NotAllowed(say("Choose a meeting or one of the visits.")) from error
    when = read_slot(slot)
    refuse_words(words)
    if refusal := refuse_slot(when, now):
        raise NotAllowed(refusal)
    with transaction.atomic():
        locked = Organisation.objects.select_for_update(of=("self",)).select_related("force")
        own = locked.get(pk=panel.pk)
        if own.kind != OrganisationKind.SCRUTINY_PANEL or own.force is None:
            raise NotAllowed(say("Only a scrutiny panel meets and visits here."))
        _refuse_twice(own, wanted, when, now)
        found = models.Appointment.objects.filter(panel=own).aggregate(last=Max("number"))
        row = models.Appointment.objects.create(
            panel=own,
            force=own.force,
            number=(found["last"] or 0) + 1,
            what=wanted,
            organisation=own.name,
            visited=own.force.name,
            called_at=now,
        )
        data = {"what": wanted.value, "slot": when.model_dump(mode="json")}
        record(row, Step(1, Kind.CALLED, now, by, organisation, words.strip(), data))
    return row


def read_slot(slot: Slot | Mapping[str, Any]) -> Slot:
    """When and where, checked.

    Raises
    ------
    NotAllowed
        With what is wrong.
    """
    try:
        return Slot.model_validate(slot)
    except ValidationError as error:
        raise NotAllowed(first(error)) from error


def _refuse_twice(panel: Organisation, what: What, slot: Slot, now: datetime) -> None:
    for one in selectors.visits(at=now, panels=[panel.pk], whats=[what]):
        if one.now.is_open and one.now.slot.starts == slot.starts:
            number = one.appointment.number
            raise SaidAlready(
                say("This was called already: it is number {number}.", number=str(number)), number
            )
