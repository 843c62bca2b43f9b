"""Writes: invitations. What is in the link is told once, to the address; only its hash is kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import AlreadyThere, NotHere, NotOpen
from evenhand.accounts.models import Invitation, Membership, Organisation, Person
from evenhand.accounts.noting import note
from evenhand.accounts.roles import May, Role
from evenhand.accounts.selectors import invitation as find
from evenhand.accounts.services.checking import access_until, may_give, role_fits, still_may
from evenhand.accounts.services.setting_up import add_person, give_role
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say

OPEN_FOR = timedelta(days=7)
SECRET_BYTES = 32  # 256 random bits


@dataclass(frozen=True)
class Sent:
    """An invitation and what its link carries; the second is never seen again."""

    invitation: Invitation
    secret: str


@transaction.atomic
def invite(
    *, email: str, role: Role, by: Acting, now: datetime, until: datetime | None = None
) -> Sent:
    """Offer a role in the organisation that the person acts for.

    Raises
    ------
    MayNot, WrongRole
        If the person's own role does not allow it.
    AlreadyThere
        If that address has the role, or has an offer of it that is still open.
    """
    by = still_may(by, May.INVITE_PEOPLE, now=now)
    may_give(by, role)
    return offer(
        email=email,
        organisation=by.organisation,
        role=role,
        by=by.person,
        now=now,
        until=until,
    )


@transaction.atomic
def offer(
    *,
    email: str,
    organisation: Organisation,
    role: Role,
    by: Person | None,
    now: datetime,
    until: datetime | None = None,
) -> Sent:
    """Offer a role in any organisation: what who runs the site can do from the command line."""
    role_fits(role, organisation)
    address = email.strip().lower()
    held = Membership.objects.current(now).filter(organisation=organisation, role=role)
    if held.filter(person__email=address).exists():
        raise AlreadyThere(say("{email} already has this role.", email=address))
    same = Invitation.objects.filter(email=address, organisation=organisation, role=role)
    waiting = same.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    waiting.filter(expires_at__lte=now).update(withdrawn_at=now)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    try:
        with transaction.atomic():
            made = Invitation.objects.create(
                secret_hash=hashlib.sha256(secret.encode()).hexdigest(),
                email=address,
                organisation=organisation,
                role=role,
                access_until=access_until(until, now=now),
                invited_by=by,
                invited_at=now,
                expires_at=now + OPEN_FOR,
            )
    except IntegrityError:
        raise AlreadyThere(
            say("{email} has an invitation to this role that is still open.", email=address)
        ) from None
    _note(made, by, now, "invited")
    return Sent(made, secret)


@transaction.atomic
def withdraw(*, number: int, by: Acting, now: datetime) -> Invitation:
    """Take an invitation of the organisation back; one that is taken back stays so.

    Raises
    ------
    NotHere
        If there is no such open invitation in the organisation.
    """
    by = still_may(by, May.INVITE_PEOPLE, now=now)
    found = Invitation.objects.select_for_update().filter(
        pk=number, organisation=by.organisation, accepted_at__isnull=True
    )
    made = found.first()
    if made is None:
        raise NotHere(say("There is no such invitation in your organisation."))
    if made.withdrawn_at is None:
        may_give(by, Role(made.role))
        made.withdrawn_at = now
        made.save(update_fields=["withdrawn_at"])
        _note(made, by.person, now, "invitation taken back")
    return made


@transaction.atomic
def accept(
    *,
    secret: str,
    by: Person | None,
    now: datetime,
    name: str = "",
    password: str = "",
) -> Membership:
    """Take an invitation up: once, by the person of its address.

    Parameters
    ----------
    by : who is signed in; None makes a new person of the invitation's address.
    name, password : of the new person; forms check them.

    Raises
    ------
    NotOpen
        If it cannot be used any more, or is for another address.
    AlreadyThere
        If a person of this address exists and is not signed in, or has the role.
    """
    made = find(secret, now=now)
    made = Invitation.objects.select_for_update().get(pk=made.pk)
    if made.accepted_at is not None or made.withdrawn_at is not None:
        raise NotOpen(say("This invitation can no longer be used."))
    if by is not None and by.email != made.email:
        raise NotOpen(say("This invitation is for another e-mail address."))
    if by is None and Person.objects.filter(email=made.email).exists():
        raise AlreadyThere(say("Sign in first, then open the invitation again."))
    person = by or add_person(email=made.email, name=name, password=password, now=now)
    made.accepted_at, made.accepted_by = now, person
    made.save(update_fields=["accepted_at", "accepted_by"])
    return give_role(
        person=person,
        organisation=made.organisation,
        role=Role(made.role),
        by=made.invited_by,
        now=now,
        until=made.access_until,
    )


def _note(made: Invitation, by: Person | None, now: datetime, what: str) -> None:
    note(
        Act.ACCESS,
        by=by,
        organisation=made.organisation,
        subject=made,
        now=now,
        details={what: made.role},
    )
