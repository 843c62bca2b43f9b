"""Anchor cases as anybody may read them: how panels stand beside them, in counts alone.

No case stands in it and no member; what a panel agreed is told in counts, not case by case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from evenhand.monitoring.steps import day_of
from evenhand.scrutiny import models
from evenhand.scrutiny.anchoring import selectors
from evenhand.scrutiny.anchoring.history import present
from evenhand.scrutiny.told.results import ToldRange, range_of

__all__ = ["ToldAgreement", "ToldCounts", "ToldSet", "ToldStanding", "sets"]


@dataclass(frozen=True, slots=True)
class ToldCounts:
    """A panel's agreed colours beside the sealed ones.

    Attributes
    ----------
    of : on how many cases the panel agreed a score. The next four add up to it.
    missing : on how many it agreed none in time.
    opposite : on how many one says green and the other red; they are among milder and graver.
    share : of those, the share with the same colour; None of fewer than ten.
    """

    of: int
    same: int
    milder: int
    graver: int
    cannot_tell: int
    missing: int
    opposite: int
    share: ToldRange | None = None


@dataclass(frozen=True, slots=True)
class ToldStanding:
    """A panel in a set: in this one, and in all of its body that were opened by then."""

    panel: str
    name: str
    here: ToldCounts
    so_far: ToldCounts


@dataclass(frozen=True, slots=True)
class ToldAgreement:
    """How far panels agree with each other on the same cases, in all sets so far.

    Attributes
    ----------
    panels, cases : that agreed on any; that at least two panels could judge.
    alpha : Krippendorff's; None where there are too few to tell.
    observed : of all pairs of panels on one case, the share that agreed the same colour.
    """

    panels: int
    cases: int
    alpha: ToldRange | None
    observed: float | None


@dataclass(frozen=True, slots=True)
class ToldSet:
    """A set of anchor cases, from the day on which panels got it.

    Attributes
    ----------
    waits_for : how many panels had not agreed on every case; of one that is open, at the end.
    sets, all_cases : of the body that were opened by then, this one among them.
    standings : by the names of panels; empty until the sealed scores are open.
    """

    body: str
    organisation: str
    number: int
    subject: str
    title: str
    words: str
    issued_on: date
    due: date
    cases: int
    panels: int
    waits_for: int
    revealed_on: date | None
    sets: int
    all_cases: int
    standings: tuple[ToldStanding, ...]
    agreement: ToldAgreement | None


def sets(*, at: datetime) -> list[ToldSet]:
    """Every set that panels had got by a moment, the newest first."""
    rows = models.AnchorSet.objects.select_related("result").order_by("-opened_at", "-pk")
    return [one for one in (_told(row, at) for row in rows) if one is not None]


def _told(row: models.AnchorSet, at: datetime) -> ToldSet | None:
    steps = [one for one in selectors.steps_of(row) if one.at <= at]
    now = present(steps)
    if now.issued is None or now.due is None:
        return None
    found: models.AnchorResult | None = getattr(row, "result", None)
    said: Mapping[str, Any] = found.content if found and now.revealed else {}
    return ToldSet(
        body=row.body_id,
        organisation=row.organisation,
        number=row.number,
        subject=selectors.subject(row),
        title=row.title,
        words=steps[0].words,
        issued_on=day_of(now.issued.at),
        due=now.due,
        cases=now.anchors,
        panels=len(now.panels),
        waits_for=len(now.waits_for),
        revealed_on=day_of(now.revealed.at) if now.revealed else None,
        sets=said.get("sets", 0),
        all_cases=said.get("all_anchors", 0),
        standings=tuple(
            ToldStanding(
                one["panel"], one["name"], ToldCounts(**one["here"]), _so_far(one["so_far"])
            )
            for one in said.get("panels", ())
        ),
        agreement=_agreement(said["agreement"]) if said else None,
    )


def _so_far(said: Mapping[str, Any]) -> ToldCounts:
    return ToldCounts(**{**said, "share": range_of(said["share"])})


def _agreement(said: Mapping[str, Any]) -> ToldAgreement:
    observed = said["alpha"].get("observed")
    return ToldAgreement(
        said["panels"],
        said["cases"],
        range_of(said["alpha"]),
        float(observed) if observed else None,
    )
