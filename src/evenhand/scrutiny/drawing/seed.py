"""The seed of a draw: made of what was fixed before, and of what nobody could know then."""

import re
from hashlib import sha256

from evenhand.scrutiny.drawing.errors import BadBeacon, RollsDiffer
from evenhand.scrutiny.drawing.tickets import lengths

SEED = b"evenhand draw v1 seed"
ROLLS = 20
"""Rolls of a ten-sided die: 66 bits, more than anybody can prepare for."""
DIGITS = re.compile(rf"[0-9]{{{ROLLS}}}")
RANDOMNESS = re.compile(r"[0-9a-f]{64}")


def seed(checkpoint: bytes, beacon: bytes) -> bytes:
    """Return the seed: SHA-256 of the checkpoint that holds the frame, and of the beacon.

    Parameters
    ----------
    checkpoint : the text of the log's checkpoint as it stood with the frame's entry last: origin,
        size (the entry's position and one) and root, each with a new line. No other will do: from
        several that hold the frame, somebody could pick one when the beacon is known.
    beacon : :func:`dice` or :func:`randomness`, in the letters that they are written in.
    """
    return sha256(lengths(SEED, checkpoint, beacon)).digest()


def dice(panel: str, force: str) -> bytes:
    """Return the beacon of twenty rolls that the panel and the force typed each for itself.

    Spaces between the digits are left out, as people type them in groups.

    Raises
    ------
    RollsDiffer
        If they typed different rolls: nothing is drawn, and nothing is rolled again, until both
        have typed what lay on the table.
    BadBeacon
        If one of them did not type twenty digits.
    """
    typed = ["".join(one.split()) for one in (panel, force)]
    for who, rolls in zip(("panel", "force"), typed, strict=True):
        if not DIGITS.fullmatch(rolls):
            raise BadBeacon(f"The {who} has not typed {ROLLS} digits from 0 to 9.")
    if typed[0] != typed[1]:
        at = next(n for n, (a, b) in enumerate(zip(*typed, strict=True), 1) if a != b)
        raise RollsDiffer(f"The panel and the force typed different rolls, first at roll {at}.")
    return typed[0].encode()


def randomness(value: str) -> bytes:
    """Return the beacon of a round: its randomness, as 64 hexadecimal digits.

    Raises
    ------
    BadBeacon
        If it is anything else.
    """
    if not RANDOMNESS.fullmatch(value):
        raise BadBeacon("The randomness of a round is 64 hexadecimal digits.")
    return value.encode()
