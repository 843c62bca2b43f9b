"""Anchor cases at somebody's desk: the sets of a body or of a panel, one whole, one case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from evenhand.accounts.access import ActingRequest, Who, seen_by
from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.plan.quarters import in_words
from evenhand.scrutiny import models
from evenhand.scrutiny.anchoring import permissions, selectors, services
from evenhand.scrutiny.anchoring.history import why_not
from evenhand.scrutiny.anchoring.selectors import Set
from evenhand.scrutiny.anchoring.steps import Kind, Status
from evenhand.scrutiny.errors import Conflicted, NotHere
from evenhand.scrutiny.scoring.answers import kept
from evenhand.workspace.presenters import scrutiny_anchors as shown
from evenhand.workspace.presenters import scrutiny_cases
from evenhand.workspace.presenters.scrutiny_home import Waits
from evenhand.workspace.presenters.scrutiny_parts import Line, Offered, Part
from evenhand.workspace.views.rendering import page
from evenhand.workspace.views.scrutiny.finding import refuse
from evenhand.workspace.views.scrutiny.taking import SECTION

OF_SET: Mapping[str, tuple[Kind, Status]] = {
    "write": (Kind.WRITTEN, Status.WRITING),
    "issue": (Kind.ISSUED, Status.WRITING),
    "reveal": (Kind.REVEALED, Status.SCORING),
    "close": (Kind.CLOSED, Status.SCORING),
}
"""Steps of a whole set: what each is, and how the set must stand before who takes it."""
OF_CASE: Mapping[str, tuple[Kind, Status]] = {
    "write": (Kind.WRITTEN, Status.WRITING),
    "seal": (Kind.KEYED, Status.WRITING),
    "score": (Kind.SCORED, Status.SCORING),
    "agree": (Kind.AGREED, Status.CLOSED),
}
"""The same of one case."""


@dataclass(frozen=True)
class Desk:
    """A set before somebody who works with it."""

    by: Acting
    whole: Set
    at: datetime

    @property
    def row(self) -> models.AnchorSet:
        """The set itself."""
        return self.whole.row

    @property
    def url(self) -> str:
        """Its page in the workspace."""
        return reverse("desk-anchor-set", args=[self.row.body_id, self.row.number])

    @property
    def own(self) -> bool:
        """Whether the reader keeps it, and scores it for no panel."""
        return self.row.body_id == self.by.organisation.pk and permissions.keeps(self.by)

    def refusal(self, kind: Kind, when: Status) -> str:
        """Why a step cannot be taken now; empty where it can."""
        if kind is Kind.REVEALED and self.whole.status is when:
            return self.whole.now.why_sealed(day_of(self.at))
        return "" if self.whole.status is when else why_not(self.whole.status)


def the_set(request: ActingRequest, body: str, number: int) -> Desk:
    """A set that somebody works with.

    Raises
    ------
    Http404
        If there is none such.
    PermissionDenied
        If they have no part in anchor cases.
    """
    by, at = request.acting, timezone.now()
    if not permissions.has_part(by):
        refuse(by, "anchor cases", at=at)
    try:
        return Desk(by, selectors.a_set(by, body, number), at)
    except NotHere as error:
        raise Http404(str(error)) from error


def the_case(desk: Desk, place: int) -> models.Anchor:
    """One case of a set, which the private log keeps that its reader looked at.

    Raises
    ------
    Http404
        If there is none, or the reader is not trained or vetted as their panel asks.
    """
    found = selectors.current(desk.row).get(place)
    if found is None:
        raise Http404(f"there is no case {place}")
    if desk.own:
        return found
    try:
        return services.look(anchor=found, by=desk.by, now=desk.at)
    except (NotHere, Conflicted) as error:
        raise Http404(str(error)) from error


@seen_by(Who.MEMBER, logs=())
@require_safe
def sets(request: ActingRequest) -> HttpResponse:
    """The sets that somebody works with, the newest first."""
    by, at = request.acting, timezone.now()
    if not permissions.has_part(by):
        refuse(by, "anchor cases", at=at)
    found = [Desk(by, one, at) for one in selectors.sets(by)]
    lines = tuple(
        Line(shown.title(one.row), one.url, one.row.organisation, shown.mark(one.whole.status))
        for one in found
    )
    none = say("No set of anchor cases lies before you.")
    return page(
        request,
        "scrutiny/anchors",
        section=SECTION,
        part=Part("sets", say("Sets"), lines, none),
        new=reverse("anchors-open") if permissions.keeps(by) else "",
    )


@seen_by(Who.MEMBER, logs=())
@require_safe
def a_set(request: ActingRequest, body: str, number: int) -> HttpResponse:
    """One set: its cases, how it stands, what can be done now."""
    desk = the_set(request, body, number)
    can, cannot = [], []
    for step, (kind, when) in OF_SET.items():
        if permissions.needed(desk.by, desk.row, kind) is None:
            continue
        words, why = shown.step_words(step), desk.refusal(kind, when)
        if why:
            cannot.append(Offered(words.offer, why))
        else:
            url = reverse(f"anchors-{step}", args=[body, number])
            can.append(Offered(words.offer, words.about, url))
    return page(
        request,
        "scrutiny/anchor_set",
        section=SECTION,
        title=shown.title(desk.row),
        mark=shown.mark(desk.whole.status),
        can=can,
        cannot=cannot,
        cases=Part("cases", say("The cases"), _lines(desk), say("No case is written yet.")),
        facts_of=shown.facts(desk.whole),
        history_of=shown.history(desk.whole.steps),
    )


def _lines(desk: Desk) -> tuple[Line, ...]:
    scored = set(
        models.AnchorScore.objects.filter(
            panel=desk.by.organisation.pk, person=desk.by.person, anchor__set=desk.row
        ).values_list("anchor", flat=True)
    )
    agreed = set(
        models.AnchorAgreed.objects.filter(
            panel=desk.by.organisation.pk, anchor__set=desk.row
        ).values_list("anchor", flat=True)
    )
    return tuple(
        Line(
            shown.case_title(one),
            reverse("anchor-case", args=[desk.row.body_id, desk.row.number, one.number]),
            _stands(desk, one, scored, agreed),
        )
        for one in selectors.current(desk.row).values()
    )


def _stands(desk: Desk, one: models.Anchor, scored: set[int], agreed: set[int]) -> str:
    if desk.own:
        version = say("Version {version}.", version=str(one.version))
        sealed = say("Your score is sealed.") if hasattr(one, "key") else say("Not scored yet.")
        return f"{version} {sealed}"
    if one.pk in agreed:
        return say("Your panel has agreed.")
    if desk.whole.status is Status.CLOSED:
        return say("Your panel agrees on it.")
    if desk.whole.status is not Status.SCORING:
        return say("Your panel did not agree on it.")
    return say("You have scored it.") if one.pk in scored else say("Waits for your score.")


@seen_by(Who.MEMBER, logs=[Act.CONSULTATION])
@require_safe
def case(request: ActingRequest, body: str, number: int, place: int) -> HttpResponse:
    """One case as a panel reads it; once scoring is closed, with all scores of the panel."""
    desk = the_set(request, body, number)
    one = the_case(desk, place)
    agreed = selectors.agreed_of(desk.by, one)
    open_to_all = not desk.own and desk.whole.status in selectors.OPEN_TO_ALL
    found = selectors.scores_of(desk.by, one) if open_to_all else ()
    return page(
        request,
        "scrutiny/anchor",
        section=SECTION,
        title=shown.case_title(one),
        about=shown.title(desk.row),
        back=desk.url,
        record=the_record(desk, one),
        can=tuple(_steps(desk, one)),
        rows=scrutiny_cases.sheets(found, kept(agreed.answers) if agreed else None),
        words=agreed.words if agreed else "",
    )


@seen_by(Who.MEMBER, logs=[Act.CONSULTATION])
@require_safe
def video(request: ActingRequest, body: str, number: int, place: int) -> HttpResponse:
    """The way to the video of a case, below what to expect; the one page that leads there."""
    desk = the_set(request, body, number)
    one = selectors.current(desk.row).get(place)
    if one is None:
        raise Http404(f"there is no case {place}")
    try:
        link = services.way_to_video(anchor=one, by=desk.by, now=desk.at)
    except NotHere as error:
        raise Http404(str(error)) from error
    except MayNot as error:
        raise PermissionDenied from error
    by = desk.by
    return page(
        request,
        "scrutiny/video",
        section=SECTION,
        title=say("{case}: the video", case=shown.case_title(one)),
        link=link,
        watch=say("Watch the video"),
        elsewhere="",
        watermark=shown.watermark(by.person.name, by.organisation.name, one, at=desk.at),
        back=reverse("anchor-case", args=[body, number, place]),
    )


def the_record(desk: Desk, one: models.Anchor) -> scrutiny_cases.Record:
    """What of a case its reader sees, with who and when on it."""
    by = desk.by
    mark = shown.watermark(by.person.name, by.organisation.name, one, at=desk.at)
    return shown.record(one, mark)


def _steps(desk: Desk, one: models.Anchor) -> list[Offered]:
    """What this person can do with a case now."""
    done: Mapping[str, Callable[[], bool]] = {
        "seal": lambda: hasattr(one, "key"),
        "agree": lambda: selectors.agreed_of(desk.by, one) is not None,
    }
    found = []
    for step, (kind, when) in OF_CASE.items():
        may = permissions.needed(desk.by, desk.row, kind) and not desk.refusal(kind, when)
        if may and not done.get(step, lambda: False)():
            url = reverse(f"anchor-{step}", args=[desk.row.body_id, desk.row.number, one.number])
            offer = say("Write a new version") if step == "write" else shown.step_words(step).offer
            found.append(Offered(offer, "", url))
    return found


def waits(by: Acting, at: datetime) -> list[Waits]:
    """Anchor cases that wait for somebody: their score, or the meeting's."""
    found = []
    for whole in selectors.sets(by):
        desk = Desk(by, whole, at)
        if desk.own:
            continue
        title, due = shown.title(whole.row), whole.now.due
        mine = models.AnchorScore.objects.filter(
            panel=by.organisation.pk, person=by.person, anchor__set=whole.row
        )
        left = whole.now.anchors - mine.values("anchor").distinct().count()
        if whole.status is Status.SCORING and left:
            said = say("Score the anchor cases, alone: {left} left", left=str(left))
            found.append(Waits(title, desk.url, said, due))
        elif whole.status is Status.CLOSED and permissions.needed(by, whole.row, Kind.AGREED):
            found.append(Waits(title, desk.url, say("Agree on the anchor cases"), due))
    return found


def until(desk: Desk) -> str:
    """Until when panels can agree, in a sentence; empty before they have the set."""
    due = desk.whole.now.due
    return say("Panels can agree until {day}.", day=in_words(due)) if due else ""
