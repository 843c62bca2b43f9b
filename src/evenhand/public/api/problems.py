"""What is wrong, said to a program: RFC 9457 problem documents, each with a sentence."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Field, Schema

from evenhand.measures.words.messages import say

MEDIA_TYPE = "application/problem+json"
LONGEST = 60  # of what was asked for: the answer repeats no more than this


class Wrong(Schema):
    """One part of a request that cannot be used."""

    name: str = Field(description="The parameter.")
    detail: str = Field(description="What is wrong with it.")


class Problem(Schema):
    """Why there is no answer (RFC 9457)."""

    type: str = Field(description="Where the kind of problem is described.")
    title: str = Field(description="The kind of problem.")
    status: int = Field(description="The HTTP status, again.")
    detail: str = Field(description="What happened, and what to do.")
    errors: list[Wrong] | None = Field(None, description="The parameters that cannot be used.")


class NotFound(Exception):
    """There is nothing of this name; ``detail`` says what, and where to look."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


def problem(
    status: HTTPStatus, kind: str, title: str, detail: str, errors: Sequence[Wrong] = ()
) -> HttpResponse:
    """Answer with a problem document."""
    found = Problem(
        type=f"/api/#{kind}",
        title=title,
        status=status,
        detail=detail,
        errors=list(errors) or None,
    )
    return JsonResponse(
        found.model_dump(exclude_none=True),
        status=status,
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def not_found(detail: str) -> HttpResponse:
    """There is no such thing."""
    return problem(HTTPStatus.NOT_FOUND, "not-found", say("Not found"), detail)


def no_such_address() -> HttpResponse:
    """There is no such address; what was asked for is not repeated."""
    return not_found(
        say("There is nothing at this address. The list of addresses is at /api/v1/openapi.json.")
    )


def read_only(allowed: Iterable[str]) -> HttpResponse:
    """Nothing can be written."""
    answer = problem(
        HTTPStatus.METHOD_NOT_ALLOWED,
        "read-only",
        say("Read only"),
        say("Figures can be read and never written here. Use GET or HEAD."),
    )
    answer["Allow"] = ", ".join(allowed)
    return answer


def unusable(errors: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """A parameter cannot be used: each is named, with what is wrong."""
    wrong = [Wrong(name=_name(error["loc"]), detail=str(error["msg"])) for error in errors]
    named = ", ".join(dict.fromkeys(one.name[:LONGEST] for one in wrong))
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "unusable",
        say("A parameter cannot be used"),
        say("These parameters cannot be used: {names}. Nothing was left out instead.", names=named),
        wrong,
    )


def too_many() -> HttpResponse:
    """So many parameters that nobody meant them."""
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "unusable",
        say("A parameter cannot be used"),
        say("There are too many parameters. Ask for all figures, or in several requests."),
    )


def went_wrong() -> HttpResponse:
    """Something broke, and it is our fault."""
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "went-wrong",
        say("Something went wrong"),
        say("This is our fault, not yours. Try again in a few minutes."),
    )


def from_exception(_request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer what was not found."""
    return not_found(error.detail) if isinstance(error, NotFound) else no_such_address()


def _name(place: Sequence[Any]) -> str:
    return next((part for part in reversed(place) if isinstance(part, str)), "")
