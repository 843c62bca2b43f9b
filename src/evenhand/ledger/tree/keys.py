"""Keys of logs and witnesses, in the text form of C2SP signed-note."""

import base64
import binascii
import os
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PRIVATE = "PRIVATE+KEY+"


class Kind(IntEnum):
    """What a key signs: the number that the standard gives it."""

    LOG = 1
    """A note's text, with Ed25519."""
    WITNESS = 4
    """A checkpoint and the time at which it was seen (cosignature/v1)."""


class NotAKey(ValueError):
    """Text is not a key, or not the kind that is needed."""


@dataclass(frozen=True)
class VerifierKey:
    """The public half: whose it is, what it signs, and 32 bytes."""

    name: str
    kind: Kind
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that stand before its signatures."""
        return _id(self.name, self.kind, self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_base64(bytes([self.kind]) + self.public)}"

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Tell whether this key signed the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Read the form ``name+id+key``.

        Raises
        ------
        NotAKey
            If it is not that, or its id is not that of the key.
        """
        name, kind, public = _parts(text.strip())
        key = cls(name, kind, public)
        _refuse_other_id(key, text)
        return key


@dataclass(frozen=True)
class SigningKey:
    """The secret half. Whoever has it can sign; nobody else should."""

    name: str
    kind: Kind
    seed: bytes = field(repr=False)

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return VerifierKey(self.name, self.kind, public)

    def sign(self, message: bytes) -> bytes:
        """Sign a message with Ed25519: 64 bytes, the same every time."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)

    def secret_text(self) -> str:
        """Return the form in which it is kept in a file."""
        secret = _base64(bytes([self.kind]) + self.seed)
        return f"{PRIVATE}{self.name}+{self.verifier.id.hex()}+{secret}"

    @classmethod
    def new(cls, name: str, kind: Kind) -> "SigningKey":
        """Make a key that nobody has seen before."""
        if not name or "+" in name or any(letter.isspace() for letter in name):
            raise NotAKey(f"“{name}” cannot name a key: leave out spaces and plus signs.")
        return cls(name, kind, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> "SigningKey":
        """Read the form in which it is kept.

        Raises
        ------
        NotAKey
            If it is none. The sentence never repeats the text.
        """
        text = text.strip()
        if not text.startswith(PRIVATE):
            raise NotAKey(f"This is not a signing key: it does not begin with {PRIVATE}.")
        name, kind, seed = _parts(text.removeprefix(PRIVATE))
        key = cls(name, kind, seed)
        _refuse_other_id(key.verifier, text.removeprefix(PRIVATE))
        return key


def keep(file: Path, text: str) -> None:
    """Write secret keys into a new file that only its owner can read.

    Raises
    ------
    FileExistsError
        If the file is there already: a key is never overwritten.
    """
    whole = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    try:
        os.link(whole, file)  # all of it or nothing, and never over another
    finally:
        whole.unlink()


def _parts(text: str) -> tuple[str, Kind, bytes]:
    name, _plus, rest = text.partition("+")
    _id_text, _plus, encoded = rest.partition("+")
    try:
        raw = base64.b64decode(encoded, validate=True)
        kind = Kind(raw[0])
    except (binascii.Error, IndexError, ValueError) as error:
        raise NotAKey("This is not a key of a log or a witness.") from error
    if not name or len(raw) != 33 or any(letter.isspace() for letter in name):
        raise NotAKey("This is not a key of a log or a witness.")
    return name, kind, raw[1:]


def _refuse_other_id(key: VerifierKey, text: str) -> None:
    said = text.partition("+")[2].partition("+")[0]
    if said != key.id.hex():
        raise NotAKey(f"The key of {key.name} does not have the id {said[:8]}: it was mistyped.")


def _id(name: str, kind: Kind, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
