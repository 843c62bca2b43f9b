"""Secrets in the links of our mails: nothing in the database lets anybody make one.

A follower's row holds a random handle; the link holds the handle and a signature made with the
site's own secret. Who reads the database lacks the second, who knows the site's secret the first.
"""

import secrets
from enum import StrEnum

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.http import urlencode

HANDLE = 16  # random bytes: 128 bits


class Way(StrEnum):
    """What a link is for; one made for the first does not open the second."""

    CONFIRM = "confirm"
    STOP = "stop"


def new_handle() -> str:
    """A handle that nobody can guess."""
    return secrets.token_hex(HANDLE)


def secret(handle: str, way: Way) -> str:
    """What the link of a follower carries."""
    return _signer(way).sign(handle)


def handle_of(text: str, way: Way) -> str | None:
    """The handle that a link carries, if we made the link, and made it for this."""
    try:
        return _signer(way).unsign(text)
    except BadSignature:
        return None


def _signer(way: Way) -> Signer:
    return Signer(sep=".", salt=f"evenhand.following.{way}")


def absolute(path: str) -> str:
    """An address that a mail can hold: at the site's own public address, whoever asked for it."""
    return f"{settings.PUBLIC_ADDRESS or settings.LOCAL_ADDRESS}{path}"


def link(handle: str, way: Way) -> str:
    """The address that a mail gives a follower."""
    question = urlencode({"secret": secret(handle, way)})
    return absolute(f"{reverse(f'follow-{way}')}?{question}")
