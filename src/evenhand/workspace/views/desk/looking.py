"""Looking at a plan from the workspace: the plans there are, one as a list, one action."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from evenhand.accounts.access import ActingRequest, Who, seen_by
from evenhand.plan import selectors
from evenhand.plan.forms.possible import refusal
from evenhand.workspace.presenters.desk_action import (
    NotNow,
    Offered,
    history,
    open_until,
    shown,
)
from evenhand.workspace.presenters.desk_lists import SHOWN, choices, shown_of, streams_of
from evenhand.workspace.presenters.desk_steps import step_words
from evenhand.workspace.views.desk.finding import SECTION, Desk, the_action, the_plan, today
from evenhand.workspace.views.desk.writing import STEPS
from evenhand.workspace.views.rendering import SeeOther, page


@seen_by(Who.MEMBER, logs=())
@require_safe
def plans(request: ActingRequest) -> HttpResponse:
    """The plan that somebody works with; a list where they look at several forces."""
    found = selectors.plans_for(request.acting)
    if len(found) == 1 and request.acting.organisation.force_id is not None:
        return SeeOther(reverse("desk-plan-of", args=[found[0].force_id, found[0].iteration]))
    return page(request, "desk/plans", section=SECTION, plans=found, by=request.acting)


@seen_by(Who.MEMBER, logs=())
@require_safe
def plan(request: ActingRequest, force_id: str, iteration: int) -> HttpResponse:
    """Every action of a plan by workstream, or those that are somebody's, or late."""
    by, found, day = request.acting, the_plan(request, force_id, iteration), today()
    what = selectors.assigned(by, found)
    every = selectors.tracked(found, on=day)
    asked = request.GET.get("show", "")
    how = asked if asked in SHOWN else SHOWN[0]
    some = shown_of(every, how, what)
    parts = streams_of(found, selectors.workstreams(found, on=day), some)
    latest = selectors.plan(force_id)
    return page(
        request,
        "desk/plan",
        section=SECTION,
        plan=found,
        by=by,
        parts=parts if how == SHOWN[0] else tuple(one for one in parts if one.items),
        total=len(every),
        how=how,
        choices=choices(found, how, has_own=bool(what.workstreams or what.actions)),
        latest=latest if latest and latest.iteration != found.iteration else None,
    )


@seen_by(Who.MEMBER, logs=())
@require_safe
def action(request: ActingRequest, force_id: str, iteration: int, key: str) -> HttpResponse:
    """How an action stands, what this person may do with it now, and what happened to it."""
    desk = the_action(request, force_id, iteration, key)
    can, cannot = _steps(desk)
    latest = selectors.plan(force_id)
    return page(
        request,
        "desk/action",
        section=SECTION,
        desk=desk,
        shown=shown(desk.one),
        open_until=open_until(desk.one),
        can=can,
        cannot=cannot,
        history=history(desk.one),
        latest=latest if latest and latest.iteration != iteration else None,
    )


def _steps(desk: Desk) -> tuple[list[Offered], list[NotNow]]:
    """The steps that their role allows: those that can be taken now, and why others cannot."""
    force = desk.plan.organisation
    own = force if desk.by.is_of(desk.plan.force_id) else desk.by.organisation.name
    can: list[Offered] = []
    cannot: list[NotNow] = []
    for name, step in STEPS.items():
        if step.kind not in desk.kinds:
            continue
        words = step_words(name, desk.now)
        why_not = refusal(desk.now, step.kind, organisation=own, force=force, at=desk.at)
        if why_not:
            cannot.append(NotNow(words.offer, why_not))
        else:
            url = reverse(f"desk-{name}", args=desk.address)
            can.append(Offered(words.offer, words.about, url))
        if name == "note" and not why_not:
            file = step_words("file", desk.now)
            can.append(Offered(file.offer, file.about, reverse("add-file", args=desk.address)))
    return can, cannot
