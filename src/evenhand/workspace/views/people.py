"""The people of an organisation: who they are, inviting, changing and ending their roles."""

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenhand.accounts import selectors, services
from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.errors import AccountsError, NotHere
from evenhand.accounts.forms import ChangeRoleForm, InviteForm, WhyForm
from evenhand.accounts.models import Membership
from evenhand.accounts.noting import note
from evenhand.accounts.roles import May, Role
from evenhand.accounts.signing_in.mail import send
from evenhand.accounts.signing_in.words import invitation_mail
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters.people import choices, everybody, invited, role_name
from evenhand.workspace.views.rendering import SeeOther, page, status_of


@seen_by(May.SEE_PEOPLE, logs=[Act.CONSULTATION])
@require_safe
def people(request: ActingRequest) -> HttpResponse:
    """Everybody of the organisation, and open invitations."""
    by, now = request.acting, timezone.now()
    shown = everybody(selectors.memberships(by), by=by, now=now)
    waiting = invited(selectors.open_invitations(by, now=now), by=by)
    note(
        Act.CONSULTATION,
        by=by.person,
        organisation=by.organisation,
        subject=by.organisation,
        now=now,
        details={"seen": "people"},
    )
    return page(request, "people", section="people", people=shown, invited=waiting, by=by)


@seen_by(May.INVITE_PEOPLE, logs=[Act.ACCESS])
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: ActingRequest) -> HttpResponse:
    """Offer somebody a role."""
    by = request.acting
    form = InviteForm(request.POST or None, may_give=by.may_give)
    if form.is_valid():
        wanted = form.cleaned_data
        try:
            sent = services.invite(
                email=wanted["email"],
                role=Role(wanted["role"]),
                until=wanted["until"],
                by=by,
                now=timezone.now(),
            )
        except AccountsError as error:
            form.add_error(None, str(error))
        else:
            link = request.build_absolute_uri(reverse("invitation", args=[sent.secret]))
            role = role_name(wanted["role"])
            if send(invitation_mail(by.organisation.name, role, link), sent.invitation.email):
                say_next(request, say("{email} is invited.", email=sent.invitation.email))
                return SeeOther(reverse("people"))
            services.withdraw(number=sent.invitation.pk, by=by, now=timezone.now())
            form.add_error(None, say("The mail could not be sent. Nobody is invited: try later."))
    offered = choices(by.may_give)
    return page(
        request, "invite", section="people", form=form, offered=offered, status=status_of(form)
    )


@seen_by(May.INVITE_PEOPLE, logs=[Act.ACCESS])
@require_POST
def withdraw(request: ActingRequest, number: int) -> HttpResponse:
    """Take an invitation back."""
    try:
        services.withdraw(number=number, by=request.acting, now=timezone.now())
    except NotHere as error:
        raise Http404 from error
    say_next(request, say("The invitation is taken back."))
    return SeeOther(reverse("people"))


@seen_by(May.CHANGE_PEOPLE, logs=[Act.ACCESS, Act.CONSULTATION])
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActingRequest, number: int) -> HttpResponse:
    """Give somebody another role."""
    by, held = request.acting, _held(request, number)
    form = ChangeRoleForm(request.POST or None, may_give=by.may_give, initial={"role": held.role})
    if form.is_valid():
        wanted = form.cleaned_data
        try:
            services.change_role(
                number=number,
                role=Role(wanted["role"]),
                why=wanted["why"],
                by=by,
                now=timezone.now(),
            )
        except AccountsError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, say("{name} has another role now.", name=held.person.name))
    return _about(request, "change_role", form, held)


@seen_by(May.CHANGE_PEOPLE, logs=[Act.ACCESS, Act.CONSULTATION])
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: ActingRequest, number: int) -> HttpResponse:
    """End somebody's role, once they have been asked whether they mean it."""
    by, held = request.acting, _held(request, number)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.end(number=number, by=by, now=timezone.now(), why=form.cleaned_data["why"])
        except AccountsError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, say("{name} no longer has this role.", name=held.person.name))
    return _about(request, "end_role", form, held)


def _held(request: ActingRequest, number: int) -> Membership:
    try:
        return selectors.membership(request.acting, number)
    except NotHere as error:
        raise Http404 from error


def _done(request: HttpRequest, sentence: str) -> HttpResponse:
    say_next(request, sentence)
    return SeeOther(reverse("people"))


def _about(request: ActingRequest, template: str, form: Form, held: Membership) -> HttpResponse:
    note(
        Act.CONSULTATION,
        by=request.acting.person,
        organisation=request.acting.organisation,
        subject=held.person,
        now=timezone.now(),
        details={"seen": "role"},
    )
    role = role_name(held.role)
    offered = choices(request.acting.may_give)
    return page(
        request,
        template,
        section="people",
        form=form,
        held=held,
        role=role,
        offered=offered,
        status=status_of(form),
    )
