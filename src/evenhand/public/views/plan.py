"""A force's plan, as it stands or stood on a day, and what became of each action."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from evenhand.accounts.selectors import groups_of
from evenhand.forces import selectors as forces
from evenhand.forces.models import Force
from evenhand.ledger import selectors as ledger
from evenhand.monitoring import selectors as alerts
from evenhand.plan import models, selectors, words
from evenhand.plan.quarters import Quarter, in_words
from evenhand.plan.selectors import Head, Tracked
from evenhand.plan.summary import sentences
from evenhand.public.presenters.alerts.around import measured_again
from evenhand.public.presenters.plan_action import action_page
from evenhand.public.presenters.plan_evidence import file_links, titles_of_files
from evenhand.public.presenters.plan_grid import Grid, grid
from evenhand.public.presenters.plan_lists import (
    Difference,
    differences,
    quarters_told,
    waiting,
)
from evenhand.public.presenters.plan_lists import (
    changes as changes_of,
)
from evenhand.public.presenters.plan_lists import (
    leads as leads_of,
)
from evenhand.public.presenters.plan_lists import (
    named as named_of,
)
from evenhand.public.presenters.plan_part import take_part
from evenhand.public.presenters.plan_rules import rules
from evenhand.public.presenters.scrutiny.places import Place, advice
from evenhand.public.views import plan_memory
from evenhand.public.views.keeping import kept
from evenhand.public.views.rendering import page
from evenhand.publications import selectors as figures
from evenhand.publications.reporting.selectors import towards
from evenhand.scrutiny.told import linked

ON = "on"  # the question that asks for a past day
SECTION = "plans"


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Every force's plan, in alphabetical order, with its first sentences."""
    found = tuple(selectors.plans())
    said = _sentences(found, selectors.head(), today())
    return page(request, "plans", section=SECTION, plans=list(zip(found, said, strict=True)))


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """How a status is worked out."""
    return page(request, "plan_status", section=SECTION, rules=rules())


@require_safe
def plan(request: HttpRequest, force_id: str, iteration: int | None = None) -> HttpResponse:
    """The grid, as it stands today or stood on the day asked for."""
    found = selectors.plan(force_id, iteration)
    if found is None:
        return _none(request, force_id, iteration)
    asked, now = asked_day(request), today()
    head = selectors.head(found)
    return page(
        request,
        "plan",
        section=SECTION,
        force=found.force,
        plan=found,
        followable=_followable(found),
        grid=_grid(found, head, asked or now, now),
        differences=_differences(found, head, asked, now) if asked else (),
        day=in_words(asked or now),
        on=asked,
        today=now,
        earlier=range(1, found.iteration),
    )


@require_safe
def late(request: HttpRequest, force_id: str) -> HttpResponse:
    """Everything late, disputed, without evidence or without an update."""
    found = selectors.plan(force_id)
    if found is None:
        return _none(request, force_id)
    tracked = plan_memory.tracked(found, selectors.head(found), today())
    lists = waiting(found, tracked)
    return page(
        request,
        "plan_late",
        section=SECTION,
        force=found.force,
        lists=lists,
        sentences=sentences(tracked),
        day=in_words(today()),
    )


@require_safe
def changes(request: HttpRequest, force_id: str, quarter: str = "") -> HttpResponse:
    """What was recorded in a quarter: this one, where none is named."""
    found = selectors.plan(force_id)
    if found is None:
        return _none(request, force_id)
    now = today()
    try:
        asked = Quarter.parse(quarter) if quarter else Quarter.of(now)
    except ValueError as error:
        raise Http404(f"{quarter} is no quarter") from error
    named = selectors.leads_of(found)
    tracked = plan_memory.tracked(found, selectors.head(found, leads=named), now)
    return page(
        request,
        "plan_changes",
        section=SECTION,
        force=found.force,
        quarter=words.quarter(asked),
        asked=asked,
        changes=changes_of(found, tracked, named, asked),
        others=[(one, words.quarter(one)) for one in quarters_told(tracked, named, now)],
    )


@require_safe
def leads(request: HttpRequest, force_id: str) -> HttpResponse:
    """Which role leads what, and every role that was named to lead a workstream."""
    found = selectors.plan(force_id)
    if found is None:
        return _none(request, force_id)
    now = today()
    named = selectors.leads_of(found)
    tracked = plan_memory.tracked(found, selectors.head(found, leads=named), now)
    return page(
        request,
        "plan_leads",
        section=SECTION,
        force=found.force,
        roles=leads_of(found, named, tracked),
        total=len(tracked),
        history=named_of(named, selectors.leads_said(found, named)),
    )


@require_safe
def part(request: HttpRequest, force_id: str) -> HttpResponse:
    """How anybody can ask, object and keep watch."""
    found = selectors.plan(force_id)
    if found is None:
        return _none(request, force_id)
    tracked = plan_memory.tracked(found, selectors.head(found), today())
    return page(
        request,
        "plan_part",
        section=SECTION,
        force=found.force,
        part=take_part(found, tracked, groups_of(force_id)),
        followable=_followable(found),
        feed=reverse("plan-feed", args=[force_id]),
    )


@require_safe
def action(request: HttpRequest, force_id: str, iteration: int, key: str) -> HttpResponse:
    """One action with its whole history; on a past day, as it stood then."""
    found = selectors.plan(force_id, iteration)
    asked = asked_day(request)
    one = selectors.action(found, key, on=asked or today()) if found else None
    if found is None or one is None:
        raise Http404(f"{force_id} has no action {key} in iteration {iteration} of its plan")
    return page(
        request,
        "plan_action",
        section=SECTION,
        force=found.force,
        plan=found,
        key=key,
        followable=_followable(found, key),
        action=action_page(
            found,
            one,
            known=selectors.commitments(found),
            links=_linked(found, one),
            files=file_links(
                found, key, selectors.public_files(found, titles_of_files(one.now.evidence))
            ),
            said=ledger.history(selectors.subject(found, key)),
            adopters=selectors.adopters(found, key),
            progress=towards(found.force_id, one.now.now, on=one.on),
        ),
        advised=() if asked else advice(linked.carried_by(force_id, selectors.subject(found, key))),
        again=() if asked else _again(force_id, selectors.subject(found, key)),
        on=asked,
        day=in_words(one.on),
    )


def _again(force_id: str, subject: str) -> tuple[Place, ...]:
    """Where the next figures of what an action is to move will stand."""
    return measured_again(alerts.reforms_by(force_id, subject, on=today()))


def _linked(found: models.Plan, one: Tracked) -> set[str]:
    """Which of the figures and measures that an action names this site has a page of."""
    proofs = [change.proof for change in one.now.evidence if change.proof]
    references = [proof.address for proof in proofs if proof.kind == "figure"]
    measures = [target.measure for target in one.now.now.targets if target.measure]
    if not references and not measures:
        return set()
    return figures.pages_of(found.force_id, measures, references)


def _followable(found: models.Plan, key: str = "") -> str:
    """What to ask for to be told by mail; nothing where this site can send none."""
    return selectors.subject(found, key) if settings.SITE_CAN_WRITE else ""


@kept(2)
def _sentences(
    found: tuple[models.Plan, ...], head: Head, day: date
) -> tuple[tuple[str, ...], ...]:
    del head  # while it is the same, so is all the rest
    every = selectors.tracked_in(found, on=day)
    return tuple(sentences(every[one.pk]) for one in found)


@kept(16)
def _grid(found: models.Plan, head: Head, day: date, now: date) -> Grid:
    return grid(found, selectors.workstreams(found, on=day), _at(found, head, day, now), day)


def _at(found: models.Plan, head: Head, day: date, now: date) -> list[Tracked]:
    """Every action as it stood on a day, from what is known of it today."""
    every = plan_memory.tracked(found, head, now)
    return every if day == now else [then for one in every if (then := one.at(day))]


def _differences(found: models.Plan, head: Head, then: date, now: date) -> tuple[Difference, ...]:
    return differences(found, _at(found, head, then, now), plan_memory.tracked(found, head, now))


def today() -> date:
    """The day it is where the forces are."""
    return timezone.localdate()


def asked_day(request: HttpRequest) -> date | None:
    """The past day that a reader asks for; none for today and for what is no day."""
    try:
        asked = date.fromisoformat(request.GET.get(ON, ""))
    except ValueError:
        return None
    return asked if asked < today() else None


def _none(request: HttpRequest, force_id: str, iteration: int | None = None) -> HttpResponse:
    """Say kindly that a force has no plan here; there are no earlier ones either then."""
    if iteration is not None:
        raise Http404(f"{force_id} has no iteration {iteration} of its plan")
    try:
        force = forces.force(force_id)
    except Force.DoesNotExist as error:
        raise Http404(f"no force {force_id}") from error
    return page(request, "plan_none", section=SECTION, force=force)
