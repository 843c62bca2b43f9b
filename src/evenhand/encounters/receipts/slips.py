"""The secret of a slip: how it is written, and what is made of it.

The device makes 16 random bytes for one stop. They are on the slip and nowhere else. The service
gets two things that are made of them and do not lead back: a digest, to find the stop when the slip
is shown, and a nonce, with which the stop's entry in the log is committed to. Whoever has the slip
can make both again. docs/explanation/receipts.md says why.
"""

import hmac
import re
from dataclasses import dataclass

SECRET = 16
"""Bytes of a secret: 128 random bits."""
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that is taken for another, or for a number."""
LENGTH, CHECK_BITS, GROUP = 28, 12, 4
"""Letters of a code; of its 140 bits the last 12 find a typing mistake."""
NAMED = "evenhand receipt v1 "
HEX_DIGEST, HEX_NONCE = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{32}")


class NotACode(ValueError):
    """What was typed is not the code of a slip: something is missing or mistyped."""


@dataclass(frozen=True)
class Slip:
    """What the service keeps of a slip."""

    secret_digest: str
    nonce: bytes


def sent(raw: object) -> Slip | None:
    """Read what a device sent of a slip; nothing where it sent none, or something else.

    A stop is never refused for it: then it has no receipt.
    """
    if not isinstance(raw, dict):
        return None
    digest, nonce = raw.get("secret_digest"), raw.get("nonce")
    if not (isinstance(digest, str) and HEX_DIGEST.fullmatch(digest)):
        return None
    if not (isinstance(nonce, str) and HEX_NONCE.fullmatch(nonce)):
        return None
    return Slip(digest, bytes.fromhex(nonce))


def of(secret: bytes) -> Slip:
    """Make of a secret what the service keeps."""
    return Slip(_made(secret, "digest").hex(), _made(secret, "nonce")[:SECRET])


def nonce_of_entry(nonce: bytes, number: int) -> bytes:
    """Return the nonce of a stop's entry in the log, the first being number 0."""
    return _made(nonce, f"entry {number}")[:SECRET] if number else nonce


def code(secret: bytes) -> str:
    """Write a secret as the code that stands in the address of its page."""
    number = int.from_bytes(secret, "big") << CHECK_BITS | _check(secret)
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))


def spelled(code: str) -> str:
    """Write a code for somebody to read aloud or type: capitals in groups of four."""
    groups = (code[at : at + GROUP] for at in range(0, len(code), GROUP))
    return "-".join(groups).upper()


def read(text: str) -> bytes:
    """Read a code as somebody typed it: in any case, with or without hyphens and spaces.

    Raises
    ------
    NotACode
        If it is not one, or a letter of it is wrong.
    """
    plain = re.sub(r"[\s-]", "", text[:200]).lower().replace("o", "0")
    plain = re.sub("[il]", "1", plain)
    if len(plain) != LENGTH or set(plain) - set(ALPHABET):
        raise NotACode
    number = 0
    for letter in plain:
        number = number << 5 | ALPHABET.index(letter)
    secret = (number >> CHECK_BITS).to_bytes(SECRET, "big")
    if number & (1 << CHECK_BITS) - 1 != _check(secret):
        raise NotACode
    return secret


def _check(secret: bytes) -> int:
    return int.from_bytes(_made(secret, "check")[:2], "big") >> 16 - CHECK_BITS


def _made(key: bytes, what: str) -> bytes:
    return hmac.digest(key, f"{NAMED}{what}".encode(), "sha256")
