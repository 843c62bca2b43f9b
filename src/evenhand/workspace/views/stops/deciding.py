"""Two records that do not fit together, side by side, and which of them stands."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.encounters.editing.forms import DecideForm
from evenhand.encounters.errors import NotHere, NotNow
from evenhand.encounters.models import Stands
from evenhand.encounters.selectors import stops as selectors
from evenhand.encounters.services import deciding
from evenhand.measures.words.messages import say
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters import stops as shown
from evenhand.workspace.views.rendering import SeeOther, page, status_of
from evenhand.workspace.views.stops.mending import SECTION, see
from evenhand.workspace.views.stops.supervising import SECTION as REVIEWING


@seen_by(May.RECORD_STOPS, logs=[Act.ALTERATION, Act.CONSULTATION])
@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: ActingRequest, number: int) -> HttpResponse:
    """One conflict or double, field by field; its officer sees it, a supervisor decides."""
    by, now = request.acting, timezone.now()
    try:
        found = selectors.finding(by, number)
    except NotHere as error:
        raise Http404 from error
    form = DecideForm(
        request.POST if request.method == "POST" else None,
        choices=shown.standing(found, deciding.offered(found)),
        label=say("Why"),
        missing=say("Enter why: it is kept"),
    )
    if form.is_valid():
        try:
            deciding.decide(
                finding=number,
                stands=Stands(form.cleaned_data["stands"]),
                words=form.cleaned_data["words"],
                by=by,
                now=now,
            )
        except (NotHere, NotNow) as error:
            form.add_error(None, str(error))
        except MayNot as error:
            raise PermissionDenied from error
        else:
            say_next(request, say("It is decided. Both records are kept, and so is your reason."))
            return SeeOther(reverse("stops-findings"))
    see(request, f"finding/{number}", "finding about stops")
    both = deciding.both(found, now=now)
    return page(
        request,
        "stops/finding",
        section=REVIEWING if by.may(May.REVIEW_STOPS) else SECTION,
        form=form,
        finding=found,
        both=both,
        rows=shown.side_by_side(both),
        title=shown.findings([found])[0].words,
        may_decide=deciding.may_decide(found, by),
        status=status_of(form),
    )
