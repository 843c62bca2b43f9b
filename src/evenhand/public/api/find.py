"""Which police force is mine? From a town, a local authority or a postcode area."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Query, Router, Schema

from evenhand.public import places
from evenhand.public.api.descriptions import Places
from evenhand.public.api.problems import Problem
from evenhand.publications import selectors
from evenhand.records import codes

router = Router(tags=["Forces"])

ELSEWHERE = ("scotland", "northern-ireland", "islands")


class Asked(Schema):
    """What is looked for."""

    q: str = Field(
        min_length=1,
        max_length=100,
        description="A town, a local authority or a postcode. Its first half is enough: send no "
        "more.",
        examples=["Bedford", "MK40"],
    )


@router.get(
    "/find",
    response={200: Places, 422: Problem},
    summary="Find a force",
    operation_id="find",
)
def find(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Who polices a place. Nobody else is asked, and nothing is kept."""
    del request
    found = places.find(asked.q)
    with_figures = {force.id for force in selectors.forces_with_figures()}
    shown = [_place(one, with_figures) for one in found.places]
    known = [one for one in shown if one["forces"] or one["elsewhere"]]
    return {"asked": found.asked, "count": len(known), "places": known, "meant": found.meant}


def _place(place: places.Place, with_figures: set[str]) -> dict[str, Any]:
    """A place with its forces; a made-up one is known only to the site that shows it."""
    forces = [codes.force(force) for force in place.forces if force not in ELSEWHERE]
    return {
        "name": place.name,
        "within": place.within,
        "forces": [
            {
                "id": one.force,
                "name": one.name,
                "page": reverse("force", args=[one.force]) if one.force in with_figures else None,
            }
            for one in forces
            if one.force in with_figures or not one.fictional
        ],
        "elsewhere": next((one for one in place.forces if one in ELSEWHERE), None),
    }
