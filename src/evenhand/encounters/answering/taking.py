"""An answer arrives: its slip is used up, and what it says waits, sealed."""

from collections.abc import Mapping
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction

from evenhand.encounters.answering import questions, scopes, tokens
from evenhand.encounters.answering.tokens import NotAToken, Token
from evenhand.encounters.keys import sealing
from evenhand.encounters.models.answers import Answer, TokenKey


class Closed(ValueError):
    """The quarter of this slip takes no more answers."""


def key_of(text: str, *, now: datetime) -> tuple[Token, TokenKey]:
    """Find the slip that stands in an address, and the key that signed it.

    It is not said whether it was used: whoever kept a copy would learn that somebody answered.

    Raises
    ------
    NotAToken
        If we never signed it.
    Closed
        If its time is over.
    """
    token = Token.parse(text)
    for key in TokenKey.objects.filter(pk__startswith=token.key.hex()):
        if tokens.check(token, bytes(key.public)):
            if now >= scopes.closes(key.quarter):
                raise Closed("This slip takes no more answers.")
            return token, key
    raise NotAToken("This is not a slip of ours.")


def take(text: str, *, answer: Mapping[str, str], now: datetime) -> None:
    """Keep what somebody answers, once for each slip; what comes later with it changes nothing.

    Whether this was the first is told to nobody.

    Parameters
    ----------
    text : the slip, as it stands in the address.
    answer : a choice for each question that was not left out.

    Raises
    ------
    NotAToken, Closed
        As :func:`key_of`.
    NotAnAnswer
        If a choice was not offered.
    """
    token, key = key_of(text, now=now)
    box = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes(key.box))
    sealed = sealing.SUITE.encrypt(questions.write(answer), box, about(key.pk))
    with transaction.atomic():
        Answer.objects.bulk_create(
            [Answer(token=token.digest.hex(), key=key.pk, sealed=sealed)], ignore_conflicts=True
        )


def about(key: str) -> bytes:
    """What a sealed answer is bound to: its key, so that it cannot be moved to another scope."""
    return b"evenhand answer v1\n" + key.encode()
