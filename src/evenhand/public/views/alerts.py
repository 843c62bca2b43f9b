"""Alerts and their answers: of all forces, of one, one alert; what is watched; the register."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.forces import selectors as forces
from evenhand.forces.models import Force
from evenhand.ledger import selectors as ledger
from evenhand.measures.watch.settings import Settings
from evenhand.monitoring import models, selectors
from evenhand.monitoring.history import day_of
from evenhand.monitoring.selectors import Story
from evenhand.public.presenters.alerts.around import leads
from evenhand.public.presenters.alerts.lists import Looked, counted, sections
from evenhand.public.presenters.alerts.page import alert_page
from evenhand.public.presenters.alerts.register import register
from evenhand.public.presenters.alerts.watched import watch_page
from evenhand.public.presenters.scrutiny.places import advice, draws_behind
from evenhand.public.views.plan import today
from evenhand.public.views.rendering import page
from evenhand.publications import selectors as figures
from evenhand.scrutiny.told import linked

SECTION = "alerts"


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """All alerts by how they stand, and every force that is watched."""
    found, run = selectors.stories(on=today()), selectors.latest_run()
    watched = set(run.examined) if run else set()
    watched |= {one.alert.force_id for one in found}
    return page(
        request,
        "alerts/all",
        section=SECTION,
        sentences=counted(found, looked(run)),
        sections=sections(found),
        forces=Force.objects.filter(pk__in=watched).order_by("name") if watched else (),
    )


@require_safe
def force(request: HttpRequest, force_id: str) -> HttpResponse:
    """A force's alerts by how they stand."""
    whose = force_named(force_id)
    found = selectors.stories(on=today(), forces=[force_id])
    return page(
        request,
        "alerts/force",
        section=SECTION,
        force=whose,
        sentences=counted(found, looked(selectors.latest_run(), force_id)),
        sections=sections(found),
        followable=followable(force_id),
    )


@require_safe
def alert(request: HttpRequest, force_id: str, number: int) -> HttpResponse:
    """One alert with its whole story."""
    story = selectors.story(force_id, number, on=today())
    if story is None:
        raise Http404(f"{force_id} has no alert {number}")
    there = _figures(story)
    advised = linked.led_to(force_id, [story.subject])
    return page(
        request,
        "alerts/alert",
        section=SECTION,
        force=story.alert.force,
        page=alert_page(
            story,
            ledger.history(story.subject),
            there.__contains__,
            share_false=share_false(story.alert.run),
        ),
        followable=followable(force_id, number),
        leads=leads(
            story,
            figure=story.alert.measure in there,
            draws=draws_behind(advised),
            advised=advice(advised),
        ),
    )


@require_safe
def watch(request: HttpRequest, force_id: str) -> HttpResponse:
    """What is watched of a force, and what cannot be told and why."""
    whose, found = force_named(force_id), selectors.watch_page(force_id)
    run = found.run if found else None
    return page(
        request,
        "alerts/watch",
        section=SECTION,
        force=whose,
        page=watch_page(looked(run, force_id), found, share_false=share_false(run)),
    )


@require_safe
def explanations(request: HttpRequest) -> HttpResponse:
    """Every explanation that was tried, and what became of it."""
    found = selectors.stories(on=today())
    return page(request, "alerts/explanations", section=SECTION, page=register(found))


def force_named(force_id: str) -> Force:
    """A force of this site; anything else has no page."""
    try:
        return forces.force(force_id)
    except Force.DoesNotExist as error:
        raise Http404(f"no force {force_id}") from error


def followable(force_id: str, number: int | None = None) -> str:
    """What to ask for to be told by mail; nothing where this site can send none."""
    if not settings.SITE_CAN_WRITE:
        return ""
    return f"alert/{force_id}" if number is None else f"alert/{force_id}/{number}"


def share_false(run: models.Run | None) -> float:
    """The share of alerts that may be chance alone, as a run was set."""
    said = run.settings.get("share_false") if run else None
    return float(said) if isinstance(said, int | float) else Settings().share_false


def looked(run: models.Run | None, force_id: str = "") -> Looked | None:
    """What the last run looked at, of one force or of all; None where it did not."""
    if run is None or (force_id and force_id not in run.examined):
        return None
    untold = [one for one in run.untold if not force_id or one["series"]["force"] == force_id]
    examined = run.examined[force_id] if force_id else sum(run.examined.values())
    return Looked(
        run.as_of, day_of(run.at), int(examined), sum(one.get("many", 1) for one in untold)
    )


def _figures(story: Story) -> set[str]:
    """Which of its measure and the figures that explanations rest on this site has a page of."""
    named = [
        proof.address
        for one in story.explanations
        for proof in one.evidence
        if proof.kind == "figure"
    ]
    return figures.pages_of(story.alert.force_id, [story.alert.measure], named)
