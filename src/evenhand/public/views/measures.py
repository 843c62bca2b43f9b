"""A measure across forces, and over time."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.measures import measure as measure_called
from evenhand.measures.errors import UnknownMeasure
from evenhand.measures.words.messages import say
from evenhand.public.addresses import host
from evenhand.public.files.serving import send
from evenhand.public.measure_files import of_measure
from evenhand.public.presenters import choosing
from evenhand.public.presenters.across import AcrossPage, across_page, measure_groups
from evenhand.public.presenters.small_multiples import OverTimePage, over_time_page
from evenhand.public.views.keeping import kept
from evenhand.public.views.rendering import page
from evenhand.publications import lists

SECTION = "measures"
KEPT = 128  # pages; one of 44 forces takes about 100 kB


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Every measure that has a figure, with its question."""
    groups = measure_groups(lists.measures_across())
    return page(request, "measure_list", section=SECTION, measures=groups)


@require_safe
def across(request: HttpRequest, measure: str, months: str = "") -> HttpResponse:
    """All forces together, then each of them."""
    about, asked, chosen = asked_for(request, measure, months)
    return page(request, "across", section=SECTION, page=_across(about, asked, chosen))


@require_safe
def over_time(request: HttpRequest, measure: str) -> HttpResponse:
    """All forces together over time, then each of them, on one scale."""
    about, _, chosen = asked_for(request, measure)
    return page(request, "over_time", section=SECTION, page=_over_time(about, chosen))


def across_file(request: HttpRequest, measure: str, ending: str, months: str = "") -> HttpResponse:
    """The figures that the page shows, as a file."""
    about, _, chosen = asked_for(request, measure, months)
    return send(request, lambda: of_measure(chosen, about, ending, host(request)))


def asked_for(
    request: HttpRequest, name: str, months: str = ""
) -> tuple[str, choosing.Asked, lists.Chosen]:
    """Read which measure the address asks for, and which of its figures.

    Parameters
    ----------
    name : the measure's.
    months : where the address itself names them.

    Raises
    ------
    Http404
        If there is no such measure, or no figure of it.
    """
    try:
        about = measure_called(name)
    except UnknownMeasure as unknown:
        raise Http404(f"no measure {name}") from unknown
    asked = choosing.read(request.GET, focus=about.focus, reference=about.reference, months=months)
    chosen = lists.choose(name, months=asked.months, places=asked.places)
    if not chosen.places:
        raise Http404(f"no figures of {name}")
    return name, asked, chosen


@kept(KEPT)
def _across(measure: str, asked: choosing.Asked, chosen: lists.Chosen) -> AcrossPage:
    return across_page(lists.across(chosen), asked, described(measure))


@kept(KEPT)
def _over_time(measure: str, chosen: lists.Chosen) -> OverTimePage:
    return over_time_page(lists.across(chosen, also=["series"]), described(measure))


@kept(KEPT)
def described(measure: str) -> Mapping[str, Any]:
    """A measure as plain values, with its words in the reader's language."""
    about = measure_called(measure).model_dump(mode="json")
    words = {name: say(about[name]) for name in ("title", "question")}
    return {**about, **words, "caveats": [say(caveat) for caveat in about["caveats"]]}
