"""Who does what in a plan: which role leads in public, and which person writes as that role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.errors import AccountsError, MayNot, NotHere
from evenhand.accounts.noting import note
from evenhand.accounts.roles import May, Role
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.plan import models, selectors, services
from evenhand.plan.errors import PlanError
from evenhand.plan.forms.programme import AssignForm, LeadForm
from evenhand.plan.history import Kind
from evenhand.plan.selectors import Stream
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters.assigning import people, who_does_what
from evenhand.workspace.presenters.people import role_name
from evenhand.workspace.views.desk.steps import EDIT, SAVE, STAGE, kept
from evenhand.workspace.views.programme import SECTION, own_plan
from evenhand.workspace.views.rendering import SeeOther, page, status_of


@seen_by(May.SEE_PEOPLE, logs=[Act.CONSULTATION])
@require_safe
def who(request: ActingRequest) -> HttpResponse:
    """Every workstream and action of the own plan, and whose it is."""
    plan, by, today = own_plan(request), request.acting, timezone.localdate()
    _seen(request)
    groups = who_does_what(
        selectors.workstreams(plan, on=today),
        selectors.tracked(plan, on=today),
        selectors.assignments(plan),
        by=by,
        theirs=selectors.assigned(by, plan),
    )
    return page(request, "plan_who", section=SECTION, groups=groups, plan=plan)


@seen_by(May.CHANGE_PLAN, logs=[Act.CONSULTATION, Act.ALTERATION])
@require_http_methods(["GET", "HEAD", "POST"])
def lead(request: ActingRequest, key: str) -> HttpResponse:
    """Ask which role leads a workstream in public, show what the public will read, record it."""
    plan, stream = _workstream(request, key)
    form = LeadForm(
        request.POST if request.method == "POST" else None,
        named=selectors.times_named(plan, key),
    )
    if form.is_bound and request.POST.get(STAGE) != EDIT and form.is_valid():
        try:
            if request.POST.get(STAGE) != SAVE:
                return _lead_preview(request, plan, stream, form)
            _name(request, plan, key, form)
        except MayNot as error:
            raise PermissionDenied from error
        except PlanError as error:
            form.add_error(None, str(error))
        else:
            say_next(request, say("The public page names the new lead."))
            return SeeOther(reverse("plan-who"))
    return page(
        request, "plan_lead", section=SECTION, form=form, stream=stream, status=status_of(form)
    )


def _lead_preview(
    request: ActingRequest, plan: models.Plan, stream: Stream, form: LeadForm
) -> HttpResponse:
    services.allow_lead(plan=plan, workstream=stream.key, **form.cleaned_data)
    return page(
        request,
        "plan_lead_preview",
        section=SECTION,
        stream=stream,
        said=form.cleaned_data,
        signed=services.signature(request.acting, plan=plan, kind=Kind.PROMISED),
        sent=kept(request),
    )


def _name(request: ActingRequest, plan: models.Plan, key: str, form: LeadForm) -> None:
    now = timezone.now()
    with services.written_by(request.acting, plan=plan, kind=Kind.PROMISED, now=now) as names:
        services.name_lead(plan=plan, workstream=key, **form.cleaned_data, **names)


@seen_by(May.CHANGE_PLAN, logs=[Act.CONSULTATION, Act.ACCESS])
@require_http_methods(["GET", "HEAD", "POST"])
def leads(request: ActingRequest, key: str) -> HttpResponse:
    """Which of the force's people lead a workstream."""
    plan, stream = _workstream(request, key)
    given = [
        one for one in selectors.assignments(plan) if one.workstream and one.workstream.key == key
    ]
    return _whose(
        request,
        Whose(plan, stream.name, stream.lead, Role.WORKSTREAM_LEAD, {"workstream": key}),
        given,
        back=reverse("who-leads", args=[key]),
    )


@seen_by(May.SEE_PEOPLE, logs=[Act.CONSULTATION, Act.ACCESS])
@require_http_methods(["GET", "HEAD", "POST"])
def does(request: ActingRequest, key: str) -> HttpResponse:
    """Which of the force's people do an action."""
    plan = own_plan(request)
    one = selectors.action(plan, key, on=timezone.localdate())
    if one is None:
        raise Http404(f"the plan has no action {key}")
    given = [each for each in selectors.assignments(plan) if each.action and each.action.key == key]
    promised = one.now.now
    return _whose(
        request,
        Whose(plan, promised.title, promised.owner, Role.ACTION_OWNER, {"action": key}),
        given,
        back=reverse("who-does", args=[key]),
    )


@dataclass(frozen=True)
class Whose:
    """What is given to people: its name, its role in public, the role that it takes."""

    plan: models.Plan
    title: str
    role: str
    needs: Role
    part: Mapping[str, str]


def _whose(
    request: ActingRequest, what: Whose, given: Sequence[models.Assignment], *, back: str
) -> HttpResponse:
    by, now = request.acting, timezone.now()
    held = {one.membership_id for one in given}
    able = [one for one in selectors.able(by, what.needs, now=now) if one.pk not in held]
    form = AssignForm(request.POST if request.method == "POST" else None, members=able)
    if form.is_valid():
        number = int(form.cleaned_data["member"])
        try:
            made = services.assign(plan=what.plan, membership=number, by=by, now=now, **what.part)
        except MayNot as error:
            raise PermissionDenied from error
        except AccountsError as error:
            form.add_error("member", str(error))
        else:
            say_next(request, say("{name} has it now.", name=made.membership.person.name))
            return SeeOther(back)
    _seen(request)
    return page(
        request,
        "plan_whose",
        section=SECTION,
        form=form,
        what=what,
        given=people(given),
        able=able,
        needs=role_name(what.needs),
        back=back,
        status=status_of(form),
    )


def _workstream(request: ActingRequest, key: str) -> tuple[models.Plan, Stream]:
    plan = own_plan(request)
    for one in selectors.workstreams(plan, on=timezone.localdate()):
        if one.key == key:
            return plan, one
    raise Http404(f"the plan has no workstream {key}")


@seen_by(May.SEE_PEOPLE, logs=[Act.ACCESS])
@require_POST
def end(request: ActingRequest, number: int) -> HttpResponse:
    """End what somebody leads or does."""
    plan = own_plan(request)
    try:
        services.end_assignment(number=number, plan=plan, by=request.acting, now=timezone.now())
    except MayNot as error:
        raise PermissionDenied from error
    except NotHere as error:
        raise Http404(str(error)) from error
    say_next(request, say("It is theirs no more."))
    return SeeOther(reverse("plan-who"))


def _seen(request: ActingRequest) -> None:
    by = request.acting
    note(
        Act.CONSULTATION,
        by=by.person,
        organisation=by.organisation,
        subject=by.organisation,
        now=timezone.now(),
        details={"seen": "who does what in the plan"},
    )
