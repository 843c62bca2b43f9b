"""What a draw is made from: every position that can be drawn, fixed before the seed is known.

A frame is public. It says how many there are of each kind and commits to which they are; it holds
nothing from which a stop, a person or an officer could be told.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import sha256
from itertools import pairwise

from evenhand.ledger.tree.entries import LARGEST, canonical
from evenhand.scrutiny.drawing.chains import AHEAD, FURTHEST, chain
from evenhand.scrutiny.drawing.errors import BadBeacon, UnfairFrame

FORMAT = "evenhand frame v1"
MOST = 1_000_000
"""More positions than any force has records of a power in a year."""
NAME = re.compile(r"[a-z0-9][a-z0-9._/+=-]{0,119}")
"""How forces, panels, powers, strata, reasons and draws are named: one way to write each."""
COMMITMENT = re.compile(r"[0-9a-f]{64}")
DICE, DRAND = "dice", "drand"


@dataclass(frozen=True)
class Log:
    """The log of stops that a frame was made from, as far as it had grown."""

    origin: str
    size: int
    since: int | None = None
    """How large it was for the frame before: what came later for an earlier period is in this one.

    None where there was no frame before.
    """


@dataclass(frozen=True)
class Stratum:
    """A part of the frame from which so many are drawn; its positions stand together."""

    key: str
    size: int
    """Positions in it, phantoms among them."""
    drawn: int


@dataclass(frozen=True)
class Excluded:
    """Records that were taken out before the frame was fixed, for one reason of the list."""

    reason: str
    commitments: tuple[str, ...]


@dataclass(frozen=True)
class SeedRule:
    """Where the seed will come from: dice in the meeting, or a round that lies ahead."""

    kind: str
    chain: str = ""
    round: int = 0
    at: datetime | None = None
    """When that round is told."""

    @classmethod
    def dice(cls) -> "SeedRule":
        """Twenty rolls of a ten-sided die, typed by the panel and by the force."""
        return cls(DICE)

    @classmethod
    def drand(cls, chain_hash: str, number: int) -> "SeedRule":
        """A round of a public chain, which says itself when it is told.

        Raises
        ------
        BadBeacon
            If there is no such chain or round.
        """
        return cls(DRAND, chain_hash, number, chain(chain_hash).time_of(number))


@dataclass(frozen=True)
class Frame:
    """Everything that decides a draw, save the seed.

    Positions are numbered from 1. The strata follow one another in their order: the first
    ``strata[0].size`` positions are of the first one, and so on. In each, records come before
    phantoms and are ordered by their commitments, which are as good as random; so a position says
    no more of anybody than the counts do.

    Raises
    ------
    UnfairFrame
        If anything in it could be read in two ways, stands twice, was put in an order that
        somebody chose, does not add up, or lets somebody know the seed.
    """

    name: str
    """What this draw is called, as no other draw of this panel is."""
    panel: str
    force: str
    power: str
    first: date
    last: date
    """The days of the period, both in it."""
    frozen_at: datetime
    log: Log
    strata: tuple[Stratum, ...]
    positions: tuple[str | None, ...]
    """A salted commitment in hexadecimal for each record; None for a phantom."""
    exclusions: tuple[Excluded, ...]
    reserves: int
    """How many of each stratum are named to step in, in the same order."""
    seed_rule: SeedRule

    def __post_init__(self) -> None:
        for problem in _problems(self):
            raise UnfairFrame(problem)

    @cached_property
    def spans(self) -> Mapping[str, range]:
        """The positions of each stratum, by its key."""
        spans, start = {}, 1
        for stratum in self.strata:
            spans[stratum.key] = range(start, start := start + stratum.size)
        return spans

    @property
    def size(self) -> int:
        """How many positions there are."""
        return len(self.positions)

    @property
    def phantoms(self) -> tuple[int, ...]:
        """Positions of what is known to exist and is not in the log."""
        return tuple(n for n, one in enumerate(self.positions, 1) if one is None)

    def commitment(self, position: int) -> str | None:
        """Return what a position commits to; None for a phantom.

        Raises
        ------
        IndexError
            If there is no such position.
        """
        if not 1 <= position <= self.size:
            raise IndexError(f"There is no position {position} among {self.size}.")
        return self.positions[position - 1]

    def position_of(self, commitment: str) -> int | None:
        """Return the position of a commitment, if it is in the frame."""
        return self._numbers.get(commitment)

    def stratum_of(self, position: int) -> Stratum:
        """Return the stratum that a position is of.

        Raises
        ------
        IndexError
            If there is no such position.
        """
        for stratum in self.strata:
            if position in self.spans[stratum.key]:
                return stratum
        raise IndexError(f"There is no position {position} among {self.size}.")

    def as_plain(self) -> dict[str, object]:
        """Return the frame as JSON has it."""
        return {
            "format": FORMAT,
            "name": self.name,
            "panel": self.panel,
            "force": self.force,
            "power": self.power,
            "period": {"from": self.first.isoformat(), "to": self.last.isoformat()},
            "frozen_at": written_time(self.frozen_at),
            "log": {
                "origin": self.log.origin,
                "size": self.log.size,
                "since": self.log.since,
            },
            "strata": [
                {"key": one.key, "size": one.size, "drawn": one.drawn} for one in self.strata
            ],
            "positions": list(self.positions),
            "exclusions": [
                {"reason": one.reason, "commitments": list(one.commitments)}
                for one in self.exclusions
            ],
            "reserves": self.reserves,
            "seed_rule": self._rule_as_plain(),
        }

    def canonical(self) -> bytes:
        """Return the one sequence of bytes that stands for the frame, as RFC 8785 has it."""
        return canonical(self.as_plain())

    @cached_property
    def _fingerprint(self) -> str:
        return sha256(self.canonical()).hexdigest()

    def fingerprint(self) -> str:
        """Return SHA-256 of those bytes, in hexadecimal: what the public log is told."""
        return self._fingerprint

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {one: n for n, one in enumerate(self.positions, 1) if one is not None}

    def _rule_as_plain(self) -> dict[str, object]:
        rule = self.seed_rule
        if rule.at is None:
            return {"kind": rule.kind}
        at = written_time(rule.at)
        return {"kind": rule.kind, "chain": rule.chain, "round": rule.round, "at": at}


def written_time(moment: datetime) -> str:
    """Return a moment as documents have it: whole seconds, UTC, ending in Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _problems(frame: Frame) -> Iterator[str]:
    yield from _names(frame)
    yield from _sizes(frame)
    yield from _commitments(frame)
    yield from _seed_rule(frame)


def _names(frame: Frame) -> Iterator[str]:
    """Find what is named in a way that could be written twice."""
    keys = [one.key for one in frame.strata]
    reasons = [one.reason for one in frame.exclusions]
    for name in (frame.name, frame.panel, frame.force, frame.power, *keys, *reasons):
        if not NAME.fullmatch(name):
            yield f"{name[:40]!r} is no name: use small letters, digits and - . _ / + = alone."
    for kind, names in (("stratum", keys), ("reason", reasons)):
        if len(set(names)) < len(names):
            yield f"A {kind} stands twice in the frame."
    if not frame.log.origin or not frame.log.origin.isprintable() or " " in frame.log.origin:
        yield "The frame does not say which log it was made from."


def _sizes(frame: Frame) -> Iterator[str]:
    """Find numbers that do not add up."""
    since = frame.log.since
    numbers = [frame.log.size, frame.reserves, *([] if since is None else [since])]
    numbers += [n for one in frame.strata for n in (one.size, one.drawn)]
    if any(type(n) is not int or not 0 <= n <= LARGEST for n in numbers):
        yield "A number in the frame is not a whole one."
        return
    if frame.first > frame.last:
        yield "The period ends before it begins."
    if since is not None and since > frame.log.size:
        yield "The log was larger for the frame before."
    if frame.size != sum(one.size for one in frame.strata):
        yield "The strata do not add up to the positions."
    if not 0 < frame.size <= MOST:
        yield f"A frame has between 1 and {MOST:,} positions; this one has {frame.size:,}."
    for one in frame.strata:
        if not 1 <= one.drawn <= one.size:
            yield f"From “{one.key}” {one.drawn} of {one.size} cannot be drawn: at least one is."


def _commitments(frame: Frame) -> Iterator[str]:
    """Find records that stand twice, or in an order that somebody chose."""
    excluded = [each for one in frame.exclusions for each in one.commitments]
    records = [each for each in frame.positions if each is not None]
    every = [*records, *excluded]
    if not all(isinstance(each, str) and COMMITMENT.fullmatch(each) for each in every):
        yield "A commitment is not 64 hexadecimal digits."
        return
    if len(set(every)) < len(every):
        yield "A commitment stands twice in the frame."
    at = 0
    for stratum in frame.strata:
        span = frame.positions[at : (at := at + stratum.size)]
        known = [each for each in span if each is not None]
        if list(span[: len(known)]) != known or any(a >= b for a, b in pairwise(known)):
            yield f"The positions of “{stratum.key}” are not in the order of their commitments."
    for one in frame.exclusions:
        if not one.commitments or any(a >= b for a, b in pairwise(one.commitments)):
            yield f"Those excluded for “{one.reason}” are not in the order of their commitments."


def _seed_rule(frame: Frame) -> Iterator[str]:
    """Find a seed that somebody could have known when the frame was fixed."""
    rule = frame.seed_rule
    if frame.frozen_at.tzinfo is None or frame.frozen_at.microsecond:
        yield "The time of freezing is not a whole second with its zone."
        return
    if rule.kind == DICE:
        if rule != SeedRule.dice():
            yield "Dice need no chain and no round."
    elif rule.kind == DRAND:
        try:
            at = chain(rule.chain).time_of(rule.round)
        except BadBeacon as error:
            yield str(error)
            return
        if rule.at != at:
            yield f"Round {rule.round} is told at {written_time(at)}, and the frame says otherwise."
        if at < frame.frozen_at + AHEAD:
            yield "The round lies less than 10 minutes after the frame was fixed."
        if at > frame.frozen_at + FURTHEST:
            yield "The round lies more than a year after the frame was fixed."
    else:
        yield f"A seed comes from dice or from drand, not from {rule.kind[:40]!r}."
