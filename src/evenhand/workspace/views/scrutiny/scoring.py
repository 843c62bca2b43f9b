"""Scoring a case alone and blind; then all scores side by side, and the one that is agreed."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.scrutiny import models, reading, selectors, services, standing
from evenhand.scrutiny.errors import Conflicted, NotHere, NotReady
from evenhand.scrutiny.forms.questions import AskForm
from evenhand.scrutiny.forms.scoring import AgreeForm, SheetForm, colour_words, said_words, typed_as
from evenhand.scrutiny.scoring.answers import read
from evenhand.scrutiny.scoring.forms import form as version
from evenhand.scrutiny.terms import Kind, Status
from evenhand.workspace.presenters import scrutiny_cases as shown
from evenhand.workspace.presenters import scrutiny_draws
from evenhand.workspace.presenters.desk_steps import StepWords
from evenhand.workspace.presenters.scrutiny_parts import Entry
from evenhand.workspace.presenters.scrutiny_steps import step_words
from evenhand.workspace.views.rendering import SeeOther, page
from evenhand.workspace.views.scrutiny.cases import has_declared, looked, the_case, the_record
from evenhand.workspace.views.scrutiny.finding import Desk, refuse, see, the_draw
from evenhand.workspace.views.scrutiny.taking import SECTION, Taking, signed_out, taken
from evenhand.workspace.views.scrutiny.writing import case_title

CLOSED = frozenset({Status.CLOSED, Status.AGREED})


@seen_by(May.SCORE_CASES, logs=[Act.CONSULTATION, Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def score(request: ActingRequest, number: int, place: int) -> HttpResponse:
    """A member's own sheet of one case, beside the record; nobody else's is shown."""
    desk = the_draw(request, number)
    one = the_case(desk, place)
    if not has_declared(request, one):
        return SeeOther(reverse("case", args=[number, place]))
    found = looked(request, desk, one)
    before = selectors.my_score(desk.by, one)

    def form(sent: Any) -> AskForm:
        return SheetForm(
            sent,
            version=version(),
            facts=found.facts,
            expected=desk.last,
            initial=typed_as(before),
        )

    def write(filled: AskForm) -> str:
        services.scoring.score(case=one, answers=filled.said, by=desk.by, now=desk.at)
        return ""

    return taken(
        request,
        Taking(
            about=case_title(one),
            back=reverse("draw-cases", args=[number]),
            words=_of_score(),
            form=form,
            write=write,
            already=lambda filled: _again(filled, before),
            why_not=_cannot_score(desk, ready=found.ready),
            public=False,
            template="scrutiny/score",
            more={"record": the_record(request, desk, found), "again": before is not None},
        ),
    )


def _of_score() -> StepWords:
    return StepWords(
        say("Score it"),
        say("Your score, alone"),
        say("Nobody sees it before the chair has closed the scoring. “Cannot tell” is an answer."),
        say("Keep my score"),
        say("Your score is kept. You can change it until the chair closes the scoring."),
    )


def _cannot_score(desk: Desk, *, ready: bool) -> str:
    if desk.whole.status is not Status.DRAWN:
        return standing.why_not(desk.whole.status)
    return "" if ready else say("The words of this case have not been looked at yet.")


def _again(filled: AskForm, before: Any) -> bool:
    """Whether the very same sheet is the last that was kept: it was sent twice."""
    same: bool = isinstance(filled, SheetForm) and filled.answers == before
    return same


@seen_by(May.SEE_CASES, logs=[Act.CONSULTATION])
@require_safe
def meeting(request: ActingRequest, number: int) -> HttpResponse:
    """Every case with the colours that members gave alone, and what is agreed so far."""
    desk = the_draw(request, number)
    if desk.whole.status not in CLOSED:
        raise Http404("scoring is not closed")
    see(desk.by, desk.draw, "scores of all cases", at=desk.at)
    rows, touched = [], 0
    for one in selectors.cases(desk.by, number):
        try:
            found = selectors.scores_of(desk.by, one)
        except NotReady as error:
            raise Http404(str(error)) from error
        except Conflicted:
            touched += 1
            continue
        rows.append(_line(desk, one, found))
    return page(
        request,
        "scrutiny/meeting",
        section=SECTION,
        desk=desk,
        shown=scrutiny_draws.shown(desk.draw, desk.whole.status),
        rows=rows,
        touched=touched,
    )


def _line(desk: Desk, one: models.Case, found: Any) -> dict[str, object]:
    agreed = selectors.agreed_of(desk.by, one)
    address = [desk.draw.number, one.place]
    agrees = agreed is None and Kind.AGREED in desk.kinds
    return {
        "title": case_title(one),
        "alone": shown.colours(found),
        "agreed": shown.colour(agreed.overall) if agreed else None,
        "url": reverse("case-scores", args=address),
        "agree": reverse("case-agree", args=address) if agrees else "",
    }


@seen_by(May.SEE_CASES, logs=[Act.CONSULTATION])
@require_safe
def scores(request: ActingRequest, number: int, place: int) -> HttpResponse:
    """All scores of one case side by side, once scoring is closed."""
    desk, one, found = _sheets(request, number, place)
    return page(
        request,
        "scrutiny/scores",
        section=SECTION,
        desk=desk,
        title=case_title(one),
        rows=shown.sheets(found, selectors.agreed_of(desk.by, one)),
        words=_said(one),
        address=[number, place],
    )


def _said(one: models.Case) -> str:
    found = models.Agreed.objects.filter(case=one).first()
    return found.words if found else ""


def _sheets(
    request: ActingRequest, number: int, place: int
) -> tuple[Desk, models.Case, tuple[selectors.Sheet, ...]]:
    desk = the_draw(request, number)
    one = the_case(desk, place)
    if desk.whole.status not in CLOSED:
        raise Http404("scoring is not closed")
    try:
        found = selectors.scores_of(desk.by, one)
    except (NotHere, Conflicted) as error:
        raise Http404(str(error)) from error
    see(desk.by, desk.draw, f"scores of case {place}", at=desk.at)
    return desk, one, found


@seen_by(May.RUN_PANEL, logs=[Act.CONSULTATION, Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: ActingRequest, number: int, place: int) -> HttpResponse:
    """What the meeting agrees on a case, below what each member said alone."""
    desk, one, found = _sheets(request, number, place)
    if Kind.AGREED not in desk.kinds:
        refuse(desk.by, str(Kind.AGREED), at=desk.at)
    form_version = version(found[0].answers.version if found else None)
    facts = reading.facts(one)
    agreed = selectors.agreed_of(desk.by, one)

    def form(sent: Any) -> AskForm:
        return AgreeForm(
            sent,
            version=form_version,
            facts=facts,
            expected=desk.last,
            initial=shown.agreed_alike(found),
        )

    def write(filled: AskForm) -> str:
        services.scoring.agree(
            case=one,
            answers=filled.said,
            words=filled.cleaned_data["words"],
            by=desk.by,
            now=desk.at,
        )
        return ""

    why_not = say("The panel has agreed on this case.") if agreed else ""
    return taken(
        request,
        Taking(
            about=case_title(one),
            back=reverse("draw-meeting", args=[number]),
            words=step_words("agree"),
            form=form,
            told=agreed_entry,
            write=write,
            already=lambda filled: isinstance(filled, SheetForm) and filled.answers == agreed,
            why_not=why_not,
            public=False,
            template="scrutiny/agree",
            more={"rows": shown.sheets(found, None)},
        ),
    )


def agreed_entry(filled: AskForm) -> Entry:
    """What the meeting agreed, to be checked before it is recorded."""
    if not isinstance(filled, AgreeForm):
        return Entry("")
    answers = read(filled.version, filled.said, filled.facts)
    lines = [
        say(
            "{question} {answer}.",
            question=say(answers.form.question(key).asks),
            answer=said_words(one.said),
        )
        for key, one in answers.given.items()
    ]
    heading = say("Agreed: {colour}", colour=colour_words(answers.overall))
    return Entry(heading, tuple(lines), filled.cleaned_data["words"] or answers.comment)
