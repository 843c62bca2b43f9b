"""The cases of a draw: the list, one case after the question whether it touches the reader."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.plan.words import Mark
from evenhand.scrutiny import models, reading, selectors, services, standing
from evenhand.scrutiny.errors import Conflicted, NotHere, NotNow
from evenhand.scrutiny.forms.drawing import ReserveForm
from evenhand.scrutiny.forms.looking import HideForm, TouchesForm
from evenhand.scrutiny.forms.questions import AskForm
from evenhand.scrutiny.services.looking import Looked
from evenhand.scrutiny.terms import Kind, Status
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters import scrutiny_cases as shown
from evenhand.workspace.presenters import scrutiny_draws
from evenhand.workspace.presenters.desk_steps import StepWords
from evenhand.workspace.presenters.scrutiny_cases import CaseRow
from evenhand.workspace.presenters.scrutiny_parts import Entry
from evenhand.workspace.presenters.scrutiny_steps import step_words
from evenhand.workspace.views.rendering import SeeOther, page, status_of
from evenhand.workspace.views.scrutiny.finding import Desk, refuse, see, the_draw
from evenhand.workspace.views.scrutiny.taking import SECTION, Taking, signed_out, taken
from evenhand.workspace.views.scrutiny.writing import case_title

DECLARED = "touches nobody"
"""Where a session keeps for which cases its person said that they do not touch them."""
MOST_DECLARED = 300


def the_case(desk: Desk, place: int) -> models.Case:
    """One case of a draw.

    Raises
    ------
    Http404
        If there is none, or it touches the reader: then it is not there for them.
    """
    try:
        return selectors.case(desk.by, desk.draw.number, place)
    except (NotHere, Conflicted) as error:
        raise Http404(str(error)) from error


def looked(request: ActingRequest, desk: Desk, case: models.Case) -> Looked:
    """Open a case for its reader, which the private log keeps.

    Raises
    ------
    Http404
        If there is no record in this place.
    """
    try:
        return services.looking.open_case(case=case, by=request.acting, now=desk.at)
    except NotHere as error:
        raise Http404(str(error)) from error
    except MayNot as error:
        raise PermissionDenied from error


def the_record(request: ActingRequest, desk: Desk, found: Looked) -> shown.Record:
    """What of a case its reader sees, with who and when on it."""
    by = request.acting
    mark = shown.watermark(by.person.name, by.organisation.name, found.case, at=desk.at)
    return shown.record(found, mark)


@seen_by(May.SEE_CASES, logs=[Act.CONSULTATION])
@require_safe
def cases(request: ActingRequest, number: int) -> HttpResponse:
    """The cases that the panel looks at, with what would be deleted when."""
    desk = the_draw(request, number)
    see(desk.by, desk.draw, "list of cases", at=desk.at)
    by = desk.by.person
    touched = set(models.Conflict.objects.filter(person=by).values_list("case", flat=True))
    scored = set(models.Score.objects.filter(person=by).values_list("case", flat=True))
    agreed = dict(models.Agreed.objects.filter(case__draw=desk.draw).values_list("case", "rating"))
    found = selectors.cases(desk.by, number)
    row = partial(_row, desk, touched=touched, scored=scored, agreed=agreed)
    gone = desk.draw.drawn.filter(reserve=False).exclude(position__missing="")
    return page(
        request,
        "scrutiny/cases",
        section=SECTION,
        desk=desk,
        shown=scrutiny_draws.shown(desk.draw, desk.whole.status),
        rows=[row(one) for one in found],
        gone=[
            (case_title(one), shown.nothing_there(one))
            for one in gone.select_related("position").order_by("place")
        ],
        finds=f"{reverse('draw-find', args=[number])}?case=",
        blind=desk.whole.status is Status.DRAWN,
        meets=desk.whole.status in {Status.CLOSED, Status.AGREED},
    )


def _row(
    desk: Desk,
    case: models.Case,
    *,
    touched: set[int],
    scored: set[int],
    agreed: dict[int, Any],
) -> CaseRow:
    address = [desk.draw.number, case.place]
    days = selectors.days_left(case, on=day_of(desk.at))
    kept = shown.kept(days, case.videos.order_by("number").last())
    links: list[tuple[str, str]] = []
    if case.pk in touched:
        stands = say("You have a conflict of interest, so this case is hidden from you")
        mark_of = Mark("plan-withdrawn", "quiet", stands)
        return CaseRow(case_title(case), "", stands, mark_of, kept)
    ready = reading.may_be_shown(case)
    chair = Kind.SHOWN in desk.kinds
    if case.pk in agreed:
        mark_of = shown.colour(agreed[case.pk])
    elif not ready:
        mark_of = Mark("plan-open", "unknown", say("Its words wait for the chair"))
    elif case.pk in scored:
        mark_of = Mark("plan-complete", "known", say("You have scored it"))
    else:
        mark_of = Mark("plan-open", "quiet", say("Waits for your score"))
    if desk.whole.status is Status.DRAWN:
        if chair and reading.record(case) is not None:
            links.append((say("Look at its words"), reverse("case-words", args=address)))
        if ready:
            links.append((say("Score it"), reverse("case-score", args=address)))
        if chair and case.pk not in scored:
            links.append((say("Call a reserve"), reverse("case-reserve", args=address)))
    url = reverse("case", args=address)
    return CaseRow(case_title(case), url, mark_of.words, mark_of, kept, tuple(links))


@seen_by(May.SEE_CASES, logs=[Act.CONSULTATION, Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: ActingRequest, number: int, place: int) -> HttpResponse:
    """Whether a case touches the reader, and what to expect of it; nothing of it is shown here."""
    desk = the_draw(request, number)
    one = the_case(desk, place)
    form = TouchesForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if form.cleaned_data["touches"] == "yes":
            return _conflict(request, desk, one)
        declare(request, one)
        return SeeOther(reverse("case-record", args=[number, place]))
    return page(
        request,
        "scrutiny/case",
        section=SECTION,
        desk=desk,
        title=case_title(one),
        gone=shown.nothing_there(one),
        finds=f"{reverse('draw-find', args=[number])}?case={place}",
        here=request.path,
        form=form,
        status=status_of(form),
    )


def _conflict(request: ActingRequest, desk: Desk, one: models.Case) -> HttpResponse:
    """Keep that a case touches its reader; the second of two clicks changes nothing."""
    try:
        services.scoring.declare_conflict(case=one, by=desk.by, now=desk.at)
    except MayNot as error:
        raise PermissionDenied from error
    except NotNow as error:
        say_next(request, str(error))
    else:
        say_next(request, say("It is kept: you neither see nor score this case."))
    return SeeOther(reverse("draw-cases", args=[desk.draw.number]))


def declare(request: ActingRequest, one: models.Case) -> None:
    """Keep for this session that a case does not touch its person."""
    kept = [key for key in request.session.get(DECLARED, []) if key != one.pk]
    request.session[DECLARED] = [*kept, one.pk][-MOST_DECLARED:]


def has_declared(request: ActingRequest, one: models.Case) -> bool:
    """Whether the person said in this session that a case does not touch them."""
    return one.pk in request.session.get(DECLARED, [])


@seen_by(May.SEE_CASES, logs=[Act.CONSULTATION])
@require_safe
def record(request: ActingRequest, number: int, place: int) -> HttpResponse:
    """A case, redacted, with who sees it and when on every screen."""
    desk = the_draw(request, number)
    one = the_case(desk, place)
    if not has_declared(request, one):
        return SeeOther(reverse("case", args=[number, place]))
    found = looked(request, desk, one)
    scores = desk.whole.status is Status.DRAWN and found.ready
    return page(
        request,
        "scrutiny/record",
        section=SECTION,
        desk=desk,
        title=case_title(one),
        record=the_record(request, desk, found),
        score=reverse("case-score", args=[number, place]) if scores else "",
        meets=desk.whole.status in {Status.CLOSED, Status.AGREED},
        address=[number, place],
    )


@seen_by(May.SEE_CASES, logs=[Act.CONSULTATION])
@require_safe
def video(request: ActingRequest, number: int, place: int) -> HttpResponse:
    """The way to the video of a case, below what to expect; the one page that leads there.

    It is a link, not a form that leads on: a browser lets no form of ours end on another site.
    """
    desk = the_draw(request, number)
    one = the_case(desk, place)
    if not has_declared(request, one):
        return SeeOther(reverse("case", args=[number, place]))
    by = request.acting
    try:
        link = services.looking.way_to_video(case=one, by=by, now=desk.at)
    except NotHere as error:
        raise Http404(str(error)) from error
    except MayNot as error:
        raise PermissionDenied from error
    return page(
        request,
        "scrutiny/video",
        section=SECTION,
        desk=desk,
        title=say("{case}: the video", case=case_title(one)),
        link=link,
        watch=say("Watch the video in the force’s evidence system"),
        elsewhere=say("The force’s evidence system keeps its own record of who watches."),
        watermark=shown.watermark(by.person.name, by.organisation.name, one, at=desk.at),
        back=reverse("case-record", args=[number, place]),
    )


@seen_by(May.RUN_PANEL, logs=[Act.CONSULTATION, Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: ActingRequest, number: int, place: int) -> HttpResponse:
    """What of a case's words members do not see: the chair reads every word first."""
    desk = the_draw(request, number)
    one = the_case(desk, place)
    try:
        texts = services.looking.words_of(case=one, by=desk.by, now=desk.at)
    except NotHere as error:
        raise Http404(str(error)) from error
    except MayNot as error:
        raise PermissionDenied from error

    def form(sent: Any) -> AskForm:
        return HideForm(sent, about=texts, expected=desk.last)

    def told(filled: AskForm) -> Entry:
        after = filled.shown() if isinstance(filled, HideForm) else ()
        lines = [say("{title}: “{words}”", title=title, words=text) for title, text in after]
        return Entry(say("What members will read"), tuple(lines))

    def write(filled: AskForm) -> str:
        hidden = filled.hidden if isinstance(filled, HideForm) else []
        services.looking.show(case=one, hidden=hidden, by=desk.by, now=desk.at)
        return ""

    drawn = {Status.DRAWN, Status.CLOSED}
    why_not = "" if desk.whole.status in drawn else standing.why_not(desk.whole.status)
    by = desk.by
    return taken(
        request,
        Taking(
            about=case_title(one),
            back=reverse("draw-cases", args=[number]),
            words=_of_words(),
            form=form,
            told=told,
            write=write,
            why_not=why_not,
            public=False,
            template="scrutiny/words",
            more={
                "texts": [(text.title, text.words) for text in texts],
                "watermark": shown.watermark(by.person.name, by.organisation.name, one, at=desk.at),
            },
        ),
    )


def _of_words() -> StepWords:
    return StepWords(
        say("Look at its words"),
        say("What members must not read"),
        say("Names, plates, exact places, and anything else that tells who it was. Add nothing."),
        say("See what members will read"),
        say("Members can read the case now."),
        say("You can look at the words again and hide more."),
    )


@seen_by(May.RUN_PANEL, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def reserve(request: ActingRequest, number: int, place: int) -> HttpResponse:
    """Let the next reserve stand in for a case that the law keeps from the panel."""
    desk = the_draw(request, number)
    one = the_case(desk, place)
    if Kind.RESERVE not in desk.kinds:
        refuse(desk.by, str(Kind.RESERVE), at=desk.at)
    who = desk.signature(Kind.RESERVE)

    def told(filled: AskForm) -> Entry:
        return scrutiny_draws.preview(
            Kind.RESERVE,
            [dict(filled.fields["reason"].choices)[filled.said["reason"]]],  # type: ignore[attr-defined]  # a question with answers
            filled.said["words"],
            by=who.by,
            organisation=who.organisation,
            at=desk.at,
        )

    def write(filled: AskForm) -> str:
        services.draws.call_reserve(case=one, **filled.said, by=desk.by, now=desk.at)
        return ""

    return taken(
        request,
        Taking(
            about=case_title(one),
            back=reverse("draw-cases", args=[number]),
            words=step_words("reserve"),
            form=lambda sent: ReserveForm(sent, expected=desk.last),
            told=told,
            write=write,
            already=lambda _form: models.Called.objects.filter(instead_of=one).exists(),
            why_not=_no_reserve(desk),
            signed=who.by,
        ),
    )


def _no_reserve(desk: Desk) -> str:
    drawn = desk.whole.status is Status.DRAWN
    return "" if drawn else standing.why_not(desk.whole.status)
