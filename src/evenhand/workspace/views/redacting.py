"""Taking unlawful words out of a plan: chosen, looked at a second time, then gone for good."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.plan import models, selectors, services
from evenhand.plan.errors import PlanError
from evenhand.plan.forms.redacting import RedactForm
from evenhand.plan.history import Change, Kind
from evenhand.plan.redactions import is_taken_out
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters import redacting as words
from evenhand.workspace.views.rendering import SeeOther, page, status_of

SECTION = "redact"
LOOKED = "looked"
"""What the second form says: its writer has seen what would go."""


@seen_by(May.PUBLISH, logs=())
@require_safe
def which(request: ActingRequest, iteration: int | None = None) -> HttpResponse:
    """Every action of the own plan, and every lead, to choose where the words stand."""
    plan, today = _own(request, iteration), timezone.localdate()
    return page(
        request,
        "plan_redact",
        section=SECTION,
        plan=plan,
        actions=[(one.key, one.now.now.title) for one in selectors.tracked(plan, on=today)],
        leads=selectors.leads_of(plan),
        iterations=range(1, _own(request, None).iteration + 1),
    )


@seen_by(May.PUBLISH, logs=[Act.ALTERATION])
@require_http_methods(["GET", "HEAD", "POST"])
def action(request: ActingRequest, iteration: int, key: str) -> HttpResponse:
    """Choose words of an action; then look again; then they go."""
    plan = _own(request, iteration)
    row = selectors.row(plan, key)
    if row is None:
        raise Http404(f"the plan has no action {key}")
    changes = selectors.changes_of(row)
    said = words.offered(changes)
    form = RedactForm(
        request.POST if request.method == "POST" else None,
        offered=words.values(said),
        last=changes[-1].number,
    )
    if form.is_valid() and LOOKED in request.POST and _taken_out(request, plan, form, row):
        return _done(request, plan)
    looking = form.is_bound and form.is_valid()
    return page(
        request,
        "plan_redact_look" if looking else "plan_redact_action",
        section=SECTION,
        form=form,
        plan=plan,
        key=key,
        title=_title(changes),
        said=said,
        places=words.taken_out(changes, form.chosen()) if looking else (),
        chosen=form["chosen"].value() or [],
        status=status_of(form),
    )


@seen_by(May.PUBLISH, logs=[Act.ALTERATION])
@require_http_methods(["GET", "HEAD", "POST"])
def lead(request: ActingRequest, iteration: int, number: int) -> HttpResponse:
    """The same for a role that leads a workstream."""
    plan = _own(request, iteration)
    row = next((one for one in selectors.leads_of(plan) if one.pk == number), None)
    if row is None:
        raise Http404(f"the plan has no lead {number}")
    there = {
        f"{row.number} {name}": text
        for name, text in {"role": row.role, "words": row.words, "by": row.by}.items()
        if text and not is_taken_out(text)
    }
    data = request.POST if request.method == "POST" else None
    form = RedactForm(data, offered=there, last=row.number)
    if form.is_valid() and LOOKED in request.POST and _taken_out(request, plan, form, row):
        return _done(request, plan)
    looking = form.is_bound and form.is_valid()
    return page(
        request,
        "plan_redact_look" if looking else "plan_redact_action",
        section=SECTION,
        form=form,
        plan=plan,
        key="",
        lead=row,
        title=row.workstream.name,
        said=words.offered_of_lead(row, there),
        places=words.taken_out_of_lead(row, form.chosen()) if looking else (),
        chosen=form["chosen"].value() or [],
        status=status_of(form),
    )


def _taken_out(
    request: ActingRequest,
    plan: models.Plan,
    form: RedactForm,
    row: models.Action | models.Lead,
) -> bool:
    """Whether the chosen words are gone; why they are not, the form then says.

    Raises
    ------
    PermissionDenied
        If no role of theirs lets them take words out.
    """
    action = row if isinstance(row, models.Action) else None
    reason, now = form.cleaned_data["reason"], timezone.now()
    try:
        with services.written_by(
            request.acting, plan=plan, action=action, kind=Kind.REDACTED, now=now
        ) as who:
            if isinstance(row, models.Action):
                services.redact(
                    action=row,
                    expected=form.cleaned_data["expected"],
                    chosen=form.chosen(),
                    reason=reason,
                    **who,
                )
            else:
                parts = [part for _, part in form.chosen()]
                services.redact_lead(lead=row, chosen=parts, reason=reason, **who)
    except MayNot as error:
        raise PermissionDenied from error
    except PlanError as error:
        form.add_error(None, str(error))
        return False
    return True


def _done(request: ActingRequest, plan: models.Plan) -> HttpResponse:
    say_next(
        request,
        say("The words are gone, here and in the public ledger. What was done is public."),
    )
    return SeeOther(reverse("plan-redact-of", args=[plan.iteration]))


def _own(request: ActingRequest, iteration: int | None) -> models.Plan:
    """The plan of the force that somebody acts for.

    Raises
    ------
    Http404
        If they act for no force, or it has no such plan.
    """
    own = selectors.plan_for(request.acting)
    found = own if own is None or iteration is None else selectors.plan(own.force_id, iteration)
    if found is None:
        raise Http404(f"{request.acting.organisation} has no plan of its own here")
    return found


def _title(changes: list[Change]) -> str:
    return next(one.terms.title for one in reversed(changes) if one.terms)
