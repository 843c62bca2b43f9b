"""An officer's device as far as slips go: RFC 9474's halves that the server does not need."""

import secrets
from dataclasses import dataclass
from hashlib import sha384
from math import gcd

from evenhand.encounters.answering import tokens
from evenhand.encounters.answering.tokens import Token

HASH = 48


def mask(seed: bytes, length: int) -> bytes:
    """MGF1 with SHA-384."""
    parts = (sha384(seed + count.to_bytes(4)).digest() for count in range(length // HASH + 1))
    return b"".join(parts)[:length]


def encode(message: bytes, bits: int, salt: bytes) -> int:
    """EMSA-PSS-ENCODE of RFC 8017."""
    length = -(-bits // 8)
    hashed = sha384(bytes(8) + sha384(message).digest() + salt).digest()
    block = bytes(length - len(salt) - HASH - 2) + b"\x01" + salt
    mixed = bytes(a ^ b for a, b in zip(block, mask(hashed, len(block)), strict=True))
    first = mixed[0] & (0xFF >> (8 * length - bits))
    return int.from_bytes(bytes([first]) + mixed[1:] + hashed + b"\xbc")


def blind(n: int, e: int, message: bytes, salt: bytes, r: int) -> bytes:
    """Blind of RFC 9474."""
    blinded = encode(message, n.bit_length() - 1, salt) * pow(r, e, n) % n
    return blinded.to_bytes(-(-n.bit_length() // 8))


@dataclass(frozen=True)
class Waiting:
    """A token that waits for its signature."""

    key: bytes
    nonce: bytes
    n: int
    inverse: int
    blinded: bytes

    def finish(self, signed: bytes) -> Token:
        """Take the blinding away."""
        signature = int.from_bytes(signed) * self.inverse % self.n
        short = tokens.key_id(self.key)[: tokens.SHORT_ID]
        return Token(short, self.nonce, signature.to_bytes(tokens.BYTES))


def prepare(written: bytes) -> Waiting:
    """Make a token for a public key and hide it."""
    numbers = tokens.public_key(written).public_numbers()
    nonce, salt = secrets.token_bytes(tokens.NONCE), secrets.token_bytes(tokens.SALT)
    message = tokens.message(nonce, tokens.key_id(written))
    r = next(r for r in iter(lambda: secrets.randbelow(numbers.n), 0) if gcd(r, numbers.n) == 1)
    blinded = blind(numbers.n, numbers.e, message, salt, r)
    return Waiting(written, nonce, numbers.n, pow(r, -1, numbers.n), blinded)
