"""The data pack of a meeting at somebody's desk: read by members, made again by the chair."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.accounts.access import ActingRequest, Who, seen_by
from evenhand.accounts.services.writing import written
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.plan.quarters import in_words
from evenhand.publications.errors import NoPaper, NotReady
from evenhand.publications.models import Pack
from evenhand.publications.packs import finding, services, telling
from evenhand.scrutiny.forms.questions import AskForm
from evenhand.scrutiny.forms.visiting import PackForm
from evenhand.scrutiny.recommending.errors import NotAllowed
from evenhand.scrutiny.visiting import permissions, selectors
from evenhand.scrutiny.visiting.steps import Kind, Status
from evenhand.workspace.presenters import scrutiny_visits as shown
from evenhand.workspace.presenters.scrutiny_parts import Entry, who
from evenhand.workspace.views.rendering import page
from evenhand.workspace.views.scrutiny.finding import refuse
from evenhand.workspace.views.scrutiny.taking import SECTION, Taking, signed_out, taken
from evenhand.workspace.views.scrutiny.visiting import own_visit

AS = Kind.AGENDA
"""Who publishes the agenda of a meeting has its pack made."""


@seen_by(Who.MEMBER, logs=())
@require_safe
def pack(request: ActingRequest, panel: str, number: int) -> HttpResponse:
    """The latest version whole, with the earlier ones beside it."""
    one = own_visit(request, panel, number, timezone.now())
    if one.now.what.visits:
        raise Http404("a visit has no data pack")
    found = finding.pack(panel, number)
    listed = finding.packs_of(panel, number)
    there = found is not None and not found.redacted
    return page(
        request,
        "scrutiny/pack",
        section=SECTION,
        pack=telling.shown(found) if found and there else None,
        taken_down=found is not None and not there,
        packs=listed,
        papers=listed[0].prints if listed else {},
        here=[panel, number, found.number if found else 0],
        where=[panel, number],
        about=shown.title(one),
        back=reverse("desk-visit", args=[panel, number]),
        may_pack=permissions.may(request.acting, one.appointment, AS)
        and one.status is Status.CALLED,
    )


@seen_by(Who.MEMBER, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: ActingRequest, panel: str, number: int) -> HttpResponse:
    """Have the pack made now, as its next version, with a word on why."""
    by, at = request.acting, timezone.now()
    one = own_visit(request, panel, number, at)
    row, signed = one.appointment, permissions.signature(by, one.appointment, AS)
    if signed is None:
        refuse(by, "pack", at=at)
    last = finding.latest(row)
    seen = last.number if last else 0

    def told(filled: AskForm) -> Entry:
        return Entry(
            say("Data pack, version {number}", number=str(seen + 1)),
            (say("It is made of all that is published at this moment, and frozen."),),
            filled.said["words"].strip(),
            in_words(day_of(at)),
            day_of(at).isoformat(),
            who(signed.by, signed.organisation),
            0,
        )

    def write(filled: AskForm) -> str:
        with written(
            by,
            signs=lambda held: permissions.signature(held, row, AS),
            subject=selectors.subject(row),
            step="pack",
            now=at,
        ) as hand:
            try:
                made = services.make(
                    meeting=row, why=filled.said["words"], expected=filled.expected, **hand
                )
            except NotReady as error:
                raise NotAllowed(str(error)) from error
        return _put_on_paper(request, made)

    def already(filled: AskForm) -> bool:
        if last is None or last.number <= filled.expected or last.redacted:
            return False
        return bool(last.content["why"] == filled.said["words"].strip())

    possible = one.status is Status.CALLED and not one.now.what.visits
    return taken(
        request,
        Taking(
            about=shown.title(one),
            back=reverse("desk-pack", args=[panel, number]),
            words=shown.step_words("pack"),
            form=lambda sent: PackForm(sent, expected=seen),
            told=told,
            write=write,
            already=already,
            why_not=""
            if possible
            else say("A data pack is made before a meeting that is to come."),
            lines=(shown.when(one.now.slot),),
            signed=signed.by,
        ),
    )


def _put_on_paper(request: ActingRequest, made: Pack) -> str:
    """Make its PDFs outside of any transaction. Its pages stand without them."""
    address = settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")
    said = say("The data pack is public.")
    try:
        for name in services.PRINTS:
            services.put_on_paper(made, name, address=address, now=timezone.now())
    except NoPaper as error:
        return say("{said} Not every PDF is made yet. {why}", said=said, why=str(error))
    return said
