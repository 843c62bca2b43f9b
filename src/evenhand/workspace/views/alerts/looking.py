"""Looking at alerts from the workspace: what waits for an answer, and one review."""

from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from evenhand.accounts.access import ActingRequest, Who, seen_by
from evenhand.accounts.acting import Acting
from evenhand.measures.watch.found import Found, read
from evenhand.monitoring import selectors
from evenhand.monitoring.forms.possible import refusal
from evenhand.monitoring.history import Kind, day_of
from evenhand.monitoring.selectors import Story
from evenhand.workspace.presenters.alerts import Listed, triage
from evenhand.workspace.presenters.alerts_desk import NotNow, Offered, claims, newer, shown
from evenhand.workspace.presenters.alerts_moved import moved
from evenhand.workspace.presenters.alerts_steps import step_words, who_takes
from evenhand.workspace.presenters.alerts_told import history
from evenhand.workspace.views.alerts.finding import SECTION, Desk, listed_for, the_alert
from evenhand.workspace.views.alerts.writing import STEPS
from evenhand.workspace.views.rendering import page


@seen_by(Who.MEMBER, logs=())
@require_safe
def triage_list(request: ActingRequest) -> HttpResponse:
    """The alerts that somebody works with: overdue ones first, by the last day for an answer."""
    by, at = request.acting, timezone.now()
    listed = all_of(by, at)
    several = len({one.force for one in listed}) > 1 or by.organisation.force_id is None
    return page(request, "alerts/list", section=SECTION, triage=triage(listed, several=several))


def all_of(by: Acting, at: datetime) -> list[Listed]:
    """The alerts that somebody works with, as lists are given them."""
    return [_listed(one) for one in listed_for(by, at)]


def _listed(one: Story) -> Listed:
    return Listed(
        one.told,
        one.alert.force.name,
        one.alert.number,
        day_of(one.alert.raised_at),
        one.now,
        reverse("desk-alert", args=[one.alert.force_id, one.alert.number]),
    )


@seen_by(Who.MEMBER, logs=())
@require_safe
def review(request: ActingRequest, force_id: str, number: int) -> HttpResponse:
    """What moved, what was said of it, what can be done now and by whom."""
    desk = the_alert(request, force_id, number)
    now = desk.story.now
    can, others, cannot = _steps(desk) if now else ([], [], [])
    return page(
        request,
        "alerts/desk",
        section=SECTION,
        review=now is not None,
        shown=shown(desk.found, now, force=desk.alert.force.name, number=number),
        newer=newer(_last_seen(desk), desk.found),
        public=reverse("alert", args=desk.address),
        can=can,
        others=others,
        cannot=cannot,
        moved=moved(desk.found, desk.alert.charts),
        claims=claims(now) if now else (),
        desk=desk.address,
        redact=now is not None and Kind.REDACTED in desk.kinds,
        history=history(desk.story.steps, desk.found.series.power),
    )


def _last_seen(desk: Desk) -> Found | None:
    """What the newest run saw of it, as the public may see it."""
    seen = desk.story.last_seen
    return read(seen.told) if seen is not None and seen.told is not None else None


def _steps(desk: Desk) -> tuple[list[Offered], list[Offered], list[NotNow]]:
    """What this person can do now, what others can, and what their role allows but not now."""
    can: list[Offered] = []
    others: list[Offered] = []
    cannot: list[NotNow] = []
    force, hands = desk.review.organisation, selectors.hands(desk.review, desk.by.person)
    for name, step in STEPS.items():
        words = step_words(name, desk.now)
        mine = step.kind in desk.kinds
        who = desk.own_name if mine else _somebody(name, force)
        why_not = refusal(
            desk.now,
            step.kind,
            organisation=who,
            force=force,
            at=desk.at,
            **({"hands": hands} if mine else {}),
        )
        if not mine:
            others += [] if why_not else [Offered(words.offer, who_takes(name), "")]
        elif why_not:
            cannot.append(NotNow(words.offer, why_not))
        else:
            url = reverse(f"alert-{name}", args=desk.address)
            can.append(Offered(words.offer, words.about, url))
    return can, others, cannot


def _somebody(step: str, force: str) -> str:
    """Somebody who could take a step: of the force, or from outside."""
    return "-" if step in {"judge", "comment"} else force
