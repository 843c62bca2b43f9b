"""A frame made of what the log of stops holds, and what opens its commitments.

Which records are in it follows from the log and from nothing that anybody says later. The frame is
for everybody; the openings are for the panel, and only those of the cases that were drawn.
"""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from evenhand.ledger.tree.entries import canonical, new_nonce
from evenhand.scrutiny.drawing.errors import DrawError
from evenhand.scrutiny.drawing.frame import Excluded, Frame, Log, SeedRule, Stratum


@dataclass(frozen=True)
class Record:
    """A record as the log of stops has it; nothing of it is published."""

    id: str
    entry: int
    """The place of its first entry in the log."""
    leaf: str
    """That entry's leaf, in hexadecimal."""
    day: date
    """When it happened, as its first version in the log says."""
    powers: frozenset[str]
    """The powers that any version of it names: reclassifying takes no record out of a frame."""
    stratum: str
    """By its first version in the log: a later change moves no record."""


@dataclass(frozen=True)
class Opening:
    """What shows which record a position is: given to the panel when the position is drawn."""

    nonce: bytes
    content: Mapping[str, str | int]

    @property
    def commitment(self) -> str:
        """What the frame holds in its place."""
        return hmac.digest(self.nonce, canonical(self.content), "sha256").hex()


@dataclass(frozen=True)
class Plan:
    """What the panel's chair asks for."""

    name: str
    panel: str
    force: str
    power: str
    first: date
    last: date
    drawn: Mapping[str, int]
    """How many from each stratum; all of it where it is smaller."""
    reserves: int
    seed_rule: SeedRule


@dataclass(frozen=True)
class Made:
    """A frame, and what opens it: for the service alone."""

    frame: Frame
    openings: Mapping[int, Opening]
    """By position; a phantom has none."""
    excluded: Mapping[str, Opening] = field(default_factory=dict)
    """By commitment."""


def belongs(record: Record, plan: Plan, log: Log) -> bool:
    """Tell whether a record is in the frame of a plan, before exclusions.

    It is if any version of it names the power, it was in the log, and it happened in the period;
    or earlier, where the log did not have it yet for the frame before: being late keeps no record
    out of every frame.
    """
    if plan.power not in record.powers or record.entry >= log.size:
        return False
    late = log.since is not None and record.entry >= log.since and record.day < plan.first
    return late or plan.first <= record.day <= plan.last


def make(
    plan: Plan,
    records: Iterable[Record],
    *,
    log: Log,
    frozen_at: datetime,
    excluded: Mapping[str, str] | None = None,
    phantoms: Mapping[str, int] | None = None,
    nonces: Mapping[str, bytes] | None = None,
) -> Made:
    """Make the frame of a plan.

    Parameters
    ----------
    records : every record of the log, or at least each that :func:`belongs`.
    excluded : reasons, by the record's id.
    phantoms : how many are known from elsewhere and are not in the log, by stratum.
    nonces : by the record's id, where a commitment was published before the frame, as that of an
        exclusion is; others are made here.

    Raises
    ------
    DrawError
        If a record stands twice, an exclusion is of no record of the frame, or a stratum has
        positions and no number to draw.
    UnfairFrame
        If the frame would break a rule.
    """
    reasons, missing, given = dict(excluded or {}), dict(phantoms or {}), dict(nonces or {})
    inside = [record for record in records if belongs(record, plan, log)]
    if len({record.id for record in inside}) < len(inside):
        raise DrawError("A record stands twice in the log's records.")
    if strangers := reasons.keys() - {record.id for record in inside}:
        raise DrawError(f"{len(strangers)} exclusions are of no record of this frame.")
    opened = {
        record.id: opening(record, plan.name, given.get(record.id) or new_nonce())
        for record in inside
    }
    strata: dict[str, list[Opening]] = {
        key: [] for key in sorted({record.stratum for record in inside} | missing.keys())
    }
    out: dict[str, list[Opening]] = {}
    for record in inside:
        reason = reasons.get(record.id)
        kept = strata[record.stratum] if reason is None else out.setdefault(reason, [])
        kept.append(opened[record.id])
    sizes = {key: len(those) + missing.get(key, 0) for key, those in strata.items()}
    sizes = {key: size for key, size in sizes.items() if size}
    if unplanned := sorted(sizes.keys() - plan.drawn.keys()):
        raise DrawError(f"The plan does not say how many to draw from “{unplanned[0]}”.")
    openings: dict[int, Opening] = {}
    positions: list[str | None] = []
    for key in sizes:
        known = sorted(strata[key], key=lambda one: one.commitment)
        openings |= dict(enumerate(known, len(positions) + 1))
        positions += [one.commitment for one in known] + [None] * missing.get(key, 0)
    frame = Frame(
        name=plan.name,
        panel=plan.panel,
        force=plan.force,
        power=plan.power,
        first=plan.first,
        last=plan.last,
        frozen_at=frozen_at,
        log=log,
        strata=tuple(Stratum(k, size, min(size, plan.drawn[k])) for k, size in sizes.items()),
        positions=tuple(positions),
        exclusions=tuple(
            Excluded(reason, tuple(sorted(one.commitment for one in those)))
            for reason, those in sorted(out.items())
        ),
        reserves=plan.reserves,
        seed_rule=plan.seed_rule,
    )
    return Made(frame, openings, {one.commitment: one for those in out.values() for one in those})


def opens(frame: Frame, position: int, given: Opening) -> bool:
    """Tell whether an opening is the one of a position: the record, and its stratum."""
    return (
        given.commitment == frame.commitment(position)
        and given.content.get("draw") == frame.name
        and given.content.get("stratum") == frame.stratum_of(position).key
    )


def opening(record: Record, name: str, nonce: bytes) -> Opening:
    """Return what opens a record's commitment in the draw of a name."""
    content: dict[str, str | int] = {
        "draw": name,
        "record": record.id,
        "entry": record.entry,
        "leaf": record.leaf,
        "stratum": record.stratum,
    }
    return Opening(nonce, content)
