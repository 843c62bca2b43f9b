"""Whether a round of drand is what its network signed, with nothing but its public key.

A round's randomness is SHA-256 of a signature (BLS) that only enough of the network's members can
make together, and of which there is exactly one for each round: so nobody chooses it, and anybody
can check it without asking anyone.
"""

from dataclasses import dataclass
from hashlib import sha256

from evenhand.scrutiny.drawing.chains import QUICKNET, chain
from evenhand.scrutiny.drawing.errors import BadBeacon, CannotCheck

TAGS = {
    "bls-unchained-g1-rfc9380": b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_",
    "pedersen-bls-chained": b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_",
}
"""What separates the hashes of each scheme from everything else that is signed (RFC 9380)."""
SIZES = {"bls-unchained-g1-rfc9380": 48, "pedersen-bls-chained": 96}
"""Bytes of a signature of each scheme."""


@dataclass(frozen=True)
class Round:
    """What a network told in one of its rounds."""

    chain: str
    number: int
    signature: bytes
    previous: bytes = b""
    """The signature of the round before, where the scheme chains them."""

    @property
    def randomness(self) -> str:
        """What follows from the signature: 64 hexadecimal digits."""
        return sha256(self.signature).hexdigest()


def signed(told: Round) -> bool:
    """Tell whether a round's signature is its network's.

    Raises
    ------
    BadBeacon
        If the chain or the round does not exist, or a signature has another length.
    CannotCheck
        If the extra ``evenhand[beacon]`` is not installed.
    """
    network = chain(told.chain)
    network.time_of(told.number)
    chained = network.scheme == "pedersen-bls-chained"
    sizes = (len(told.signature), len(told.previous))
    if sizes != (SIZES[network.scheme], SIZES[network.scheme] if chained else 0):
        raise BadBeacon("The signature of the round has another length.")
    try:
        from py_arkworks_bls12381 import GT, G1Point, G2Point
    except ModuleNotFoundError as error:
        raise CannotCheck(
            "The round's signature was not checked: pip install 'evenhand[beacon]' does it."
        ) from error
    message = sha256(told.previous + told.number.to_bytes(8, "big")).digest()
    key, tag = bytes.fromhex(network.public_key), TAGS[network.scheme]
    try:
        if network is QUICKNET:
            signature = G1Point.from_compressed_bytes(told.signature)
            firsts = [signature, -G1Point.hash_to_curve(message, tag)]
            seconds = [G2Point(), G2Point.from_compressed_bytes(key)]
        else:
            firsts = [G1Point(), -G1Point.from_compressed_bytes(key)]
            hashed = G2Point.hash_to_curve(message, tag)
            seconds = [G2Point.from_compressed_bytes(told.signature), hashed]
    except ValueError:
        return False  # the bytes are no point of the curve's group
    return bool(GT.pairing_check(firsts, seconds))
