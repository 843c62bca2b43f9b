"""Who sits on a panel: what it asks of members, how each stands, and whom it is made of."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.noting import note
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.plan.quarters import in_words
from evenhand.scrutiny import models
from evenhand.scrutiny.errors import NotHere
from evenhand.scrutiny.forms import sitting as forms
from evenhand.scrutiny.forms.questions import AskForm
from evenhand.scrutiny.permissions import is_panel
from evenhand.scrutiny.sitting import members as reading
from evenhand.scrutiny.sitting import ready, services
from evenhand.scrutiny.visiting import permissions
from evenhand.scrutiny.visiting import services as visiting
from evenhand.workspace.presenters import scrutiny_members as shown
from evenhand.workspace.presenters.people import role_name
from evenhand.workspace.presenters.scrutiny_parts import Entry
from evenhand.workspace.views.rendering import page
from evenhand.workspace.views.scrutiny.finding import refuse
from evenhand.workspace.views.scrutiny.taking import SECTION, Taking, signed_out, taken


@seen_by(May.SEE_CASES, logs=())
@require_safe
def panel(request: ActingRequest) -> HttpResponse:
    """What the panel asks, how the reader stands, and what can be done here."""
    by, at = request.acting, timezone.now()
    if not is_panel(by.organisation):
        refuse(by, "panel", at=at)
    counted = models.Composition.objects.filter(panel=by.organisation.pk).order_by("number").last()
    return page(
        request,
        "scrutiny/panel",
        section=SECTION,
        organisation=by.organisation.name,
        public=reverse("force-scrutiny", args=[by.organisation.force_id]),
        asks=shown.asks(ready.terms_of(by.organisation.pk)),
        why_not=ready.why_not(by, now=at),
        mine=shown.stands(reading.mine(by), on=day_of(at)),
        counted=shown.counted(counted),
        runs=by.may(May.RUN_PANEL),
        keeps=reading.may_keep(by),
    )


@seen_by(May.CHANGE_PEOPLE, logs=[Act.CONSULTATION])
@require_safe
def members(request: ActingRequest) -> HttpResponse:
    """Everybody who sits on the panel, with terms and status: for chair and administrator."""
    by, at = request.acting, timezone.now()
    try:
        found = reading.members(by, now=at)
    except NotHere as error:
        raise Http404(str(error)) from error
    note(
        Act.CONSULTATION,
        by=by.person,
        organisation=by.organisation,
        subject=by.organisation,
        now=at,
        details={"seen": "status of training and vetting"},
    )
    return page(
        request,
        "scrutiny/members",
        section=SECTION,
        organisation=by.organisation.name,
        rows=[
            shown.row(one, role_name(one.role), own=one.person == by.person, on=day_of(at))
            for one in found
        ],
    )


@seen_by(May.CHANGE_PEOPLE, logs=[Act.CONSULTATION, Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: ActingRequest, person: int) -> HttpResponse:
    """Keep how one member's training and vetting stand."""
    by, at = request.acting, timezone.now()
    try:
        one = reading.member(by, person, now=at)
    except NotHere as error:
        raise Http404(str(error)) from error
    note(
        Act.CONSULTATION,
        by=by.person,
        organisation=by.organisation,
        subject=one.person,
        now=at,
        details={"seen": "status of training and vetting"},
    )
    initial = {
        "training": one.ready.training.value,
        "trained_until": one.ready.trained_until,
        "vetting": one.ready.vetting.value,
        "vetted_until": one.ready.vetted_until,
    }

    def write(filled: AskForm) -> str:
        services.keep(person=one.person, **filled.said, by=by, now=at)
        return say("It is kept for {name}.", name=one.person.name)

    own = one.person == by.person
    return taken(
        request,
        Taking(
            about=say("Members"),
            back=reverse("panel-members"),
            words=shown.step_words("member"),
            form=lambda sent: forms.ReadinessForm(sent, initial=initial),
            write=write,
            already=lambda filled: filled.said == initial,
            why_not=say("Nobody keeps their own.") if own else "",
            lines=(
                say("{name}, member until {day}.", name=one.person.name, day=in_words(one.until)),
            ),
            public=False,
        ),
    )


@seen_by(May.RUN_PANEL, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: ActingRequest) -> HttpResponse:
    """Say what the panel asks of its members before they open a case."""
    by, at = request.acting, timezone.now()
    who = services.signs_terms(by)
    if who is None:
        refuse(by, services.TERMS, at=at)
    last = ready.terms_of(by.organisation.pk)

    def told(filled: AskForm) -> Entry:
        said = filled.said
        return shown.terms_preview(
            vetting=said["vetting"],
            training=said["training"],
            words=said["words"],
            by=who.by,
            organisation=who.organisation,
        )

    def write(filled: AskForm) -> str:
        services.set_terms(**filled.said, by=by, now=at)
        return ""

    def already(filled: AskForm) -> bool:
        said = filled.said
        return (
            last is not None
            and last.number > filled.expected
            and (last.vetting, last.training) == (said["vetting"], said["training"])
        )

    return taken(
        request,
        Taking(
            about=say("Your panel"),
            back=reverse("desk-panel"),
            words=shown.step_words("terms"),
            form=lambda sent: forms.TermsForm(sent, expected=last.number if last else 0),
            told=told,
            write=write,
            already=already,
            signed=who.by,
        ),
    )


@seen_by(May.RUN_PANEL, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def count(request: ActingRequest) -> HttpResponse:
    """Count whom the panel is made of; what is told of it is worked out elsewhere."""
    by, at = request.acting, timezone.now()
    if permissions.calls(by) is None:
        refuse(by, "count", at=at)
    sitting = len(reading.Seats([by.organisation.pk]).taken(by.organisation.pk, at))
    last = models.Composition.objects.filter(panel=by.organisation.pk).order_by("number").last()

    def told(filled: AskForm) -> Entry:
        return shown.count_preview(filled.said, on=day_of(at))

    def write(filled: AskForm) -> str:
        with visiting.counted_by(by, now=at) as hand:
            visiting.count_panel(panel=by.organisation, **filled.said, **hand)
        return ""

    def already(filled: AskForm) -> bool:
        if last is None or last.number <= filled.expected:
            return False
        said = filled.said
        kept = {name: many for name, many in last.stated.items() if many}
        return (last.counted_on, last.members, kept) == (
            said["counted_on"],
            said["members"],
            said["stated"],
        )

    return taken(
        request,
        Taking(
            about=say("Your panel"),
            back=reverse("desk-panel"),
            words=shown.step_words("count"),
            form=lambda sent: forms.CountForm(
                sent, about=sitting, expected=last.number if last else 0
            ),
            told=told,
            write=write,
            already=already,
            public=False,
        ),
    )
