"""Recommendations: all those to a force, and one with everything that came of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.forces.models import Force
from evenhand.ledger import selectors as ledger
from evenhand.public.presenters.scrutiny.advice import advice_page, recommendation_page
from evenhand.public.views.alerts import force_named
from evenhand.public.views.plan import today
from evenhand.public.views.rendering import page
from evenhand.public.views.scrutiny import SECTION
from evenhand.publications import selectors as figures
from evenhand.scrutiny.told import recommendations as told


@require_safe
def force(request: HttpRequest, force_id: str) -> HttpResponse:
    """Every recommendation to a force, by how it stands: you said, we did."""
    whose = force_named(force_id)
    found, tally = told.counted(on=today(), forces=[force_id])
    return page(
        request,
        "scrutiny/advice",
        section=SECTION,
        force=whose,
        page=advice_page(found, tally),
    )


@require_safe
def recommendation(request: HttpRequest, force_id: str, number: int) -> HttpResponse:
    """One recommendation: what, why, the clock, the answer, the action, evidence, every step."""
    one = told.recommendation(force_id, number, on=today())
    if one is None:
        raise Http404(f"{force_id} has no recommendation {number}")
    named = [each.address for each in one.evidence if each.kind == "figure"]
    there = figures.pages_of(force_id, [], named) if named else set()
    return page(
        request,
        "scrutiny/recommendation",
        section=SECTION,
        force=Force(id=one.force, name=one.force_name),
        page=recommendation_page(one, ledger.history(one.subject), there.__contains__),
    )
