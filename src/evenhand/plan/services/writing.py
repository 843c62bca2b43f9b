"""How somebody who has signed in writes to a plan: asked again, named by role, kept in the log."""

from contextlib import AbstractContextManager
from datetime import datetime

from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import May
from evenhand.accounts.services.writing import Signature, Who, written
from evenhand.plan import models, selectors
from evenhand.plan.history import Kind
from evenhand.plan.permissions import needed, organisation_of


def written_by(
    acting: Acting,
    *,
    plan: models.Plan,
    kind: Kind,
    now: datetime,
    action: models.Action | None = None,
    workstream: str = "",
) -> AbstractContextManager[Who]:
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
    subject = selectors.subject(plan, action.key if action else "")

    def signs(acting: Acting) -> Signature | None:
        return signature(acting, plan=plan, kind=kind, action=action, workstream=workstream)

    return written(acting, signs=signs, subject=subject, step=str(kind), now=now)


def signature(
    acting: Acting,
    *,
    plan: models.Plan,
    kind: Kind,
    action: models.Action | None = None,
    workstream: str = "",
) -> Signature | None:
    """As whom somebody would write, as the public will read it; None where they may not."""
    stream = action.workstream.key if action else workstream
    what = selectors.assigned(acting, plan)
    permission = needed(
        acting,
        plan,
        kind,
        theirs=what.covers(workstream=stream, action=action.key if action else ""),
        led=bool(stream) and stream in what.workstreams,
    )
    if permission is None:
        return None
    by = _in_public(acting, plan, permission, stream, action)
    return Signature(by, organisation_of(acting, plan))


def _in_public(
    acting: Acting, plan: models.Plan, permission: May, stream: str, action: models.Action | None
) -> str:
    """The role in the words of the plan itself, where it has some."""
    if permission is May.CHANGE_WORKSTREAM:
        lead = models.Lead.objects.filter(plan=plan, workstream__key=stream).last()
        return str(lead.role) if lead else acting.called(permission)
    if permission in {May.UPDATE_ACTIONS, May.ADD_EVIDENCE} and action:
        promised = models.Promise.objects.filter(change__action=action).last()
        return str(promised.owner) if promised else acting.called(permission)
    return acting.called(permission)
