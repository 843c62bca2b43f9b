"""Meetings and visits at somebody's desk: the calendar, one whole, every step with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.accounts.access import ActingRequest, Who, seen_by
from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import May, OrganisationKind
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.monitoring.written import one_way
from evenhand.publications.packs.finding import packs_of
from evenhand.scrutiny.forms import possible
from evenhand.scrutiny.forms import visiting as forms
from evenhand.scrutiny.forms.questions import AskForm
from evenhand.scrutiny.visiting import permissions, selectors, services
from evenhand.scrutiny.visiting.agenda import items
from evenhand.scrutiny.visiting.selectors import Visit
from evenhand.scrutiny.visiting.services.calling import read_slot
from evenhand.scrutiny.visiting.steps import Kind, Status, Step
from evenhand.scrutiny.visiting.terms import Held
from evenhand.workspace.presenters import scrutiny_visits as shown
from evenhand.workspace.presenters.scrutiny_parts import Entry, Offered
from evenhand.workspace.views.rendering import page
from evenhand.workspace.views.scrutiny.finding import refuse
from evenhand.workspace.views.scrutiny.taking import SECTION, Taking, signed_out, taken

Said = Mapping[str, Any]


@dataclass(frozen=True)
class Taken:
    """A step of a meeting or a visit: its form, what writes it, what it holds beside words."""

    kind: Kind
    form: type[AskForm]
    write: Callable[..., Step]
    data: Callable[[Said, Visit, datetime], dict[str, Any]] = lambda _said, _one, _at: {}


def _with_reason(service: Callable[..., Step]) -> Callable[..., Step]:
    def write(*, words: str, **more: Any) -> Step:
        return service(reason=words, **more)

    return write


def _slot(said: Said, _one: Visit, _at: datetime) -> dict[str, Any]:
    return {"slot": read_slot(said["slot"]).model_dump(mode="json")}


def _items(said: Said, one: Visit, at: datetime) -> dict[str, Any]:
    row, meets = one.appointment, one.now.slot.starts
    built = items(row.panel_id, now=at, others=said["others"], meets=meets)
    return {"items": [each.model_dump(mode="json") for each in built]}


def _held(said: Said, _one: Visit, _at: datetime) -> dict[str, Any]:
    return {"held": Held.model_validate(said["held"]).model_dump(mode="json")}


def _minutes(said: Said, one: Visit, at: datetime) -> dict[str, Any]:
    read = services.read_minutes(one.appointment, said["decisions"], said["wrong"], now=at)
    return {"minutes": read.model_dump(mode="json")}


STEPS: Mapping[str, Taken] = {
    "agree": Taken(Kind.AGREED, forms.ToldForm, services.agree),
    "decline": Taken(Kind.DECLINED, forms.ToldForm, _with_reason(services.decline)),
    "agenda": Taken(Kind.AGENDA, forms.AgendaForm, services.publish_agenda, _items),
    "held": Taken(Kind.HELD, forms.HeldForm, services.hold, _held),
    "minutes": Taken(Kind.MINUTES, forms.MinutesForm, services.publish_minutes, _minutes),
    "move": Taken(Kind.MOVED, forms.MoveForm, _with_reason(services.move), _slot),
    "call-off": Taken(Kind.CALLED_OFF, forms.ToldForm, _with_reason(services.call_off)),
}
"""By the last part of their addresses, in the order in which pages offer them."""


def has_part(by: Acting) -> bool:
    """Whether any role of theirs has a part in meetings and visits."""
    panel = by.organisation.kind == OrganisationKind.SCRUTINY_PANEL
    return (panel and by.may(May.SEE_CASES)) or by.may(May.ANSWER_SCRUTINY)


def works_with(by: Acting, panel: str, force_id: str) -> bool:
    """Whether the calendar of a panel is somebody's: of it, or of the force that it looks at."""
    own = by.organisation.pk == panel and by.may(May.SEE_CASES)
    return own or (by.is_of(force_id) and by.may(May.ANSWER_SCRUTINY))


@seen_by(Who.MEMBER, logs=())
@require_safe
def visits(request: ActingRequest) -> HttpResponse:
    """The meetings and visits that somebody works with: what is to come first."""
    by, at = request.acting, timezone.now()
    if not has_part(by):
        refuse(by, "meetings", at=at)
    own = by.organisation
    found = (
        selectors.visits(at=at, forces=[own.force_id])
        if own.force_id and by.is_of(own.force_id)
        else selectors.visits(at=at, panels=[own.pk])
    )
    return page(
        request,
        "scrutiny/visits",
        section=SECTION,
        parts=shown.parts([(one, _url(one)) for one in found]),
        new=reverse("visit-new") if permissions.may_call(by) else "",
    )


def _url(one: Visit) -> str:
    return reverse("desk-visit", args=[one.appointment.panel_id, one.appointment.number])


def own_visit(request: ActingRequest, panel: str, number: int, at: datetime) -> Visit:
    """A meeting or a visit that somebody works with; anybody else is refused, or finds none."""
    by = request.acting
    if not has_part(by):
        refuse(by, "meeting", at=at)
    one = selectors.visit(panel, number, at=at)
    if one is None or not works_with(by, panel, one.appointment.force_id):
        raise Http404(f"{by.organisation} works with no meeting {number} of {panel}")
    return one


@seen_by(Who.MEMBER, logs=())
@require_safe
def visit(request: ActingRequest, panel: str, number: int) -> HttpResponse:
    """When and where it is, how it stands, what can be done now and by whom."""
    at = timezone.now()
    one = own_visit(request, panel, number, at)
    kinds = permissions.steps(request.acting, one.appointment)
    can, others, cannot = [], [], []
    for name, step in STEPS.items():
        words, why_not = shown.step_words(name), _why_not(one, step.kind, at)
        if step.kind not in kinds:
            others += [] if why_not else [Offered(words.offer, shown.who_takes(step.kind))]
        elif why_not:
            cannot.append(Offered(words.offer, why_not))
        else:
            url = reverse(f"visit-{name}", args=[panel, number])
            can.append(Offered(words.offer, words.about, url))
    return page(
        request,
        "scrutiny/visit",
        section=SECTION,
        shown=shown.shown(one),
        public=reverse("panel-meeting", args=[panel, number]),
        can=can,
        others=others,
        cannot=cannot,
        facts_of=shown.facts(one),
        history_of=shown.history(one),
        packs=None if one.now.what.visits else packs_of(panel, number),
        where=[panel, number],
        may_pack=Kind.AGENDA in kinds and one.status is Status.CALLED,
    )


def _why_not(one: Visit, kind: Kind, at: datetime) -> str:
    row = one.appointment
    return possible.appointment(one.now, kind, panel=row.organisation, force=row.visited, at=at)


@seen_by(Who.MEMBER, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: ActingRequest, panel: str, number: int, step: str) -> HttpResponse:
    """Take a step with a meeting or a visit: ask, show what will be public, record."""
    by, at = request.acting, timezone.now()
    one, what = own_visit(request, panel, number, at), STEPS[step]
    row, visiting = one.appointment, one.now.what.visits
    who = permissions.signature(by, row, what.kind)
    if who is None:
        refuse(by, str(what.kind), at=at)

    def form(sent: Any) -> AskForm:
        initial = _as_typed(one, what.kind)
        about = bool(one.now.minutes) if what.kind is Kind.MINUTES else visiting
        return what.form(sent, about=about, expected=one.now.number, initial=initial)

    def step_of(filled: AskForm) -> Step:
        said = filled.said
        return Step(
            one.now.number + 1,
            what.kind,
            max(at, one.now.last_at),
            who.by,
            who.organisation,
            said["words"].strip(),
            one_way(what.data(said, one, at)),
        )

    def write(filled: AskForm) -> str:
        with services.written_by(by, appointment=row, kind=what.kind, now=at) as hand:
            what.write(appointment=row, expected=filled.expected, **filled.said, **hand)
        return ""

    def already(filled: AskForm) -> bool:
        words = filled.said["words"].strip()
        later = [each for each in one.steps if each.number > filled.expected]
        return any((each.kind, each.words) == (what.kind, words) for each in later)

    return taken(
        request,
        Taking(
            about=shown.title(one),
            back=_url(one),
            words=shown.step_words(step),
            form=form,
            told=lambda filled: shown.entry(step_of(filled), visits=visiting),
            write=write,
            already=already,
            why_not=_why_not(one, what.kind, at),
            lines=(shown.when(one.now.slot),),
            signed=who.by,
        ),
    )


def _as_typed(one: Visit, kind: Kind) -> dict[str, Any]:
    """What a form begins with: where it is now, or the minutes that are to be corrected."""
    if kind is Kind.MOVED:
        slot = one.now.slot
        return {"where": slot.where, "places": slot.places, "how": slot.how}
    standing = one.now.minuted
    if kind is Kind.MINUTES and standing is not None:
        decided = "\n".join(standing.decisions)
        return {"words": one.now.minutes[-1].words, "decisions": decided}
    return {}


@seen_by(May.RUN_PANEL, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: ActingRequest) -> HttpResponse:
    """Call a meeting of the panel, or propose a visit within its force."""
    by, at = request.acting, timezone.now()
    who = permissions.calls(by)
    if who is None:
        refuse(by, str(Kind.CALLED), at=at)

    def told(filled: AskForm) -> Entry:
        said = filled.said
        data = one_way(
            {"what": said["what"], "slot": read_slot(said["slot"]).model_dump(mode="json")}
        )
        step = Step(0, Kind.CALLED, at, who.by, who.organisation, said["words"].strip(), data)
        return shown.entry(step, visits=said["what"] != "meeting")

    def write(filled: AskForm) -> str:
        with services.called_by(by, now=at) as hand:
            services.call(panel=by.organisation, **filled.said, **hand)
        return ""

    return taken(
        request,
        Taking(
            about=say("Meetings and visits"),
            back=reverse("desk-visits"),
            words=shown.step_words("call"),
            form=forms.CallForm,
            told=told,
            write=write,
            signed=who.by,
        ),
    )
