"""Taking a step with anchor cases: as the body that keeps them, and as a panel that scores them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evenhand.accounts.access import ActingRequest, Who, seen_by
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.plan.quarters import in_words
from evenhand.scrutiny import models
from evenhand.scrutiny.anchoring import permissions, selectors, services
from evenhand.scrutiny.anchoring.steps import Kind, Status
from evenhand.scrutiny.errors import NotReady
from evenhand.scrutiny.forms import anchors as forms
from evenhand.scrutiny.forms.questions import AskForm, SureForm
from evenhand.scrutiny.forms.scoring import AgreeForm, SheetForm, typed_as
from evenhand.scrutiny.scoring.facts import Facts
from evenhand.scrutiny.scoring.forms import form as version
from evenhand.scrutiny.sitting import ready
from evenhand.workspace.presenters import scrutiny_anchors as shown
from evenhand.workspace.presenters import scrutiny_cases
from evenhand.workspace.presenters.scrutiny_parts import Entry
from evenhand.workspace.views.scrutiny.anchors import (
    OF_CASE,
    OF_SET,
    Desk,
    the_case,
    the_record,
    the_set,
    until,
)
from evenhand.workspace.views.scrutiny.finding import refuse
from evenhand.workspace.views.scrutiny.scoring import agreed_entry
from evenhand.workspace.views.scrutiny.taking import Taking, signed_out, taken

FORMS: Mapping[str, type[AskForm]] = {
    "write": forms.CaseForm,
    "issue": forms.IssueForm,
    "reveal": forms.RevealForm,
    "close": SureForm,
}
WRITES: Mapping[str, Callable[..., object]] = {
    "issue": services.issue,
    "reveal": services.reveal,
    "close": services.close,
}
"""Of a whole set; a case is written by itself."""


@seen_by(May.KEEP_ANCHORS, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def open_set(request: ActingRequest) -> HttpResponse:
    """Open a set: its name, and what it is for."""
    by, at = request.acting, timezone.now()
    who = permissions.opens(by)
    if who is None:
        refuse(by, str(Kind.OPENED), at=at)
    every = [one for one in selectors.sets(by) if one.row.body_id == by.organisation.pk]
    last = max((one.row.number for one in every), default=0)

    def told(filled: AskForm) -> Entry:
        lines = (filled.said["title"],)
        words = filled.said["words"]
        return shown.preview(Kind.OPENED, lines, words, by=who.by, organisation=who.organisation)

    def write(filled: AskForm) -> str:
        services.open_set(**filled.said, by=by, now=at)
        return ""

    def already(filled: AskForm) -> bool:
        title = filled.said["title"].strip()
        return any(one.row.title == title and one.row.number > filled.expected for one in every)

    return taken(
        request,
        Taking(
            about=say("Anchor cases"),
            back=reverse("desk-anchors"),
            words=shown.step_words("open"),
            form=lambda sent: forms.SetForm(sent, expected=last),
            told=told,
            write=write,
            already=already,
            signed=who.by,
            then=reverse("desk-anchor-set", args=[by.organisation.pk, last + 1]),
        ),
    )


@seen_by(Who.MEMBER, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: ActingRequest, body: str, number: int, step: str) -> HttpResponse:
    """Take a step of a whole set."""
    desk = the_set(request, body, number)
    kind, when = OF_SET[step]
    who = permissions.signature(desk.by, desk.row, kind)
    if who is None:
        refuse(desk.by, str(kind), at=desk.at)
    _must_be_ready(desk, kind)
    public = step != "write"
    common = {
        "about": shown.title(desk.row),
        "back": desk.url,
        "words": shown.step_words(step),
        "why_not": desk.refusal(kind, when),
        "signed": who.by if public else "",
        "public": public,
        "lines": tuple(one for one in (until(desk),) if one),
    }
    last = desk.whole.now.number

    def told(filled: AskForm) -> Entry:
        said = filled.said
        due = said.get("due")
        lines = [say("Panels can agree until {day}.", day=in_words(due))] if due else []
        words = said.get("words", "")
        return shown.preview(kind, lines, words, by=who.by, organisation=who.organisation)

    def write(filled: AskForm) -> str:
        said: dict[str, Any] = {**filled.said, "by": desk.by, "now": desk.at}
        if step == "write":
            services.write(row=desk.row, place=None, **said)
        else:
            WRITES[step](row=desk.row, **said)
        return ""

    form = FORMS[step]
    return taken(
        request,
        Taking(
            form=lambda sent: form(sent, expected=last),
            told=told if public else None,
            write=write,
            already=partial(_again, desk, kind) if public else partial(_written_again, desk),
            **common,  # type: ignore[arg-type]  # what every step of a set says of itself
        ),
    )


def _must_be_ready(desk: Desk, kind: Kind) -> None:
    """Refuse a step of a panel to who is not trained or vetted as it asks.

    Raises
    ------
    Http404
        Which says why: see :mod:`evenhand.workspace.views.scrutiny.ready`.
    """
    if desk.own or kind in {Kind.OPENED, Kind.WRITTEN, Kind.KEYED, Kind.ISSUED, Kind.REVEALED}:
        return
    try:
        ready.refuse(desk.by, now=desk.at)
    except NotReady as error:
        raise Http404(str(error)) from error


def _again(desk: Desk, kind: Kind, filled: AskForm) -> bool:
    """Whether the same step was recorded since the form was opened: it was sent twice."""
    own = desk.by.organisation.pk
    return any(
        one.number > filled.expected and one.kind is kind and one.data.get("panel", own) == own
        for one in desk.whole.steps
    )


def _written_again(desk: Desk, filled: AskForm) -> bool:
    """Whether the very same words were kept since the form was opened."""
    if not isinstance(filled, forms.CaseForm):
        return False
    since = [
        one.data["case"]
        for one in desk.whole.steps
        if one.number > filled.expected and one.kind is Kind.WRITTEN
    ]
    words = filled.said["words"].strip()
    there = selectors.current(desk.row)
    return any(there[place].words == words for place in since)


@seen_by(Who.MEMBER, logs=[Act.CONSULTATION, Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def of_case(request: ActingRequest, body: str, number: int, place: int, step: str) -> HttpResponse:
    """Take a step with one case: write it anew or seal its score, score it, agree on it."""
    desk = the_set(request, body, number)
    kind, when = OF_CASE[step]
    if permissions.needed(desk.by, desk.row, kind) is None:
        refuse(desk.by, str(kind), at=desk.at)
    one = the_case(desk, place)
    step_of = {"write": _rewriting, "seal": _sealing, "score": _scoring, "agree": _agreeing}[step]
    return taken(request, step_of(desk, one, desk.refusal(kind, when)))


def _url(desk: Desk, one: models.Anchor) -> str:
    return reverse("anchor-case", args=[desk.row.body_id, desk.row.number, one.number])


def _rewriting(desk: Desk, one: models.Anchor, why_not: str) -> Taking:
    def write(filled: AskForm) -> str:
        said = {**filled.said, "by": desk.by, "now": desk.at}
        services.write(row=desk.row, place=one.number, **said)
        return ""

    return Taking(
        about=shown.case_title(one),
        back=_url(desk, one),
        words=shown.step_words("write"),
        form=lambda sent: forms.CaseForm(sent, about=one, expected=desk.whole.now.number),
        write=write,
        already=partial(_written_again, desk),
        why_not=why_not,
        public=False,
    )


def _sealing(desk: Desk, one: models.Anchor, why_not: str) -> Taking:
    def write(filled: AskForm) -> str:
        services.seal(anchor=one, answers=filled.said, by=desk.by, now=desk.at)
        return ""

    done = say("Your score of this version is sealed.") if hasattr(one, "key") else ""
    return Taking(
        about=shown.case_title(one),
        back=desk.url,
        words=shown.step_words("seal"),
        form=partial(_sheet, desk, one, {}),
        write=write,
        why_not=why_not or done,
        public=False,
        template="scrutiny/score",
        more={"record": the_record(desk, one), "again": False},
    )


def _scoring(desk: Desk, one: models.Anchor, why_not: str) -> Taking:
    before = selectors.my_score(desk.by, one)

    def write(filled: AskForm) -> str:
        services.score(anchor=one, answers=filled.said, by=desk.by, now=desk.at)
        return ""

    return Taking(
        about=shown.case_title(one),
        back=desk.url,
        words=shown.step_words("score"),
        form=partial(_sheet, desk, one, typed_as(before)),
        write=write,
        already=lambda filled: isinstance(filled, SheetForm) and filled.answers == before,
        why_not=why_not,
        public=False,
        template="scrutiny/score",
        more={"record": the_record(desk, one), "again": before is not None},
    )


def _agreeing(desk: Desk, one: models.Anchor, why_not: str) -> Taking:
    # Only once scoring is closed: before, all that is read here is the reader's own.
    closed = desk.whole.status is not Status.SCORING
    found = selectors.scores_of(desk.by, one) if closed else ()
    done = selectors.agreed_of(desk.by, one)

    def form(sent: Any) -> AskForm:
        return AgreeForm(
            sent,
            version=version(one.key.form),
            facts=Facts(**one.facts),
            expected=desk.whole.now.number,
            initial=scrutiny_cases.agreed_alike(found),
        )

    def write(filled: AskForm) -> str:
        words = filled.cleaned_data["words"]
        services.agree(anchor=one, answers=filled.said, words=words, by=desk.by, now=desk.at)
        return ""

    def already(filled: AskForm) -> bool:
        return (
            done is not None
            and isinstance(filled, SheetForm)
            and filled.answers.told() == done.answers
        )

    return Taking(
        about=shown.case_title(one),
        back=desk.url,
        words=shown.step_words("agree"),
        form=form,
        told=agreed_entry,
        write=write,
        already=already,
        why_not=why_not or (say("The panel has agreed on this case.") if done else ""),
        public=False,
        template="scrutiny/agree",
        more={"rows": scrutiny_cases.sheets(found, None)},
    )


def _sheet(desk: Desk, one: models.Anchor, initial: Any, sent: Any) -> AskForm:
    return SheetForm(
        sent,
        version=version(one.key.form if hasattr(one, "key") else None),
        facts=Facts(**one.facts),
        expected=desk.whole.now.number,
        initial=initial,
    )
