"""Promising an action that the plan does not have yet."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evenhand.accounts.access import ActingRequest, Who, seen_by
from evenhand.accounts.errors import MayNot
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.plan import models, selectors, services
from evenhand.plan.differing import differences
from evenhand.plan.errors import AlreadyThere, PlanError
from evenhand.plan.forms.promising import NOTHING, PromiseForm
from evenhand.plan.history import Kind
from evenhand.plan.permissions import steps
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters.desk_change import sections
from evenhand.workspace.views.desk.steps import EDIT, SAVE, STAGE, kept
from evenhand.workspace.views.programme import SECTION, own_plan
from evenhand.workspace.views.rendering import SeeOther, page, status_of


@seen_by(Who.MEMBER, logs=[Act.ALTERATION])
@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: ActingRequest) -> HttpResponse:
    """Ask what is promised, show what the public will read, and record it."""
    plan = own_plan(request)
    streams = _streams(request, plan)
    if not streams:
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    form = PromiseForm(sent, plan=plan, streams=streams)
    if form.is_bound and request.POST.get(STAGE) != EDIT and form.is_valid():
        if request.POST.get(STAGE) != SAVE:
            return _preview(request, plan, form, dict(streams))
        try:
            return _record(request, plan, form)
        except PlanError as error:
            form.add_error("key" if isinstance(error, AlreadyThere) else None, str(error))
        except MayNot as error:
            raise PermissionDenied from error
    return page(
        request,
        "plan_new",
        section=SECTION,
        form=form,
        plan=plan,
        sections=sections(form),
        status=status_of(form),
    )


def _streams(request: ActingRequest, plan: models.Plan) -> list[tuple[str, str]]:
    """The workstreams that somebody may promise in, each with its name."""
    by = request.acting
    theirs = selectors.assigned(by, plan)
    return [
        (one.key, say(one.name))
        for one in selectors.workstreams(plan, on=timezone.localdate())
        if Kind.PROMISED in steps(by, plan, theirs, workstream=one.key)
    ]


def _preview(
    request: ActingRequest, plan: models.Plan, form: PromiseForm, streams: dict[str, str]
) -> HttpResponse:
    return page(
        request,
        "plan_new_preview",
        section=SECTION,
        plan=plan,
        said=form.said,
        stream=streams[form.said["workstream"]],
        parts=differences(NOTHING, form.said["terms"]),
        sent=kept(request),
    )


def _record(request: ActingRequest, plan: models.Plan, form: PromiseForm) -> HttpResponse:
    said = form.said
    address = reverse("desk-action", args=[plan.force_id, plan.iteration, said["key"]])
    known = selectors.action(plan, said["key"], on=timezone.localdate())
    if known and known.now.first == said["terms"]:  # the same form, sent twice
        say_next(request, say("This was recorded already. Nothing was added."))
        return SeeOther(address)
    with services.written_by(
        request.acting,
        plan=plan,
        kind=Kind.PROMISED,
        workstream=said["workstream"],
        now=timezone.now(),
    ) as who:
        services.promise(plan=plan, **said, **who)
    say_next(request, say("It is promised, in public."))
    return SeeOther(address)
