"""Taking a step: the form, what the public will read, the write; and what others did meanwhile."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evenhand.accounts.access import ActingRequest, Who, seen_by
from evenhand.accounts.errors import MayNot
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.plan import services
from evenhand.plan.errors import EditedMeanwhile, PlanError
from evenhand.plan.forms.changing import ChangeForm
from evenhand.plan.forms.possible import refusal
from evenhand.plan.forms.questions import About, StepForm
from evenhand.plan.history import Change, Present
from evenhand.plan.rules import allow
from evenhand.publications import selectors as figures
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters.desk_action import meanwhile as told_meanwhile
from evenhand.workspace.presenters.desk_action import shown
from evenhand.workspace.presenters.desk_change import both_changed, sections
from evenhand.workspace.presenters.desk_preview import preview
from evenhand.workspace.presenters.desk_steps import figure_names, step_words, typed
from evenhand.workspace.views.desk.finding import SECTION, Desk, refuse, the_action
from evenhand.workspace.views.desk.writing import STEPS, Step
from evenhand.workspace.views.rendering import SeeOther, page, status_of

STAGE, EDIT, SAVE = "stage", "edit", "save"
"""What a preview sends besides the form itself: back to it, or on."""


def signed_out(
    request: HttpRequest, force_id: str, iteration: int, key: str, step: str
) -> HttpResponse:
    """What was typed when the session had ended: nothing is recorded, and nothing is lost."""
    here = reverse(f"desk-{step}", args=[force_id, iteration, key])
    return page(
        request, "desk/signed_out", section="", typed=typed(request.POST), here=here, status=401
    )


@seen_by(Who.MEMBER, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def take(
    request: ActingRequest, force_id: str, iteration: int, key: str, step: str
) -> HttpResponse:
    """Take a step with an action: ask, show what will be public where it matters, record."""
    desk, what = the_action(request, force_id, iteration, key), STEPS[step]
    if what.kind not in desk.kinds:
        refuse(desk, what.kind)
    if request.method != "POST":
        why_not = _why_not(desk, what)
        form = what.form(about=_about(desk, what, desk.now)) if not why_not else None
        return _asked(request, desk, step, form, why_not=why_not)
    seen = desk.seen(request.POST.get("expected", ""))
    form = what.form(request.POST, about=_about(desk, what, seen))
    if request.POST.get(STAGE) == EDIT or not form.is_valid():
        return _asked(request, desk, step, form)
    if seen.number != desk.now.number:
        return _meanwhile(request, desk, step, form, seen)
    try:
        return _sent(request, desk, step, form)
    except EditedMeanwhile:
        return _meanwhile(request, the_action(request, *desk.address), step, form, seen)
    except PlanError as error:
        form.add_error(None, str(error))
        return _asked(request, desk, step, form)
    except MayNot as error:
        raise PermissionDenied from error


def _sent(request: ActingRequest, desk: Desk, step: str, form: StepForm) -> HttpResponse:
    """Record a step; one that cannot be taken back is shown first, as the public will read it."""
    what = STEPS[step]
    if what.previewed and request.POST.get(STAGE) != SAVE:
        change = _change(desk, what, form)
        allow(desk.now, change, force=desk.plan.organisation)
        return page(
            request,
            "desk/preview",
            section=SECTION,
            desk=desk,
            here=request.path,
            words=step_words(step, desk.now),
            preview=preview(desk.one, change),
            sent=kept(request),
        )
    with services.written_by(
        request.acting, plan=desk.plan, action=desk.row, kind=what.kind, now=desk.at
    ) as who:
        what.write(action=desk.row, expected=desk.now.number, **form.said, **who)
    say_next(request, step_words(step, desk.now).done)
    return SeeOther(desk.url)


def _meanwhile(
    request: ActingRequest, desk: Desk, step: str, form: StepForm, seen: Present
) -> HttpResponse:
    """What others recorded since the form was opened, above the form with the writer's words.

    The same change sent twice was recorded once, and that is all there is to say.
    """
    what, later = STEPS[step], desk.later_than(seen.number)
    mine = _change(desk, what, form)
    if any(_same(one, mine, form) for one in later):
        say_next(request, say("This was recorded already. Nothing was added."))
        return SeeOther(desk.url)
    why_not = _why_not(desk, what)
    again = form.again(_about(desk, what, desk.now))
    told = told_meanwhile(desk.one, seen.number)
    return _asked(request, desk, step, again, meanwhile=told, why_not=why_not, status=409)


def _same(one: Change, mine: Change, form: StepForm) -> bool:
    """Whether a change that was recorded is the one that is sent again."""
    alike = (one.kind, one.organisation) == (mine.kind, mine.organisation)
    return alike and all(getattr(one, name) == value for name, value in form.said.items())


def _change(desk: Desk, what: Step, form: StepForm) -> Change:
    """The change that a form would make, signed as the public will read it."""
    who = services.signature(desk.by, plan=desk.plan, kind=what.kind, action=desk.row)
    if who is None:
        raise PermissionDenied
    said = {**form.said, "words": form.said["words"].strip()}
    return Change(desk.now.number + 1, what.kind, desk.at, who.by, who.organisation, **said)


def _why_not(desk: Desk, what: Step) -> str:
    """Why the step cannot be taken now, whoever asks."""
    by, force = desk.by.organisation.name, desk.plan.organisation
    own = force if desk.by.is_of(desk.plan.force_id) else by
    return refusal(desk.now, what.kind, organisation=own, force=force, at=desk.at)


def _about(desk: Desk, what: Step, now: Present) -> About:
    offered = (
        figure_names(figures.measures_of(desk.plan.force_id)) if what is STEPS["figure"] else {}
    )
    return About(desk.plan, now, offered)


def kept(request: HttpRequest) -> list[tuple[str, str]]:
    """All that a form sent, to be sent again from the preview."""
    left_out = {"csrfmiddlewaretoken", STAGE}
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in left_out
        for value in values
    ]


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
    changing = form if isinstance(form, ChangeForm) else None
    return page(
        request,
        "desk/change" if changing else "desk/step",
        section=SECTION,
        desk=desk,
        step=step,
        here=request.path,
        form=form,
        words=step_words(step, desk.now),
        shown=shown(desk.one),
        signed=services.signature(desk.by, plan=desk.plan, kind=STEPS[step].kind, action=desk.row),
        meanwhile=meanwhile,
        why_not=why_not,
        sections=sections(changing) if changing else (),
        both=both_changed(changing, desk.now) if changing else (),
        status=status or (status_of(form) if form else 200),
    )
