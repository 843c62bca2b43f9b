"""DRAW.json: all that somebody needs to repeat a draw, and what disagrees when they do."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from evenhand.scrutiny.drawing import seed as seeds
from evenhand.scrutiny.drawing.beacon import Round, signed
from evenhand.scrutiny.drawing.errors import BadBeacon, CannotCheck, NotADraw
from evenhand.scrutiny.drawing.frame import DICE, DRAND, Frame
from evenhand.scrutiny.drawing.proof import HEAD, Proof
from evenhand.scrutiny.drawing.reading import fields, frame_from, listed, number, parse, text
from evenhand.scrutiny.drawing.tickets import Drawn, drawn, order

FORMAT = "evenhand draw v1"
HEXADECIMAL = re.compile(r"(?:[0-9a-f]{2})*")


@dataclass(frozen=True)
class Rolls:
    """Twenty rolls, as the panel and as the force typed them."""

    panel: str
    force: str


@dataclass(frozen=True)
class Draw:
    """A draw: the frame, what the seed was made of, and nothing that follows from them."""

    frame: Frame
    checkpoint: str
    """The log's, as it stood with the frame's entry last: origin, size and root, a line each."""
    beacon: Rolls | Round
    proof: str = ""
    """That the log holds the frame (C2SP tlog-proof); empty while the log has not given it out."""

    @cached_property
    def seed(self) -> bytes:
        """The seed.

        Raises
        ------
        BadBeacon
            If the rolls are no rolls, or differ.
        """
        if isinstance(self.beacon, Rolls):
            value = seeds.dice(self.beacon.panel, self.beacon.force)
        else:
            value = seeds.randomness(self.beacon.randomness)
        return seeds.seed(self.checkpoint.encode(), value)

    @cached_property
    def order(self) -> dict[str, list[int]]:
        """Every position of each stratum, in the order in which they are drawn."""
        return order(self.seed, self.frame)

    @cached_property
    def drawn(self) -> Drawn:
        """The cases and the reserves."""
        return drawn(self.frame, self.seed)


@dataclass(frozen=True)
class Told:
    """What a document says of a draw, and what it says follows."""

    draw: Draw
    fingerprint: str
    seed: str
    order: Mapping[str, list[int]]
    cases: list[Any]
    reserves: Mapping[str, list[int]]
    randomness: str = ""


@dataclass(frozen=True)
class Disagreement:
    """A part of a document that does not follow from the others, and how."""

    part: str
    says: str


@dataclass(frozen=True)
class Checked:
    """What checking a document found: what disagrees, and what nobody here can tell."""

    disagreements: tuple[Disagreement, ...]
    unchecked: tuple[str, ...]


def as_plain(draw: Draw) -> dict[str, Any]:
    """Return a draw as DRAW.json has it."""
    return {
        "format": FORMAT,
        "frame": draw.frame.as_plain(),
        "fingerprint": draw.frame.fingerprint(),
        "checkpoint": draw.checkpoint,
        "proof": draw.proof,
        "beacon": _beacon_as_plain(draw.beacon),
        "seed": draw.seed.hex(),
        "order": {key: list(line) for key, line in draw.order.items()},
        "cases": _cases(draw),
        "reserves": {key: list(each) for key, each in draw.drawn.reserves.items()},
    }


def write(draw: Draw) -> str:
    """Return the text of DRAW.json."""
    return json.dumps(as_plain(draw), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def read(document: str | bytes) -> Told:
    """Read DRAW.json, and believe nothing of it yet.

    Raises
    ------
    NotADraw, NotAFrame
        If it has another form.
    UnfairFrame
        If its frame breaks a rule.
    """
    said = fields(
        parse(document),
        *("format", "frame", "fingerprint", "checkpoint", "proof", "beacon", "seed", "order"),
        *("cases", "reserves"),
    )
    if said["format"] != FORMAT:
        raise NotADraw(f"This is not an “{FORMAT}”.")
    if not HEAD.fullmatch(text(said["checkpoint"])):
        raise NotADraw("The checkpoint is not origin, size and root, a line each.")
    beacon, randomness = _beacon(said["beacon"])
    draw = Draw(frame_from(said["frame"]), text(said["checkpoint"]), beacon, text(said["proof"]))
    return Told(
        draw=draw,
        fingerprint=text(said["fingerprint"]),
        seed=text(said["seed"]),
        order=_positions(said["order"]),
        cases=listed(said["cases"]),
        reserves=_positions(said["reserves"]),
        randomness=randomness,
    )


def check(told: Told) -> Checked:
    """Repeat a draw, and say where its document says something else."""
    unchecked: list[str] = []
    found = tuple(_disagreements(told, unchecked))
    return Checked(found, tuple(unchecked))


def _disagreements(told: Told, unchecked: list[str]) -> Iterator[Disagreement]:
    draw, fingerprint = told.draw, told.draw.frame.fingerprint()
    if told.fingerprint != fingerprint:
        yield Disagreement("fingerprint", f"The frame's fingerprint is {fingerprint}.")
    yield from _of_the_log(draw, unchecked)
    try:
        yield from _of_the_beacon(told, unchecked)
        seed = draw.seed.hex()
    except BadBeacon as error:
        yield Disagreement("beacon", str(error))
        return
    if told.seed != seed:
        yield Disagreement("seed", f"The checkpoint and the beacon give the seed {seed}.")
    if told.order != draw.order:
        yield Disagreement("order", "The seed draws another order.")
    if json.dumps(told.cases, sort_keys=True) != json.dumps(_cases(draw), sort_keys=True):
        yield Disagreement("cases", "The seed draws other cases.")
    if told.reserves != {key: list(each) for key, each in draw.drawn.reserves.items()}:
        yield Disagreement("reserves", "The seed names other reserves.")


def _of_the_log(draw: Draw, unchecked: list[str]) -> Iterator[Disagreement]:
    """Find a log that was not told of this frame, or a checkpoint that is not the frame's."""
    if not draw.proof:
        unchecked.append("The document has no proof that the public log was told of the frame.")
        return
    proof = Proof.read(draw.proof)
    if not proof.holds():
        yield Disagreement("proof", "The proof does not show that the log holds its entry.")
    if proof.entry["body"].get("fingerprint") != draw.frame.fingerprint():
        yield Disagreement("proof", "The log was told of another frame.")
    if proof.checkpoint != draw.checkpoint:
        yield Disagreement("checkpoint", "The checkpoint is not that of the frame's own entry.")


def _of_the_beacon(told: Told, unchecked: list[str]) -> Iterator[Disagreement]:
    """Find a beacon that is not the one that the frame named."""
    beacon, rule = told.draw.beacon, told.draw.frame.seed_rule
    if rule.kind != (DICE if isinstance(beacon, Rolls) else DRAND):
        yield Disagreement("beacon", f"The frame says that the seed comes from {rule.kind}.")
        return
    if isinstance(beacon, Rolls):
        if not all(seeds.DIGITS.fullmatch(one) for one in (beacon.panel, beacon.force)):
            yield Disagreement("beacon", "The rolls are not written as twenty digits alone.")
        return
    if (beacon.chain, beacon.number) != (rule.chain, rule.round):
        yield Disagreement("beacon", f"The frame names round {rule.round} of its chain.")
    if told.randomness != beacon.randomness:
        yield Disagreement("beacon", "The randomness is not that of the signature.")
    try:
        if not signed(beacon):
            yield Disagreement("beacon", "The network did not sign this round so.")
    except CannotCheck as error:
        unchecked.append(str(error))


def _cases(draw: Draw) -> list[dict[str, Any]]:
    strata = {one.key: (one.size, one.drawn) for one in draw.frame.strata}
    return [
        {
            "place": case.place,
            "position": case.position,
            "stratum": case.stratum,
            "weight": list(strata[case.stratum]),
        }
        for case in draw.drawn.cases
    ]


def _beacon_as_plain(beacon: Rolls | Round) -> dict[str, Any]:
    if isinstance(beacon, Rolls):
        panel, force = ("".join(one.split()) for one in (beacon.panel, beacon.force))
        return {"kind": DICE, "panel": panel, "force": force}
    return {
        "kind": DRAND,
        "chain": beacon.chain,
        "round": beacon.number,
        "signature": beacon.signature.hex(),
        "previous_signature": beacon.previous.hex(),
        "randomness": beacon.randomness,
    }


def _beacon(plain: object) -> tuple[Rolls | Round, str]:
    if isinstance(plain, dict) and plain.get("kind") == DICE:
        said = fields(plain, "kind", "panel", "force")
        return Rolls(text(said["panel"]), text(said["force"])), ""
    said = fields(
        plain, *("kind", "chain", "round", "signature", "previous_signature", "randomness")
    )
    signatures = [text(said[name]) for name in ("signature", "previous_signature")]
    if not all(HEXADECIMAL.fullmatch(each) for each in signatures) or said["kind"] != DRAND:
        raise NotADraw("The beacon is neither rolls nor a round with its signature.")
    signature, previous = map(bytes.fromhex, signatures)
    told = Round(text(said["chain"]), number(said["round"]), signature, previous)
    return told, text(said["randomness"])


def _positions(plain: object) -> dict[str, list[int]]:
    if not isinstance(plain, dict):
        raise NotADraw("An order in the document is not by stratum.")
    return {key: [number(each) for each in listed(one)] for key, one in plain.items()}
