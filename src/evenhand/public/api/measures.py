"""Measures: the questions that figures answer."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Path, Router

from evenhand.measures import Measure as Reviewed
from evenhand.measures import measure as reviewed
from evenhand.measures import measures as reviewed_of
from evenhand.measures.errors import UnknownMeasure
from evenhand.measures.library import POWERS
from evenhand.measures.words.messages import say
from evenhand.public.api.descriptions import Measure, Measures, Word
from evenhand.public.api.problems import NotFound, Problem

MeasureId = Annotated[Word, Field(description="A measure's id.", examples=["search-rate"])]
router = Router(tags=["Measures"])


@router.get(
    "/measures",
    response={200: Measures, 422: Problem},
    summary="Every measure",
    operation_id="measures",
)
def measures(request: HttpRequest) -> dict[str, Any]:
    """Every question that this version can ask of the records, and how it is answered."""
    del request
    found = [_measure(one) for power in POWERS for one in reviewed_of(power).values()]
    return {"count": len(found), "measures": found}


@router.get(
    "/measures/{measure}",
    response={200: Measure, 404: Problem, 422: Problem},
    summary="One measure",
    operation_id="measure",
)
def measure(request: HttpRequest, measure: Path[MeasureId]) -> dict[str, Any]:
    """One question, and what to beware of in its answers."""
    del request
    try:
        return _measure(reviewed(measure))
    except UnknownMeasure as unknown:
        raise NotFound(
            say("There is no such measure. /api/v1/measures lists those there are.")
        ) from unknown


def _measure(one: Reviewed) -> dict[str, Any]:
    kept = "id title question power version kind unit groupings reference worse caveats methods"
    return {
        **{name: getattr(one, name) for name in kept.split()},
        "page": reverse("measure-across", args=[one.id]),
    }
