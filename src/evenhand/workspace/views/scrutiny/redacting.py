"""Taking unlawful words out of scrutiny: chosen, looked at a second time, then gone for good."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.ledger.unlawful import sentence
from evenhand.measures.words.messages import say
from evenhand.scrutiny.errors import Meanwhile, NotNow
from evenhand.scrutiny.forms.redacting import RedactForm
from evenhand.scrutiny.redacting import service, threads
from evenhand.scrutiny.redacting.finding import reached
from evenhand.scrutiny.redacting.threads import Thread
from evenhand.scrutiny.terms import Kind
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters import scrutiny_redacting as shown
from evenhand.workspace.presenters.redacting import values
from evenhand.workspace.views.redacting import LOOKED
from evenhand.workspace.views.rendering import SeeOther, page, status_of
from evenhand.workspace.views.scrutiny.finding import refuse
from evenhand.workspace.views.scrutiny.taking import SECTION, signed_out


@seen_by(May.TAKE_WORDS_OUT, logs=())
@require_safe
def which(request: ActingRequest) -> HttpResponse:
    """Everything in which the own organisation said words, to choose where they stand."""
    things = [shown.thing(one) for one in threads.of_whom(request.acting)]
    return page(request, "scrutiny/redact_which", section=SECTION, things=things)


@seen_by(May.TAKE_WORDS_OUT, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: ActingRequest, what: str, owner: str, number: int) -> HttpResponse:
    """Choose words of the own organisation; then look again; then they go."""
    thread, by = _found(request, what, owner, number), request.acting
    own = threads.own_texts(by, thread)
    said = shown.offered(thread, own)
    form = RedactForm(
        request.POST if request.method == "POST" else None,
        offered=values(said),
        last=thread.last,
    )
    if form.is_valid() and LOOKED in request.POST and _taken_out(request, thread, form):
        say_next(
            request,
            say("The words are gone, here and in the public ledger. What was done is public."),
        )
        return SeeOther(reverse("scrutiny-redact"))
    looking = form.is_bound and form.is_valid()
    found = reached(by, thread, form.chosen()) if looking else None
    return page(
        request,
        "scrutiny/redact_look" if looking else "scrutiny/redact",
        section=SECTION,
        form=form,
        title_of=shown.title(thread),
        here=request.path,
        said=said,
        places=shown.going(found) if found else (),
        stays=shown.stays(found) if found else (),
        reason=sentence(form.because) if looking else "",
        chosen=form["chosen"].value() or [],
        status=status_of(form),
    )


def _found(request: ActingRequest, what: str, owner: str, number: int) -> Thread:
    """A thing in which somebody's own organisation can have said something.

    Raises
    ------
    Http404
        If there is none.
    PermissionDenied
        If their organisation has no part in it.
    """
    found = threads.thread(what, owner, number) if what in threads.WHATS else None
    if found is None:
        raise Http404(f"there is no {what} {owner} {number}")
    if threads.signature(request.acting, found) is None:
        refuse(request.acting, str(Kind.REDACTED), at=timezone.now())
    return found


def _taken_out(request: ActingRequest, thread: Thread, form: RedactForm) -> bool:
    """Whether the chosen words are gone; why they are not, the form then says.

    Raises
    ------
    PermissionDenied
        If no role of theirs lets them take words out.
    """
    try:
        service.redact(
            thread=thread,
            expected=form.cleaned_data["expected"],
            chosen=form.chosen(),
            reason=form.because,
            by=request.acting,
            now=timezone.now(),
        )
    except MayNot as error:
        raise PermissionDenied from error
    except (Meanwhile, NotNow) as error:
        form.add_error(None, str(error))
        return False
    return True
