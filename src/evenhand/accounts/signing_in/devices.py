"""Devices that somebody has signed in from: a stranger’s wrong guesses do not shut them out.

After a sign-in the browser keeps a signed number. Wrong passwords are counted for that browser, or,
from browsers without one, for the network address and for all of them together. A stranger who
guesses fills those counts and not the owner's (OWASP calls it “device cookies”).
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from evenhand.accounts.models import Person

SALT = "evenhand.accounts.device"
KEPT = 180 * 24 * 60 * 60  # seconds; half a year without signing in makes a device unknown again


def number(request: HttpRequest, email: str) -> str | None:
    """The number of this browser, if the person of the address signed in from it before."""
    try:
        said = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=KEPT
        )
    except signing.BadSignature:
        return None
    return str(said["number"]) if said["of"] == _of(email) else None


def _of(email: str) -> str:
    """Stand for an address without naming it: only this site can tell whose it is."""
    return salted_hmac(SALT, email.lower(), algorithm="sha256").hexdigest()


def remember(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Make the browser keep its number; it gets a new one the first time."""
    kept = number(request, person.email) or secrets.token_hex(16)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps({"of": _of(person.email), "number": kept}, salt=SALT),
        max_age=KEPT,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
