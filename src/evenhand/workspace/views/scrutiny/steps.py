"""Taking a step of a draw as its panel, and opening one."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.scrutiny import models, permissions, selectors, services
from evenhand.scrutiny.errors import NotNow
from evenhand.scrutiny.forms.drawing import OpenForm
from evenhand.scrutiny.forms.questions import EXPECTED, AskForm
from evenhand.scrutiny.sizing import foreseen
from evenhand.scrutiny.terms import Dimension, Kind
from evenhand.workspace.presenters import scrutiny_draws as shown
from evenhand.workspace.presenters.scrutiny_parts import Entry
from evenhand.workspace.presenters.scrutiny_sizes import Foretold, foretold, sizes
from evenhand.workspace.presenters.scrutiny_steps import step_words
from evenhand.workspace.views.scrutiny.finding import Desk, refuse, the_draw
from evenhand.workspace.views.scrutiny.taking import Taking, signed_out, taken
from evenhand.workspace.views.scrutiny.writing import STEPS, Step, named_round

OF_WORDS = {"total": "source"}
"""The field that holds the words of a step, where it is called otherwise."""


@seen_by(May.SEE_CASES, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: ActingRequest, number: int, step: str) -> HttpResponse:
    """Take a step of a draw: ask, show what will be public, record."""
    desk, what = the_draw(request, number), STEPS[step]
    if what.kind not in desk.kinds:
        refuse(desk.by, str(what.kind), at=desk.at)
    initial = {"case": request.GET.get("case", "")} if step == "find" else {}

    def form(sent: Any) -> AskForm:
        return what.form(sent, about=what.about(desk), expected=desk.last, initial=initial)

    def write(filled: AskForm) -> str:
        said = {**filled.said, EXPECTED: filled.expected}
        return what.write(desk.draw, said, desk.by, desk.at)

    standing = shown.shown(desk.draw, desk.whole.status)
    sealed = desk.whole.sealed
    why_not = what.refusal(desk)
    freezes = step == "freeze" and not why_not
    read_out = sealed is not None and not sealed.awaited() and step in {"dice", "round"}
    return taken(
        request,
        Taking(
            about=standing.title,
            back=desk.url,
            words=step_words(step),
            form=form,
            told=lambda filled: _told(desk, what, step, filled),
            write=write,
            already=lambda filled: _already(desk, what, step, filled),
            why_not=why_not,
            signed=desk.signature(what.kind).by,
            lines=named_round(desk.draw) if step == "round" else (),
            public=step not in {"dice", "round"},
            more={"sealed": sealed.text if sealed and read_out else ""},
            foretold=lambda asked: _foretold(desk.draw, desk.at) if asked and freezes else None,
        ),
    )


def _told(desk: Desk, what: Step, step: str, form: AskForm) -> Entry:
    who = desk.signature(what.kind)
    said = form.said
    kind = Kind.DRAWN if step == "round" else what.kind
    return shown.preview(
        kind,
        what.lines(said, desk.at),
        said.get(OF_WORDS.get(step, "words"), ""),
        by=who.by,
        organisation=who.organisation,
        at=desk.at,
    )


def _already(desk: Desk, what: Step, step: str, form: AskForm) -> bool:
    """Whether the same step was recorded since the form was opened: it was sent twice."""
    words = form.said.get(OF_WORDS.get(step, "words"), "").strip()
    kind = Kind.DRAWN if step == "round" else what.kind
    who = desk.signature(what.kind)
    return any(
        one.kind == kind
        and one.words == words
        and (one.by == who.by or step == "round")
        and _same(one, form)
        for one in desk.since(form.expected)
    )


def _same(one: models.DrawStep, form: AskForm) -> bool:
    if one.kind == Kind.ROLLED:
        return False  # what is typed again after the sides differed is typed anew
    names = ("count", "fault")
    return all(one.data.get(name) == form.said[name] for name in names if name in form.said)


@seen_by(May.RUN_PANEL, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def open_draw(request: ActingRequest) -> HttpResponse:
    """Open a draw: of which records, how many, and where chance comes from."""
    by, at = request.acting, timezone.now()
    who = permissions.may_open(by)
    if who is None:
        refuse(by, str(Kind.OPENED), at=at)
    every = selectors.draws(by)
    last = every[0].draw.number if every else 0

    def form(sent: Any) -> AskForm:
        return OpenForm(sent, expected=last)

    def told(filled: AskForm) -> Entry:
        return shown.opened_preview(filled.said, by=who.by, organisation=who.organisation, at=at)

    def write(filled: AskForm) -> str:
        services.frames.open_draw(**filled.said, by=by, now=at)
        return ""

    return taken(
        request,
        Taking(
            about=say("Scrutiny"),
            back=reverse("desk-scrutiny"),
            words=step_words("open"),
            form=form,
            told=told,
            write=write,
            already=lambda filled: _opened(by, filled),
            signed=who.by,
            template="scrutiny/open",
            more={"sizes": sizes()},
            foretold=lambda filled: _of_terms(by, filled, at),
            then=reverse("draw", args=[last + 1]),
        ),
    )


def _of_terms(by: Acting, form: AskForm | None, at: datetime) -> Foretold | None:
    """What a draw of these terms may miss, once they are typed in."""
    if form is None or not form.is_bound or not form.is_valid() or by.organisation.force_id is None:
        return None
    said = {one: form.said[one] for one in ("power", "first", "last", "cases", "reserves")}
    divided = [one.value for one in Dimension if one.value in set(form.said["dimensions"])]
    terms = models.Draw(
        panel_id=by.organisation.pk,
        force_id=by.organisation.force_id,
        number=0,
        strata=divided,
        **said,
    )
    return _foretold(terms, at)


def _foretold(draw: models.Draw, at: datetime) -> Foretold:
    try:
        return foretold(foreseen(draw, now=at))
    except NotNow as error:
        return Foretold((str(error),))


def _opened(by: Acting, form: AskForm) -> bool:
    """Whether the very same draw was opened since the form was."""
    said = form.said
    for one in selectors.draws(by):
        draw = one.draw
        same = (draw.power, draw.first, draw.last, draw.cases) == (
            said["power"],
            said["first"],
            said["last"],
            said["cases"],
        )
        if draw.number > form.expected and same and one.steps[0].words == said["words"].strip():
            return True
    return False
