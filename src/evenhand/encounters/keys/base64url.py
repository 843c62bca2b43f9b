"""Bytes as text for JSON and addresses: the base64 of RFC 4648, section 5, without padding."""

import base64
import binascii


def write(raw: bytes) -> str:
    """Write bytes."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read(text: str) -> bytes:
    """Read what :func:`write` wrote.

    Raises
    ------
    ValueError
        If it is anything else. There is one way to write each, and no other is read.
    """
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("This is not base64url.") from error
    if write(raw) != text:
        raise ValueError("This is not the way to write these bytes.")
    return raw
