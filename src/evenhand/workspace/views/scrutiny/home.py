"""What waits for somebody in scrutiny: the panel, the force, or a body that looks at forces."""

from datetime import date, datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from evenhand.accounts.access import ActingRequest, Who, seen_by
from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import May
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.scrutiny import models, permissions, selectors, standing
from evenhand.scrutiny.anchoring.permissions import has_part as has_anchors
from evenhand.scrutiny.frozen import Frozen
from evenhand.scrutiny.recommending import selectors as advice
from evenhand.scrutiny.recommending.steps import Awaits
from evenhand.scrutiny.recommending.words import awaits as awaited
from evenhand.scrutiny.selectors import Overview
from evenhand.scrutiny.terms import Kind, Side, Status
from evenhand.scrutiny.visiting import selectors as calendar
from evenhand.scrutiny.visiting.steps import Status as Proposed
from evenhand.workspace.presenters import scrutiny_draws as shown
from evenhand.workspace.presenters import scrutiny_home
from evenhand.workspace.presenters import scrutiny_visits as shown_visits
from evenhand.workspace.presenters.scrutiny_home import Waits
from evenhand.workspace.presenters.scrutiny_parts import Line, Offered, Part, parts_of
from evenhand.workspace.presenters.scrutiny_steps import step_words
from evenhand.workspace.views.rendering import page
from evenhand.workspace.views.scrutiny import advising, anchors, visiting
from evenhand.workspace.views.scrutiny.finding import may_see, refuse
from evenhand.workspace.views.scrutiny.taking import SECTION

OF_THE_FORCE = {Awaits.ANSWER, Awaits.ACTION, Awaits.COMPLETION}
"""What the force has to do next with a recommendation."""


@seen_by(Who.MEMBER, logs=())
@require_safe
def home(request: ActingRequest) -> HttpResponse:
    """What waits for this person, and every draw of their panel or their force."""
    by, at = request.acting, timezone.now()
    if not may_see(by):
        refuse(by, "scrutiny", at=at)
    waiting = tuple(waits(by, at))
    return page(
        request,
        "scrutiny/home",
        section=SECTION,
        sentence=scrutiny_home.sentence(waiting),
        parts=parts_of(
            [
                Part("waits", say("Waits for you"), scrutiny_home.lines(waiting, now=at)),
                *_draws(by, at),
            ]
        ),
        offered=_offered(by, at),
    )


def waits(by: Acting, at: datetime) -> "list[Waits]":
    """Everything that somebody has to do next, the most urgent first."""
    found: list[Waits] = []
    for whole in selectors.draws(by):
        found += _of_panel(by, whole, at)
    for one in selectors.to_attend(by):
        dice = selectors.dice(one.draw)
        if one.status is Status.FROZEN and _may_roll(one) and not dice[Side.FORCE]:
            url = reverse("attend", args=[one.draw.panel_id, one.draw.number])
            title = _title(one.draw, one.status)
            found.append(Waits(title, url, say("Type the dice in"), _last(one, at)))
    for finding in selectors.findings_to_answer(by):
        draw = finding.draw
        found.append(
            Waits(
                say("{panel}: finding {number}", panel=draw.panel.name, number=str(finding.number)),
                reverse("finding-answer", args=[draw.panel_id, draw.number, finding.number]),
                say("Answer the finding"),
                finding.due,
            )
        )
    return [*found, *anchors.waits(by, at), *_advice(by, at), *_visits(by, at)]


def _advice(by: Acting, at: datetime) -> "list[Waits]":
    """Recommendations that wait for this person: an answer of the force, a view of who made it."""
    own = by.organisation.force_id
    if not advising.has_part(by):
        return []
    found = []
    for one in advice.stories(on=day_of(at), forces=[own] if own else None):
        row, now = one.recommendation, one.now
        url = reverse("desk-recommendation", args=[row.force_id, row.number])
        mine = by.is_of(row.force_id) and by.may(May.ANSWER_SCRUTINY)
        title = say("Recommendation {number}", number=str(row.number))
        if mine and now.awaits in OF_THE_FORCE:
            last = now.deadline if now.awaits is Awaits.ANSWER else now.advice.by
            found.append(Waits(title, url, awaited(now.awaits), last))
        elif now.awaits is Awaits.VIEW and row.body_id == by.organisation.pk:
            found.append(Waits(title, url, say("Say what you think of what came of it")))
    return found


def _visits(by: Acting, at: datetime) -> "list[Waits]":
    """Visits that the force has not answered yet."""
    own = by.organisation.force_id
    if not (own and by.is_of(own) and by.may(May.ANSWER_SCRUTINY)):
        return []
    return [
        Waits(
            shown_visits.title(one),
            reverse("desk-visit", args=[one.appointment.panel_id, one.appointment.number]),
            say("Agree to the visit, or say why not"),
            day_of(one.now.slot.starts),
        )
        for one in calendar.visits(at=at, forces=[own])
        if one.status is Proposed.PROPOSED
    ]


def _title(draw: models.Draw, status: Status) -> str:
    return shown.shown(draw, status).title


def _last(one: Overview | selectors.Attended, at: datetime) -> date | None:
    """The last day on which a frozen frame can be drawn, or abandoned, in time."""
    left = _left(one, at)
    return left.last if left else None


def _left(one: Overview | selectors.Attended, at: datetime) -> Frozen | None:
    return shown.left(one.status, one.steps, on=day_of(at))


def _may_roll(one: Overview | selectors.Attended) -> bool:
    """Whether a frame is signed, and witnessed where it waits for that."""
    return one.sealed is not None and not one.sealed.awaited()


def _of_panel(by: Acting, whole: Overview, at: datetime) -> "list[Waits]":
    draw, status = whole.draw, whole.status
    kinds = permissions.steps(by, draw)
    title, number = _title(draw, status), draw.number
    here = reverse("draw", args=[number])
    if status is Status.OPEN and Kind.FROZEN in kinds:
        return [Waits(title, here, say("Freeze the frame, or abandon the draw"))]
    if status is Status.FROZEN and Kind.ROLLED in kinds:
        if _may_roll(whole) and not selectors.dice(draw)[Side.PANEL]:
            said = say("The frame is signed: let chance speak")
            return [Waits(title, here, said, _last(whole, at))]
        return []
    if status is Status.DRAWN and Kind.SCORED in kinds:
        return _to_score(by, whole, kinds)
    if status is Status.CLOSED and Kind.AGREED in kinds:
        left = len(standing.waiting(draw))
        said = say("Agree on the cases: {left} left", left=str(left))
        return [Waits(title, reverse("draw-meeting", args=[number]), said)]
    return []


def _to_score(by: Acting, whole: Overview, kinds: frozenset[Kind]) -> "list[Waits]":
    draw = whole.draw
    cases = {one.pk for one in standing.looked_at(draw)}
    mine = models.Score.objects.filter(case__draw=draw, person=by.person)
    touched = models.Conflict.objects.filter(case__draw=draw, person=by.person)
    done = {*mine.values_list("case", flat=True), *touched.values_list("case", flat=True)}
    left = len(cases - done)
    title = _title(draw, whole.status)
    if left:
        url = reverse("draw-cases", args=[draw.number])
        return [Waits(title, url, say("Score the cases, alone: {left} left", left=str(left)))]
    if Kind.CLOSED in kinds:
        url = reverse("draw", args=[draw.number])
        return [Waits(title, url, say("Close the scoring once all members have scored"))]
    return []


def _draws(by: Acting, at: datetime) -> "list[Part]":
    parts = []
    if by.may(May.SEE_CASES) and permissions.is_panel(by.organisation):
        lines = [
            Line(
                _title(one.draw, one.status),
                reverse("draw", args=[one.draw.number]),
                shown.shown(one.draw, one.status).period,
                shown.mark(one.status, _left(one, at)),
            )
            for one in selectors.draws(by)
        ]
        none = say("No draw yet. The chair opens the first.")
        parts.append(Part("draws", say("Your draws"), tuple(lines), none))
    if by.may(May.ATTEND_DRAWS):
        attended = [
            Line(
                _title(one.draw, one.status),
                reverse("attend", args=[one.draw.panel_id, one.draw.number]),
                one.draw.panel.name,
                shown.mark(one.status, _left(one, at)),
            )
            for one in selectors.to_attend(by)
        ]
        none = say("No panel has opened a draw of your force.")
        parts.append(Part("attend", say("Draws of panels"), tuple(attended), none))
    return parts


def _on_time(by: Acting, at: datetime) -> str:
    """What the list of recommendations is; for who looks at forces, how many are overdue."""
    about = say("Each with its clock, what was answered, and what came of it.")
    if by.organisation.force_id:
        return about
    late = advice.overdue(on=day_of(at))
    many = sum(by.looks_at(one.recommendation.force_id) for one in late)
    if not many:
        return about
    overdue = say("1 is overdue.") if many == 1 else say("{many} are overdue.", many=str(many))
    return f"{overdue} {about}"


def _offered(by: Acting, at: datetime) -> "list[Offered]":
    """Where else somebody goes from here."""
    found = []
    if permissions.may_open(by):
        words = step_words("open")
        found.append(Offered(words.offer, words.about, reverse("draw-open")))
    if advising.has_part(by):
        found.append(
            Offered(say("Recommendations"), _on_time(by, at), reverse("desk-recommendations"))
        )
    if visiting.has_part(by):
        about = say("Meetings of the panel, and its visits within the force.")
        found.append(Offered(say("Meetings and visits"), about, reverse("desk-visits")))
    if has_anchors(by):
        about = say("The same cases before every panel, so that red means the same in two places.")
        found.append(Offered(say("Anchor cases"), about, reverse("desk-anchors")))
    if permissions.is_panel(by.organisation) and by.may(May.SEE_CASES):
        about = say("What the panel asks of members, how you stand, and whom it is made of.")
        found.append(Offered(say("Your panel"), about, reverse("desk-panel")))
    if by.may(May.TAKE_WORDS_OUT):
        about = say("Only what the law does not allow, of what your own organisation said.")
        found.append(Offered(say("Take unlawful words out"), about, reverse("scrutiny-redact")))
    return found
