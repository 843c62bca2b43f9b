"""Forces that have figures, and what the checks found in their files."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Path, Router

from evenhand.forces.models import Force as Known
from evenhand.measures.words.messages import say
from evenhand.public.api import lines
from evenhand.public.api.descriptions import Checks, Force, Links, Word
from evenhand.public.api.problems import NotFound, Problem
from evenhand.public.views.forces import LEADING
from evenhand.publications import selectors

ForceId = Annotated[Word, Field(description="A force's id.", examples=["bedfordshire"])]
router = Router(tags=["Forces"])


@router.get(
    "/forces", response={200: Links, 422: Problem}, summary="Every force", operation_id="forces"
)
def forces(request: HttpRequest) -> dict[str, Any]:
    """Forces that have figures, in alphabetical order: never ranked."""
    del request
    found = [_link(force) for force in selectors.forces_with_figures()]
    return {"count": len(found), "items": found}


@router.get(
    "/forces/{force}",
    response={200: Force, 404: Problem, 422: Problem},
    summary="One force",
    operation_id="force",
)
def force(request: HttpRequest, force: Path[ForceId]) -> dict[str, Any]:
    """A force, and the measures it has figures of."""
    del request
    found = selectors.measures_of(force)
    if not found or found[0].force is None:
        raise _no_force()
    return {**_link(found[0].force), "measures": [figure.measure for figure in found]}


@router.get(
    "/forces/{force}/checks",
    response={200: Checks, 404: Problem, 422: Problem},
    by_alias=True,
    summary="What is wrong with a force's files",
    operation_id="checks",
)
def checks(request: HttpRequest, force: Path[ForceId]) -> dict[str, Any]:
    """Every finding of the checks, over the months of the force's latest figure of searches."""
    del request
    found = selectors.latest(force, LEADING)
    if found is None:
        raise _no_force()
    return lines.checks(found)


def _link(force: Known) -> dict[str, Any]:
    return {"id": force.id, "name": force.name, "page": reverse("force", args=[force.id])}


def _no_force() -> NotFound:
    return NotFound(
        say("There are no figures of such a force. /api/v1/forces lists those there are.")
    )
