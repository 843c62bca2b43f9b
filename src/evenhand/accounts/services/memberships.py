"""Writes: roles that change or end."""

from datetime import datetime

from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot, NotHere
from evenhand.accounts.models import Membership
from evenhand.accounts.noting import note
from evenhand.accounts.roles import May, Role
from evenhand.accounts.services.checking import may_give, still_may
from evenhand.accounts.services.setting_up import give_role
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say


@transaction.atomic
def end(*, number: int, by: Acting, now: datetime, why: str = "") -> Membership:
    """End a membership of the organisation; one that has ended stays as it is.

    Raises
    ------
    MayNot
        If the person's own role does not allow it, or it is their own.
    NotHere
        If there is no such membership in their organisation.
    """
    by = still_may(by, May.CHANGE_PEOPLE, now=now)
    held = _held(number, by)
    if held.ended_at is not None:
        return held
    may_give(by, Role(held.role))
    return _end(held, by=by, now=now, why=why)


@transaction.atomic
def change_role(*, number: int, role: Role, by: Acting, now: datetime, why: str = "") -> Membership:
    """End a membership and give another role in its place, for as long as the first would last.

    Asking again for what was done gives the role that the person has now.

    Raises
    ------
    MayNot, NotHere
        As :func:`end` does.
    WrongRole
        If the person acting may not give the old or the new role.
    AlreadyThere
        If the person holds the new role as well.
    """
    by = still_may(by, May.CHANGE_PEOPLE, now=now)
    held = _held(number, by)
    if held.ended_at is not None:
        raise NotHere(say("This role has ended. Look at the list again."))
    if held.role == role:
        return held
    may_give(by, Role(held.role))
    may_give(by, role)
    until = held.expires_at if held.expires_at > now else None
    _end(held, by=by, now=now, why=why)
    return give_role(
        person=held.person,
        organisation=by.organisation,
        role=role,
        by=by.person,
        now=now,
        until=until,
    )


def _held(number: int, by: Acting) -> Membership:
    found = Membership.objects.select_for_update(of=("self",)).select_related("person")
    held = found.filter(pk=number, organisation=by.organisation).first()
    if held is None:
        raise NotHere(say("There is no such person in your organisation."))
    if held.person_id == by.person.pk:
        raise MayNot(say("Nobody changes or ends their own role. Ask another administrator."))
    return held


def _end(held: Membership, *, by: Acting, now: datetime, why: str) -> Membership:
    held.ended_at, held.ended_by, held.why_ended = max(now, held.starts_at), by.person, why
    held.save(update_fields=["ended_at", "ended_by", "why_ended"])
    note(
        Act.ACCESS,
        by=by.person,
        organisation=by.organisation,
        subject=held.person,
        why=why,
        now=now,
        details={"ended": held.role},
    )
    return held
