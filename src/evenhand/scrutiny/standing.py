"""How a draw stands, from the rows that it has; and what the public ledger calls things."""

from collections.abc import Iterable

from evenhand.measures.words.messages import say
from evenhand.scrutiny import models
from evenhand.scrutiny.terms import Kind, Status


def subject(draw: models.Draw) -> str:
    """What the public ledger calls a draw; it never changes."""
    return named(draw.panel_id, draw.number)


def named(panel: str, number: int) -> str:
    """The same by the panel's key and the number of the draw."""
    return f"draw/{panel}/{number}"


def status(draw: models.Draw) -> Status:
    """How a draw stands now."""
    kinds = models.DrawStep.objects.filter(draw=draw).values_list("kind", flat=True)
    reached = set(kinds)
    agreed = Kind.CLOSED.value in reached and not waiting(draw)
    return of_kinds(reached, agreed=agreed)


def of_kinds(kinds: Iterable[str], *, agreed: bool) -> Status:
    """How a draw stands after steps of these kinds; whether all are agreed is known elsewhere."""
    reached = set(kinds)
    if Kind.ABANDONED.value in reached:
        return Status.ABANDONED
    if Kind.CLOSED.value in reached:
        return Status.AGREED if agreed else Status.CLOSED
    if Kind.DRAWN.value in reached:
        return Status.DRAWN
    return Status.FROZEN if Kind.FROZEN.value in reached else Status.OPEN


def looked_at(draw: models.Draw) -> "list[models.Case]":
    """The cases that the panel looks at: drawn and not replaced, and reserves that were called.

    Where nothing is there to look at, the case is a finding by itself and is not among them.
    """
    found = models.Case.objects.filter(draw=draw, position__missing="")
    live = found.filter(reserve=False, replaced__isnull=True) | found.filter(called__isnull=False)
    return list(live.filter(replaced__isnull=True).select_related("position").order_by("place"))


def waiting(draw: models.Draw) -> "list[models.Case]":
    """Cases that the panel looks at and has not agreed on."""
    done = set(models.Agreed.objects.filter(case__draw=draw).values_list("case", flat=True))
    return [one for one in looked_at(draw) if one.pk not in done]


def counted(case: models.Case) -> "list[models.Score]":
    """The scores that count of a case: the last of each member, but of who declared a conflict."""
    rows = models.Score.objects.filter(case=case).order_by("person", "number")
    out = set(models.Conflict.objects.filter(case=case).values_list("person", flat=True))
    last = {one.person_id: one for one in rows if one.person_id not in out}
    return list(last.values())


def why_not(status: Status) -> str:
    """Why a step cannot follow where a draw stands so."""
    return {
        Status.OPEN: say("The frame is not frozen yet."),
        Status.FROZEN: say("The frame is frozen, and nothing is drawn from it yet."),
        Status.ABANDONED: say("This draw was abandoned."),
        Status.DRAWN: say("The cases are drawn, and members score them alone."),
        Status.CLOSED: say("Scoring has closed, and the panel agrees on its scores."),
        Status.AGREED: say("The panel has agreed on every case."),
    }[status]
