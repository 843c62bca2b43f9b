"""What is known of the files behind a force's figures."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.measures.words.powers import SEARCHES
from evenhand.public.presenters.files_page import files_page
from evenhand.public.presenters.powers import LEADING
from evenhand.public.views.forces import WITHOUT, without_figures
from evenhand.public.views.rendering import page
from evenhand.publications import selectors
from evenhand.publications.lists import matching


@require_safe
def files(request: HttpRequest, force_id: str, power: str = SEARCHES) -> HttpResponse:
    """Findings, months, what was not recorded, and each file of a power's leading figure."""
    found = selectors.latest(force_id, LEADING[power])
    if found is None:
        return without_figures(request, force_id, template=WITHOUT[power])
    years = matching(places=[force_id], measures=[LEADING[power]], grouping=found.grouping)
    return page(request, "files", force=found.force, page=files_page(found, list(years)))
