"""How somebody who has signed in writes to a plan: asked again, named by role, kept in the log."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypedDict

from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import May
from evenhand.accounts.services.checking import held
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.plan import models, selectors
from evenhand.plan.history import Kind
from evenhand.plan.permissions import called, needed, organisation_of


class Who(TypedDict):
    """Who writes, as the public reads it, and when: what every service of the plan takes."""

    by: str
    organisation: str
    now: datetime


@contextmanager
def written_by(
    acting: Acting,
    *,
    plan: models.Plan,
    kind: Kind,
    now: datetime,
    action: models.Action | None = None,
    workstream: str = "",
) -> Iterator[Who]:
    """Open the transaction of one write, and give who writes it.

    Inside, the memberships are read again and held: a role or an assignment that ended while a page
    was open allows nothing. The private log keeps who it was; the public reads the role.

    Parameters
    ----------
    kind : the step; for anything that concerns the whole plan, :attr:`Kind.PROMISED`.
    action : the action that it changes, if it is there already.
    workstream : of a new action, the key of its workstream; empty for the whole plan.

    Raises
    ------
    MayNot
        If no role of theirs allows it, as things are at this moment.
    """
    with transaction.atomic():
        stream = action.workstream.key if action else workstream
        acting = held(acting, now=now)
        what = selectors.assigned(acting, plan)
        permission = needed(
            acting,
            plan,
            kind,
            theirs=what.covers(workstream=stream, action=action.key if action else ""),
            led=bool(stream) and stream in what.workstreams,
        )
        if permission is None:
            raise MayNot(say("Your role does not allow this."))
        who = Who(
            by=_in_public(acting, plan, permission, stream, action),
            organisation=organisation_of(acting, plan),
            now=now,
        )
        yield who
        audit.record(
            act=Act.ALTERATION,
            by=reference(acting.person),
            organisation=reference(acting.organisation),
            subject=selectors.subject(plan, action.key if action else ""),
            now=now,
            details={"step": str(kind), "as": who["by"]},
        )


def _in_public(
    acting: Acting, plan: models.Plan, permission: May, stream: str, action: models.Action | None
) -> str:
    """The role in the words of the plan itself, where it has some."""
    if permission is May.CHANGE_WORKSTREAM:
        lead = models.Lead.objects.filter(plan=plan, workstream__key=stream).last()
        return str(lead.role) if lead else called(acting, permission)
    if permission in {May.UPDATE_ACTIONS, May.ADD_EVIDENCE} and action:
        promised = models.Promise.objects.filter(change__action=action).last()
        return str(promised.owner) if promised else called(acting, permission)
    return called(acting, permission)
