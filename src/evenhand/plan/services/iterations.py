"""A write of somebody who has signed in: the first or the next iteration of their force's plan."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import May, OrganisationKind
from evenhand.accounts.services.checking import still_may
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.plan import models, selectors
from evenhand.plan.errors import NotAllowed
from evenhand.plan.frameworks import example
from evenhand.plan.permissions import called
from evenhand.plan.quarters import Span
from evenhand.plan.services.opening import load_framework, open_plan


@transaction.atomic
def open_by(
    *,
    by: Acting,
    framework: models.Framework | None,
    title: str,
    columns: Sequence[Span],
    stale_after: int,
    expected: int,
    now: datetime,
) -> models.Plan:
    """Open an iteration; the one before stays at its address.

    Parameters
    ----------
    framework : a loaded one; None loads the example, which says that it is one.
    expected : the iteration that the writer has seen; 0 before the first.

    Raises
    ------
    MayNot
        If this person runs no force's plan.
    NotAllowed
        If another iteration was opened meanwhile, or the columns overlap.
    """
    by = still_may(by, May.CHANGE_PLAN, now=now)
    force = by.organisation.force
    if force is None or by.organisation.kind != OrganisationKind.FORCE:
        raise MayNot(say("Only a force has a plan."))
    before = selectors.plan(force.pk)
    if (before.iteration if before else 0) != expected:
        raise NotAllowed(_faster())
    name = before.organisation if before else str(by.organisation.name)
    role = called(by, May.CHANGE_PLAN)
    chosen = framework or load_framework(example(), by=role, organisation=name, now=now)
    try:
        with transaction.atomic():
            opened = open_plan(
                force_id=force.pk,
                framework=chosen,
                title=title,
                columns=columns,
                stale_after=stale_after,
                by=role,
                organisation=name,
                now=now,
            )
    except IntegrityError as error:  # two of them at the very same moment
        raise NotAllowed(_faster()) from error
    audit.record(
        act=Act.ALTERATION,
        by=reference(by.person),
        organisation=reference(by.organisation),
        subject=selectors.subject(opened),
        now=now,
        details={"step": "opened", "as": role},
    )
    return opened


def _faster() -> str:
    return say("Another iteration was opened meanwhile. Look at it first.")
