"""Stops known from elsewhere: files that are taken in, and events that no record matches."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.encounters.errors import CannotTakeIn, NotHere, NotNow
from evenhand.encounters.known.forms import KnownForm, WhyForm
from evenhand.encounters.selectors import known as selectors
from evenhand.encounters.selectors.stops import MOST
from evenhand.encounters.services import knowing
from evenhand.encounters.services.devices import own_force
from evenhand.measures.words.messages import say
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters import known as shown
from evenhand.workspace.uploads import was_too_large
from evenhand.workspace.views.rendering import SeeOther, page, status_of
from evenhand.workspace.views.stops.mending import see
from evenhand.workspace.views.stops.supervising import SECTION


@seen_by(May.LOAD_DATA, logs=[Act.COLLECTION])
@require_http_methods(["GET", "HEAD", "POST"])
def known(request: ActingRequest) -> HttpResponse:
    """What was taken in, and taking in a table with its mapping."""
    by, now = request.acting, timezone.now()
    try:
        own_force(by)
    except NotHere as error:
        raise Http404 from error
    form, sentences = KnownForm(), tuple[str, ...]()
    if request.method == "POST":
        form = KnownForm(request.POST, request.FILES, larger=was_too_large(request))
        if form.is_valid():
            said = form.cleaned_data
            try:
                taken = knowing.take_in_of(
                    mapping=said["mapping"].read(),
                    table=said["table"].read(),
                    first=said["first"],
                    last=said["last"],
                    by=by,
                    now=now,
                )
            except CannotTakeIn as error:
                sentences = error.sentences
            except MayNot as error:
                raise PermissionDenied from error
            else:
                say_next(request, shown.taken_words(taken))
                return SeeOther(reverse("stops-known"))
    return page(
        request,
        "stops/known",
        section="stop-figures",
        form=form,
        sentences=sentences,
        files=shown.files(selectors.files(by)[:MOST]),
        status=400 if sentences else status_of(form),
    )


@seen_by(May.REVIEW_STOPS, logs=[Act.CONSULTATION])
@require_safe
def unmatched(request: ActingRequest) -> HttpResponse:
    """Events that no record surely matches and nobody has explained, the latest first."""
    see(request, f"force/{own_force(request.acting)}", "stops known from elsewhere")
    found = selectors.to_explain(request.acting)
    return page(
        request,
        "stops/unmatched",
        section=SECTION,
        count=found.count(),
        events=shown.events(found[:MOST]),
        most=MOST,
    )


@seen_by(May.REVIEW_STOPS, logs=[Act.ALTERATION, Act.CONSULTATION])
@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: ActingRequest, number: int) -> HttpResponse:
    """One event, and what the supervisor found out about it."""
    try:
        found = selectors.one_to_explain(request.acting, number)
    except NotHere as error:
        raise Http404 from error
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            knowing.explain(
                event=number, why=form.cleaned_data["why"], by=request.acting, now=timezone.now()
            )
        except (NotHere, NotNow) as error:
            form.add_error(None, str(error))
        except MayNot as error:
            raise PermissionDenied from error
        else:
            say_next(request, say("It is kept, and counted openly."))
            return SeeOther(reverse("stops-unmatched"))
    see(request, f"event/{number}", "stop known from elsewhere")
    return page(
        request,
        "stops/explain",
        section=SECTION,
        form=form,
        event=shown.events([found])[0],
        status=status_of(form),
    )
