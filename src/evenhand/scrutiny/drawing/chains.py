"""The public chains of random numbers that a frame can name, and when each round is told.

drand's networks are run together by independent organisations; a round's number is known years
ahead, its value only when its time has come.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from evenhand.scrutiny.drawing.errors import BadBeacon

AHEAD = timedelta(minutes=10)
"""The least time between a frame that is fixed and the round that decides."""
FURTHEST = timedelta(days=366)
"""The most: a round that comes in years decides nothing."""


@dataclass(frozen=True)
class Chain:
    """A network of drand: its names, its key, and its clock."""

    name: str
    hash: str
    """What the network calls itself by, in hexadecimal."""
    public_key: str
    genesis: int
    """When its first round was told, in seconds since 1970."""
    period: int
    """Seconds from one round to the next."""
    scheme: str

    def time_of(self, number: int) -> datetime:
        """Return when a round is told.

        Raises
        ------
        BadBeacon
            If there is no such round.
        """
        if not 1 <= number < 2**40:
            raise BadBeacon(f"There is no round {number}.")
        return datetime.fromtimestamp(self.genesis + (number - 1) * self.period, tz=UTC)

    def first_after(self, moment: datetime) -> int:
        """Return the number of the first round that is told at a moment or later."""
        passed = moment - self.time_of(1)
        return max(1, -(-passed // timedelta(seconds=self.period)) + 1)


QUICKNET = Chain(
    name="quicknet",
    hash="52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
    public_key="83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3a"
    "c6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5"
    "a6e9c76a4bc09e76eae8991ef5ece45a",
    genesis=1692803367,
    period=3,
    scheme="bls-unchained-g1-rfc9380",
)
DEFAULT = Chain(
    name="default",
    hash="8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce",
    public_key="868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c729"
    "3784a9402801af31",
    genesis=1595431050,
    period=30,
    scheme="pedersen-bls-chained",
)
CHAINS = {chain.hash: chain for chain in (QUICKNET, DEFAULT)}


def chain(name: str) -> Chain:
    """Return the chain of a hash.

    Raises
    ------
    BadBeacon
        If no such chain is known here.
    """
    found = CHAINS.get(name)
    if found is None:
        raise BadBeacon(f"There is no chain {name[:80]!r} that draws can use.")
    return found
