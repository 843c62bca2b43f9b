"""Records travel sealed to the public key of their force (HPKE, RFC 9180).

A phone holds only what it cannot read itself: who steals it finds nothing, and a password, passkey
or account that changed meanwhile loses nothing. The private keys lie in the site's key folder
(:mod:`evenhand.encounters.keys.files`).

The suite is DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM in base mode, because every browser
has these three. What is said in clear beside a record (its id, device and number) is bound to it by
HPKE's ``info``, where section 8.1 of the RFC puts it when each message has a context of its own.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from evenhand.encounters.keys import base64url
from evenhand.encounters.keys import files as key_files
from evenhand.encounters.keys.files import NoSuchKey

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
INFO = b"evenhand stop v1\n"
PURPOSE = "stops"
ID = 16  # letters of a key's id
WHEN = "%Y%m%dT%H%M%S%fZ"


class CannotUnseal(ValueError):
    """Not sealed to this key, or changed since, or said to be another record than it is."""


@dataclass(frozen=True)
class PublicKey:
    """What a device needs to seal for a force."""

    id: str
    jwk: Mapping[str, str]
    """The key as a JSON Web Key, as WebCrypto takes it."""


def new_key(force: str, *, now: datetime) -> PublicKey:
    """Make the key that devices of a force seal to from now on; those before still open.

    Parameters
    ----------
    force : the force's id.
    now : the later key is the one in use.
    """
    private = ec.generate_private_key(ec.SECP256R1())
    public = _public(private)
    key_files.add(PURPOSE, force, f"{now.astimezone(UTC).strftime(WHEN)}-{public.id}", private)
    return public


def public_key(force: str, *, now: datetime) -> PublicKey:
    """Return the key that devices of a force seal to: the latest.

    A site that only this machine can reach makes the first one; a site in service never does.

    Raises
    ------
    NoSuchKey
        If the force has none.
    """
    there = key_files.names(PURPOSE, force)
    if not there:
        key_files.refuse_unless_local()
        return new_key(force, now=now)
    return _public(_private(force, there[-1]))


def private_key(force: str, key_id: str) -> ec.EllipticCurvePrivateKey:
    """Return the private key that opens what was sealed to a public one, however old.

    Raises
    ------
    NoSuchKey
        If the force never had it, or its file is gone. The record must then be kept as it is.
    """
    for name in key_files.names(PURPOSE, force):
        if name.partition("-")[2] == key_id:
            return _private(force, name)
    raise NoSuchKey(f"No key of {force} has the id “{key_id[:ID]}”.")


def seal(jwk: Mapping[str, str], plaintext: bytes, *, aad: bytes) -> bytes:
    """Seal as a device does: 65 bytes of key, then the ciphertext, 16 bytes longer than the text.

    Parameters
    ----------
    jwk : the force's public key.
    aad : what is said in clear beside it: ``id|device|number``.
    """
    point = b"\x04" + base64url.read(jwk["x"]) + base64url.read(jwk["y"])
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    return SUITE.encrypt(plaintext, public, INFO + aad)


def unseal(private: ec.EllipticCurvePrivateKey, sealed: bytes, *, aad: bytes) -> bytes:
    """Open what a device sealed.

    Parameters
    ----------
    private : what :func:`private_key` gave.
    sealed : as :func:`seal` made it.
    aad : what is said beside it; said otherwise, it does not open.

    Raises
    ------
    CannotUnseal
        If any of the three do not belong together.
    """
    try:
        return SUITE.decrypt(sealed, private, INFO + aad)
    except (InvalidTag, ValueError) as error:
        raise CannotUnseal("This was not sealed to this key as this record.") from error


def _private(force: str, name: str) -> ec.EllipticCurvePrivateKey:
    key = key_files.load(PURPOSE, force, name)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise NoSuchKey(f"The key “{name}” of {force} is not one that opens records.")
    return key


@lru_cache(maxsize=64)
def _public(private: ec.EllipticCurvePrivateKey) -> PublicKey:
    """The public half; its id is the start of its thumbprint as RFC 7638 has it."""
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    jwk = {
        "crv": "P-256",
        "kty": "EC",
        "x": base64url.write(point[1:33]),
        "y": base64url.write(point[33:]),
    }
    thumbprint = sha256(json.dumps(jwk, separators=(",", ":"), sort_keys=True).encode())
    return PublicKey(thumbprint.hexdigest()[:ID], jwk)
