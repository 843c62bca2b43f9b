"""Draws as the panel and the force see them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import May
from evenhand.measures.words.messages import say
from evenhand.scrutiny import models, sealing, standing
from evenhand.scrutiny.errors import NotHere
from evenhand.scrutiny.permissions import is_panel
from evenhand.scrutiny.terms import Side, Status


@dataclass(frozen=True)
class Overview:
    """A draw with how it stands, for its panel.

    Attributes
    ----------
    sealed : the checkpoint over its frame; None while it waits for one, or is not frozen.
    """

    draw: models.Draw
    status: Status
    steps: tuple[models.DrawStep, ...]
    frame: models.Frame | None
    sealed: sealing.Sealed | None


@dataclass(frozen=True)
class Attended:
    """What the force sees of a draw: its terms and how it stands, and nothing of any case."""

    draw: models.Draw
    status: Status
    steps: tuple[models.DrawStep, ...]
    sealed: sealing.Sealed | None
    typed: bool
    """Whether the force has typed the dice in and the panel has not."""


def draws(by: Acting) -> list[Overview]:
    """Every draw of the panel that somebody acts for, the newest first."""
    return [_overview(one) for one in _own(by).order_by("-number")]


def draw(by: Acting, number: int) -> Overview:
    """One draw of the panel that somebody acts for.

    Raises
    ------
    NotHere
        If the panel has none such, whether or not another has.
    """
    found = _own(by).filter(number=number).first()
    if found is None:
        raise NotHere(say("There is no such draw of your panel."))
    return _overview(found)


def to_attend(by: Acting) -> list[Attended]:
    """Draws of panels that look at the force somebody acts for, the newest first."""
    return [_attended(one) for one in _of_force(by).order_by("-opened_at")]


def attended(by: Acting, panel: str, number: int) -> Attended:
    """One draw of a panel, as the force sees it.

    Raises
    ------
    NotHere
    """
    found = _of_force(by).filter(panel=panel, number=number).first()
    if found is None:
        raise NotHere(say("There is no such draw."))
    return _attended(found)


def dice(draw: models.Draw) -> dict[Side, bool]:
    """Which side has typed the dice of the present attempt in; never what it typed."""
    rolls = list(draw.rolls.order_by("attempt", "pk").values_list("attempt", "side"))
    last = max((attempt for attempt, _ in rolls), default=1)
    there = {side for attempt, side in rolls if attempt == last}
    if len(there) == len(Side):
        there = set()
    return {side: side.value in there for side in Side}


def findings_to_answer(by: Acting) -> list[models.Finding]:
    """Findings that somebody's force has to answer, the nearest deadline first."""
    force = by.organisation.force_id
    if not (force and by.is_of(force) and by.may(May.ANSWER_FINDINGS)):
        return []
    found = models.Finding.objects.filter(draw__force=force, learning__isnull=True)
    return list(found.select_related("draw__panel").order_by("due", "pk"))


def finding(by: Acting, panel: str, number: int, finding: int) -> models.Finding:
    """One finding, for its panel or for who answers it in the force.

    Raises
    ------
    NotHere
    """
    force = by.organisation.force_id
    rows = models.Finding.objects.select_related("draw__panel", "draw__force")
    rows = rows.filter(draw__panel=panel, draw__number=number, number=finding)
    found: models.Finding | None = None
    if by.organisation.pk == panel and by.may(May.SEE_CASES):
        found = rows.first()
    elif force and by.is_of(force) and by.may(May.ANSWER_FINDINGS):
        found = rows.filter(draw__force=force).first()
    if found is None:
        raise NotHere(say("There is no such finding."))
    return found


def _own(by: Acting) -> "QuerySet[models.Draw]":
    rows = models.Draw.objects.select_related("panel", "force").filter(panel=by.organisation.pk)
    return rows if is_panel(by.organisation) and by.may(May.SEE_CASES) else rows.none()


def _of_force(by: Acting) -> "QuerySet[models.Draw]":
    force = by.organisation.force_id
    rows = models.Draw.objects.select_related("panel", "force")
    here = force and by.is_of(force) and by.may(May.ATTEND_DRAWS)
    return rows.filter(force=force) if here else rows.none()


def _overview(found: models.Draw) -> Overview:
    frame = models.Frame.objects.filter(draw=found).first()
    return Overview(
        found,
        standing.status(found),
        tuple(found.steps.all()),
        frame,
        sealing.sealed(frame) if frame else None,
    )


def _attended(found: models.Draw) -> Attended:
    whole = _overview(found)
    typed = dice(found)[Side.FORCE]
    return Attended(found, whole.status, whole.steps, whole.sealed, typed)
