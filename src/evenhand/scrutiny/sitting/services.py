"""Writes: what a panel asks of members, in public; how each stands, for the panel alone."""

from datetime import date, datetime

from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Membership, Organisation, Person
from evenhand.accounts.noting import note
from evenhand.accounts.roles import May
from evenhand.accounts.services.checking import still_may
from evenhand.accounts.services.writing import Signature, written
from evenhand.audit.models import Act
from evenhand.ledger.services import append
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.scrutiny import models
from evenhand.scrutiny.errors import NotHere, NotNow
from evenhand.scrutiny.permissions import is_panel
from evenhand.scrutiny.services.writing import public_words
from evenhand.scrutiny.sitting.members import SITTING
from evenhand.scrutiny.sitting.terms import Training, Vetting

YEARS_AT_MOST = 10
TERMS = "panel-terms"
"""The kind of entry, in the ledger."""


def signs_terms(by: Acting) -> Signature | None:
    """What the public reads of who says what a panel asks: its chair; None where they may not."""
    if not (is_panel(by.organisation) and by.may(May.RUN_PANEL)):
        return None
    return Signature(by.called(May.RUN_PANEL), str(by.organisation.name))


def subject(panel: str) -> str:
    """What the public ledger calls a panel."""
    return f"panel/{panel}"


def set_terms(
    *, vetting: bool, training: bool, words: str, by: Acting, now: datetime
) -> models.PanelTerms:
    """Say what a panel asks of its members before they open a case, and why, in public.

    Raises
    ------
    MayNot
    NotNow
        If there are no words, or it asks for just that already.
    """
    said = public_words(words)
    where = subject(by.organisation.pk)
    with written(by, signs=signs_terms, subject=where, step=TERMS, now=now) as who:
        own = Organisation.objects.select_for_update(of=("self",)).get(pk=by.organisation.pk)
        last = models.PanelTerms.objects.filter(panel=own).order_by("number").last()
        if last is not None and (last.vetting, last.training) == (vetting, training):
            raise NotNow(say("Your panel asks for just that already."))
        row: models.PanelTerms = models.PanelTerms.objects.create(
            panel=own,
            number=(last.number if last else 0) + 1,
            vetting=vetting,
            training=training,
            words=said,
            at=now,
            by=who["by"],
            organisation=who["organisation"],
        )
        append(kind=TERMS, subject=where, body=body(row), **who)
    return row


def body(row: models.PanelTerms) -> dict[str, object]:
    """What the public ledger has of the terms of a panel."""
    return {
        "number": row.number,
        "vetting": row.vetting,
        "training": row.training,
        "words": row.words,
    }


@transaction.atomic
def keep(
    *,
    person: Person,
    training: Training | str,
    trained_until: date | None,
    vetting: Vetting | str,
    vetted_until: date | None,
    by: Acting,
    now: datetime,
) -> models.Readiness:
    """Keep how a member's training and vetting stand: no content, and no refusal.

    Raises
    ------
    MayNot
        If no role of theirs allows it.
    NotHere
        If the person does not sit on the panel now.
    NotNow
        If it is their own, or a day is missing or long past.
    """
    by = still_may(by, May.CHANGE_PEOPLE, now=now)
    if not is_panel(by.organisation):
        raise NotHere(say("Only a scrutiny panel keeps this of its members."))
    if person.pk == by.person.pk:
        raise NotNow(say("Nobody keeps their own. Ask the other of chair and administrator."))
    panel = Organisation.objects.select_for_update(of=("self",)).get(pk=by.organisation.pk)
    held = Membership.objects.current(now).filter(organisation=panel, role__in=SITTING)
    if not held.filter(person=person).exists():
        raise NotHere(say("This person does not sit on your panel now."))
    said = {
        "training": Training(training),
        "trained_until": _until(trained_until, now, needed=Training(training) is Training.DONE),
        "vetting": Vetting(vetting),
        "vetted_until": _until(vetted_until, now, needed=Vetting(vetting) is Vetting.HELD),
    }
    last = models.Readiness.objects.filter(panel=panel, person=person).order_by("number").last()
    row: models.Readiness = models.Readiness.objects.create(
        panel=panel,
        person=person,
        number=(last.number if last else 0) + 1,
        at=now,
        by=by.person,
        **said,
    )
    note(
        Act.ALTERATION,
        by=by.person,
        organisation=panel,
        subject=person,
        now=now,
        details={"changed": "status of training and vetting"},
    )
    return row


def _until(day: date | None, now: datetime, *, needed: bool) -> date | None:
    """Until when it holds; no day where it is not done or held.

    Raises
    ------
    NotNow
        If a day is missing, over, or further off than any such thing lasts.
    """
    if not needed:
        return None
    today = day_of(now)
    if day is None:
        raise NotNow(say("Say until which day it holds."))
    if not today <= day <= today.replace(year=today.year + YEARS_AT_MOST, day=1):
        raise NotNow(
            say("Say a day from today on, within {years} years.", years=str(YEARS_AT_MOST))
        )
    return day
