"""Keys with which the force's own systems send stops."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.encounters.editing.forms import SystemForm
from evenhand.encounters.errors import NotHere, NotNow
from evenhand.encounters.selectors.systems import systems_of
from evenhand.encounters.services import systems as services
from evenhand.encounters.services.devices import own_force
from evenhand.measures.words.messages import say
from evenhand.workspace.notices import say_next
from evenhand.workspace.views.rendering import SeeOther, page, status_of

SECTION = "systems"


@seen_by(May.LET_SYSTEMS_IN, logs=[Act.ACCESS])
@require_http_methods(["GET", "HEAD", "POST"])
def systems(request: ActingRequest) -> HttpResponse:
    """Every key of the force, and making a new one, which is shown this once."""
    by, now = request.acting, timezone.now()
    try:
        force = own_force(by)
    except NotHere as error:
        raise Http404 from error
    form = SystemForm(request.POST if request.method == "POST" else None)
    made = None
    if form.is_valid():
        try:
            made = services.let_in(name=form.cleaned_data["name"], until=form.ends, by=by, now=now)
        except NotNow as error:
            form.add_error("until", str(error))
    return page(
        request,
        "stops/systems",
        section=SECTION,
        form=SystemForm() if made else form,
        made=made,
        systems=systems_of(force),
        now=now,
        status=status_of(form),
    )


@seen_by(May.LET_SYSTEMS_IN, logs=[Act.ACCESS])
@require_POST
def revoke(request: ActingRequest, number: int) -> HttpResponse:
    """Take a key back at once."""
    try:
        services.revoke(number=number, by=request.acting, now=timezone.now())
    except NotHere as error:
        raise Http404 from error
    except NotNow as error:
        say_next(request, str(error))
    else:
        say_next(request, say("The key is taken back. Nothing can be sent with it any more."))
    return SeeOther(reverse("stop-systems"))
