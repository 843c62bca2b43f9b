"""Pages that say that something is wrong. Each can be given while the database is away."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evenhand.forces import selectors as forces
from evenhand.public.presenters import problems
from evenhand.public.presenters.problems import Problem

SOON, LATER = "120", "1800"  # seconds until it is worth asking again


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    del exception
    return _page(request, problems.not_understood())


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    del exception
    return _page(request, problems.not_allowed())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the warning of a fictional site where the database can tell."""
    del exception
    return _page(request, problems.not_found(), fictional=_is_fictional())


def went_wrong(request: HttpRequest) -> HttpResponse:
    """500."""
    return _page(request, problems.went_wrong())


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database is away."""
    return _page(request, problems.unavailable(), retry_after=SOON)


def closed(request: HttpRequest) -> HttpResponse:
    """503: closed on purpose."""
    return _page(request, problems.closed(), retry_after=LATER)


def _is_fictional() -> bool:
    try:
        return forces.is_fictional()
    except DatabaseError:
        return False


def _page(
    request: HttpRequest, problem: Problem, *, fictional: bool = False, retry_after: str = ""
) -> HttpResponse:
    context = {"section": "", "fictional": fictional, "problem": problem}
    response = render(request, "public/problem.html", context, status=problem.status)
    response["Cache-Control"] = "no-store"
    if retry_after:
        response["Retry-After"] = retry_after
    return response
