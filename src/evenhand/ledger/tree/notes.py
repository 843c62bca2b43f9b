"""Signed statements as text: notes, checkpoints and cosignatures (C2SP)."""

import base64
import binascii
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from evenhand.ledger.tree.keys import Kind, SigningKey, VerifierKey

DASH = "\N{EM DASH} "
MOST_SIGNATURES = 64
"""More lines than any checkpoint has witnesses: a longer note is refused unread."""
NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
ROOT = 32


class NotANote(ValueError):
    """Text is not a signed note, or not a checkpoint."""


@dataclass(frozen=True)
class Signature:
    """One line under a note: who, the id of the key, and the bytes."""

    name: str
    id: bytes
    raw: bytes

    def __str__(self) -> str:
        return f"{DASH}{self.name} {base64.b64encode(self.id + self.raw).decode()}"


@dataclass(frozen=True)
class Note:
    """Text, ending in a new line, and signatures under it. Believe none of it unchecked."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return self.text + "\n" + "".join(f"{each}\n" for each in self.signatures)

    def signed(self, key: SigningKey, now: datetime | None = None) -> "Note":
        """Return the same with one more signature; a witness's says when.

        Raises
        ------
        ValueError
            If a witness signs without the time.
        """
        time = b""
        if key.kind == Kind.WITNESS:
            if now is None:
                raise ValueError("A witness says when it saw a checkpoint.")
            time = int(now.timestamp()).to_bytes(8, "big")
        made = Signature(key.name, key.verifier.id, time + key.sign(_message(self.text, time)))
        others = [each for each in self.signatures if (each.name, each.id) != (made.name, made.id)]
        return replace(self, signatures=(*others, made))

    def verified(self, key: VerifierKey) -> Signature | None:
        """Return the signature of a key, if it is there and right."""
        timed = 8 if key.kind == Kind.WITNESS else 0
        for each in self.signatures:
            if (each.name, each.id) == (key.name, key.id) and len(each.raw) == timed + 64:
                time, signature = each.raw[:timed], each.raw[timed:]
                return each if key.signed(_message(self.text, time), signature) else None
        return None

    @classmethod
    def parse(cls, text: str) -> "Note":
        """Read a signed note.

        Raises
        ------
        NotANote
            If it has another form.
        """
        body, blank, rest = text.rpartition("\n\n")
        lines = rest.split("\n")
        if not blank or lines.pop() or not lines or len(lines) > MOST_SIGNATURES:
            raise NotANote("This is not a signed note: text, a blank line, then signatures.")
        if any(ord(letter) < 32 and letter != "\n" for letter in text):
            raise NotANote("A signed note holds no control characters.")
        return cls(f"{body}\n", tuple(_signature(line) for line in lines))


@dataclass(frozen=True)
class Checkpoint:
    """The state of a log: whose, how many entries, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read the text of a checkpoint; what a log adds after the root is left out.

        Raises
        ------
        NotANote
            If it has another form.
        """
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() or not all(lines) or not NUMBER.fullmatch(lines[1]):
            raise NotANote("This is not a checkpoint: origin, size and root, a line each.")
        return cls(lines[0], int(lines[1]), decoded(lines[2], ROOT))


def cosigned_at(signature: Signature) -> datetime:
    """Return when a witness says it saw the checkpoint."""
    return datetime.fromtimestamp(int.from_bytes(signature.raw[:8], "big"), tz=UTC)


def decoded(text: str, size: int) -> bytes:
    """Read so many bytes in base64.

    Raises
    ------
    NotANote
        If the text is anything else.
    """
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotANote("A hash is not written in base64.") from error
    if len(raw) != size or base64.b64encode(raw).decode() != text:
        raise NotANote("A hash is not written in base64, or has another length.")
    return raw


def _signature(line: str) -> Signature:
    name, _space, encoded = line.removeprefix(DASH).partition(" ")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotANote("A signature is not written in base64.") from error
    if not line.startswith(DASH) or not name or "+" in name or len(raw) <= 4:
        raise NotANote("A line under the note is not a signature.")
    return Signature(name, raw[:4], raw[4:])


def _message(text: str, time: bytes) -> bytes:
    if not time:
        return text.encode()
    return f"cosignature/v1\ntime {int.from_bytes(time, 'big')}\n{text}".encode()
