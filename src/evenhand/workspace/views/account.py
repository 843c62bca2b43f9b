"""A person's own account: what guards it, and where it is signed in."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.accounts.access import SignedInRequest, Who, said_again, seen_by
from evenhand.accounts.noting import note
from evenhand.accounts.signing_in import sessions
from evenhand.accounts.signing_in.factors import has_second_step
from evenhand.accounts.signing_in.forms import EndSessionForm
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters.devices import device
from evenhand.workspace.views.rendering import SeeOther, page


@seen_by(Who.SIGNED_IN, logs=())
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """The account's parts."""
    return page(request, "account", section="account", second=has_second_step(request.user))


@seen_by(Who.SIGNED_IN, logs=[Act.CONSULTATION, Act.SIGN_OUT])
@said_again
@require_http_methods(["GET", "HEAD", "POST"])
def signed_in_at(request: SignedInRequest) -> HttpResponse:
    """Where the person is signed in; one session or all of them are ended."""
    person = request.user
    if request.method != "POST":
        shown = [(one, device(one.user_agent), one.is_current()) for one in sessions.of(person)]
        note(
            Act.CONSULTATION,
            by=person,
            subject=person,
            now=timezone.now(),
            details={"seen": "sessions"},
        )
        return page(request, "sessions", section="account", sessions=shown)
    if request.POST.get("session") == "all":
        sessions.end(by=person, now=timezone.now())
        return SeeOther(reverse("account_login"))
    form = EndSessionForm(request.POST)
    if form.is_valid() and sessions.end(
        by=person, now=timezone.now(), number=form.cleaned_data["session"]
    ):
        say_next(request, say("That session is ended."))
    return SeeOther(reverse("usersessions_list"))
