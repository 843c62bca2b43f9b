"""Figures: every one that matches, one of them whole, and what it corrected."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router, Schema

from evenhand.measures.words.messages import say
from evenhand.public.addresses import Reference, host
from evenhand.public.api import lines
from evenhand.public.api.descriptions import Figure, Lines, Word
from evenhand.public.api.parts import Month
from evenhand.public.api.problems import NotFound, Problem
from evenhand.public.files.answer import figure_json
from evenhand.publications import lists as listed
from evenhand.publications import selectors
from evenhand.publications.models import Figure as Frozen

router = Router(tags=["Figures"])

MONTHS = r"^[0-9]{4}-(0[1-9]|1[0-2])--[0-9]{4}-(0[1-9]|1[0-2])$"
ADDRESS = "/figures/{measure}/{place}/{months}/{grouping}/{number}"


class Wanted(Schema):
    """Which figures are asked for. What is left out does not narrow the list."""

    place: list[Word] = Field(
        [],
        max_length=50,
        description="Ids of forces, or all-forces. Repeat for more.",
        examples=[["bedfordshire"]],
    )
    measure: list[Word] = Field(
        [],
        max_length=40,
        description="Ids of measures. Repeat for more.",
        examples=[["search-rate"]],
    )
    grouping: Word = Field(
        default_factory=str,
        description="How people are grouped, as five-groups.",
        examples=["five-groups"],
    )
    first: Month = Field(
        default_factory=str,
        alias="from",
        description="Figures that begin in this month, as 2024-01, or later.",
        examples=["2024-01"],
    )
    last: Month = Field(
        default_factory=str,
        alias="to",
        description="Figures that end in this month, as 2024-12, or earlier.",
        examples=["2024-12"],
    )
    standing: Literal["yes", "no", "any"] = Field(
        "yes", description="yes: not corrected since. no: only those that were. any: both."
    )


class Named(Schema):
    """The parts of a figure's reference, as they stand in its address."""

    measure: Word = Field(description="A measure's id.", examples=["search-rate"])
    place: Word = Field(description="A force's id, or all-forces.", examples=["bedfordshire"])
    months: str = Field(
        pattern=MONTHS, description="As 2024-01--2024-12.", examples=["2024-01--2024-12"]
    )
    grouping: Word = Field(
        description="How people are grouped, as five-groups.", examples=["five-groups"]
    )
    number: int = Field(ge=1, le=9999, description="1, or more for a correction.", examples=[1])


@router.get(
    "/figures",
    response={200: Lines, 422: Problem},
    by_alias=True,
    summary="Every figure that matches",
    operation_id="figures",
)
def figures(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Never in pages: one answer holds all of them, in alphabetical order of forces."""
    del request
    return lines.lines(
        listed.matching(
            places=wanted.place,
            measures=wanted.measure,
            grouping=wanted.grouping,
            first=wanted.first,
            last=wanted.last,
            standing={"yes": True, "no": False, "any": None}[wanted.standing],
        )
    )


@router.get(
    ADDRESS,
    response={200: Figure, 404: Problem, 422: Problem},
    by_alias=True,
    summary="One figure, whole",
    operation_id="figure",
)
def figure(request: HttpRequest, named: Path[Named]) -> HttpResponse:
    """The same JSON as the file at the figure's own address. Only its status changes."""
    found = figure_json(_find(named), host(request))
    return HttpResponse(found, content_type="application/json")


@router.get(
    f"{ADDRESS}/history",
    response={200: Lines, 404: Problem, 422: Problem},
    by_alias=True,
    summary="A figure and its corrections",
    operation_id="history",
)
def history(request: HttpRequest, named: Path[Named]) -> dict[str, Any]:
    """Every figure of the same measure, place, months and grouping, the first one first."""
    del request
    return lines.lines(listed.history(_find(named)))


def _find(named: Named) -> Frozen:
    first, last = named.months.split("--")
    reference = Reference(named.measure, named.place, first, last, named.grouping, named.number)
    try:
        return selectors.figure(**reference._asdict())
    except Frozen.DoesNotExist as error:
        raise NotFound(
            say("There is no such figure. /api/v1/figures lists those that there are.")
        ) from error
