"""Erasing who a person is, as the law lets them ask: what holds the record names nobody."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import CannotErase, MayNot, NotHere
from evenhand.accounts.models import NOBODY as NO_NAME
from evenhand.accounts.models import NOWHERE, Invitation, Membership, Person
from evenhand.accounts.noting import NOBODY, note, reference
from evenhand.accounts.roles import May, Role
from evenhand.accounts.services.checking import still_may
from evenhand.accounts.signing_in import sessions
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say

Forget = Callable[[Person, datetime], None]
_ALSO: list[Forget] = []


def also(forget: Forget) -> Forget:
    """Let another app erase, in the same transaction, what it holds about a person.

    It is called before the name and the address are gone.
    """
    _ALSO.append(forget)
    return forget


@dataclass(frozen=True)
class Erased:
    """What an erasure did: how many entries of the private log went, or until when they stay."""

    entries: int
    log_kept_until: date | None


@transaction.atomic
def erase(
    *,
    person: Person,
    why: str,
    by: Acting | None,
    now: datetime,
    keep_log_until: date | None = None,
) -> Erased:
    """Erase who a person is: name, address, password, second steps, sessions, links, invitations.

    Their roles end. Rows that hold the record together stay, and name an “erased person”. What the
    private log says was done to them, or by them to themselves, goes at once or after a day that is
    named; what they did to others stays, under a number. The public ledger never held their name.

    Parameters
    ----------
    by : an administrator of the only organisation that the person acts for; None for who runs the
        site.
    keep_log_until : the law may ask to keep the log for a while; None erases it now.

    Raises
    ------
    MayNot, NotHere
        If it is not theirs to do.
    CannotErase
        If there is no reason, or it names the person; if nobody else could look after an
        organisation; or if it was done before.
    """
    if by is not None:
        by = still_may(by, May.ERASE_PEOPLE, now=now)
        _is_theirs(person, by, now)
    person = Person.objects.select_for_update().get(pk=person.pk)
    _can_be(person, why, now, keep_log_until)
    for forget in _ALSO:
        forget(person, now)
    _end_access(person, by, now)
    invitations = _let_go_of_invitations(person, now)
    for held in (Authenticator, EmailAddress, SocialAccount, UserSession):
        held.objects.filter(user=person).delete()
    person.name = f"{NO_NAME} {person.pk}"
    person.email = f"{person.pk}{NOWHERE}"
    person.is_active, person.last_login, person.erased_at = False, None, now
    person.log_kept_until = keep_log_until
    person.set_unusable_password()
    person.save()
    entries = 0 if keep_log_until else _erase_log(person, invitations, why=why, by=by, now=now)
    until = {"log kept until": keep_log_until.isoformat()} if keep_log_until else {}
    note(
        Act.ERASURE,
        by=by.person if by else None,
        organisation=by.organisation if by else None,
        subject=person,
        now=now,
        why=why,
        details={"entries": entries, **until},
    )
    return Erased(entries, keep_log_until)


@transaction.atomic
def erase_logs_that_are_due(*, now: datetime) -> int:
    """Erase what the log says of erased people, where it had to be kept and need not any more.

    Returns
    -------
    How many people's.
    """
    due = Person.objects.select_for_update().filter(
        log_kept_until__lt=timezone.localdate(now), erased_at__isnull=False
    )
    why = say("The day until which it had to be kept has passed.")
    people = list(due)
    for person in people:
        taken = Invitation.objects.filter(accepted_by=person)
        _erase_log(person, [reference(one) for one in taken], why=why, by=None, now=now)
        person.log_kept_until = None
        person.save(update_fields=["log_kept_until"])
    return len(people)


def _is_theirs(person: Person, by: Acting, now: datetime) -> None:
    """An administrator erases people of the own organisation who act for no other."""
    held = Membership.objects.filter(person=person)
    if not held.filter(organisation=by.organisation).exists():
        raise NotHere(say("There is no such person in your organisation."))
    if person.pk == by.person.pk:
        raise MayNot(say("Nobody erases themselves. Ask another administrator."))
    if held.current(now).exclude(organisation=by.organisation).exists():
        raise CannotErase(
            say("They act for another organisation too. Ask who runs this site to erase them.")
        )


def _can_be(person: Person, why: str, now: datetime, keep_log_until: date | None) -> None:
    if person.erased_at is not None:
        raise CannotErase(say("This person was erased before."))
    if not why.strip():
        raise CannotErase(say("Enter why they are erased."))
    said = why.casefold()
    if person.email in said or re.search(rf"\b{re.escape(person.name.casefold())}\b", said):
        raise CannotErase(say("The reason stays. Do not name the person in it."))
    if keep_log_until and keep_log_until < timezone.localdate(now):
        raise CannotErase(say("The log can be kept until today or later."))
    running = Membership.objects.select_for_update(of=("self",)).current(now)
    for one in running.filter(person=person, role=Role.ADMINISTRATOR):
        others = Membership.objects.select_for_update(of=("self",)).current(now)
        others = others.filter(organisation=one.organisation_id, role=Role.ADMINISTRATOR)
        if not list(others.exclude(person=person)):
            raise CannotErase(
                say(
                    "They are the last administrator of {organisation}. Make somebody else one "
                    "first.",
                    organisation=one.organisation.name,
                )
            )


def _end_access(person: Person, by: Acting | None, now: datetime) -> None:
    """End what is open; why earlier roles ended may tell who they are, and goes."""
    sessions.end(by=person, now=now)
    for one in Membership.objects.select_for_update().filter(person=person):
        if one.ended_at is None:
            one.ended_at, one.ended_by = max(now, one.starts_at), by.person if by else None
        one.why_ended = ""
        one.save(update_fields=["ended_at", "ended_by", "why_ended"])


def _let_go_of_invitations(person: Person, now: datetime) -> list[str]:
    """Take the address out of every invitation to it; give what the log calls them."""
    sent = Invitation.objects.select_for_update().filter(email=person.email)
    taken = Invitation.objects.select_for_update().filter(accepted_by=person)
    found = {one.pk: one for one in (*sent, *taken)}
    for one in found.values():
        one.email = f"invited-{one.pk}{NOWHERE}"
        if one.accepted_at is None and one.withdrawn_at is None:
            one.withdrawn_at = now
        one.save(update_fields=["email", "withdrawn_at"])
    return [reference(one) for one in found.values()]


def _erase_log(
    person: Person, invitations: list[str], *, why: str, by: Acting | None, now: datetime
) -> int:
    memberships = [reference(one) for one in Membership.objects.filter(person=person)]
    return audit.erase(
        subjects=[reference(person), *memberships, *invitations],
        why=why,
        by=reference(by.person) if by else NOBODY,
        organisation=reference(by.organisation) if by else "",
        now=now,
    )
