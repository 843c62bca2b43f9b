"""Who is drawn: each position has a ticket, a number made of the seed; the smallest come first.

This is Ronald Rivest's consistent sampling: a ticket depends on nothing but the seed, the frame's
fingerprint and its own position, so that whoever steps in was in line from the beginning. Here the
bytes that are hashed are written down: each part with its length, so that no two lists of parts
give the same bytes.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from evenhand.scrutiny.drawing.frame import Frame

TICKET = b"evenhand draw v1 ticket"
"""What the tickets of this version begin with; another version would draw others."""
Id = TypeVar("Id")


def lengths(*parts: bytes) -> bytes:
    """Write parts one after the other, each as a netstring: its length, a colon, it, a comma."""
    return b"".join(b"%d:%s," % (len(part), part) for part in parts)


def ticket(seed: bytes, fingerprint: str, position: int) -> bytes:
    """Return the ticket of a position: 32 bytes, of which the smallest are drawn.

    Parameters
    ----------
    seed : 32 bytes, as :func:`evenhand.scrutiny.drawing.seed.seed` makes them.
    fingerprint : of the frame, so that two draws with one seed have nothing to do with each other.
    """
    parts = (TICKET, seed.hex().encode(), fingerprint.encode(), b"%d" % position)
    return sha256(lengths(*parts)).digest()


def in_order(ids: Iterable[Id], ticket_of: Callable[[Id], Any]) -> list[Id]:
    """Return ids by their tickets, the smallest first.

    The order of some of them is their order among all: leaving one out moves no other.

    Raises
    ------
    ValueError
        If two have the same ticket, as an id that stands twice has.
    """
    tickets = [(ticket_of(each), each) for each in ids]
    tickets.sort(key=lambda one: one[0])
    for before, after in pairwise(tickets):
        if before[0] == after[0]:
            raise ValueError(f"{before[1]!r} and {after[1]!r} have the same ticket.")
    return [each for _ticket, each in tickets]


def order(seed: bytes, frame: Frame) -> dict[str, list[int]]:
    """Return the positions of each stratum in the order in which they are drawn."""
    return _in_strata(_tickets(seed, frame), frame)


class Case(NamedTuple):
    """A position that was drawn, and how many it stands for."""

    place: int
    """When the panel looks at it, from 1: strata mixed, as the tickets have them."""
    position: int
    stratum: str
    weight: Fraction
    """Positions of its stratum for each that is drawn from it."""


@dataclass(frozen=True)
class Drawn:
    """What a seed draws from a frame."""

    cases: tuple[Case, ...]
    reserves: Mapping[str, tuple[int, ...]]
    """Positions that step in for a case of their stratum that may not be looked at, in order."""


def drawn(frame: Frame, seed: bytes) -> Drawn:
    """Return the cases and the reserves that a seed draws from a frame."""
    tickets = _tickets(seed, frame)
    orders = _in_strata(tickets, frame)
    chosen = [
        (tickets[position - 1], position, stratum)
        for stratum in frame.strata
        for position in orders[stratum.key][: stratum.drawn]
    ]
    chosen.sort(key=lambda one: one[0])
    cases = tuple(
        Case(place, position, stratum.key, Fraction(stratum.size, stratum.drawn))
        for place, (_ticket, position, stratum) in enumerate(chosen, 1)
    )
    reserves = {
        one.key: tuple(orders[one.key][one.drawn : one.drawn + frame.reserves])
        for one in frame.strata
    }
    return Drawn(cases, reserves)


def stepped_in(draw: Drawn, out: Collection[int]) -> dict[int, int | None]:
    """Return who steps in for each drawn case that may not be looked at; None where nobody is left.

    The first case of a stratum that is out is followed by the first of its reserves that is not,
    and so on: nobody chooses. Video that is missing, a phantom and a deleted record are not out;
    they stay, and count as the worst case.

    Parameters
    ----------
    out : positions for which there is a published reason, cases and reserves alike.
    """
    left = {
        key: [position for position in those if position not in out]
        for key, those in draw.reserves.items()
    }
    return {
        case.position: left[case.stratum].pop(0) if left[case.stratum] else None
        for case in draw.cases
        if case.position in out
    }


def _in_strata(tickets: list[bytes], frame: Frame) -> dict[str, list[int]]:
    return {
        key: in_order(span, lambda position: tickets[position - 1])
        for key, span in frame.spans.items()
    }


def _tickets(seed: bytes, frame: Frame) -> list[bytes]:
    """Return the :func:`ticket` of every position: what they begin with is hashed once."""
    begun = sha256(lengths(TICKET, seed.hex().encode(), frame.fingerprint().encode()))
    tickets = []
    for position in range(1, frame.size + 1):
        each = begun.copy()
        each.update(lengths(b"%d" % position))
        tickets.append(each.digest())
    return tickets
