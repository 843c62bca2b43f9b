"""How were you treated? The page that a slip opens, for whoever has it. No session, no cookie.

Opening the page uses nothing up, so that a program that looks at links does no harm; only sending
the form does. Neither says whether the slip was used before: an officer who kept a copy would learn
from it that somebody answered.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.encounters.answering import issuing, scopes, taking
from evenhand.encounters.answering.questions import NotAnAnswer
from evenhand.encounters.answering.taking import Closed
from evenhand.encounters.answering.tokens import NotAToken
from evenhand.encounters.models import TokenKey
from evenhand.forces import selectors as forces
from evenhand.measures.words.notes import day
from evenhand.roadside.api.answering import answer as in_json
from evenhand.roadside.api.gates import Gate, TooMuch
from evenhand.roadside.presenters.answers import Problem, asked, chosen

UNKNOWN = Gate(at_once=64, each_minute=300)
"""Addresses that are no slips, of the whole process: a real slip is never turned away by it, and
nobody's network needs to be remembered."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest, token: str) -> HttpResponse:
    """Five questions, and what is sent with them."""
    now = timezone.now()
    try:
        _, key = taking.key_of(token, now=now)
        said = chosen(request.POST)
        if request.method != "POST":
            return _form(request, key, {})
        if not said:
            return _form(request, key, {}, problem=Problem.NOTHING)
        taking.take(token, answer=said, now=now)
    except NotAToken:
        return _unknown(request)
    except Closed:
        return _page(request, "answers_closed", status=410)
    except NotAnAnswer:
        return _form(request, key, {}, problem=Problem.NOT_OFFERED)
    response = HttpResponse(status=303)
    response["Location"] = reverse("answers-thanks")
    return response


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """It came; the same words whether it was the first with its slip or not."""
    return _page(request, "answers_thanks")


@require_safe
def keys(_request: HttpRequest) -> HttpResponse:
    """Every key that signs slips, for anybody: devices compare what they were given with it."""
    response = in_json({"keys": issuing.listed(TokenKey.objects.all())})
    response["Cache-Control"] = "public, max-age=60"
    return response


def _form(
    request: HttpRequest, key: TokenKey, said: dict[str, str], *, problem: Problem | None = None
) -> HttpResponse:
    return _page(
        request,
        "answers",
        status=400 if problem else 200,
        force=key.force.name,
        until=day(scopes.last_day(key.quarter)),
        questions=asked(said),
        problem=problem.words if problem else "",
    )


def _unknown(request: HttpRequest) -> HttpResponse:
    try:
        with UNKNOWN.passed("unknown slips"):
            return _page(request, "answers_unknown", status=404)
    except TooMuch as error:
        response = _page(request, "answers_unknown", status=429)
        response["Retry-After"] = str(error.seconds)
        return response


def _page(
    request: HttpRequest, template: str, *, status: int = 200, **context: object
) -> HttpResponse:
    context = {"fictional": forces.is_fictional(), **context}
    return render(request, f"roadside/{template}.html", context, status=status)
