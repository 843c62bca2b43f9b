"""Taking any step of scrutiny: the form, what the public will read of it, the write."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from pydantic import ValidationError

from evenhand.accounts.access import ActingRequest
from evenhand.accounts.errors import MayNot
from evenhand.measures.words.messages import say
from evenhand.scrutiny.errors import Meanwhile, ScrutinyError
from evenhand.scrutiny.forms.questions import AskForm, Typed
from evenhand.scrutiny.recommending.errors import EditedMeanwhile, RecommendationError, SaidAlready
from evenhand.scrutiny.recommending.services.answering import first as sentence
from evenhand.scrutiny.scoring.errors import ScoringError
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters.desk_steps import StepWords
from evenhand.workspace.presenters.scrutiny_parts import Entry
from evenhand.workspace.presenters.scrutiny_sizes import Foretold
from evenhand.workspace.views.desk.steps import EDIT, SAVE, STAGE, kept
from evenhand.workspace.views.rendering import SeeOther, page, status_of

SECTION = "scrutiny"
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "expected", STAGE, "checkpoint"})
Refused = (ScrutinyError, RecommendationError, ScoringError)


@dataclass(frozen=True)
class Taking:
    """One step that somebody takes.

    Attributes
    ----------
    about : what it is a step of, and ``back`` that page.
    form : makes the form of what was sent, or an empty one.
    told : the step as the public will read it; None where it is recorded without a preview.
    write : records it, and returns what is said when it is done; empty for the usual sentence.
    already : whether the very same was recorded since the form was opened: it was sent twice.
    why_not : why it cannot be taken now; empty where it can.
    lines : what should be known before, in sentences. ``template`` : of the page with the form.
    foretold : what a draw of the size that was typed in may miss; None where that is not told.
    """

    about: str
    back: str
    words: StepWords
    form: Callable[[Typed | None], AskForm]
    write: Callable[[AskForm], str]
    told: Callable[[AskForm], Entry] | None = None
    already: Callable[[AskForm], bool] = lambda _form: False
    why_not: str = ""
    lines: Sequence[str] = ()
    beside: Sequence[Entry] = ()
    public: bool = True
    signed: str = ""
    template: str = "scrutiny/step"
    more: dict[str, object] = field(default_factory=dict)
    foretold: Callable[[AskForm | None], Foretold | None] = lambda _form: None
    then: str = ""


def signed_out(request: HttpRequest, **_where: object) -> HttpResponse:
    """What was typed when the session had ended: nothing is recorded, and nothing is lost."""
    typed = [
        value.strip()
        for name, values in request.POST.lists()
        if name not in NOT_TYPED
        for value in values
        if value.strip()
    ]
    return page(request, "desk/signed_out", section="", typed=typed, here=request.path, status=401)


def taken(request: ActingRequest, step: Taking) -> HttpResponse:
    """Ask for a step, show what will be public, record it."""
    if request.method != "POST":
        return asked(request, step, None if step.why_not else step.form(None))
    form = step.form(request.POST)
    if request.POST.get(STAGE) == EDIT or not form.is_valid():
        return asked(request, step, form)
    if step.already(form):
        say_next(request, say("This was recorded already. Nothing was added."))
        return SeeOther(step.then or step.back)
    if step.why_not:
        return asked(request, step, form, status=409)
    if step.told is not None and request.POST.get(STAGE) != SAVE:
        return _preview(request, step, form)
    return _written(request, step, form)


def _written(request: ActingRequest, step: Taking, form: AskForm) -> HttpResponse:
    try:
        done = step.write(form)
    except SaidAlready:
        say_next(request, say("This was recorded already. Nothing was added."))
        return SeeOther(step.then or step.back)
    except MayNot as error:
        raise PermissionDenied from error
    except (EditedMeanwhile, Meanwhile) as error:
        form.add_error(None, str(error))
        return asked(request, step, form, status=409)
    except Refused as error:
        form.add_error(None, str(error))
        return asked(request, step, form)
    say_next(request, done or step.words.done)
    return SeeOther(step.then or step.back)


def _preview(request: ActingRequest, step: Taking, form: AskForm) -> HttpResponse:
    try:
        told = step.told(form) if step.told else None
    except Refused as error:
        form.add_error(None, str(error))
        return asked(request, step, form)
    except ValidationError as error:
        form.add_error(None, sentence(error))
        return asked(request, step, form)
    return page(
        request,
        "scrutiny/preview",
        section=SECTION,
        step=step,
        words=step.words,
        here=request.get_full_path(),
        preview=told,
        foretold=step.foretold(form),
        sent=kept(request),
    )


def asked(
    request: ActingRequest, step: Taking, form: AskForm | None, *, status: int = 0
) -> HttpResponse:
    """The page with the form of a step; or with the reason why there is none now."""
    return page(
        request,
        step.template,
        section=SECTION,
        step=step,
        words=step.words,
        here=request.get_full_path(),
        form=form,
        foretold=step.foretold(form),
        status=status or (status_of(form) if form else 200),
        **step.more,
    )
