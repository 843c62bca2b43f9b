"""Recommendations at somebody's desk: the list, one whole, making one, every step with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.accounts.access import ActingRequest, Who, seen_by
from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.forces.models import Force
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.plan import selectors as plans
from evenhand.scrutiny import selectors as scrutiny
from evenhand.scrutiny.forms import possible
from evenhand.scrutiny.forms import recommending as forms
from evenhand.scrutiny.forms.questions import AskForm
from evenhand.scrutiny.models import Finding, RecommendationTaker
from evenhand.scrutiny.recommending import permissions, selectors, services
from evenhand.scrutiny.recommending.rules import Hands
from evenhand.scrutiny.recommending.selectors import Story
from evenhand.scrutiny.recommending.steps import Kind, Step
from evenhand.scrutiny.recommending.terms import Advice
from evenhand.scrutiny.terms import Status
from evenhand.workspace.presenters import scrutiny_advice as shown
from evenhand.workspace.presenters.desk_lists import over
from evenhand.workspace.presenters.scrutiny_parts import Entry, Offered
from evenhand.workspace.views.rendering import page
from evenhand.workspace.views.scrutiny.finding import refuse
from evenhand.workspace.views.scrutiny.taking import SECTION, Taking, signed_out, taken


@dataclass(frozen=True)
class Taken:
    """A step of a recommendation: its form, what writes it, and what it holds beside words."""

    kind: Kind
    form: type[AskForm]
    write: Callable[..., Step]
    data: Callable[[Mapping[str, Any]], dict[str, Any]] = lambda _said: {}


def _extend(*, words: str, **more: Any) -> Step:
    return services.extend(reason=words, **more)


def _withdraw(*, words: str, **more: Any) -> Step:
    return services.withdraw(reason=words, **more)


STEPS: Mapping[str, Taken] = {
    "respond": Taken(
        Kind.RESPONDED,
        forms.RespondForm,
        services.respond,
        lambda said: {"response": said["response"]},
    ),
    "extend": Taken(
        Kind.EXTENDED,
        forms.ExtendForm,
        _extend,
        lambda said: {"until": said["until"].isoformat(), "ground": said["ground"]},
    ),
    "carry": Taken(
        Kind.CARRIED, forms.CarryForm, services.carry, lambda said: {"action": said["action"]}
    ),
    "evidence": Taken(
        Kind.SHOWN, forms.ShowForm, services.show, lambda said: {"proof": said["proof"]}
    ),
    "complete": Taken(Kind.COMPLETED, forms.CompleteForm, services.complete),
    "view": Taken(Kind.VIEWED, forms.ViewForm, services.view, lambda said: {"view": said["view"]}),
    "withdraw": Taken(Kind.WITHDRAWN, forms.WithdrawForm, _withdraw),
}
"""By the last part of their addresses, in the order in which pages offer them."""


def has_part(by: Acting) -> bool:
    """Whether any role of theirs has a part in recommendations."""
    return by.may(May.RECOMMEND) or by.may(May.ANSWER_SCRUTINY)


def works_with(by: Acting, force_id: str) -> bool:
    """Whether the recommendations to a force are somebody's: of it, or looking at it."""
    if by.is_of(force_id):
        return by.may(May.ANSWER_SCRUTINY)
    return by.looks_at(force_id) and by.may(May.RECOMMEND)


@seen_by(Who.MEMBER, logs=())
@require_safe
def recommendations(request: ActingRequest) -> HttpResponse:
    """The recommendations that somebody works with: overdue ones first."""
    by, at = request.acting, timezone.now()
    if not has_part(by):
        refuse(by, "recommendations", at=at)
    own = by.organisation.force_id
    found = selectors.stories(on=day_of(at), forces=[own] if own else None)
    rows = [
        (one, shown.line(one, _url(one)))
        for one in found
        if works_with(by, one.recommendation.force_id)
    ]
    return page(
        request,
        "scrutiny/recommendations",
        section=SECTION,
        parts=shown.parts(rows),
        new=reverse("recommend") if by.may(May.RECOMMEND) else "",
        takes_in=reverse("advice-list") if permissions.takes_in(by) else "",
    )


def _url(one: Story) -> str:
    row = one.recommendation
    return reverse("desk-recommendation", args=[row.force_id, row.number])


def _story(request: ActingRequest, force_id: str, number: int, at: datetime) -> Story:
    by = request.acting
    if not has_part(by):
        refuse(by, "recommendation", at=at)
    found = selectors.story(force_id, number, on=day_of(at)) if works_with(by, force_id) else None
    if found is None:
        raise Http404(f"{by.organisation} works with no recommendation {number} of {force_id}")
    return found


@seen_by(Who.MEMBER, logs=())
@require_safe
def recommendation(request: ActingRequest, force_id: str, number: int) -> HttpResponse:
    """What is recommended, what was said and done, what can be done now and by whom."""
    at = timezone.now()
    one = _story(request, force_id, number, at)
    kinds = permissions.steps(request.acting, one.recommendation)
    can, others, cannot = [], [], []
    for name, step in STEPS.items():
        words = shown.step_words(name, one.now.deadline)
        why_not = _why_not(request.acting, one, step.kind, at)
        if step.kind not in kinds:
            others += [] if why_not else [Offered(words.offer, shown.who_takes(name))]
        elif why_not:
            cannot.append(Offered(words.offer, why_not))
        else:
            url = reverse(f"recommendation-{name}", args=[force_id, number])
            can.append(Offered(words.offer, words.about, url))
    return page(
        request,
        "scrutiny/recommendation",
        section=SECTION,
        shown=shown.shown(one),
        can=can,
        others=others,
        cannot=cannot,
        facts_of=shown.facts(one),
        history_of=shown.history(one.steps),
        public=reverse("recommendation", args=[force_id, number]),
    )


def _why_not(by: Acting, one: Story, kind: Kind, at: datetime) -> str:
    row = one.recommendation
    mine = permissions.signature(by, row, kind)
    usual = row.organisation if kind in {Kind.VIEWED, Kind.WITHDRAWN} else row.answered_by
    takers = RecommendationTaker.objects.filter(step__recommendation=row)
    before = dict(takers.values_list("step__number", "person"))
    return possible.recommendation(
        one.now,
        kind,
        organisation=mine.organisation if mine else usual,
        force=row.answered_by,
        maker=row.organisation if row.body_id else "",
        at=at,
        hands=Hands(by.person.pk, before) if mine else None,
    )


@seen_by(Who.MEMBER, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: ActingRequest, force_id: str, number: int, step: str) -> HttpResponse:
    """Take a step with a recommendation: ask, show what will be public, record."""
    by, at = request.acting, timezone.now()
    one, what = _story(request, force_id, number, at), STEPS[step]
    row = one.recommendation
    who = permissions.signature(by, row, what.kind)
    if who is None:
        refuse(by, str(what.kind), at=at)
    actions = _actions(force_id, one) if what.kind is Kind.CARRIED else {}

    def form(sent: Any) -> AskForm:
        return what.form(sent, about=forms.About(one.now, actions), expected=one.now.number)

    def step_of(filled: AskForm) -> Step:
        said = filled.said
        moment = max(at, one.now.last_at)
        words = said["words"].strip()
        return Step(
            one.now.number + 1,
            what.kind,
            moment,
            who.by,
            who.organisation,
            words,
            what.data(said),
        )

    def write(filled: AskForm) -> str:
        with services.written_by(by, recommendation=row, kind=what.kind, now=at) as hand:
            what.write(recommendation=row, expected=filled.expected, **filled.said, **hand)
        return ""

    def already(filled: AskForm) -> bool:
        mine = step_of(filled)
        return any(_same(each, mine) for each in one.steps if each.number > filled.expected)

    return taken(
        request,
        Taking(
            about=shown.title(one),
            back=_url(one),
            words=shown.step_words(step, one.now.deadline),
            form=form,
            told=lambda filled: shown.entry(step_of(filled)),
            write=write,
            already=already,
            why_not=_why_not(by, one, what.kind, at),
            lines=(one.now.advice.what,),
            signed=who.by,
        ),
    )


def _same(one: Step, mine: Step) -> bool:
    """Whether a step that was recorded is the one that is sent again."""
    alike = (one.kind, one.organisation, one.words) == (mine.kind, mine.organisation, mine.words)
    return alike and all(one.data.get(name) == value for name, value in mine.data.items())


def _actions(force_id: str, one: Story) -> dict[str, str]:
    """The actions of the force's plan that are not over."""
    plan = plans.plan(force_id)
    if plan is None:
        return {}
    return {
        plans.subject(plan, each.key): each.now.now.title
        for each in plans.tracked(plan, on=one.on)
        if not over(each)
    }


@seen_by(May.RECOMMEND, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: ActingRequest) -> HttpResponse:
    """Make a recommendation to the force that the panel looks at, or to one of several."""
    by, at = request.acting, timezone.now()
    own = by.organisation.force_id
    if own and not permissions.may_recommend(by, own):
        refuse(by, str(Kind.MADE), at=at)
    every = Force.objects.order_by("name").values_list("pk", "name")
    names = {pk: name for pk, name in every if permissions.may_recommend(by, pk)}
    making = forms.Making(() if own else tuple(names.items()), _origins(by) if own else ())

    def form(sent: Any) -> AskForm:
        return forms.RecommendForm(sent, about=making)

    def said(filled: AskForm) -> dict[str, Any]:
        found = filled.said
        return {
            "force_id": own or found["force"],
            "what": found["what"],
            "why": found["why"],
            "to": found["to"],
            "due": found["due"],
            "comes_from": found.get("comes_from", []),
        }

    def write(filled: AskForm) -> str:
        given = said(filled)
        with services.made_by(by, force_id=given["force_id"], now=at) as hand:
            services.make(body=by.organisation, source=permissions.source_of(by), **given, **hand)
        return ""

    return taken(
        request,
        Taking(
            about=say("Recommendations"),
            back=reverse("desk-recommendations"),
            words=shown.new_words(),
            form=form,
            told=partial(_told, by, names, said, at),
            write=write,
            signed=by.called(May.RECOMMEND),
        ),
    )


def _told(
    by: Acting,
    names: Mapping[str, str],
    said: Callable[[AskForm], dict[str, Any]],
    at: datetime,
    filled: AskForm,
) -> Entry:
    given = said(filled)
    advice = Advice(
        what=given["what"],
        why=given["why"],
        to=given["to"],
        by=given["due"],
        source=permissions.source_of(by),
        said_on=day_of(at),
        comes_from=tuple(given["comes_from"]),
    )
    return shown.made_preview(
        advice,
        by=by.called(May.RECOMMEND),
        organisation=str(by.organisation.name),
        force=names.get(given["force_id"], ""),
        at=at,
    )


def _origins(by: Acting) -> tuple[tuple[str, str], ...]:
    """What a panel's recommendation can come from: its draws and their findings."""
    found = []
    for whole in scrutiny.draws(by):
        if whole.status not in {Status.OPEN, Status.ABANDONED}:
            number = str(whole.draw.number)
            subject = f"draw/{whole.draw.panel_id}/{number}"
            found.append((subject, say("Draw {number}", number=number)))
            found += [
                (
                    f"{subject}/findings/{one.number}",
                    _finding(one, number),
                )
                for one in scrutiny.findings_of(by, whole.draw.number)
            ]
    return tuple(found)


def _finding(one: Finding, draw: str) -> str:
    return say(
        "Finding {finding} of draw {number}: “{words}”",
        finding=str(one.number),
        number=draw,
        words=shown.short(one.words, 80),
    )
