"""Pages that say that something is refused."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from evenhand.measures.words.messages import say
from evenhand.workspace.presenters.desk_steps import typed
from evenhand.workspace.views.rendering import page


def not_allowed(request: HttpRequest) -> HttpResponse:
    """403: no role of theirs allows it."""
    return _refused(
        request,
        403,
        say("You may not see this page"),
        say("Your role does not allow this page. “What I may do” says what it allows, and why."),
        say("If you need it, ask your administrator."),
    )


def not_found(request: HttpRequest) -> HttpResponse:
    """404: there is no such thing, or none in the organisation that they act for."""
    return _refused(
        request,
        404,
        say("Page not found"),
        say("It does not exist, or does not belong to the organisation you act for now."),
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without our token, or from another site.

    A page of ours that stayed open while somebody signed in again has an old token. Its words are
    shown; those of another site never are, and no forms but those whose words become public are
    asked, so that nothing secret is.
    """
    del reason
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    for_all = request.path.startswith((reverse("desk-plan"), reverse("desk-alerts")))
    return _refused(
        request,
        403,
        say("There is a problem with where this was sent from"),
        say("It did not come from a page that you opened here, so nothing was changed."),
        say("Open the page again, then send it. Cookies must be allowed for this site."),
        words=typed(request.POST) if ours and for_all else (),
    )


def _refused(
    request: HttpRequest, status: int, title: str, *sentences: str, words: tuple[str, ...] = ()
) -> HttpResponse:
    response = page(
        request,
        "problem",
        section="",
        status=status,
        title=title,
        sentences=sentences,
        typed=words,
    )
    response["Cache-Control"] = "no-store"
    return response
