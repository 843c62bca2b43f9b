"""A force's own pages, and the list of all forces."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from evenhand.forces import selectors as forces
from evenhand.forces.models import Force
from evenhand.measures.words.powers import SEARCHES, STOPS
from evenhand.monitoring import selectors as alerts
from evenhand.plan import selectors as plans
from evenhand.public.addresses import host
from evenhand.public.presenters import figure_page
from evenhand.public.presenters.alerts.around import Around, around
from evenhand.public.presenters.downloads import downloads
from evenhand.public.presenters.every_force import ForceLines, force_lines
from evenhand.public.presenters.keys import beside
from evenhand.public.presenters.lists import measure_groups
from evenhand.public.presenters.powers import LEADING as LEADING_OF
from evenhand.public.presenters.versions import versions
from evenhand.public.views.keeping import kept
from evenhand.public.views.rendering import page
from evenhand.publications import lists, selectors
from evenhand.publications.models import Figure

WITHOUT = {SEARCHES: "force_without", STOPS: "stops/without"}
"""By power, what is shown of a force without any figure of it."""
LEADING = LEADING_OF[SEARCHES]  # the measure that a force's own page opens with


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """All forces in alphabetical order, each with its sentence."""
    lines = _lines(lists.choose(LEADING))
    return page(request, "forces", lines=lines, key=beside(), measure=LEADING)


@kept(8)
def _lines(chosen: lists.Chosen) -> ForceLines:
    return force_lines(lists.across(chosen).figures)


@require_safe
def force(request: HttpRequest, force_id: str) -> HttpResponse:
    """A force's page, from its leading figure."""
    found = selectors.latest(force_id, LEADING)
    return without_figures(request, force_id) if found is None else figure(request, found)


def without_figures(
    request: HttpRequest, force_id: str, *, template: str = WITHOUT[SEARCHES]
) -> HttpResponse:
    """Say of a force of this site that it has no figures yet."""
    try:
        return page(request, template, force=forces.force(force_id))
    except Force.DoesNotExist as unknown:
        raise Http404(f"no force {force_id}") from unknown


@require_safe
def measure(request: HttpRequest, force_id: str, measure: str) -> HttpResponse:
    """The latest figure of one measure of one force."""
    found = selectors.latest(force_id, measure)
    if found is None:
        raise Http404(f"no figure of {measure} for {force_id}")
    return figure(request, found)


@require_safe
def measures(request: HttpRequest, force_id: str) -> HttpResponse:
    """Every measure of a force, one sentence each."""
    found = selectors.measures_of(force_id)
    if not found:
        return without_figures(request, force_id)
    return page(request, "measures", force=found[0].force, groups=measure_groups(found))


@require_safe
def stops(request: HttpRequest, force_id: str) -> HttpResponse:
    """A force's page of vehicle stops, from their leading figure."""
    found = selectors.latest(force_id, LEADING_OF[STOPS])
    if found is None:
        return without_figures(request, force_id, template=WITHOUT[STOPS])
    return figure(request, found)


def _around(found: Figure) -> Around | None:
    """Alerts and actions of the plan beside a force's figure; a figure of all forces has none."""
    if found.force_id is None:
        return None
    return around(
        alerts.about(found.force_id, found.measure, on=timezone.localdate()),
        plans.naming(found.force_id, found.measure, found.reference),
    )


def figure(request: HttpRequest, found: Figure) -> HttpResponse:
    """The page of one figure."""
    return page(
        request,
        "figure",
        force=found.force,
        page=figure_page(found),
        leading=found.measure == LEADING_OF[found.power],
        versions=versions(found, lists.of_the_same(found)),
        around=_around(found),
        downloads=downloads(found, host(request)),
    )
