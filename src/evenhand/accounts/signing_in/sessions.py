"""Sessions: how long they last, which there are, and ending them."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest

from evenhand.accounts.models import Person
from evenhand.accounts.noting import note
from evenhand.audit.models import Act

LONGEST = timedelta(hours=12)
"""A shift; then even a busy person signs in again."""
IDLE = timedelta(hours=1)
FRESH = timedelta(minutes=10)
"""For so long after signing in, what guards the account can be changed without asking again."""
NOTED_EACH = timedelta(minutes=5)
"""How often a session writes down that it is in use."""
BEGAN, SEEN = "signed_in_at", "seen_at"


def end_if_old(request: HttpRequest, *, now: datetime) -> None:
    """Sign out a session that has lasted too long or has not been used for an hour."""
    person, session = request.user, request.session
    if not isinstance(person, Person):
        return
    moment = now.timestamp()
    began, seen = session.setdefault(BEGAN, moment), session.setdefault(SEEN, moment)
    if moment - began > LONGEST.total_seconds() or moment - seen > IDLE.total_seconds():
        note(Act.SIGN_OUT, by=None, subject=person, now=now)
        logout(request)
    elif moment - seen > NOTED_EACH.total_seconds():
        session[SEEN] = moment


def is_fresh(request: HttpRequest, *, now: datetime) -> bool:
    """Whether the person signed in, with all steps, within the last few minutes."""
    began = request.session.get(BEGAN)
    return began is not None and now.timestamp() - began < FRESH.total_seconds()


def of(person: Person) -> list[UserSession]:
    """The sessions in which a person is signed in now, the latest first."""
    found: list[UserSession] = UserSession.objects.purge_and_list(person)
    return sorted(found, key=lambda one: one.created_at, reverse=True)


@transaction.atomic
def end(*, by: Person, now: datetime, number: int | None = None) -> int:
    """End one of a person's sessions, or all of them; say how many.

    Parameters
    ----------
    number : the session's; None for all. Another person's is not there and stays as it is.
    """
    found = UserSession.objects.filter(user=by)
    ended = [one for one in found if number is None or one.pk == number]
    for one in ended:
        one.end()
        note(Act.SIGN_OUT, by=by, subject=by, now=now)
    return len(ended)
