"""Draws as the force sees them: it types the dice in, names what the law keeps back, answers."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.roles import May
from evenhand.accounts.services.writing import Signature
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.scrutiny import models, permissions, selectors, services, standing
from evenhand.scrutiny.errors import NotHere
from evenhand.scrutiny.forms import wording
from evenhand.scrutiny.forms.drawing import DiceForm, ExcludeForm
from evenhand.scrutiny.forms.findings import AnswerForm
from evenhand.scrutiny.forms.questions import AskForm
from evenhand.scrutiny.selectors import Attended
from evenhand.scrutiny.terms import Kind, Status, Taken, Why
from evenhand.workspace.presenters import scrutiny_cases
from evenhand.workspace.presenters import scrutiny_draws as shown
from evenhand.workspace.presenters.scrutiny_parts import Entry, Offered
from evenhand.workspace.presenters.scrutiny_steps import step_words
from evenhand.workspace.views.rendering import page
from evenhand.workspace.views.scrutiny.finding import refuse, the_attended
from evenhand.workspace.views.scrutiny.taking import SECTION, Taking, signed_out, taken
from evenhand.workspace.views.scrutiny.writing import not_sealed, roll, rolled


@seen_by(May.ATTEND_DRAWS, logs=())
@require_safe
def attend(request: ActingRequest, panel: str, number: int) -> HttpResponse:
    """A draw as the force sees it: its terms, how it stands, what the force can do."""
    found = the_attended(request, panel, number)
    steps = {"dice": _no_dice(found), "exclude": _no_exclusion(found)}
    address = [panel, number]
    return page(
        request,
        "scrutiny/attend",
        section=SECTION,
        shown=shown.shown(found.draw, found.status),
        why=found.steps[0].words if found.steps else "",
        road=shown.road(found.draw, found.status, found.sealed, selectors.dice(found.draw)),
        terms=shown.terms(found.draw),
        can=[
            Offered(
                step_words(name).offer,
                step_words(name).about,
                reverse(f"attend-{name}", args=address),
            )
            for name, why_not in steps.items()
            if not why_not
        ],
        cannot=[
            Offered(step_words(name).offer, why_not) for name, why_not in steps.items() if why_not
        ],
        history_of=shown.history(found.steps),
    )


def _no_dice(found: Attended) -> str:
    if found.status is not Status.FROZEN:
        return standing.why_not(found.status)
    if found.typed:
        return say("You have typed the dice in. Wait for the other side.")
    return not_sealed(found)


def _no_exclusion(found: Attended) -> str:
    return "" if found.status is Status.OPEN else standing.why_not(found.status)


def _signature(request: ActingRequest, draw: models.Draw, kind: Kind) -> Signature:
    found = permissions.signature(request.acting, draw, kind)
    if found is None:
        refuse(request.acting, str(kind), at=timezone.now())
    return found


@seen_by(May.ATTEND_DRAWS, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def dice(request: ActingRequest, panel: str, number: int) -> HttpResponse:
    """Type the dice in for the force; what the panel typed is not shown."""
    found, at = the_attended(request, panel, number), timezone.now()
    by, draw = request.acting, found.draw
    who = _signature(request, draw, Kind.ROLLED)
    sealed = found.sealed.text if found.sealed and not found.sealed.awaited() else ""

    def told(filled: AskForm) -> Entry:
        return shown.preview(
            Kind.ROLLED,
            rolled(filled.said, at),
            "",
            by=who.by,
            organisation=who.organisation,
            at=at,
        )

    return taken(
        request,
        Taking(
            about=shown.shown(draw, found.status).title,
            back=reverse("attend", args=[panel, number]),
            words=step_words("dice"),
            form=lambda sent: DiceForm(sent, about=sealed, expected=found.steps[-1].number),
            told=told,
            write=lambda filled: roll(draw, filled.said, by, at),
            why_not=_no_dice(found),
            signed=who.by,
            public=False,
            more={"sealed": sealed},
        ),
    )


@seen_by(May.ATTEND_DRAWS, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def exclude(request: ActingRequest, panel: str, number: int) -> HttpResponse:
    """Name a record that the law keeps from the panel, before the frame is frozen."""
    found, at = the_attended(request, panel, number), timezone.now()
    by, draw = request.acting, found.draw
    who = _signature(request, draw, Kind.EXCLUDED)

    def told(filled: AskForm) -> Entry:
        lines = [
            wording.why(Why(filled.said["reason"])),
            say("The public log has a commitment to the record, which tells nobody which it is."),
        ]
        return shown.preview(
            Kind.EXCLUDED, lines, "", by=who.by, organisation=who.organisation, at=at
        )

    def write(filled: AskForm) -> str:
        services.exclusions.exclude(draw=draw, **filled.said, by=by, now=at)
        return ""

    return taken(
        request,
        Taking(
            about=shown.shown(draw, found.status).title,
            back=reverse("attend", args=[panel, number]),
            words=step_words("exclude"),
            form=lambda sent: ExcludeForm(sent, about=draw, expected=found.steps[-1].number),
            told=told,
            write=write,
            already=lambda filled: draw.exclusions.filter(stop=filled.said["stop"]).exists(),
            why_not=_no_exclusion(found),
            signed=who.by,
        ),
    )


@seen_by(May.ANSWER_FINDINGS, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ActingRequest, panel: str, number: int, finding: int) -> HttpResponse:
    """Answer a finding, without naming the officer; the panel and the public read it."""
    by, at = request.acting, timezone.now()
    try:
        found = selectors.finding(by, panel, number, finding)
    except NotHere as error:
        raise Http404(str(error)) from error
    who = _signature(request, found.draw, Kind.ANSWERED)
    learning: models.Learning | None = getattr(found, "learning", None)

    def told(filled: AskForm) -> Entry:
        return shown.preview(
            Kind.ANSWERED,
            [wording.taken(Taken(filled.said["taken"]))],
            filled.said["words"],
            by=who.by,
            organisation=who.organisation,
            at=at,
        )

    def write(filled: AskForm) -> str:
        services.findings.answer(finding=found, **filled.said, by=by, now=at)
        return ""

    def already(filled: AskForm) -> bool:
        said = (filled.said["taken"], filled.said["words"].strip())
        return learning is not None and (learning.taken, learning.words) == said

    row = scrutiny_cases.finding(found, now=at)
    return taken(
        request,
        Taking(
            about=say("{panel}: {finding}", panel=found.draw.panel.name, finding=row.title),
            back=reverse("desk-scrutiny"),
            words=step_words("answer"),
            form=AnswerForm,
            told=told,
            write=write,
            already=already,
            why_not=say("This finding was answered already.") if learning else "",
            lines=[row.due] if row.due else (),
            beside=[scrutiny_cases.finding_entry(found)],
            signed=who.by,
        ),
    )
