"""Looking at draws: one with how it stands and what must happen next, and its file."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.roles import May
from evenhand.scrutiny import models, selectors
from evenhand.scrutiny.terms import Beacon, Status
from evenhand.scrutiny.told import draws as told
from evenhand.workspace.presenters import scrutiny_cases as cases_shown
from evenhand.workspace.presenters import scrutiny_draws as shown
from evenhand.workspace.presenters.scrutiny_parts import Offered
from evenhand.workspace.presenters.scrutiny_sizes import risk_of_frame
from evenhand.workspace.presenters.scrutiny_steps import step_words
from evenhand.workspace.views.rendering import page
from evenhand.workspace.views.scrutiny.finding import Desk, the_draw
from evenhand.workspace.views.scrutiny.taking import SECTION
from evenhand.workspace.views.scrutiny.writing import STEPS

NOT_OF = {Beacon.DICE: "round", Beacon.DRAND: "dice"}
"""The step that belongs to the other way in which chance comes."""


@seen_by(May.SEE_CASES, logs=())
@require_safe
def draw(request: ActingRequest, number: int) -> HttpResponse:
    """How a draw stands, what must happen next, what it is drawn from, every step."""
    desk = the_draw(request, number)
    whole = desk.whole
    seed = models.Seed.objects.filter(draw=desk.draw).first()
    can, cannot = _steps(desk)
    return page(
        request,
        "scrutiny/draw",
        section=SECTION,
        desk=desk,
        shown=shown.shown(desk.draw, whole.status),
        public=reverse("panel-draw", args=[desk.draw.panel_id, number]),
        why=whole.steps[0].words if whole.steps else "",
        road=shown.road(desk.draw, whole.status, whole.sealed, selectors.dice(desk.draw)),
        can=can,
        cannot=cannot,
        terms=shown.terms(desk.draw),
        frozen=shown.frozen(whole.steps, whole.frame),
        parts=shown.parts_of_frame(whole.steps),
        drawn=shown.drawn_words(whole.steps),
        risk=risk_of_frame(whole.steps),
        seed=shown.seed(seed),
        has_cases=whole.status in {Status.DRAWN, Status.CLOSED, Status.AGREED},
        meets=whole.status in {Status.CLOSED, Status.AGREED},
        findings=cases_shown.findings(selectors.findings_of(desk.by, number), now=desk.at),
        history_of=shown.history(whole.steps),
    )


def _steps(desk: Desk) -> tuple[list[Offered], list[Offered]]:
    """What this person can do now, and what their role allows but not now, with the reason."""
    can, cannot = [], []
    for name, step in STEPS.items():
        if step.kind not in desk.kinds or name == NOT_OF[Beacon(desk.draw.beacon)]:
            continue
        words, why_not = step_words(name), step.refusal(desk)
        if why_not:
            cannot.append(Offered(words.offer, why_not))
        else:
            url = reverse(f"draw-{name}", args=[desk.draw.number])
            can.append(Offered(words.offer, words.about, url))
    return can, cannot


@seen_by(May.SEE_CASES, logs=())
@require_safe
def file(request: ActingRequest, number: int) -> HttpResponse:
    """DRAW.json, with which anybody repeats the draw."""
    desk = the_draw(request, number)
    found = told.draw_file(desk.draw.panel_id, number)
    if found is None:
        raise Http404("nothing is drawn yet")
    answer = HttpResponse(found, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="DRAW-{number}.json"'
    return answer
