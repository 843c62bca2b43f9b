"""What panels do: of all forces, of one; one draw; one meeting or visit."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from evenhand.forces.models import Force
from evenhand.ledger import selectors as ledger
from evenhand.public.presenters.scrutiny.anchors import anchors_page
from evenhand.public.presenters.scrutiny.draw import draw_page
from evenhand.public.presenters.scrutiny.meetings import meeting_page
from evenhand.public.presenters.scrutiny.members import members_page
from evenhand.public.presenters.scrutiny.panel import every_page, panel_page
from evenhand.public.presenters.scrutiny.places import draw_url
from evenhand.public.views.alerts import force_named
from evenhand.public.views.plan import today
from evenhand.public.views.rendering import page
from evenhand.publications.packs.finding import packs_of
from evenhand.records.codes import NoPopulation
from evenhand.scrutiny.told import (
    anchors,
    draws,
    linked,
    listed,
    meetings,
    panels,
    recommendations,
    sitting,
)

SECTION = "scrutiny"


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """All panels by force, in alphabetical order, and what is owed an answer."""
    found = listed.draws(on=today())
    advised = recommendations.recommendations(on=today())
    return page(
        request,
        "scrutiny/all",
        section=SECTION,
        page=every_page(listed.panels(), found, advised),
    )


@require_safe
def force(request: HttpRequest, force_id: str) -> HttpResponse:
    """A force's panels, draws, meetings and recommendations."""
    now = timezone.now()
    there = panels.panels(now=now, forces=[force_id])
    # A panel knows what its force is called: one query less for a page that asks many things.
    whose = Force(force_id, there[0].force_name) if there else force_named(force_id)
    met = meetings.meetings(at=now, forces=[force_id])
    advised, tally = recommendations.counted(on=today(), forces=[force_id])
    return page(
        request,
        "scrutiny/force",
        section=SECTION,
        force=whose,
        page=panel_page(
            there,
            listed.draws(on=today(), force=force_id),
            advised,
            tally,
            made=_composition(force_id),
            meetings=met,
            taken=meetings.totals(met),
            now=now,
        ),
    )


@require_safe
def members(request: HttpRequest, force_id: str) -> HttpResponse:
    """Who sits on a force's panels: how many, on which terms, and whom they are made of."""
    now, whose = timezone.now(), force_named(force_id)
    there = panels.panels(now=now, forces=[force_id])
    ids = [one.panel for one in there]
    return page(
        request,
        "scrutiny/members",
        section=SECTION,
        force=whose,
        page=members_page(
            there,
            sitting.asked(ids),
            sitting.statuses(ids, now=now),
            _composition(force_id),
        ),
    )


@require_safe
def anchor_cases(request: HttpRequest) -> HttpResponse:
    """How panels stand beside anchor cases, and how far they agree with each other."""
    found = anchors.sets(at=timezone.now())
    return page(request, "scrutiny/anchors", section=SECTION, page=anchors_page(found, on=today()))


def _composition(force_id: str) -> panels.Composition | None:
    try:
        return panels.composition(force_id, now=timezone.now())
    except NoPopulation:
        return None


@require_safe
def draw_of_force(_: HttpRequest, force_id: str, number: int) -> HttpResponse:
    """Lead to a force's draw of a number; several panels may have one, so its page is theirs."""
    force_named(force_id)
    found = [one for one in listed.draws(on=today(), force=force_id) if one.number == number]
    if len(found) != 1:
        raise Http404(f"{force_id} has {len(found)} draws {number}")
    return redirect(draw_url(found[0].panel, number))


@require_safe
def draw(request: HttpRequest, panel: str, number: int) -> HttpResponse:
    """One draw: frame, seed, results, findings, every step."""
    told = draws.draw(panel, number, on=today())
    if told is None:
        raise Http404(f"{panel} has no draw {number}")
    found = [f"{told.subject}/findings/{one.number}" for one in told.findings]
    return page(
        request,
        "scrutiny/draw",
        section=SECTION,
        force=Force(id=told.force, name=told.force_name),
        draw=told,
        page=draw_page(
            told,
            ledger.history(told.subject),
            linked.led_to(told.force, [told.subject, *found]),
        ),
    )


@require_safe
def meeting(request: HttpRequest, panel: str, number: int) -> HttpResponse:
    """One meeting or visit: when and where, agenda, who came, findings, minutes."""
    told = meetings.meeting(panel, number, at=timezone.now())
    if told is None:
        raise Http404(f"{panel} has no meeting or visit {number}")
    return page(
        request,
        "scrutiny/meeting",
        section=SECTION,
        force=Force(id=told.force, name=told.force_name),
        page=meeting_page(told, ledger.history(told.subject)),
        packs=packs_of(panel, number),
        number=number,
        panel=panel,
    )
