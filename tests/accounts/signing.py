"""The steps of signing in, as a browser sends them."""

from allauth.mfa.totp.internal.auth import TOTP
from django.http import HttpResponse
from django.test import Client

from accounts.cast import PASSWORD, SECRET, code
from evenhand.accounts.models import Person

ACCOUNT = "/workspace/account/"
SIGN_IN, CODE = f"{ACCOUNT}sign-in/", f"{ACCOUNT}second-step/code/"
WRONG = "The e-mail address or the password is not right"
WAIT = "There were too many tries"


def password(
    client: Client, email: str, typed: str = PASSWORD, address: str = "192.0.2.1", **more: str
) -> HttpResponse:
    sent = {"login": email, "password": typed, **more}
    return client.post(SIGN_IN, sent, REMOTE_ADDR=address)


def both_steps(client: Client, person: Person, **more: str) -> HttpResponse:
    """Sign in as a person does, with an app that was set up before."""
    TOTP.activate(person, SECRET)
    password(client, person.email, **more)
    return client.post(CODE, {"code": code()})
