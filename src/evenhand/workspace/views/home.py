"""The first page after signing in, and what a person may do."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.accounts.access import ActingRequest, Who, seen_by
from evenhand.workspace.presenters.access import my_access
from evenhand.workspace.views.rendering import page


@seen_by(Who.MEMBER, logs=())
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What there is to do."""
    return page(request, "home", section="home")


@seen_by(Who.MEMBER, logs=())
@require_safe
def access(request: ActingRequest) -> HttpResponse:
    """What the person may do in the organisation, and why."""
    return page(request, "access", section="access", access=my_access(request.acting))
