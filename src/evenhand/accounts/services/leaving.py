"""Writes of those who run the site: closing an account, and letting somebody start anew."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from evenhand.accounts.models import Membership, Person
from evenhand.accounts.noting import note
from evenhand.accounts.signing_in import sessions
from evenhand.audit.models import Act


@transaction.atomic
def close(*, person: Person, now: datetime, why: str = "") -> int:
    """End every role and every session of a person, who cannot sign in any more; say how many.

    What they did stays, with their name. Closing twice closes once.
    """
    held = Membership.objects.select_for_update().filter(person=person, ended_at__isnull=True)
    ended = 0
    for one in held:
        one.ended_at, one.why_ended = max(now, one.starts_at), why
        one.save(update_fields=["ended_at", "why_ended"])
        ended += 1
    if person.is_active:
        person.is_active = False
        person.save(update_fields=["is_active"])
        note(Act.ACCESS, by=None, subject=person, now=now, why=why, details={"closed": ended})
    sessions.end(by=person, now=now)
    return ended


@transaction.atomic
def forget_second_step(*, person: Person, now: datetime, why: str = "") -> None:
    """Let a person who lost phone, keys and codes set up a new second step.

    Whoever asks for it must have been seen or known by who does it: this is the one way past a
    second step. Every session ends, and the person is told by mail.
    """
    Authenticator.objects.filter(user=person).delete()
    sessions.end(by=person, now=now)
    details = {"changed": "second step forgotten"}
    note(Act.ACCESS, by=None, subject=person, now=now, why=why, details=details)
