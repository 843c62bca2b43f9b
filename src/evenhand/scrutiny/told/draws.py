"""Draws as anybody may read them: frames, fingerprints, what was left out, what was found.

No case stands in it: counts, colours of all cases together, and findings in the words that were
written for the public. A stratum is told by its size, which is never below ten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from evenhand.accounts.models import Organisation
from evenhand.accounts.roles import OrganisationKind
from evenhand.ledger.models import Entry
from evenhand.ledger.selectors import proof
from evenhand.monitoring.steps import day_of
from evenhand.scrutiny import models, sealing, standing
from evenhand.scrutiny.drawing.beacon import Round
from evenhand.scrutiny.drawing.document import Draw as Document
from evenhand.scrutiny.drawing.document import Rolls, write
from evenhand.scrutiny.drawing.reading import frame_from, parse
from evenhand.scrutiny.frozen import Frozen, frozen
from evenhand.scrutiny.sources import ADDED
from evenhand.scrutiny.terms import Beacon, Kind, Status
from evenhand.scrutiny.told.results import ToldResult, result_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

PUBLIC = frozenset(
    {
        *(Kind.OPENED, Kind.EXCLUDED, Kind.TOTAL, Kind.FROZEN, Kind.ABANDONED, Kind.ROLLED),
        *(Kind.DRAWN, Kind.RESERVE, Kind.CLOSED, Kind.RESULT, Kind.FOUND, Kind.ANSWERED),
        *(Kind.OVERDUE, Kind.HOLD_ENDED, Kind.REDACTED),
    }
)
"""Steps that a page lists; what members do one by one is in the ledger as commitments alone."""


@dataclass(frozen=True, slots=True)
class ToldStratum:
    """A part of a frame: how many there are, how many are drawn, what each of these stands for."""

    key: str
    size: int
    drawn: int


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """A finding in the words that were written for the public, and what came back.

    Attributes
    ----------
    subject : what the public ledger calls it; a recommendation can name it.
    taken, learning, answered_on : once the force has answered; ``late`` if after the last day.
    days_overdue : of one that waits longer than it may.
    """

    panel: str
    draw: int
    number: int
    subject: str
    fault: str
    words: str
    found_on: date
    due: date
    taken: str
    learning: str
    answered_on: date | None
    late: bool
    days_overdue: int


@dataclass(frozen=True, slots=True)
class ToldStep:
    """One step of a draw: what, when, by which role of whom, and why."""

    number: int
    kind: str
    at: datetime
    by: str
    organisation: str
    words: str


@dataclass(frozen=True, slots=True)
class ToldDraw:
    """One draw, as it stands on a day.

    Attributes
    ----------
    panel, number : its address; ``subject`` what the public ledger calls it.
    words : why it was opened; ``abandoned`` why it was abandoned, if it was.
    fingerprint : of the frozen frame; empty before. ``sealed`` whether it is under a signed
        checkpoint, ``witnesses`` who had witnessed that before the seed could be known.
    positions : of the frame; ``missing`` how many of them are known to exist and are not there.
    excluded : by reason, how many records the law keeps from the panel.
    seed, digits : once it is drawn; the rolls, or the randomness of the round that was named.
    reserves_called : by reason.
    """

    panel: str
    panel_name: str
    force: str
    force_name: str
    number: int
    subject: str
    power: str
    first: date
    last: date
    dimensions: tuple[str, ...]
    status: Status
    opened_on: date
    words: str
    beacon: str
    round: int | None
    round_at: datetime | None
    fingerprint: str
    frozen_at: datetime | None
    sealed: bool
    witnesses: tuple[str, ...]
    positions: int
    strata: tuple[ToldStratum, ...]
    missing: Mapping[str, int]
    excluded: Mapping[str, int]
    totals: tuple[tuple[int, str], ...]
    seed: str
    digits: str
    drawn_on: date | None
    reserves_called: Mapping[str, int]
    abandoned: str
    result: ToldResult | None
    findings: tuple[ToldFinding, ...]
    steps: tuple[ToldStep, ...]
    odd: Mapping[str, int] = field(default_factory=dict)
    """What says that records were added: see :func:`evenhand.scrutiny.sources.added`."""
    asked: tuple[str, ...] = ()
    """Witnesses that were named with the frame: nothing is drawn before one of them has signed."""
    left: Frozen | None = None
    """How long its frame has been left; None where it is not frozen, is drawn or was abandoned."""


@dataclass(frozen=True, slots=True)
class ToldPanel:
    """A scrutiny panel, and how its draws stand."""

    id: str
    name: str
    force: str
    force_name: str
    draws: int
    abandoned: int
    findings: int
    findings_overdue: int


def panels(*, on: date, force: str | None = None) -> list[ToldPanel]:
    """Every scrutiny panel, by name; of one force where one is named."""
    rows = Organisation.objects.filter(kind=OrganisationKind.SCRUTINY_PANEL)
    if force is not None:
        rows = rows.filter(force=force)
    return [_panel(one, on) for one in rows.select_related("force").order_by("name")]


def draws(*, on: date, force: str | None = None, panel: str | None = None) -> list[ToldDraw]:
    """Every draw, those abandoned too, the newest first; of a force or a panel if one is named."""
    rows = _rows().order_by("-opened_at", "-pk")
    if force is not None:
        rows = rows.filter(force=force)
    if panel is not None:
        rows = rows.filter(panel=panel)
    return [_told(one, on) for one in rows]


def draw(panel: str, number: int, *, on: date) -> ToldDraw | None:
    """One draw by its address; None where there is none: three queries, or two more while it
    waits for its seed.
    """
    found: models.Draw | None = _rows().filter(panel=panel, number=number).first()
    return _told(found, on) if found else None


def findings(*, on: date, force: str | None = None) -> list[ToldFinding]:
    """Every finding, the newest first; those for one force where one is named."""
    rows = models.Finding.objects.select_related("draw", "learning").order_by("-at", "-pk")
    if force is not None:
        rows = rows.filter(draw__force=force)
    return [_finding(one, on) for one in rows]


def frame_file(panel: str, number: int) -> str | None:
    """The frozen frame as its fingerprint was made of it; None before it is frozen."""
    kept = models.Frame.objects.filter(draw__panel=panel, draw__number=number).first()
    return kept.text if kept else None


def draw_file(panel: str, number: int) -> str | None:
    """DRAW.json: with it anybody repeats the draw. None before the cases are drawn."""
    found = _row(panel, number)
    seed = models.Seed.objects.filter(draw=found).first() if found else None
    if found is None or seed is None:
        return None
    frame = frame_from(parse(found.frame.text))
    beacon: Rolls | Round = Rolls(seed.beacon, seed.beacon)
    if found.beacon == Beacon.DRAND:
        rule = frame.seed_rule
        signed, before = bytes.fromhex(seed.signature), bytes.fromhex(seed.previous)
        beacon = Round(rule.chain, rule.round, signed, before)
    entry = Entry.objects.filter(leaf=bytes.fromhex(found.frame.leaf)).first()
    given = proof(entry.position) if entry and entry.position is not None else None
    return write(Document(frame, seed.checkpoint, beacon, given or ""))


def _rows() -> "QuerySet[models.Draw]":
    """Draws with what there is one of, without the frame's own text, which is long."""
    one_of_each = ("panel", "force", "frame", "seed", "result")
    return models.Draw.objects.select_related(*one_of_each).defer("frame__text")


def _row(panel: str, number: int) -> models.Draw | None:
    rows = models.Draw.objects.select_related("panel", "force")
    found: models.Draw | None = rows.filter(panel=panel, number=number).first()
    return found


def _panel(one: Organisation, on: date) -> ToldPanel:
    found = draws(on=on, panel=one.pk)
    every = [each for drawn in found for each in drawn.findings]
    return ToldPanel(
        id=one.pk,
        name=one.name,
        force=one.force_id or "",
        force_name=one.force.name if one.force else "",
        draws=len(found),
        abandoned=sum(1 for each in found if each.status is Status.ABANDONED),
        findings=len(every),
        findings_overdue=sum(1 for each in every if each.days_overdue),
    )


def _told(found: models.Draw, on: date) -> ToldDraw:
    steps = list(found.steps.order_by("number"))
    first = {step.kind: step for step in reversed(steps)}
    fixed, drawn = first.get(Kind.FROZEN.value), first.get(Kind.DRAWN.value)
    frame: models.Frame | None = getattr(found, "frame", None)
    seed: models.Seed | None = getattr(found, "seed", None)
    sealed, witnesses = _sealed(frame, seed)
    rule: Mapping[str, Any] = fixed.data["seed"] if fixed else {}
    abandoned = first.get(Kind.ABANDONED.value)
    status = standing.of_kinds(first, agreed=Kind.RESULT.value in first)
    return ToldDraw(
        panel=found.panel_id,
        panel_name=found.panel.name,
        force=found.force_id,
        force_name=found.force.name,
        number=found.number,
        subject=standing.subject(found),
        power=found.power,
        first=found.first,
        last=found.last,
        dimensions=tuple(found.strata),
        status=status,
        opened_on=day_of(found.opened_at),
        words=first[Kind.OPENED.value].words,
        beacon=found.beacon,
        round=rule.get("round"),
        round_at=datetime.fromisoformat(rule["at"]) if rule.get("at") else None,
        fingerprint=frame.fingerprint if frame else "",
        frozen_at=frame.at if frame else None,
        sealed=sealed,
        witnesses=witnesses,
        positions=fixed.data["positions"] if fixed else 0,
        strata=tuple(
            ToldStratum(one["key"], one["size"], one["drawn"])
            for one in (fixed.data["strata"] if fixed else ())
        ),
        missing=dict(fixed.data["missing"]) if fixed else {},
        odd={one: fixed.data[one] for one in ADDED if one in fixed.data} if fixed else {},
        excluded=dict(fixed.data["excluded"]) if fixed else _excluded(steps),
        totals=tuple((one.data["count"], one.words) for one in steps if one.kind == Kind.TOTAL),
        seed=seed.value if seed else "",
        digits=seed.beacon if seed else "",
        drawn_on=day_of(drawn.at) if drawn else None,
        reserves_called=_counted(steps, Kind.RESERVE),
        abandoned=abandoned.words if abandoned else "",
        result=result_of(found),
        findings=tuple(
            _finding(one, on)
            for one in found.findings.select_related("draw", "learning").order_by("number")
        ),
        steps=tuple(
            ToldStep(one.number, one.kind, one.at, one.by, one.organisation, one.words)
            for one in steps
            if one.kind in PUBLIC
        ),
        asked=sealing.asked(fixed.data) if fixed else (),
        left=frozen(fixed.at, on=on) if fixed and status is Status.FROZEN else None,
    )


def _sealed(frame: models.Frame | None, seed: models.Seed | None) -> tuple[bool, tuple[str, ...]]:
    """Whether a frame is under a signed checkpoint, and who witnessed that in time."""
    if seed is not None:  # no seed can be made before
        return True, tuple(seed.witnesses)
    size = sealing.signed_over(frame.leaf) if frame else None
    return size is not None, sealing.witnesses(size) if size is not None else ()


def _excluded(steps: list[models.DrawStep]) -> dict[str, int]:
    return _counted(steps, Kind.EXCLUDED)


def _counted(steps: list[models.DrawStep], kind: Kind) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in steps:
        if one.kind == kind:
            found[one.data["reason"]] = found.get(one.data["reason"], 0) + 1
    return found


def _finding(one: models.Finding, on: date) -> ToldFinding:
    learning: models.Learning | None = getattr(one, "learning", None)
    answered = day_of(learning.at) if learning else None
    return ToldFinding(
        panel=one.draw.panel_id,
        draw=one.draw.number,
        number=one.number,
        subject=f"{standing.subject(one.draw)}/findings/{one.number}",
        fault=one.fault,
        words=one.words,
        found_on=day_of(one.at),
        due=one.due,
        taken=learning.taken if learning else "",
        learning=learning.words if learning else "",
        answered_on=answered,
        late=answered is not None and answered > one.due,
        days_overdue=max(0, (on - one.due).days) if answered is None else 0,
    )
