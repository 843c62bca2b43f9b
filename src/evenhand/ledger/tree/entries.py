"""What an entry's leaf is made of: a commitment that shows nothing without its nonce."""

import hashlib
import hmac
import json
import math
import secrets
from collections.abc import Mapping
from typing import Any

VERSION = b"\x01"
"""The first byte of every leaf: how the rest was made."""
MARKED = b"\x02"
"""The same for a leaf that ends in a mark, by which whoever has the nonce finds it among others."""
NONCE = 16
"""Bytes of a nonce: 128 random bits, so that nobody can guess what a leaf commits to."""
LEAF = len(VERSION) + hashlib.sha256().digest_size
"""Bytes of a leaf."""
MARK = 16
"""Bytes of a mark."""
MARKED_LEAF = LEAF + MARK
PLAINEST = frozenset({str, bool, type(None)})
"""Kinds of which everything can be written."""
LARGEST = 2**53 - 1
"""The largest whole number that every reader of JSON takes for the same number."""


class NotCanonical(ValueError):
    """A value has no single way to be written, so it cannot be committed to."""


def canonical(value: object) -> bytes:
    """Write a value as the one sequence of bytes that stands for it.

    This is RFC 8785 for what we allow: text, whole numbers, true, false, nothing, lists, and
    mappings whose keys are plain ASCII. Other numbers are refused: they have many forms.

    Raises
    ------
    NotCanonical
        If the value, or anything in it, is something else.
    """
    _refuse_others(value)
    return written(value)


def written(value: object) -> bytes:
    """Write a text, or what was found to be made of nothing else than :func:`canonical` allows.

    Raises
    ------
    NotCanonical
        If a text in it is not whole.
    """
    try:
        return _WRITER.encode(value).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical(f"This text is not whole: {error.reason}.") from error


_WRITER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
)


def _refuse_others(value: object) -> None:
    """Look through a value, which is most often made of the plainest kinds alone."""
    if type(value) in PLAINEST:
        return
    if isinstance(value, Mapping):
        for key, each in value.items():
            if not ((type(key) is str or isinstance(key, str)) and key.isascii()):
                raise NotCanonical(f"{key!r} cannot name a part of an entry: use ASCII letters.")
            if type(each) not in PLAINEST:
                _refuse_others(each)
    elif isinstance(value, list | tuple):
        for each in value:
            if type(each) not in PLAINEST:
                _refuse_others(each)
    elif isinstance(value, int):
        if not -LARGEST <= value <= LARGEST:
            raise NotCanonical(f"{value} is too large a number; write it as text.")
    elif not isinstance(value, str):
        hint = "write it as text" if isinstance(value, float) and math.isfinite(value) else "no"
        raise NotCanonical(f"{value!r} has no single way to be written ({hint}).")


def new_nonce() -> bytes:
    """Return random bytes for one entry; they stand beside it and are erased with it."""
    return secrets.token_bytes(NONCE)


def commit(nonce: bytes, content: Mapping[str, Any] | bytes) -> bytes:
    """Make the leaf of an entry: version, then HMAC-SHA-256 of its bytes under its nonce.

    Whoever has nonce and content can open the commitment. Without the nonce, a leaf does not say
    what it commits to, not even to somebody who tries every possible content.

    Parameters
    ----------
    content : what the entry says, or that in its bytes, as :func:`canonical` writes it.
    """
    text = content if isinstance(content, bytes) else canonical(content)
    return VERSION + hmac.digest(nonce, text, "sha256")


def commit_and_mark(nonce: bytes, content: Mapping[str, Any] | bytes) -> bytes:
    """Make a leaf that its owner can find with the nonce alone, without what it commits to.

    The mark says nothing to anybody else: it is as random as the commitment.
    """
    made = commit(nonce, content).removeprefix(VERSION)
    return MARKED + made + hmac.digest(nonce, b"evenhand receipt v1 mark", "sha256")[:MARK]


COMMITMENTS = {VERSION: commit, MARKED: commit_and_mark}
"""How a leaf is made, by its first byte."""
