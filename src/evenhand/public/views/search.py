"""Search over everything that has a name on this site."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.public.addresses import Reference
from evenhand.public.presenters.results import results
from evenhand.public.views.rendering import page
from evenhand.publications import selectors
from evenhand.publications.models import Figure


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Forces, places, measures, methods, and a figure by its reference."""
    asked = " ".join(request.GET.get("q", "").split())
    found = None
    if asked:
        forces = selectors.forces_with_figures()
        names = {force.id: force.name for force in forces}
        found = results(asked, with_figures=names, figure=_figure)
    return page(request, "search", section="search", found=found)


def _figure(reference: Reference) -> Figure | None:
    try:
        return selectors.figure(**reference._asdict())
    except Figure.DoesNotExist:
        return None
