"""The analyst's view of a measure: the only pages with a funnel and a log scale."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.public.presenters.analyst import AnalystPage, analyst_page
from evenhand.public.presenters.choosing import Asked
from evenhand.public.views.keeping import kept
from evenhand.public.views.measures import KEPT, SECTION, asked_for, described
from evenhand.public.views.rendering import page
from evenhand.publications import lists


@require_safe
def analyst(request: HttpRequest, measure: str) -> HttpResponse:
    """Funnel, log ratios and what they were drawn from."""
    about, asked, chosen = asked_for(request, measure)
    return page(request, "analyst", section=SECTION, page=_laid_out(about, asked, chosen))


@kept(KEPT)
def _laid_out(measure: str, asked: Asked, chosen: lists.Chosen) -> AnalystPage:
    return analyst_page(lists.across(chosen), asked, described(measure))
