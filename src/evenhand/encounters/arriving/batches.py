"""What a device sends, read leniently: one entry that cannot be read spoils none beside it."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

from evenhand.measures.words.messages import say

MOST_RECORDS = 50
LARGEST_SEALED = 256 * 1024
"""Bytes of one sealed record: many times the longest that the rules allow."""
LONGEST_ID = 100
HIGHEST = 2**31 - 1
A_KEY = re.compile(r"[A-Za-z0-9._-]{1,200}")
AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class NotABatch(ValueError):
    """What was sent is no batch at all; the message says what is wrong."""


@dataclass(frozen=True)
class Entry:
    """One sealed record of a batch."""

    id: UUID
    sequence: int
    saved_at: datetime | None
    key: str
    sealed: bytes

    @cached_property
    def sha256(self) -> str:
        """Digest of the bytes as they came: the key's name, a line end, what was sealed."""
        return sha256(f"{self.key}\n".encode() + self.sealed).hexdigest()

    def aad(self, device: UUID) -> bytes:
        """What stands in clear beside the record, and is bound to it."""
        return f"{self.id}|{device}|{self.sequence}".encode()


@dataclass(frozen=True)
class Unreadable:
    """An entry that is no record: what it called itself, and what is wrong."""

    id: str
    words: str


@dataclass(frozen=True)
class Batch:
    """What a device sent at once.

    Attributes
    ----------
    unsent : how many records the device still held when it sent these, these among them.
    acknowledged : the highest number that we told the device we have; 0 where it did not say.
    sent_at : the device's clock when it sent them.
    """

    device: UUID
    entries: tuple[Entry | Unreadable, ...]
    unsent: int = 0
    acknowledged: int = 0
    sent_at: datetime | None = None


def read(raw: object) -> Batch:
    """Read a batch as it was sent.

    Raises
    ------
    NotABatch
        If it is none, names no device, or holds too many records.
    """
    raw = named(raw)
    records = raw.get("records")
    if not isinstance(records, list):
        raise NotABatch(say("“records” must be a list."))
    if len(records) > MOST_RECORDS:
        raise NotABatch(say("Send at most {most} records at once.", most=str(MOST_RECORDS)))
    return Batch(
        device=device(raw),
        entries=tuple(_entry(one) for one in records),
        unsent=number(raw, "unsent"),
        acknowledged=number(raw, "acknowledged"),
        sent_at=moment(raw.get("sent_at")),
    )


def named(raw: object) -> Mapping[str, Any]:
    """What was sent, if it is an object with named parts.

    Raises
    ------
    NotABatch
        If it is not.
    """
    if not isinstance(raw, Mapping):
        raise NotABatch(say("Send a JSON object."))
    return raw


def device(raw: Mapping[str, Any]) -> UUID:
    """Which device it says it is.

    Raises
    ------
    NotABatch
        If it does not say.
    """
    found = _id(raw.get("device_id"))
    if found is None:
        raise NotABatch(say("“device_id” must be the identity of the device, a UUID."))
    return found


def number(raw: Mapping[str, Any], name: str) -> int:
    """A count that a device says; what is none is 0: it must not cost a record."""
    return _number(raw.get(name)) or 0


def moment(raw: object) -> datetime | None:
    """A moment with its offset; what is none is not known."""
    try:
        found = datetime.fromisoformat(raw) if isinstance(raw, str) else None
        return found if found is not None and found.utcoffset() is not None else None
    except ValueError:
        return None


def _entry(raw: object) -> Entry | Unreadable:
    if not isinstance(raw, Mapping):
        return Unreadable("", say("A record must be a JSON object."))
    called = str(raw.get("id"))[:LONGEST_ID]
    identity, sequence = _id(raw.get("id")), _number(raw.get("sequence"))
    key, sealed = _key(raw.get("key")), _bytes(raw.get("sealed"))
    if identity is None:
        return Unreadable(called, say("“id” must be the identity of the record, a UUID."))
    if not sequence:
        return Unreadable(called, say("“sequence” must be the record’s number on its device."))
    if not key or not sealed:
        words = say("“sealed” must be the sealed record in base64url, and “key” name its key.")
        return Unreadable(called, words)
    if len(sealed) > LARGEST_SEALED:
        return Unreadable(called, say("The record is too large."))
    return Entry(identity, sequence, moment(raw.get("saved_at")), key, sealed)


def _key(raw: object) -> str:
    return raw if isinstance(raw, str) and A_KEY.fullmatch(raw) else ""


def _number(raw: object) -> int | None:
    if not isinstance(raw, int) or isinstance(raw, bool):
        return None
    return raw if 0 <= raw <= HIGHEST else None


def _id(raw: object) -> UUID | None:
    return UUID(raw) if isinstance(raw, str) and AN_ID.fullmatch(raw) else None


def _bytes(raw: object) -> bytes:
    """Read base64url, with its padding or without."""
    if not isinstance(raw, str) or "+" in raw or "/" in raw:
        return b""
    plain = raw.rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
