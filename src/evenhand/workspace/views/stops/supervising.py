"""What a supervisor looks at: the queue, what is odd, and devices."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.encounters.editing.forms import WordsForm
from evenhand.encounters.errors import NotHere, NotNow
from evenhand.encounters.selectors import stops as selectors
from evenhand.encounters.selectors.devices import gaps, silent
from evenhand.encounters.services.devices import lose, own_force
from evenhand.encounters.services.reviewing import explain_missing
from evenhand.measures.words.messages import say
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters import stops as shown
from evenhand.workspace.views.rendering import SeeOther, page, status_of
from evenhand.workspace.views.stops.looking import LONGEST_NUMBER
from evenhand.workspace.views.stops.mending import see

SECTION = "stops-queue"
EACH_PAGE = 50


@seen_by(May.REVIEW_STOPS, logs=[Act.CONSULTATION])
@require_safe
def queue(request: ActingRequest) -> HttpResponse:
    """Stops of others that nobody has agreed to yet."""
    by, now = request.acting, timezone.now()
    waiting = selectors.queue(by)
    leaf = Paginator(waiting, EACH_PAGE).get_page(request.GET.get("page"))
    see(request, f"force/{own_force(by)}", "queue of stops")
    return page(
        request,
        "stops/queue",
        section=SECTION,
        count=leaf.paginator.count,
        leaf=leaf,
        rows_of=shown.stops(leaf),
        asked=shown.stops(selectors.asked_in(by)[: selectors.MOST]),
        left=selectors.left_behind(by, now=now).count(),
        keys=selectors.locked_out(by),
    )


@seen_by(May.REVIEW_STOPS, logs=[Act.CONSULTATION])
@require_safe
def findings(request: ActingRequest) -> HttpResponse:
    """What is odd about records: to mend, conflicts, doubles, missing numbers, silent devices."""
    by, now = request.acting, timezone.now()
    see(request, f"force/{own_force(by)}", "findings about stops")
    devices = list(selectors.devices(by)[: selectors.MOST])
    return page(
        request,
        "stops/findings",
        section=SECTION,
        to_mend=shown.to_mend(selectors.waiting_for_officers(by, now=now)[: selectors.MOST]),
        left=shown.to_mend(selectors.left_behind(by, now=now)[: selectors.MOST]),
        keys=selectors.locked_out(by),
        locked=shown.locked(selectors.without_key(by)[: selectors.MOST]),
        odd=shown.findings(selectors.findings(by)[: selectors.MOST]),
        missing=[(one, found) for one in devices if (found := list(gaps(one)))],
        silent=silent(own_force(by), now=now),
        devices=devices,
    )


@seen_by(May.REVIEW_STOPS, logs=[Act.ACCESS, Act.ALTERATION, Act.CONSULTATION])
@require_http_methods(["GET", "HEAD", "POST"])
def device(request: ActingRequest, key: UUID) -> HttpResponse:
    """One device: when it was seen, what it still holds, which numbers never came."""
    by, now = request.acting, timezone.now()
    try:
        found = selectors.device(by, key)
    except NotHere as error:
        raise Http404 from error
    losing = request.POST.get("lost") == "yes"
    form = _form(request, needed=not losing)
    if form.is_valid():
        try:
            if losing:
                lose(device=key, by=by, now=now)
            else:
                explain_missing(
                    device=key,
                    first=_number(request, "first"),
                    last=_number(request, "last"),
                    words=form.cleaned_data["words"],
                    by=by,
                    now=now,
                )
        except (NotHere, NotNow) as error:
            form.add_error(None, str(error))
        else:
            say_next(request, say("It is kept."))
            return SeeOther(reverse("stop-device", args=[key]))
    see(request, f"device/{key}", "device")
    return page(
        request,
        "stops/device",
        section=SECTION,
        form=form,
        device=found,
        gaps=list(gaps(found)),
        status=status_of(form),
    )


def _form(request: ActingRequest, *, needed: bool = True) -> WordsForm:
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        label=say("What you found out"),
        missing=say("Enter what you found out: it is kept"),
    )
    form.fields["words"].required = needed
    return form


def _number(request: ActingRequest, name: str) -> int:
    said = request.POST.get(name, "")
    return int(said) if said.isdecimal() and len(said) <= LONGEST_NUMBER else 0
