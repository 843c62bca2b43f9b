"""Taking in a list of recommendations from elsewhere: sent, shown row by row, then confirmed."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenhand.accounts.access import ActingRequest, Who, seen_by
from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.services.writing import Signature
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.scrutiny.forms.recommending import ListForm
from evenhand.scrutiny.recommending import importing, permissions
from evenhand.scrutiny.recommending.errors import RecommendationError
from evenhand.scrutiny.recommending.importing import CannotRead, drafting
from evenhand.scrutiny.recommending.importing.drafting import Gone
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters import scrutiny_lists as shown
from evenhand.workspace.uploads import was_too_large
from evenhand.workspace.views.rendering import SeeOther, page, status_of
from evenhand.workspace.views.scrutiny.finding import refuse
from evenhand.workspace.views.scrutiny.taking import SECTION


def _who(by: Acting, at: datetime) -> Signature:
    """As whom somebody takes a list in; nobody else gets further."""
    found = permissions.takes_in(by)
    if found is None:
        refuse(by, "recommendations/list", at=at)
    return found


@seen_by(Who.MEMBER, logs=())
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: ActingRequest) -> HttpResponse:
    """Send a list; it is read and shown, and changes nothing yet."""
    by, now = request.acting, timezone.now()
    _who(by, now)
    form = ListForm()
    if request.method == "POST":
        form = ListForm(request.POST, request.FILES, larger=was_too_large(request))
        if form.is_valid():
            sent = form.cleaned_data["table"]
            try:
                kept = drafting.keep(content=sent.read(), name=sent.name, by=by, now=now)
            except CannotRead as error:
                form.add_error("table", str(error))
            except MayNot as error:
                raise PermissionDenied from error
            else:
                return SeeOther(reverse("advice-draft", args=[kept.pk]))
    return page(
        request,
        "scrutiny/list",
        section=SECTION,
        form=form,
        columns=importing.columns(),
        about=shown.about(by),
        forces=", ".join(permissions.imported(by)),
        status=status_of(form),
    )


@seen_by(Who.MEMBER, logs=[Act.ALTERATION])
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: ActingRequest, number: int) -> HttpResponse:
    """What a list would add, row by row; and, once that was looked at, taking it in."""
    by, now, problem = request.acting, timezone.now(), ""
    who = _who(by, now)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            made = drafting.take_in(number=number, seen=seen, by=by, now=now)
        except MayNot as error:
            raise PermissionDenied from error
        except Gone as error:
            return _gone(request, str(error))
        except RecommendationError as error:
            problem = str(error)
        else:
            say_next(request, shown.taken_in(len(made)))
            return SeeOther(reverse("desk-recommendations"))
    try:
        found = drafting.show(number=number, by=by, now=now)
    except Gone as error:
        return _gone(request, str(error))
    return page(
        request,
        "scrutiny/list_draft",
        section=SECTION,
        shown=shown.preview_page(found, signed=who),
        problem=problem,
        number=number,
        status=409 if problem else 200,
    )


@seen_by(Who.MEMBER, logs=())
@require_POST
def give_up(request: ActingRequest, number: int) -> HttpResponse:
    """Let a list go without taking it in."""
    by = request.acting
    _who(by, timezone.now())
    drafting.give_up(number=number, by=by)
    say_next(request, say("The list was not taken in. Nothing has changed."))
    return SeeOther(reverse("advice-list"))


@seen_by(Who.MEMBER, logs=())
@require_safe
def template(request: ActingRequest) -> HttpResponse:
    """An empty list to fill in."""
    _who(request.acting, timezone.now())
    answer = HttpResponse(importing.template(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="recommendations.csv"'
    return answer


def _gone(request: ActingRequest, words: str) -> HttpResponse:
    return page(
        request,
        "problem",
        section=SECTION,
        status=404,
        title=say("This list is not here any more"),
        sentences=(words,),
    )
