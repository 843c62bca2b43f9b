"""The latest public steps of draws, recommendations and meetings, whichever they are of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model

from evenhand.measures.words.messages import say
from evenhand.scrutiny import standing
from evenhand.scrutiny.models import AppointmentStep, DrawStep, RecommendationStep
from evenhand.scrutiny.recommending import selectors as recommending
from evenhand.scrutiny.recommending import words as of_recommendations
from evenhand.scrutiny.recommending.steps import Kind as OfRecommendation
from evenhand.scrutiny.recommending.steps import Step
from evenhand.scrutiny.told import words as of_draws
from evenhand.scrutiny.told.draws import PUBLIC
from evenhand.scrutiny.visiting import selectors as visiting
from evenhand.scrutiny.visiting import words as of_meetings
from evenhand.scrutiny.visiting.steps import Kind as OfMeeting
from evenhand.scrutiny.visiting.steps import What

if TYPE_CHECKING:
    from django.db.models import QuerySet

__all__ = ["Recent", "advised", "everything"]
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Recent:
    """A step: of what, as the public ledger calls it, and in words that a page has too.

    Attributes
    ----------
    about : what it is a step of, in a few words. ``heading`` is what the step is.
    """

    subject: str
    number: int
    kind: str
    at: datetime
    force: str
    about: str
    heading: str
    who: str
    words: str


def everything(*, most: int, force: str | None = None) -> list[Recent]:
    """The latest steps of all three, the newest first; of one force where one is named."""
    found = [*_draws(most, force), *advised(most=most, force=force), *_meetings(most, force)]
    return sorted(found, key=lambda one: (one.at, one.subject, one.number), reverse=True)[:most]


def advised(*, most: int, force: str | None = None) -> list[Recent]:
    """The latest steps of recommendations alone."""
    rows = _of(RecommendationStep.objects.all(), "recommendation", force)
    return [
        Recent(
            subject=recommending.subject(row.recommendation),
            number=row.number,
            kind=row.kind,
            at=row.recorded_at,
            force=row.recommendation.force.name,
            about=say(
                "Recommendation {number} of {maker}",
                number=str(row.recommendation.number),
                maker=row.recommendation.organisation,
            ),
            heading=of_recommendations.heading(step),
            who=of_recommendations.who(step),
            words=row.words,
        )
        for row in rows.order_by("-recorded_at", "-pk")[:most]
        for step in [
            Step(
                row.number,
                OfRecommendation(row.kind),
                row.recorded_at,
                row.by,
                row.organisation,
                row.words,
                row.data,
            )
        ]
    ]


def _draws(most: int, force: str | None) -> Iterator[Recent]:
    rows = _of(DrawStep.objects.filter(kind__in=[one.value for one in PUBLIC]), "draw", force)
    for row in rows.select_related("draw__panel").order_by("-at", "-pk")[:most]:
        yield Recent(
            subject=standing.subject(row.draw),
            number=row.number,
            kind=row.kind,
            at=row.at,
            force=row.draw.force.name,
            about=say(
                "Draw {number} of {panel}",
                number=str(row.draw.number),
                panel=row.draw.panel.name,
            ),
            heading=of_draws.heading(row.kind),
            who=_who(row.by, row.organisation),
            words=row.words,
        )


def _meetings(most: int, force: str | None) -> Iterator[Recent]:
    rows = _of(AppointmentStep.objects.all(), "appointment", force)
    for row in rows.order_by("-recorded_at", "-pk")[:most]:
        what = What(row.appointment.what)
        yield Recent(
            subject=visiting.subject(row.appointment),
            number=row.number,
            kind=row.kind,
            at=row.recorded_at,
            force=row.appointment.force.name,
            about=say(
                "{what} {number} of {panel}",
                what=of_meetings.what(what),
                number=str(row.appointment.number),
                panel=row.appointment.organisation,
            ),
            heading=of_meetings.heading(OfMeeting(row.kind), visits=what.visits),
            who=_who(row.by, row.organisation),
            words=row.words,
        )


def _who(by: str, organisation: str) -> str:
    if by == organisation:
        return by
    return say("{who}, {organisation}", who=by, organisation=organisation)


def _of(rows: "QuerySet[Row]", parent: str, force: str | None) -> "QuerySet[Row]":
    found = rows.select_related(parent, f"{parent}__force")
    return found if force is None else found.filter(**{f"{parent}__force": force})
