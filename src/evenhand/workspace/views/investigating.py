"""The private log before an investigator: asked with a reason, shown by the page, kept."""

import secrets
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenhand.accounts import reasons
from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.investigating import Investigator
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import May
from evenhand.audit import redacting, selectors
from evenhand.audit.forms import AskForm, Choices, TakeOutForm
from evenhand.audit.log import AUDIT
from evenhand.audit.models import Act
from evenhand.audit.selectors import Asked
from evenhand.ledger.log.verifying import verify
from evenhand.measures.words.messages import say
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters import investigating as words
from evenhand.workspace.views.rendering import SeeOther, page, status_of

SECTION = "audit"
KEPT, MOST_KEPT = "inquiries", 5
"""Where a session keeps the questions that were asked, and how many of them."""
LONGEST_CHECK = 200_000
"""Entries that a request can check; a longer log is checked by the command."""


@seen_by(May.READ_AUDIT, logs=())
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActingRequest) -> HttpResponse:
    """What is wanted, and why. Nothing of the log is shown before that is kept."""
    reader, now = Investigator(request.acting), timezone.now()
    needs_why = reasons.asked_for(Act.CONSULTATION) or reasons.asked_for(Act.DISCLOSURE)
    form = AskForm(
        request.POST or None, people=_people(reader), things=_things(reader), needs_why=needs_why
    )
    if form.is_valid():
        name = secrets.token_hex(8)
        asked = {key: _plain(value) for key, value in asdict(form.asked(now=now)).items()}
        older = list(request.session.get(KEPT, {}).items())[-(MOST_KEPT - 1) :]
        mine = {"for": reader.organisation_reference, "why": form.cleaned_data["why"], **asked}
        request.session[KEPT] = dict([*older, (name, mine)])
        return SeeOther(reverse("audit-read", args=[name]))
    return page(
        request,
        "audit",
        section=SECTION,
        form=form,
        people=_people(reader),
        things=_things(reader),
        acts=[(act.value, words.act_name(act)) for act in Act],
        needs_why=needs_why,
        standing=selectors.standing(),
        status=status_of(form),
    )


@seen_by(May.READ_AUDIT, logs=[Act.CONSULTATION])
@require_safe
def read(request: ActingRequest, inquiry: str) -> HttpResponse:
    """One page of the answer; that it was read is kept, with the reason."""
    reader = Investigator(request.acting)
    asked, why = _inquiry(request, inquiry, reader)
    found = selectors.entries(
        asked, reader=reader, why=why, now=timezone.now(), number=_number(request)
    )
    names = words.Names(reader)
    return page(
        request,
        "audit_read",
        section=SECTION,
        inquiry=inquiry,
        read=found,
        lines=words.lines(found, reader=reader),
        by=names.name(asked.by) if asked.by else "",
        about=dict([*_things(reader), *_people(reader)]).get(asked.subject or asked.under, ""),
        act=words.act_name(asked.act) if asked.act else "",
        asked=asked,
        why=why,
        own=reader.reference in {asked.by, asked.subject},
        most=f"{selectors.MOST:,}",
    )


@seen_by(May.READ_AUDIT, logs=[Act.DISCLOSURE])
@require_safe
def file(request: ActingRequest, inquiry: str) -> HttpResponse:
    """What is on the page, as a file; that it was taken away is kept."""
    reader = Investigator(request.acting)
    asked, why = _inquiry(request, inquiry, reader)
    now = timezone.now()
    found = selectors.entries(
        asked, reader=reader, why=why, now=now, number=_number(request), act=Act.DISCLOSURE
    )
    response = HttpResponse(
        words.as_file(found, reader=reader), content_type="text/csv; charset=utf-8"
    )
    name = f"log-{timezone.localdate(now)}-page-{found.number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@seen_by(May.READ_AUDIT, logs=[Act.CONSULTATION, Act.ERASURE])
@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: ActingRequest, inquiry: str, number: int) -> HttpResponse:
    """Take the reason out of an entry, where the law does not allow its words."""
    reader = Investigator(request.acting)
    _, why = _inquiry(request, inquiry, reader)
    found = redacting.entry_of(number, reader=reader)
    if found is None:
        raise Http404(f"entry {number} has no reason that could be taken out")
    form = TakeOutForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        because, now = form.cleaned_data["because"], timezone.now()
        redacting.take_reason_out(number=number, because=because, reader=reader, now=now)
        say_next(
            request,
            say("The reason is gone. The rest is in a new entry of today: ask again to see it."),
        )
        return SeeOther(reverse("audit-read", args=[inquiry]))
    selectors.note_read_one(found, reader=reader, why=why, now=timezone.now())
    return page(
        request,
        "audit_take_out",
        section=SECTION,
        inquiry=inquiry,
        here=request.path,
        line=words.line(found, reader=reader),
        form=form,
        status=status_of(form),
    )


@seen_by(May.READ_AUDIT, logs=())
@require_POST
def check(request: ActingRequest) -> HttpResponse:
    """Check the whole log now: every entry, tile and signature. It shows nothing of any entry."""
    if AUDIT.entries._default_manager.count() > LONGEST_CHECK:
        say_next(request, say("The log is too long to check here. Ask for: evenhand verify"))
        return SeeOther(reverse("audit"))
    found = verify(AUDIT)
    if found.faults:
        sentence = say(
            "The log does not hold: {count} faults. Ask who runs the site to run: evenhand verify",
            count=str(len(found.faults)),
        )
    else:
        sentence = say(
            "The log holds: {count} entries, with every tile and signature, were checked now.",
            count=f"{found.size:,}",
        )
    say_next(request, sentence)
    return SeeOther(reverse("audit"))


def _people(reader: Investigator) -> Choices:
    return [(reference(one), one.name) for one in reader.known]


def _things(reader: Investigator) -> Choices:
    force = reader.organisation.force_id
    return [
        (reader.organisation_reference, say("The list of people")),
        ("invitation/", say("Invitations")),
        (f"plan/{force}/" if force else "plan/", say("The plan")),
        ("log/audit", say("This log: who read it")),
    ]


def _inquiry(request: ActingRequest, name: str, reader: Investigator) -> tuple[Asked, str]:
    """A question that was asked in this session, for the organisation acted for now."""
    kept: dict[str, Any] | None = request.session.get(KEPT, {}).get(name)
    if kept is None or kept["for"] != reader.organisation_reference:
        raise Http404("no such question was asked in this session")
    said = {key: value for key, value in kept.items() if key not in {"for", "why"}}
    for key in ("since", "until"):
        said[key] = datetime.fromisoformat(said[key]) if said[key] else None
    return Asked(**said), kept["why"]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _number(request: ActingRequest) -> int:
    said = request.GET.get("page", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 1
