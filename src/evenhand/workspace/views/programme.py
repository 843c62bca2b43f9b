"""Running a plan as a whole: taking a table in, who does what, who leads, the next iteration."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.errors import AccountsError, MayNot
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.plan import exporters, models, selectors
from evenhand.plan.errors import CannotRead, PlanError, UnknownReference
from evenhand.plan.forms.programme import OpenForm, TableForm
from evenhand.plan.importers import drafting
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters.importing import preview_page
from evenhand.workspace.views.rendering import SeeOther, page, status_of

SECTION = "plan"
LONGEST_NUMBER = 18  # digits; more are no number of ours


@seen_by(May.CHANGE_PLAN, logs=())
@require_http_methods(["GET", "HEAD", "POST"])
def send_table(request: ActingRequest) -> HttpResponse:
    """Send a table of the plan; it is read and shown, and changes nothing yet."""
    plan = own_plan(request)
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    if form.is_valid():
        sent, now = form.cleaned_data["table"], timezone.now()
        try:
            kept = drafting.keep(
                plan=plan, content=sent.read(), name=sent.name, by=request.acting, now=now
            )
        except CannotRead as error:
            form.add_error("table", str(error))
        else:
            return SeeOther(reverse("plan-draft", args=[kept.pk]))
    return page(
        request, "plan_import", section=SECTION, form=form, plan=plan, status=status_of(form)
    )


@seen_by(May.CHANGE_PLAN, logs=[Act.ALTERATION])
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: ActingRequest, number: int) -> HttpResponse:
    """What a table would change; and, once that was looked at, changing it."""
    by, now, problem = request.acting, timezone.now(), ""
    if request.method == "POST":
        try:
            done = drafting.take_in(number=number, seen=_seen(request), by=by, now=now)
        except MayNot as error:
            raise PermissionDenied from error
        except UnknownReference as error:
            return _gone(request, str(error))
        except PlanError as error:
            problem = str(error)
        else:
            say_next(
                request,
                say(
                    "The table is taken in: {new} promised, {changed} changed.",
                    new=str(len(done.new)),
                    changed=str(len(done.changed)),
                ),
            )
            return SeeOther(reverse("desk-plan"))
    try:
        shown = drafting.show(number=number, by=by, now=now)
    except UnknownReference as error:
        return _gone(request, str(error))
    return page(
        request,
        "plan_draft",
        section=SECTION,
        shown=preview_page(shown),
        problem=problem,
        number=number,
        status=409 if problem else 200,
    )


@seen_by(May.CHANGE_PLAN, logs=())
@require_POST
def give_up(request: ActingRequest, number: int) -> HttpResponse:
    """Let a table go without taking it in."""
    drafting.give_up(number=number, by=request.acting)
    say_next(request, say("The table was not taken in. Nothing has changed."))
    return SeeOther(reverse("plan-import"))


@seen_by(May.CHANGE_PLAN, logs=())
@require_safe
def template(request: ActingRequest, ending: str) -> HttpResponse:
    """An empty table to fill in, with the workstreams of the own plan."""
    plan = own_plan(request)
    if ending not in exporters.FORMATS:
        raise Http404(f"no table is written as {ending}")
    streams = selectors.workstreams(plan, on=timezone.localdate())
    content = exporters.template(streams, ending)
    answer = HttpResponse(content, content_type=exporters.FORMATS[ending].media_type)
    name = f"{plan.force_id}-plan-template.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@seen_by(May.CHANGE_PLAN, logs=[Act.ALTERATION])
@require_http_methods(["GET", "HEAD", "POST"])
def open_next(request: ActingRequest) -> HttpResponse:
    """Open the first or the next iteration of the force's plan."""
    by, before = request.acting, selectors.plan_for(request.acting)
    known = selectors.frameworks()
    form = OpenForm(
        request.POST if request.method == "POST" else None,
        frameworks=known,
        iteration=before.iteration if before else 0,
    )
    if form.is_valid():
        try:
            opened = form.open(by=by, now=timezone.now())
        except (PlanError, AccountsError) as error:
            form.add_error(None, str(error))
        else:
            say_next(
                request,
                say("Iteration {number} of your plan is open.", number=str(opened.iteration)),
            )
            return SeeOther(reverse("desk-plan"))
    return page(
        request,
        "plan_open",
        section=SECTION,
        form=form,
        before=before,
        known=known,
        status=status_of(form),
    )


def own_plan(request: ActingRequest) -> models.Plan:
    """The latest plan of the force that the person acts for.

    Raises
    ------
    Http404
        If there is none.
    """
    found = selectors.plan_for(request.acting)
    if found is None:
        raise Http404("this organisation has no plan here")
    return found


def _seen(request: ActingRequest) -> int:
    """The last change that the page had seen; a form that does not say has seen nothing."""
    said = request.POST.get("seen", "")
    return int(said) if said.isdecimal() and len(said) < LONGEST_NUMBER else 0


def _gone(request: ActingRequest, words: str) -> HttpResponse:
    return page(
        request,
        "problem",
        section=SECTION,
        status=404,
        title=say("This file is not here any more"),
        sentences=(words,),
    )
