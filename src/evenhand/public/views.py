"""Views: each reads the request, asks one selector, and answers."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evenhand.forces import selectors as forces
from evenhand.public import downloads
from evenhand.public.presenters import figure_page
from evenhand.public.presenters.lists import force_lines, measure_lines
from evenhand.publications import selectors
from evenhand.publications.models import Figure

LEADING = "search-rate"  # the measure that a force's own page opens with


def _page(
    request: HttpRequest, template: str, *, status: int = 200, **context: object
) -> HttpResponse:
    context = {"section": "forces", "fictional": forces.is_fictional(), **context}
    return render(request, f"public/{template}.html", context, status=status)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, and the forces that have figures."""
    lines = force_lines(selectors.forces_with_figures(), LEADING)
    return _page(request, "home", forces=lines)


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """How numbers are made and read."""
    return _page(request, "methods", section="methods")


@require_safe
def force(request: HttpRequest, force_id: str) -> HttpResponse:
    """A force's page, from its leading figure."""
    return measure(request, force_id, LEADING)


@require_safe
def measure(request: HttpRequest, force_id: str, measure: str) -> HttpResponse:
    """The latest figure of one measure of one force."""
    found = selectors.latest(force_id, measure)
    if found is None:
        raise Http404(f"no figure of {measure} for {force_id}")
    return _figure(request, found)


@require_safe
def measures(request: HttpRequest, force_id: str) -> HttpResponse:
    """Every measure of a force, one sentence each."""
    found = selectors.measures_of(force_id)
    if not found:
        raise Http404(f"no figures for {force_id}")
    return _page(request, "measures", force=found[0].force, measures=measure_lines(found))


@require_safe
def files(request: HttpRequest, force_id: str) -> HttpResponse:
    """What the checks found in the files behind a force's leading figure."""
    found = selectors.latest(force_id, LEADING)
    if found is None:
        raise Http404(f"no figures for {force_id}")
    return _page(request, "files", force=found.force, page=figure_page(found))


@require_safe
def figure(request: HttpRequest, number: int) -> HttpResponse:
    """One figure at its permanent address, corrected or not."""
    return _figure(request, _find(number))


@require_safe
def figure_csv(_request: HttpRequest, number: int) -> HttpResponse:
    """A figure as CSV."""
    found = _find(number)
    response = HttpResponse(downloads.as_csv(found), content_type="text/csv; charset=utf-8")
    return _download(response, f"evenhand-figure-{found.pk}.csv")


@require_safe
def figure_json(_request: HttpRequest, number: int) -> HttpResponse:
    """A figure as JSON."""
    found = _find(number)
    response = JsonResponse(downloads.as_json(found), json_dumps_params={"ensure_ascii": False})
    return _download(response, f"evenhand-figure-{found.pk}.json")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page; what was looked for is not repeated to the reader."""
    del exception
    return _page(request, "not_found", status=404, section="")


def went_wrong(request: HttpRequest) -> HttpResponse:
    """Something broke; the page asks nothing of the database, which may be what broke."""
    return render(
        request, "public/went_wrong.html", {"section": "", "fictional": False}, status=500
    )


def _find(number: int) -> Figure:
    try:
        return selectors.figure(number)
    except Figure.DoesNotExist as error:
        raise Http404(f"no figure {number}") from error


def _figure(request: HttpRequest, found: Figure) -> HttpResponse:
    return _page(
        request,
        "figure",
        force=found.force,
        page=figure_page(found),
        leading=found.measure == LEADING,
        newer=getattr(found, "superseded_by", None),
        older=found.supersedes,
    )


def _download(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"  # public data, for any tool in any browser
    return response
