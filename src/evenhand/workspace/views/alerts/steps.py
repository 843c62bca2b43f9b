"""Taking a step of a review: the form, what the public will read, the write; what others did."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evenhand.accounts.access import ActingRequest, Who, seen_by
from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.measures.apart import CannotTakeApart, apart
from evenhand.measures.words.messages import say
from evenhand.monitoring import remeasuring, selectors, services
from evenhand.monitoring.errors import EditedMeanwhile, MonitoringError
from evenhand.monitoring.forms.possible import refusal, to_judge
from evenhand.monitoring.forms.questions import About, StepForm
from evenhand.monitoring.history import Kind, Present, after
from evenhand.monitoring.history import Step as Taken
from evenhand.monitoring.permissions import signature
from evenhand.monitoring.rules import allow
from evenhand.plan import selectors as plans
from evenhand.publications import selectors as figures
from evenhand.records.errors import NoLake
from evenhand.records.opening import open_all
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters.alerts import awaited, mark
from evenhand.workspace.presenters.alerts_desk import Offered, Stands, shown
from evenhand.workspace.presenters.alerts_steps import step_words
from evenhand.workspace.presenters.alerts_told import Told, told
from evenhand.workspace.presenters.desk_lists import over
from evenhand.workspace.presenters.desk_steps import figure_names, typed
from evenhand.workspace.views.alerts.finding import SECTION, Desk, refuse, the_alert
from evenhand.workspace.views.alerts.writing import STEPS, Step
from evenhand.workspace.views.desk.steps import EDIT, SAVE, STAGE, kept
from evenhand.workspace.views.rendering import SeeOther, page, status_of


def signed_out(request: HttpRequest, force_id: str, number: int, step: str) -> HttpResponse:
    """What was typed when the session had ended: nothing is recorded, and nothing is lost."""
    here = reverse(f"alert-{step}", args=[force_id, number])
    return page(
        request, "desk/signed_out", section="", typed=typed(request.POST), here=here, status=401
    )


@seen_by(Who.MEMBER, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: ActingRequest, force_id: str, number: int, step: str) -> HttpResponse:
    """Take a step of a review: ask, show what will be public, record."""
    desk, what = the_alert(request, force_id, number), STEPS[step]
    now = desk.now
    if what.kind not in desk.kinds:
        refuse(desk, what.kind)
    if request.method != "POST":
        why_not = _why_not(desk, what)
        form = None if why_not else what.form(about=_about(desk, what, now))
        return _asked(request, desk, step, form, why_not=why_not)
    seen = desk.seen(request.POST.get("expected", ""))
    form = what.form(request.POST, about=_about(desk, what, seen))
    if request.POST.get(STAGE) == EDIT or not form.is_valid():
        return _asked(request, desk, step, form)
    if seen.number != now.number:
        return _meanwhile(request, desk, step, form, seen)
    try:
        return _sent(request, desk, step, form)
    except EditedMeanwhile:
        return _meanwhile(request, the_alert(request, *desk.address), step, form, seen)
    except (MonitoringError, CannotTakeApart, NoLake) as error:
        gone = say("There are no records on this site that could be taken apart.")
        form.add_error(None, gone if isinstance(error, NoLake) else str(error))
        return _asked(request, desk, step, form)
    except MayNot as error:
        raise PermissionDenied from error


def _sent(request: ActingRequest, desk: Desk, step: str, form: StepForm) -> HttpResponse:
    """Show a step as the public will read it; record it once that was seen."""
    what, now = STEPS[step], desk.now
    if request.POST.get(STAGE) != SAVE:
        mine = _taken(desk, what, form, now)
        allow(now, mine, force=desk.review.organisation)
        _refuse_reform(form, at=desk.at)
        then = after(now, _stored(mine, desk.at, form))
        return page(
            request,
            "alerts/preview",
            section=SECTION,
            desk=desk,
            shown=_shown(desk),
            here=request.path,
            words=step_words(step, now),
            preview=told(mine, desk.found.series.power),
            then=Stands(mark(then), awaited(then)),
            sent=kept(request),
        )
    said = _given(desk, what, form)
    with services.written_by(desk.by, review=desk.review, kind=what.kind, now=desk.at) as who:
        what.write(review=desk.review, expected=now.number, **said, **who)
    say_next(request, step_words(step, now).done)
    return SeeOther(desk.url)


def _given(desk: Desk, what: Step, form: StepForm) -> dict[str, Any]:
    """What the service is given beside who takes the step."""
    said = form.said
    if what.kind is Kind.SIGNED:
        return {**said, "concludes": what.data(said, desk.now)["concludes"]}
    if what.kind is not Kind.ANALYSED:
        return said
    found = desk.story.found
    lakes = {one.power: one for one in open_all(settings.LAKE)}
    if found.series.power not in lakes:
        raise NoLake(f"no records of {found.series.power}")
    result = apart(
        lakes[found.series.power], found.series, found.before, found.after, by=said["by"]
    )
    return {"name": said["by"], "result": result, "words": said["words"]}


def _refuse_reform(form: StepForm, *, at: datetime) -> None:
    """Say before the preview that a reform could not be measured."""
    reform = form.said.get("reform")
    if reform is not None:
        remeasuring.registration(reform, now=at)


def _stored(mine: Taken, at: datetime, form: StepForm) -> Taken:
    """The step with what the service would add, so that the state after it can be worked out."""
    reform = form.said.get("reform")
    if reform is None:
        return mine
    registered = remeasuring.registration(reform, now=at)
    return Taken(
        mine.number,
        mine.kind,
        mine.at,
        mine.by,
        mine.organisation,
        mine.words,
        {**mine.data, "digest": registered.digest},
    )


def _meanwhile(
    request: ActingRequest, desk: Desk, step: str, form: StepForm, seen: Present
) -> HttpResponse:
    """What others recorded since the form was opened, above the form with the writer's words.

    The same step sent twice was recorded once, and that is all there is to say.
    """
    what, later = STEPS[step], desk.later_than(seen.number)
    mine = _taken(desk, what, form, seen)
    if any(_same(one, mine) for one in later):
        say_next(request, say("This was recorded already. Nothing was added."))
        return SeeOther(desk.url)
    again = form.again(_about(desk, what, desk.now))
    return _asked(
        request,
        desk,
        step,
        again,
        meanwhile=[told(one, desk.found.series.power) for one in later],
        why_not=_why_not(desk, what),
        status=409,
    )


def _same(one: Taken, mine: Taken) -> bool:
    """Whether a step that was recorded is the one that is sent again."""
    alike = (one.kind, one.organisation, one.words) == (mine.kind, mine.organisation, mine.words)
    return alike and all(one.data.get(name) == value for name, value in mine.data.items())


def _taken(desk: Desk, what: Step, form: StepForm, now: Present) -> Taken:
    """The step that a form would take, signed as the public will read it."""
    who = signature(desk.by, desk.review, what.kind)
    if who is None:
        raise PermissionDenied
    said = form.said
    return Taken(
        now.number + 1,
        what.kind,
        max(desk.at, desk.now.last_at),
        who.by,
        who.organisation,
        said["words"].strip(),
        what.data(said, now),
    )


def _why_not(desk: Desk, what: Step) -> str:
    """Why this person cannot take the step now."""
    force = desk.review.organisation
    return refusal(
        desk.now,
        what.kind,
        organisation=desk.own_name,
        force=force,
        at=desk.at,
        hands=selectors.hands(desk.review, desk.by.person),
    )


def _about(desk: Desk, what: Step, now: Present) -> About:
    """What a form is about; figures and actions are read only where they are asked for."""
    force_id = desk.alert.force_id
    explains, reforms = what.kind is Kind.EXPLAINED, what.kind is Kind.REFORMED
    who = signature(desk.by, desk.review, what.kind)
    return About(
        now,
        desk.found,
        role=who.by if who else "",
        figures=figure_names(figures.measures_of(force_id)) if explains else {},
        actions=_actions(desk) if reforms else {},
    )


def _actions(desk: Desk) -> dict[str, str]:
    """The actions of the force's plan that are not over."""
    plan = plans.plan(desk.alert.force_id)
    if plan is None:
        return {}
    return {
        plans.subject(plan, one.key): one.now.now.title
        for one in plans.tracked(plan, on=desk.story.on)
        if not over(one)
    }


def _beside(desk: Desk, what: Step) -> Sequence[Told]:
    """What is answered by a step, whole, above its form."""
    now, power = desk.now, desk.found.series.power
    if what.kind is Kind.JUDGED:
        return [told(one.step, power) for one in to_judge(now)]
    if what.kind is Kind.SIGNED and now.proposed:
        return [told(now.proposed, power)]
    if what.kind is Kind.REPLIED:
        return [told(one.step, power) for one in now.unanswered]
    return ()


def _elsewhere(desk: Desk, what: Step) -> Sequence[Offered]:
    """Where else somebody goes from a form."""
    if what.kind is Kind.EXPLAINED:
        url = reverse("alert-analyse", args=desk.address)
        return [Offered(say("Run an analysis first"), say("to have evidence to choose."), url)]
    changes = desk.by.may(May.CHANGE_PLAN) or desk.by.may(May.CHANGE_WORKSTREAM)
    if what.kind is Kind.REFORMED and changes:
        said = say("if the plan has none that would do; then come back here.")
        return [Offered(say("Promise a new action"), said, reverse("plan-new"))]
    return ()


def _shown(desk: Desk) -> object:
    force = desk.alert.force.name
    return shown(desk.found, desk.now, force=force, number=desk.alert.number)


def _asked(
    request: ActingRequest,
    desk: Desk,
    step: str,
    form: StepForm | None,
    *,
    meanwhile: object = (),
    why_not: str = "",
    status: int = 0,
) -> HttpResponse:
    """The page with the form of a step; or with the reason why there is none now."""
    what = STEPS[step]
    return page(
        request,
        "alerts/step",
        section=SECTION,
        desk=desk,
        here=request.path,
        form=form,
        words=step_words(step, desk.now),
        shown=_shown(desk),
        signed=signature(desk.by, desk.review, what.kind),
        beside=_beside(desk, what),
        elsewhere=_elsewhere(desk, what),
        meanwhile=meanwhile,
        why_not=why_not,
        status=status or (status_of(form) if form else 200),
    )
