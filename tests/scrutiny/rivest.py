"""Rivest's two samplers as he published them, for his own answers: nothing of ours is in them.

`sampler` of 2011 (people.csail.mit.edu/rivest/sampler.py) and `consistent_sampler` of 2018.
"""

from hashlib import sha256


def digest(text: object) -> str:
    """SHA-256 of what something is written as."""
    return sha256(str(text).encode()).hexdigest()


def ticket_2018(seed: object, one: object) -> str:
    """The number of a ticket: the digits of a hash, the last first, as a fraction."""
    return "0." + f"{int(digest(digest(seed) + str(one)), 16):064d}"[::-1]


def picks_2011(seed: str, count: int, total: int) -> list[int]:
    """So many numbers from 1 to a total, which may come twice: a hash, modulo the total."""
    return [int(digest(f"{seed},{n}"), 16) % total + 1 for n in range(1, count + 1)]
