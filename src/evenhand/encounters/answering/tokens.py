"""Slips that nobody can tell apart: blind RSA (RFC 9474), as in Privacy Pass (RFC 9578).

An officer's device makes a token, hides it in a random number and asks us to sign what it shows.
We sign without seeing it; the device takes the number away and has a token with our signature,
which we have never met. When somebody answers with it, the signature proves that we made it, and
nothing tells for whom. The only thing that it says is which key signed it.

Here are the halves that a server needs: signing blind and checking. The suite is
RSABSSA-SHA384-PSS-Deterministic with 2,048 bits, which is token type 2.
"""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from math import gcd

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from evenhand.encounters.keys import base64url

TYPE = (2).to_bytes(2)
BITS, BYTES = 2048, 256
SALT = 48
NONCE, SHORT_ID = 32, 4
PADDING = PSS(mgf=MGF1(SHA384()), salt_length=SALT)
ISSUER = b"evenhand"
CHALLENGE = TYPE + len(ISSUER).to_bytes(2) + ISSUER + bytes(1) + bytes(2)
"""RFC 9577's TokenChallenge: who issues; a context or origin would tell tokens apart."""
CHALLENGE_DIGEST = sha256(CHALLENGE).digest()
# SubjectPublicKeyInfo of RSASSA-PSS with SHA-384, MGF1 with SHA-384 and 48 bytes of salt: RFC 9578
# names keys by the digest of this form, and cryptography writes only the plain one.
PLAIN_PREFIX = bytes.fromhex("30820122300d06092a864886f70d01010105000382010f00")
PSS_PREFIX = bytes.fromhex(
    "30820152303d06092a864886f70d01010a3030a00d300b0609608648016503040202"
    "a11a301806092a864886f70d010108300b0609608648016503040202a2030201300382010f00"
)


class NotAToken(ValueError):
    """Nothing that a device of ours could have made."""


@dataclass(frozen=True)
class Token:
    """What somebody answers with: a random number, our signature, and which key signed."""

    key: bytes
    """The first four bytes of the key's id."""
    nonce: bytes
    signature: bytes

    @property
    def digest(self) -> bytes:
        """What is kept of it once it is used. From this the token cannot be made again."""
        return sha256(self.key + self.nonce).digest()

    def __str__(self) -> str:
        """The form in which it stands in an address."""
        return base64url.write(self.key + self.nonce + self.signature)

    @classmethod
    def parse(cls, text: str) -> "Token":
        """Read it from an address.

        Raises
        ------
        NotAToken
            If it cannot be one. There is one way to write each token, and no other is read.
        """
        try:
            raw = base64url.read(text)
        except ValueError as error:
            raise NotAToken("This is not a token.") from error
        if len(raw) != SHORT_ID + NONCE + BYTES:
            raise NotAToken("This is not a token.")
        return cls(raw[:SHORT_ID], raw[SHORT_ID : SHORT_ID + NONCE], raw[SHORT_ID + NONCE :])


def new_key() -> RSAPrivateKey:
    """Make a key that signs tokens."""
    return generate(public_exponent=65537, key_size=BITS)


def public_bytes(key: RSAPublicKey) -> bytes:
    """Write a public key as RFC 9578 names it: an RSASSA-PSS key with its parameters."""
    plain = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if not plain.startswith(PLAIN_PREFIX):
        raise ValueError(f"A key of tokens has {BITS} bits.")
    return PSS_PREFIX + plain.removeprefix(PLAIN_PREFIX)


def public_key(written: bytes) -> RSAPublicKey:
    """Read what :func:`public_bytes` wrote."""
    if not written.startswith(PSS_PREFIX):
        raise ValueError("This is not the public key of tokens.")
    key = load_der_public_key(PLAIN_PREFIX + written.removeprefix(PSS_PREFIX))
    if not isinstance(key, RSAPublicKey):
        raise TypeError("This is not the public key of tokens.")
    return key


def key_id(written: bytes) -> bytes:
    """Name a public key: 32 bytes, which every token that it signs commits to."""
    return sha256(written).digest()


def sign_blind(private: RSAPrivateKey, blinded: bytes) -> bytes:
    """Sign what a device shows, which says nothing of the token inside (BlindSign, section 4.3).

    Parameters
    ----------
    blinded : as long as the key. It is itself hidden once more while we work, so that the time
        it takes says nothing of the key.

    Raises
    ------
    NotAToken
        If it is no number below the key's.
    """
    numbers = private.private_numbers()
    n, e = numbers.public_numbers.n, numbers.public_numbers.e
    message = int.from_bytes(blinded)
    if len(blinded) != _length(n) or message >= n:
        raise NotAToken("This is not a blinded token.")
    mask = _coprime(n)
    hidden = message * pow(mask, e, n) % n
    # By its two primes, which is four times as fast as by their product.
    of_p, of_q = pow(hidden, numbers.dmp1, numbers.p), pow(hidden, numbers.dmq1, numbers.q)
    signed = of_q + numbers.q * ((of_p - of_q) * numbers.iqmp % numbers.p)
    signature = signed * pow(mask, -1, n) % n
    if pow(signature, e, n) != message:  # a fault here would give the key away
        raise ArithmeticError("The signature is not right: this machine made a mistake.")
    return signature.to_bytes(len(blinded))


def check(token: Token, written: bytes) -> bool:
    """Tell whether a key signed a token.

    Parameters
    ----------
    written : the public key, as :func:`public_bytes` wrote it.
    """
    name = key_id(written)
    if not name.startswith(token.key):
        return False
    try:
        public_key(written).verify(token.signature, message(token.nonce, name), PADDING, SHA384())
    except InvalidSignature:
        return False
    return True


def message(nonce: bytes, key: bytes, challenge: bytes = CHALLENGE_DIGEST) -> bytes:
    """Put together what the signature of a token is of (RFC 9578, section 6.1)."""
    return TYPE + nonce + challenge + key


def _length(n: int) -> int:
    return (n.bit_length() + 7) // 8


def _coprime(n: int) -> int:
    while True:
        found = secrets.randbelow(n - 2) + 2
        if gcd(found, n) == 1:
            return found
