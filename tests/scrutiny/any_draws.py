"""Any draw that there can be, for laws: Hypothesis chooses every part of it, so that it shrinks.

How many records there are, of which strata, days and powers; which are left out and why; what is
known to exist and is not there; how many are drawn and stand by; dice or a round of drand.
"""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from bench.draws import told_in_a_log
from bench.rounds import ROUNDS
from hypothesis import strategies as st

from evenhand.scrutiny.drawing.beacon import Round
from evenhand.scrutiny.drawing.document import Draw, Rolls
from evenhand.scrutiny.drawing.frame import Log, SeedRule
from evenhand.scrutiny.drawing.making import Made, Plan, Record, make
from evenhand.scrutiny.drawing.proof import Proof

KEYS = ("asian", "black/under-18=yes", "mixed", "others", "white", "12", "2")
REASONS = ("live-complaint", "sub-judice", "victim-identifiable")
FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)
SEVEN = datetime(2026, 7, 1, 7, tzinfo=UTC)
LOG = 1000
DAYS = st.dates(date(2026, 5, 1), date(2026, 10, 31))


@dataclass(frozen=True)
class AnyDraw:
    """A draw, with what it was made of.

    Attributes
    ----------
    inside : the ids of records that belong into the frame; ``out`` those that were left out.
    phantoms : how many positions have no record.
    """

    draw: Draw
    made: Made
    inside: frozenset[str]
    out: frozenset[str]
    phantoms: int

    @property
    def drawable(self) -> frozenset[str]:
        """The ids of records that stand in a position."""
        return self.inside - self.out

    def record(self, position: int) -> str | None:
        """The id of the record in a position; None for what is not there."""
        opening = self.made.openings.get(position)
        return str(opening.content["record"]) if opening else None


@st.composite
def any_draws(draw: st.DrawFn) -> AnyDraw:
    """A draw that keeps every rule, whatever else it is."""
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=5, unique=True))
    told = draw(st.lists(st.tuples(st.sampled_from(keys), DAYS, st.integers(0, 1100)), max_size=40))
    others = draw(st.sets(st.integers(0, max(0, len(told) - 1)), max_size=5))
    records = [
        Record(
            id=f"stop-{number}",
            entry=entry,
            leaf=sha256(b"%d" % number).hexdigest() + "00",
            day=day,
            powers=frozenset({"use-of-force" if number in others else "vehicle-stop"}),
            stratum=key,
        )
        for number, (key, day, entry) in enumerate(told)
    ]
    since = draw(st.none() | st.integers(0, LOG))
    # Said here anew, and not asked of the program that is tried.
    inside = [
        one.id
        for number, one in enumerate(records)
        if number not in others
        and one.entry < LOG
        and (
            FIRST <= one.day <= LAST
            or (since is not None and one.entry >= since and one.day < FIRST)
        )
    ]
    out = {
        one: draw(st.sampled_from(REASONS))
        for one in (draw(st.sets(st.sampled_from(inside), max_size=10)) if inside else ())
    }
    phantoms = {key: draw(st.integers(0, 3)) for key in keys}
    if len(out) == len(inside) and not any(phantoms.values()):
        phantoms[keys[0]] = 1  # a frame has at least one position
    beacon, rule, frozen = draw(_beacons())
    plan = Plan(
        name=f"draw-{draw(st.integers(1, 10**6))}",
        panel="demoshire-panel",
        force="demoshire",
        power="vehicle-stop",
        first=FIRST,
        last=LAST,
        drawn={key: draw(st.integers(1, 8)) for key in keys},
        reserves=draw(st.integers(0, 4)),
        seed_rule=rule,
    )
    salt = draw(st.binary(min_size=1, max_size=4))
    made = make(
        plan,
        records,
        log=Log("site.example/stops", LOG, since),
        frozen_at=frozen,
        excluded=out,
        phantoms=phantoms,
        nonces={one.id: sha256(salt + one.id.encode()).digest()[:16] for one in records},
    )
    proof = told_in_a_log(random.Random(draw(st.integers(0, 999))), made.frame)  # noqa: S311 (any)
    return AnyDraw(
        Draw(made.frame, Proof.read(proof).checkpoint, beacon, proof),
        made,
        frozenset(inside),
        frozenset(out),
        sum(phantoms.values()),
    )


@st.composite
def _beacons(draw: st.DrawFn) -> tuple[Rolls | Round, SeedRule, datetime]:
    """Dice, or a round that was told, with a moment of freezing that is long enough before it."""
    if draw(st.booleans()):
        rolls = draw(st.text("0123456789", min_size=20, max_size=20))
        frozen = SEVEN + timedelta(seconds=draw(st.integers(0, 10**7)))
        return Rolls(rolls, rolls), SeedRule.dice(), frozen
    told = draw(st.sampled_from(ROUNDS))
    rule = SeedRule.drand(told.chain, told.number)
    before = timedelta(seconds=draw(st.integers(600, 10**6)))
    return told, rule, (rule.at or SEVEN) - before
