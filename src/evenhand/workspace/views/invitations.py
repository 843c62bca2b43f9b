"""Taking an invitation up. Opening the link changes nothing: scanners of mail open links too."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evenhand.accounts import selectors, services
from evenhand.accounts.access import CHOSEN, Who, seen_by
from evenhand.accounts.errors import AccountsError, NotOpen
from evenhand.accounts.forms import AcceptForm
from evenhand.accounts.models import Invitation, Person
from evenhand.accounts.roles import Role, roles
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.workspace.notices import say_next
from evenhand.workspace.views.rendering import SeeOther, page, status_of


@seen_by(Who.ANYONE, logs=[Act.COLLECTION, Act.ACCESS])
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """What is offered, and the form that takes it up."""
    try:
        made = selectors.invitation(secret, now=timezone.now())
    except NotOpen as error:
        return _closed(request, str(error))
    person = request.user if isinstance(request.user, Person) else None
    known = selectors.person_of(made.email) is not None
    if person is None and not known:
        return _new_person(request, secret, made)
    if person is None or person.email != made.email:
        return _shown(request, "invitation_sign_in", made)
    if request.method != "POST":
        return _shown(request, "invitation_accept", made)
    try:
        services.accept(secret=secret, by=person, now=timezone.now())
    except AccountsError as error:
        return _closed(request, str(error))
    request.session[CHOSEN] = made.organisation_id
    return SeeOther(reverse("workspace"))


def _new_person(request: HttpRequest, secret: str, made: Invitation) -> HttpResponse:
    form = AcceptForm(request.POST or None, email=made.email)
    if not form.is_valid():
        return _shown(request, "invitation_new", made, form=form, status=status_of(form))
    try:
        services.accept(secret=secret, by=None, now=timezone.now(), **form.cleaned_data)
    except AccountsError as error:
        return _closed(request, str(error))
    say_next(request, say("Your account is ready. Sign in with your new password."))
    return SeeOther(reverse("account_login"))


def _shown(
    request: HttpRequest, template: str, made: Invitation, *, status: int = 200, **context: object
) -> HttpResponse:
    role = roles().roles[Role(made.role)]
    return page(
        request,
        template,
        section="",
        status=status,
        made=made,
        role=say(role.name),
        about=say(role.about),
        **context,
    )


def _closed(request: HttpRequest, sentence: str) -> HttpResponse:
    title = say("This invitation cannot be used")
    return page(request, "problem", section="", status=410, title=title, sentences=(sentence,))
