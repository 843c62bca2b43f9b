"""Choosing the organisation to act for."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evenhand.accounts import selectors
from evenhand.accounts.access import CHOSEN, SignedInRequest, Who, seen_by
from evenhand.workspace.views.rendering import SeeOther, page


@seen_by(Who.SIGNED_IN, logs=())
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: SignedInRequest) -> HttpResponse:
    """Those that the person can act for; one of them is chosen."""
    person, now = request.user, timezone.now()
    offered = selectors.organisations_of(person, now=now)
    if request.method != "POST":
        return page(request, "organisations", section="", offered=offered)
    wanted = request.POST.get("organisation", "")
    if wanted not in {one.pk for one in offered}:
        return page(request, "organisations", section="", offered=offered, wrong=True, status=400)
    request.session[CHOSEN] = wanted
    return SeeOther(reverse("workspace"))
