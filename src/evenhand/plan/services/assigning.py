"""Writes: who leads which workstream of a plan and who does which action, in the workspace.

The public reads roles, from the plan itself; this says which person may write as that role.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import AlreadyThere, MayNot, NotHere, WrongRole
from evenhand.accounts.models import Membership
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import May, Role
from evenhand.accounts.services.checking import held
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.plan import models, selectors
from evenhand.plan.permissions import is_force_of

LEADS, DOES = Role.WORKSTREAM_LEAD, Role.ACTION_OWNER


@transaction.atomic
def assign(
    *,
    plan: models.Plan,
    membership: int,
    by: Acting,
    now: datetime,
    workstream: str = "",
    action: str = "",
) -> models.Assignment:
    """Let a member of the force lead a workstream or do an action: one of the two.

    Raises
    ------
    MayNot
        If whoever asks runs neither the plan nor the workstream that it is about.
    NotHere
        If there is no such member, workstream or action.
    WrongRole
        If the member's role is not the one that does this.
    AlreadyThere
        If it is theirs already.
    """
    what = _what(plan, workstream=workstream, action=action)
    by = _who_may(by, plan, what, now=now)
    member = _member(by, membership, now=now)
    if member.role != (LEADS if what.action is None else DOES):
        raise WrongRole(
            say("Only a workstream lead leads a workstream. Give the role first.")
            if what.action is None
            else say("Only an action owner does an action. Give the role first.")
        )
    what.membership, what.given_at, what.given_by = member, now, by.person
    try:
        with transaction.atomic():
            what.save()
    except IntegrityError:
        raise AlreadyThere(say("{name} has this already.", name=member.person.name)) from None
    _note(what, by, now, "given")
    return what


@transaction.atomic
def end_assignment(*, number: int, plan: models.Plan, by: Acting, now: datetime) -> None:
    """End what :func:`assign` began; ending it again changes nothing.

    Raises
    ------
    MayNot, NotHere
    """
    rows = models.Assignment.objects.select_for_update(of=("self",)).filter(plan=plan, pk=number)
    found: models.Assignment | None = rows.select_related(
        "workstream", "action__workstream"
    ).first()
    if found is None:
        raise NotHere(say("There is no such assignment in your plan."))
    by = _who_may(by, plan, found, now=now)
    if found.ended_at is None:
        found.ended_at, found.ended_by = max(now, found.given_at), by.person
        found.save(update_fields=["ended_at", "ended_by"])
        _note(found, by, now, "ended")


def _what(plan: models.Plan, *, workstream: str, action: str) -> models.Assignment:
    if bool(workstream) is bool(action):
        raise NotHere(say("Choose a workstream or an action."))
    stream = plan.framework.workstreams.filter(key=workstream).first() if workstream else None
    one = models.Action.objects.filter(plan=plan, key=action).first() if action else None
    if stream is None and one is None:
        raise NotHere(say("There is no such workstream or action in your plan."))
    return models.Assignment(plan=plan, workstream=stream, action=one)


def _who_may(by: Acting, plan: models.Plan, what: models.Assignment, *, now: datetime) -> Acting:
    by = held(by, now=now)
    if is_force_of(by, plan):
        if by.may(May.CHANGE_PLAN):
            return by
        led = selectors.assigned(by, plan).workstreams
        if what.action and by.may(May.CHANGE_WORKSTREAM) and what.action.workstream.key in led:
            return by
    raise MayNot(say("Your role does not allow this."))


def _member(by: Acting, number: int, *, now: datetime) -> Membership:
    current = Membership.objects.select_for_update(of=("self",)).current(now)
    found = current.filter(pk=number, organisation=by.organisation).select_related("person")
    member = found.first()
    if member is None:
        raise NotHere(say("There is no such person in your organisation."))
    return member


def _note(what: models.Assignment, by: Acting, now: datetime, done: str) -> None:
    part = f"workstreams/{what.workstream.key}" if what.workstream else ""
    key = what.action.key if what.action else part
    audit.record(
        act=Act.ACCESS,
        by=reference(by.person),
        organisation=reference(by.organisation),
        subject=reference(what.membership),
        now=now,
        details={"assignment": done, "of": selectors.subject(what.plan, key)},
    )
