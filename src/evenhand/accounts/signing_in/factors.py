"""The second step of signing in: a code from an app, or a passkey."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from evenhand.accounts.models import Membership, Person
from evenhand.accounts.roles import Role, roles

STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_step(person: Person) -> bool:
    """Whether a password alone does not sign this person in; recovery codes alone do not count."""
    found: bool = Authenticator.objects.filter(user=person, type__in=STEPS).exists()
    return found


def must_have_second_step(person: Person, *, now: datetime) -> bool:
    """Whether any role of theirs, anywhere, writes or sees personal information."""
    held = Membership.objects.current(now).filter(person=person).values_list("role", flat=True)
    return any(roles().needs_second_step(Role(role)) for role in held)
