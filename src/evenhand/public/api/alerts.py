"""Alerts of the watch, how each stands, and every step of its answer."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Path, Query, Router, Schema

from evenhand.measures.words.messages import say
from evenhand.monitoring import selectors
from evenhand.monitoring.history import Status
from evenhand.monitoring.selectors import Story
from evenhand.monitoring.words import headline
from evenhand.public.api.alert_parts import Alert, Alerts
from evenhand.public.api.descriptions import Word
from evenhand.public.api.problems import NotFound, Problem
from evenhand.public.presenters.alerts.files import steps_said
from evenhand.public.views.plan import today

router = Router(tags=["Alerts"])
Number = Annotated[int, Field(ge=1, le=999_999, description="Its number.", examples=[1])]
ForceId = Annotated[Word, Field(description="A force's id.", examples=["bedfordshire"])]
Named = Literal[
    "open",
    "answered",
    "overdue",
    "explained",
    "partly",
    "not-explained",
    "cannot-tell",
    "reform",
    "told",
]


class Wanted(Schema):
    """Which alerts are asked for. What is left out does not narrow the list."""

    force: list[Word] = Field(
        [],
        max_length=50,
        description="Ids of forces. Repeat for more.",
        examples=[["bedfordshire"]],
    )
    status: list[Named] = Field(
        [],
        max_length=len(Status),
        description="How they stand: open, answered, overdue, explained, partly, not-explained, "
        "cannot-tell, reform or told. Repeat for more.",
        examples=[["open", "overdue"]],
    )


@router.get(
    "/alerts",
    response={200: Alerts, 422: Problem},
    summary="Every alert that matches",
    operation_id="alerts",
)
def alerts(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Never in pages, in alphabetical order of forces: never ranked."""
    del request
    found = selectors.stories(on=today(), forces=wanted.force or None)
    items = [_line(one) for one in found if not wanted.status or one.status in wanted.status]
    return {"count": len(items), "items": items}


@router.get(
    "/alerts/{force}/{number}",
    response={200: Alert, 404: Problem, 422: Problem},
    summary="One alert, and every step of its answer",
    operation_id="alert",
)
def alert(request: HttpRequest, force: Path[ForceId], number: Path[Number]) -> dict[str, Any]:
    """What was found with its range, from rounded counts, and what was said and done about it."""
    del request
    story = selectors.story(force, number, on=today())
    if story is None:
        raise NotFound(say("There is no such alert. /api/v1/alerts lists those there are."))
    return {**_line(story), "told": story.told.plain(), "steps": steps_said(story.steps)}


def _line(story: Story) -> dict[str, Any]:
    now, waits = story.now, story.now is not None and story.now.waits
    return {
        "force": story.alert.force_id,
        "number": story.alert.number,
        "subject": story.subject,
        "page": reverse("alert", args=[story.alert.force_id, story.alert.number]),
        "headline": headline(story.told),
        "sentence": story.told.sentence,
        "raised_at": story.alert.raised_at,
        "stands": story.told.standing is not None,
        "quality": story.told.quality,
        "means": story.told.means,
        "status": story.status,
        "awaits": story.awaits,
        "days_awaited": story.days_awaited,
        "days_overdue": story.days_overdue,
        "deadline": now.deadline if now and waits else None,
        "reform_after": now.becomes_reform_after if now and waits else None,
    }
