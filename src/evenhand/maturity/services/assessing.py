"""Writes that say how mature something is: each follows the same organisation's one before."""

from contextlib import AbstractContextManager
from datetime import datetime

from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.services.writing import Who, written
from evenhand.ledger.services import append
from evenhand.maturity import models, selectors
from evenhand.maturity.errors import EditedMeanwhile, NotAllowed, UnknownReference
from evenhand.maturity.history import Assessed, View
from evenhand.maturity.permissions import signature
from evenhand.maturity.rules import allow
from evenhand.maturity.terms import Judgement
from evenhand.maturity.written import body
from evenhand.measures.words.messages import say


def assess(
    *,
    basis: models.Basis,
    standard: str,
    view: View,
    expected: int,
    said: Judgement,
    by: str,
    organisation: str,
    now: datetime,
) -> Assessed:
    """Say at which level a force stands by one standard. What was said before stays on record.

    Parameters
    ----------
    standard : the key of a standard of the framework that the force is assessed by now.
    expected : the number of the organisation's last assessment of it that the writer has seen; 0
        before the first. Where somebody else was faster, the writer is shown theirs.

    Raises
    ------
    EditedMeanwhile, NotAllowed, UnknownReference
        Nothing is written then.
    """
    with transaction.atomic():
        # Writers of one standard queue here, so that numbers follow each other.
        asked = models.Standard.objects.select_for_update().filter(
            framework=basis.framework_id, key=standard
        )
        row = asked.first()
        latest = selectors.basis(basis.force_id)
        if row is None:
            raise UnknownReference(say("The framework has no standard “{key}”.", key=standard))
        if latest is None or latest.pk != basis.pk:
            raise NotAllowed(say("The force is assessed by another framework now."))
        level = row.levels.filter(number=said.level).first()
        if level is None:
            raise UnknownReference(
                say("The framework has no level {number}.", number=str(said.level))
            )
        before = selectors.said_by(basis.force_id, row, organisation)
        if (before[-1].number if before else 0) != expected:
            meanwhile = [one for one in before if one.number > expected]
            raise EditedMeanwhile(_faster(), meanwhile)
        added = Assessed(expected + 1, view, said, now, by, organisation)
        allow(before, added, force=basis.organisation)
        _keep(basis, row, level, added)
    return added


def _faster() -> str:
    return say(
        "Somebody else of your organisation assessed this meanwhile. Look at their words first."
    )


def _keep(
    basis: models.Basis, standard: models.Standard, level: models.Level, added: Assessed
) -> None:
    made = models.Assessment.objects.create(
        force_id=basis.force_id,
        standard=standard,
        view=added.view,
        organisation=added.organisation,
        number=added.number,
        level=level,
        rationale=added.said.rationale,
        recorded_at=added.at,
        by=added.by,
    )
    for place, proof in enumerate(added.said.evidence):
        models.Evidence.objects.create(assessment=made, place=place, **proof.model_dump())
    append(
        kind=f"maturity-{added.view}",
        subject=selectors.subject(basis, standard.key),
        body=body(added),
        by=added.by,
        organisation=added.organisation,
        now=added.at,
    )


def assessed_by(
    acting: Acting, *, basis: models.Basis, standard: str, now: datetime
) -> AbstractContextManager[Who]:
    """Open the transaction of one assessment by somebody who has signed in, and give who it is.

    Raises
    ------
    MayNot
        If no role of theirs lets them give a view of this force, as things are at this moment.
    """
    return written(
        acting,
        signs=lambda again: signature(again, basis),
        subject=selectors.subject(basis, standard),
        step="assessed",
        now=now,
    )
