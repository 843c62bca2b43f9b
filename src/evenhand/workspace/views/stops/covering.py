"""How complete the records are: looked at by a second pair of eyes, and published."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.encounters.errors import NotHere, NotNow
from evenhand.encounters.services import covering
from evenhand.encounters.services.devices import own_force
from evenhand.encounters.told.coverage import newest
from evenhand.measures.words.messages import say
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters.coverage import looked_at
from evenhand.workspace.views.rendering import SeeOther, page

CONFLICT = 409


@seen_by(May.PUBLISH, logs=[Act.ALTERATION])
@require_http_methods(["GET", "HEAD", "POST"])
def coverage(request: ActingRequest) -> HttpResponse:
    """What would be published now, and publishing it."""
    now, problem = timezone.now(), ""
    try:
        force = own_force(request.acting)
    except NotHere as error:
        raise Http404 from error
    if request.method == "POST":
        try:
            covering.publish_seen(request.acting, seen=request.POST.get("seen", ""), now=now)
        except NotNow as error:
            problem = str(error)
        except MayNot as error:
            raise PermissionDenied from error
        else:
            say_next(request, say("The coverage is published."))
            return SeeOther(reverse("stop-coverage"))
    said = covering.put_together(force=force, now=now)
    return page(
        request,
        "stops/coverage",
        section="coverage",
        page=looked_at(said, newest(force)),
        seen=covering.fingerprint(said),
        problem=problem,
        public=reverse("stops-coverage", args=[force]),
        status=CONFLICT if problem else 200,
    )
