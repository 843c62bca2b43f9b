"""Erasing who a person is: explained, asked for with a reason, done once and for good."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evenhand.accounts import selectors, services
from evenhand.accounts.access import ActingRequest, said_again, seen_by
from evenhand.accounts.errors import AccountsError, MayNot, NotHere
from evenhand.accounts.forms import EraseForm
from evenhand.accounts.noting import note
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.workspace.notices import say_next
from evenhand.workspace.views.rendering import SeeOther, page, status_of


@seen_by(May.ERASE_PEOPLE, logs=[Act.CONSULTATION, Act.ERASURE])
@said_again
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: ActingRequest, number: int) -> HttpResponse:
    """What an erasure does and what stays; and the erasure of the person of a membership."""
    by, now = request.acting, timezone.now()
    try:
        person = selectors.membership(by, number).person
    except NotHere as error:
        raise Http404 from error
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            done = services.erase(
                person=person,
                why=said["why"],
                by=by,
                now=now,
                keep_log_until=said["keep_log_until"],
            )
        except MayNot as error:
            if person.pk != by.person.pk:
                raise PermissionDenied from error
            form.add_error(None, str(error))
        except AccountsError as error:
            form.add_error(None, str(error))
        else:
            say_next(
                request,
                say("They are erased. The log about them stays until the day you gave.")
                if done.log_kept_until
                else say(
                    "They are erased, with {count} entries of the log.", count=str(done.entries)
                ),
            )
            return SeeOther(reverse("people"))
    note(
        Act.CONSULTATION,
        by=by.person,
        organisation=by.organisation,
        subject=person,
        now=now,
        details={"seen": "name, before erasing"},
    )
    return page(
        request,
        "erase_person",
        section="people",
        form=form,
        number=number,
        person=person,
        status=status_of(form),
    )
