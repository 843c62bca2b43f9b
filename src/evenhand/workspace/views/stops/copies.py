"""Copies that people stopped have asked for: a list, and one button for each that was given."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.encounters.errors import NotHere, NotNow
from evenhand.encounters.selectors.stops import MOST
from evenhand.encounters.services.copies import give, to_give
from evenhand.encounters.services.devices import own_force
from evenhand.measures.words.messages import say
from evenhand.workspace.notices import say_next
from evenhand.workspace.views.rendering import SeeOther, page
from evenhand.workspace.views.stops.mending import see
from evenhand.workspace.views.stops.supervising import SECTION

LONGEST_NUMBER = 9  # digits


@seen_by(May.REVIEW_STOPS, logs=[Act.CONSULTATION, Act.DISCLOSURE])
@require_http_methods(["GET", "HEAD", "POST"])
def copies(request: ActingRequest) -> HttpResponse:
    """Which copies wait, for how long, and where each is to go."""
    by, now, problem = request.acting, timezone.now(), ""
    if request.method == "POST":
        typed = request.POST.get("copy", "")[:LONGEST_NUMBER]
        try:
            give(copy=int(typed) if typed.isdecimal() else 0, by=by, now=now)
        except (NotHere, NotNow) as error:
            problem = str(error)
        else:
            say_next(
                request, say("It is kept that the copy was given. Where it went is forgotten.")
            )
            return SeeOther(reverse("stop-copies"))
    see(request, f"force/{own_force(by)}", "copies to give")
    waiting = to_give(by)
    return page(
        request,
        "stops/copies",
        section=SECTION,
        count=waiting.count(),
        copies=waiting[:MOST],
        today=timezone.localdate(now),
        problem=problem,
        status=400 if problem else 200,
    )
